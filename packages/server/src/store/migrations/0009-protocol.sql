-- The protocol an organisation goes by. An incident keeps the one it opened with, and is called what that one calls its severity.
alter table orgs add column protocol text not null default 'handbook';
alter table incidents add column protocol text not null default 'handbook';
