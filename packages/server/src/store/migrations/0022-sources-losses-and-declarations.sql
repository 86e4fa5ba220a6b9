-- How far behind a source usually is, and how far it is believed: what a comparison of sources starts from.
alter table sources
  add column lag_minutes integer,
  add column trust text not null default 'high';

-- What a minute without a service costs: {"amount", "currency"}; null: nobody says.
alter table services add column loss_per_minute jsonb;

-- Who declared what of which service in which minute: the same press twice is one incident. Null: an alert opened it.
alter table incidents add column declared_key text;
create unique index incidents_declared_once on incidents (org_id, declared_key) where declared_key is not null;
