-- The first shape of the store. Instants are bigint epoch milliseconds, given by the caller: SQL never asks the time.
-- Every table carries its organisation; 0001 ends by putting row-level security on all of them.
-- Tables are analysed after a number of changes, not a share of their rows: beside a long history a storm is a small share, and until
-- PostgreSQL has counted it, it believes that nothing is open, pending or due.

create table orgs (
  id text primary key,
  slug text not null unique,
  name text not null,
  next_incident bigint not null default 1,
  -- Rises with every configuration change; nodes keep a snapshot per version.
  config_version bigint not null default 1,
  catch_all jsonb not null default '[]',
  created_at bigint not null
);

create table users (
  org_id text not null references orgs,
  id text not null,
  slug text not null,
  name text not null,
  email text,
  time_zone text not null,
  rules jsonb not null default '[]',
  disabled boolean not null default false,
  primary key (org_id, id),
  unique (org_id, slug)
);

create table contacts (
  org_id text not null,
  id text not null,
  user_id text not null,
  slug text not null,
  channel text not null,
  address text not null,
  -- Sealed with the installation's key; never leaves the server.
  secret bytea,
  disabled boolean not null default false,
  primary key (org_id, id),
  unique (org_id, user_id, slug),
  foreign key (org_id, user_id) references users
);

create table schedules (
  org_id text not null references orgs,
  id text not null,
  slug text not null,
  name text not null,
  definition jsonb not null,
  primary key (org_id, id),
  unique (org_id, slug)
);

create table policies (
  org_id text not null references orgs,
  id text not null,
  slug text not null,
  name text not null,
  version integer not null,
  rungs jsonb not null,
  repeat integer not null,
  ack_timeout_minutes integer,
  primary key (org_id, id),
  unique (org_id, slug)
);

create table services (
  org_id text not null references orgs,
  id text not null,
  slug text not null,
  name text not null,
  policy_id text not null,
  critical_path boolean not null default false,
  grouping jsonb not null,
  what_to_do text,
  disabled boolean not null default false,
  primary key (org_id, id),
  unique (org_id, slug),
  foreign key (org_id, policy_id) references policies
);

create table integrations (
  org_id text not null,
  id text not null,
  service_id text not null,
  slug text not null,
  kind text not null,
  key_hash bytea not null unique,
  default_severity text not null default 'error',
  mapping jsonb,
  disabled boolean not null default false,
  primary key (org_id, id),
  unique (org_id, service_id, slug),
  foreign key (org_id, service_id) references services
);

-- Accepted, durable, not yet decided. Rows leave for `signals` in the transaction that decides them, so it stays small.
create table inbox (
  id bigint generated always as identity primary key,
  org_id text not null,
  service_id text not null,
  integration_id text not null,
  signal_id text not null,
  received_at bigint not null,
  -- Text, and no foreign key: accepting is on every monitor's path, and what is stored here is read once, by the deciding that checks it.
  signal text not null,
  raw bytea
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 2000);
create index inbox_by_service on inbox (service_id, id);

create table quarantine (
  org_id text not null references orgs,
  id text not null,
  integration_id text not null,
  received_at bigint not null,
  raw bytea,
  why text not null,
  primary key (org_id, id)
);

-- How much each key has sent and how much of it was only repeats: one row a key, however long the history.
create table intake_counts (
  org_id text not null,
  integration_id text primary key,
  accepted bigint not null,
  repeated bigint not null,
  last_at bigint not null,
  foreign key (org_id, integration_id) references integrations
) with (fillfactor = 50);

create table signals (
  org_id text not null,
  id text not null,
  integration_id text not null,
  received_at bigint not null,
  decided_at bigint not null,
  outcome text not null,
  alert_id text,
  signal text not null,
  raw bytea
) partition by range (received_at);
create table signals_default partition of signals default;
-- Partitions are reached through `signals` only, whose policies hold: nobody is granted anything on one directly.
alter table signals_default enable row level security;

