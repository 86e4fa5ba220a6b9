-- Browsers that ring. Address and sealed keys are a contact's; here is what the person called it, and when it was found to be gone.
create table browsers (
  org_id text not null,
  contact_id text not null,
  name text not null,
  created_at bigint not null,
  refreshed_at bigint not null,
  gone_at bigint,
  primary key (org_id, contact_id),
  foreign key (org_id, contact_id) references contacts
);

alter table browsers enable row level security;
create policy app on browsers to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on browsers to muster_engine using (true) with check (true);
grant select, insert, update, delete on browsers to muster_app, muster_engine;
-- An address belongs to one browser: who signs in there next takes it over.
create index contacts_of_browsers on contacts (org_id, address) where channel = 'webpush' and not disabled;
