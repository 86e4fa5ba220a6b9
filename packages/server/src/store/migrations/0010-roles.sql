-- Who is on call for a role of the protocol, and which sets of roles a policy calls at once, beside its first rung.
alter table orgs add column roles jsonb not null default '{}';
alter table policies add column calls jsonb not null default '[]';
