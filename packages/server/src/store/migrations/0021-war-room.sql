-- What people add to an incident beside words, and the meeting room that opens by itself.

-- The bytes of a file; what else is known of it is its entry on the log. Gone when the entry is taken back.
create table incident_files (
  org_id text not null,
  incident_id text not null,
  seq bigint not null,
  size integer not null,
  bytes bytea not null,
  primary key (org_id, incident_id, seq),
  foreign key (org_id, incident_id) references incidents (org_id, id)
);
-- Photographs and archives are compressed already.
alter table incident_files alter column bytes set storage external;

alter table incident_files enable row level security;
create policy app on incident_files to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
-- Of a private incident: as everything that hangs on it.
create policy private on incident_files as restrictive to muster_app using (incident_id <> all ((select incidents_hidden())::text[])) with check (true);
create policy engine on incident_files to muster_engine using (true) with check (true);
grant select, insert, delete on incident_files to muster_app, muster_engine;

-- The bridge: an address, and the severities it is opened for.
alter table orgs add column bridge jsonb;
