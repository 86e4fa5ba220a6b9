-- Who has an incident open, and how far down its log they have read: one row a member, told anew while they look.
create table incident_readers (
  org_id text not null,
  incident_id text not null,
  member_id text not null,
  name text not null,
  seq integer not null,
  at bigint not null,
  primary key (org_id, incident_id, member_id),
  foreign key (org_id, incident_id) references incidents (org_id, id)
);

alter table incident_readers enable row level security;
create policy app on incident_readers to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on incident_readers to muster_engine using (true) with check (true);
grant select, insert, update, delete on incident_readers to muster_app, muster_engine;