create table alerts (
  org_id text not null,
  id text not null,
  service_id text not null,
  integration_id text not null,
  incident_id text,
  dedup_key text not null,
  status text not null,
  severity text not null,
  summary text not null,
  source text not null,
  sender text not null,
  event_at bigint,
  ends_at bigint,
  opened_at bigint not null,
  last_at bigint not null,
  closed_at bigint,
  closed_why text,
  silent_at bigint,
  silence_id text,
  count bigint not null,
  labels jsonb not null,
  details jsonb,
  links jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, service_id) references services
) with (fillfactor = 80, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 20000);
-- One open alert per key: the guarantee behind "identical events to two nodes at once are one alert".
create unique index alerts_open on alerts (integration_id, dedup_key) where status = 'open';
-- The whole order of the look-up: with part of it, PostgreSQL 15 sorts every alert the key ever had.
create index alerts_latest on alerts (integration_id, dedup_key, opened_at desc, (status = 'open') desc);
create index alerts_of_incident on alerts (incident_id, opened_at);
create index alerts_silenced on alerts (silence_id) where silence_id is not null and status = 'open';

create table early_resolves (
  org_id text not null references orgs,
  integration_id text not null,
  dedup_key text not null,
  sender text not null,
  event_at bigint,
  received_at bigint not null,
  primary key (integration_id, dedup_key)
);
create index early_resolves_old on early_resolves (received_at);

create table incidents (
  org_id text not null,
  id text not null,
  number bigint not null,
  service_id text not null,
  group_key text not null,
  status text not null,
  severity text not null,
  title text not null,
  opened_at bigint not null,
  last_alert_at bigint not null,
  acknowledged_at bigint,
  resolved_at bigint,
  alert_count bigint not null,
  open_alerts bigint not null,
  log_seq bigint not null default 0,
  log_hash bytea not null default '',
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, service_id) references services
) with (fillfactor = 70, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 20000);
create index incidents_group on incidents (service_id, group_key, opened_at desc);
create index incidents_open on incidents (org_id, opened_at desc) where status <> 'resolved';
create index incidents_by_status on incidents (org_id, status, number desc);
create index incidents_by_service on incidents (service_id, status, number desc);

-- The truth about an incident, append-only. `hash` covers the entry before it and the digest of `body`.
create table log_entries (
  org_id text not null,
  incident_id text not null,
  seq bigint not null,
  at bigint not null,
  type text not null,
  version integer not null,
  body text not null,
  hash bytea not null,
  primary key (incident_id, seq),
  foreign key (org_id, incident_id) references incidents
);

create table pages (
  org_id text not null,
  id text not null,
  incident_id text not null,
  service_id text not null,
  role text not null,
  state text not null,
  started_at bigint not null,
  page jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, incident_id) references incidents
) with (fillfactor = 70, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 20000);
create index pages_of_incident on pages (incident_id, started_at desc, id desc);
create index pages_live on pages (incident_id) where state <> 'ended';

-- Everything that must happen at a time. Rows change only under the lock of their incident or silence.
create table timers (
  kind text not null,
  subject_id text not null,
  org_id text not null references orgs,
  incident_id text,
  due_at bigint not null,
  epoch bigint not null default 0,
  primary key (subject_id, kind)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 2000);
create index timers_due on timers (due_at);
create index timers_of_incident on timers (incident_id, due_at);

-- The outbox: one row for each (page, climb, pass, rung, rule, contact method), or for each notice.
create table deliveries (
  org_id text not null,
  key text primary key,
  kind text not null,
  incident_id text,
  page_id text,
  user_id text not null,
  contact_id text not null,
  channel text not null,
  priority integer not null,
  status text not null,
  due_at bigint not null,
  lease_until bigint,
  leased_by text,
  attempt integer not null default 0,
  words jsonb not null,
  created_at bigint not null,
  handed_off_at bigint,
  accepted_at bigint,
  opened_at bigint,
  seen_at bigint,
  ended_why text,
  receipt text,
  bundled_into text,
  foreign key (org_id, contact_id) references contacts
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 20000);
create index deliveries_due on deliveries (channel, priority, org_id, due_at) where status in ('pending', 'leased');
create index deliveries_soonest on deliveries (channel, due_at) where status = 'pending';
create index deliveries_of_page on deliveries (page_id) where status in ('pending', 'leased', 'bundled');
create index deliveries_bundled on deliveries (bundled_into) where bundled_into is not null;
create index deliveries_waiting on deliveries (contact_id, due_at) where status = 'pending';
create index deliveries_leased on deliveries (channel, lease_until) where status = 'leased';
-- For retention: a summary of blocks, which costs the hot path next to nothing.
create index deliveries_old on deliveries using brin (created_at);
create index deliveries_of_incident on deliveries (incident_id, created_at);

