-- Watched readings: where they come from, which are read now, and what was read in the last day.
create table sources (
  org_id text not null references orgs,
  id text not null,
  slug text not null,
  kind text not null,
  name text not null,
  url text not null,
  -- Sealed with the installation's key; goes nowhere but to this source.
  token bytea,
  primary key (org_id, id),
  unique (org_id, slug)
);

-- The few numbers that tell whether a service works, as its document says them.
alter table services add column indicators jsonb not null default '[]';
create index services_with_indicators on services (org_id, id) where indicators <> '[]';
create index incidents_watched on incidents (service_id, watched_until) where watched_until is not null;

-- One row an indicator that is read now, however many incidents ask for it: when it is next, who reads it, and since when its source fails.
create table watches (
  org_id text not null,
  service_id text not null,
  indicator text not null,
  source text not null,
  begun_at bigint not null,
  due_at bigint not null,
  lease_until bigint,
  failing_since bigint,
  failing_why text,
  primary key (org_id, service_id, indicator),
  foreign key (org_id, service_id) references services
) with (fillfactor = 70);
create index watches_due on watches (due_at);

create table samples (
  org_id text not null,
  service_id text not null,
  indicator text not null,
  at bigint not null,
  source text not null,
  -- Null: there was an answer, but not one number; then `why` says what it was.
  value double precision,
  why text,
  primary key (org_id, service_id, indicator, at),
  foreign key (org_id, service_id) references services
);
create index samples_old on samples (at);

do $$
declare
  t text;
begin
  foreach t in array array['sources', 'watches', 'samples'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy app on %I to muster_app using (org_id = current_setting(''muster.org'', true)) with check (org_id = current_setting(''muster.org'', true))', t);
    execute format('create policy engine on %I to muster_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to muster_app, muster_engine', t);
  end loop;
end $$;
