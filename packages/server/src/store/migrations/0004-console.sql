-- Whose the configuration is: kept in a file, changed in the console, or a person's own; and what is known of each contact.
-- Where the document is kept that was applied last; null: the console changes things.
alter table orgs add column managed_by text;
-- A person whose document leaves the contacts out keeps contacts and rules of their own.
alter table users add column own_contacts boolean not null default false;
update users u set own_contacts = true
  where not exists (select from contacts c where c.org_id = u.org_id and c.user_id = u.id and not c.disabled);

create table contact_proofs (
  org_id text not null,
  contact_id text not null,
  -- Channel and address: of another address nothing is known yet.
  about text not null,
  verified_at bigint,
  tested_at bigint,
  test_result text,
  test_detail text,
  -- Keyed with the installation's own key: a million codes are tried quickly.
  code_tag text,
  code_expires_at bigint,
  code_tries integer not null default 0,
  primary key (org_id, contact_id),
  foreign key (org_id, contact_id) references contacts
);

alter table contact_proofs enable row level security;
create policy app on contact_proofs to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on contact_proofs to muster_engine using (true) with check (true);
grant select, insert, update, delete on contact_proofs to muster_app, muster_engine;
