-- Protocol packs an organisation writes itself, a row a version; and which version of its protocol an incident opened with.
create table packs (
  org_id text not null references orgs,
  name text not null,
  version integer not null check (version > 0),
  -- The pack of the server it was laid over when it was published, and which version that was then.
  base text,
  base_version integer,
  -- As somebody wrote it.
  document text not null,
  -- What it said then together with what it was laid over: an incident is read by this, whatever the server ships later.
  written jsonb not null,
  note text not null,
  -- The entry of the deviation ledger that proposed it.
  proposed_by text,
  actor jsonb not null,
  at bigint not null,
  primary key (org_id, name, version)
);

alter table packs enable row level security;
create policy app on packs to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on packs to muster_engine using (true) with check (true);
-- A version is never changed: who wants another says so in a new one.
grant select, insert on packs to muster_app, muster_engine;

-- What each version of the server's own packs said: an incident that began by one goes on by it after an update. Of the installation, as the files are.
create table shipped_packs (
  name text not null,
  version integer not null,
  written jsonb not null,
  primary key (name, version)
);
grant select, insert on shipped_packs to muster_engine;

-- Null: it opened before this was written down, when there were only the packs of the server, and is read by the one of its name.
alter table incidents add column protocol_version integer;
