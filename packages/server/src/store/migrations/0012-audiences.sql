-- Who is sent the updates for an audience of the protocol.
alter table orgs add column audiences jsonb not null default '{}';