-- When a contact may be rung again for the same service; pages that come sooner wait and go as one.
create table contact_windows (
  org_id text not null references orgs,
  contact_id text not null,
  service_id text not null,
  incident_id text not null,
  free_at bigint not null,
  primary key (contact_id, service_id)
) with (fillfactor = 70);

create table changes (
  org_id text not null,
  id text not null,
  service_id text not null,
  at bigint not null,
  received_at bigint not null,
  summary text not null,
  source text not null,
  details jsonb,
  links jsonb not null,
  primary key (org_id, id)
);
create index changes_recent on changes (service_id, at desc);

create table silences (
  org_id text not null references orgs,
  id text not null,
  service_id text,
  labels jsonb not null,
  reason text not null,
  created_by jsonb not null,
  created_at bigint not null,
  ends_at bigint not null,
  ended_at bigint,
  primary key (org_id, id)
);
create index silences_live on silences (org_id) where ended_at is null;

create table tokens (
  org_id text not null references orgs,
  id text not null,
  name text not null,
  hash bytea not null unique,
  scopes text[] not null,
  created_at bigint not null,
  revoked_at bigint,
  primary key (org_id, id)
);

create table idempotency (
  org_id text not null references orgs,
  key text not null,
  request_hash bytea not null,
  status integer,
  response jsonb,
  created_at bigint not null,
  primary key (org_id, key)
);
create index idempotency_old on idempotency (created_at);

create table audit (
  org_id text not null references orgs,
  id text not null,
  at bigint not null,
  actor jsonb not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  primary key (org_id, id)
);
create index audit_recent on audit (org_id, at desc);

-- Which of some keys exist, in any organisation: the one question the application may ask beyond its own.
create function integration_keys_taken(wanted bytea[]) returns table (hash bytea, id text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select i.key_hash, i.id from public.integrations i where i.key_hash = any(wanted) $$;
revoke all on function integration_keys_taken(bytea[]) from public;
grant execute on function integration_keys_taken(bytea[]) to muster_app;

-- One row: tells a node that was given another key than the rest before it signs links nobody else can open.
create table installation (
  one boolean primary key default true check (one),
  key_check bytea not null
);
grant select, insert on installation to muster_engine;

-- Isolation: the application sees one organisation, the engine (claims, group commit, look-ups) sees all. Neither owns a table.
do $$
declare
  t text;
begin
  foreach t in array array['users', 'contacts', 'schedules', 'policies', 'services', 'integrations', 'inbox', 'quarantine', 'signals',
    'alerts', 'early_resolves', 'intake_counts', 'incidents', 'log_entries', 'pages', 'timers', 'deliveries', 'contact_windows', 'changes', 'silences', 'tokens',
    'idempotency', 'audit'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy app on %I to muster_app using (org_id = current_setting(''muster.org'', true)) with check (org_id = current_setting(''muster.org'', true))', t);
    execute format('create policy engine on %I to muster_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to muster_app, muster_engine', t);
  end loop;
end $$;
alter table orgs enable row level security;
create policy app on orgs to muster_app using (id = current_setting('muster.org', true));
create policy engine on orgs to muster_engine using (true) with check (true);
grant select, update on orgs to muster_app;
grant select, insert, update, delete on orgs to muster_engine;
revoke update, delete on log_entries, audit from muster_app, muster_engine;
