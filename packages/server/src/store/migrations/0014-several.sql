-- Incidents that belong together: related, parts of an umbrella (one at most), and what has gone into another. The log is the truth; this is what lists look up.
create table incident_links (
  org_id text not null,
  from_id text not null,
  to_id text not null,
  kind text not null check (kind in ('related', 'part-of', 'merged')),
  at bigint not null,
  primary key (org_id, from_id, to_id),
  foreign key (org_id, from_id) references incidents,
  foreign key (org_id, to_id) references incidents,
  check (from_id <> to_id)
);
create unique index incident_links_one_umbrella on incident_links (org_id, from_id) where kind = 'part-of';
create unique index incident_links_one_end on incident_links (org_id, from_id) where kind = 'merged';
create index incident_links_to on incident_links (org_id, to_id);

alter table incident_links enable row level security;
create policy app on incident_links to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on incident_links to muster_engine using (true) with check (true);
grant select, insert, update, delete on incident_links to muster_app, muster_engine;
