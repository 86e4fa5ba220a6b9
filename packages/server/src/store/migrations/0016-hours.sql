-- When an organisation works, and a service's team where it has hours of its own: the calendar as the configuration says it.
alter table orgs add column hours jsonb;
alter table services add column hours jsonb;
-- What somebody else runs, and what takes over when it fails.
alter table services add column external boolean not null default false;
alter table services add column fallback text;
