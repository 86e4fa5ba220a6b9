-- Who signs in. An account belongs to the installation, a member to one organisation; better-auth keeps its rows in the account_ tables,
-- with times of its own kind. The application has no right to any of them: what it needs of an account is told by the engine.
create table account_users (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table account_sessions (
  id text primary key,
  user_id text not null references account_users on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_sessions_of_user on account_sessions (user_id);
create index account_sessions_old on account_sessions (expires_at);

-- A way in: a password, or a subject of the identity provider.
create table account_credentials (
  id text primary key,
  user_id text not null references account_users on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index account_credentials_of_user on account_credentials (user_id);

create table account_verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index account_verifications_identifier on account_verifications (identifier);
create index account_verifications_old on account_verifications (expires_at);

create table account_two_factors (
  id text primary key,
  user_id text not null references account_users on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index account_two_factors_of_user on account_two_factors (user_id);

create table account_passkeys (
  id text primary key,
  user_id text not null references account_users on delete cascade,
  name text,
  public_key text not null,
  credential_id text not null unique,
  counter bigint not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index account_passkeys_of_user on account_passkeys (user_id);

create table account_rate_limits (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- Tries that were not yet a success. The key is a digest: it names neither an address nor a person.
create table account_attempts (
  key text primary key,
  count integer not null,
  since bigint not null
);
create index account_attempts_old on account_attempts (since);

create table members (
  org_id text not null references orgs,
  id text not null,
  account_id text not null references account_users,
  role text not null,
  user_id text,
  created_at bigint not null,
  primary key (org_id, id),
  unique (account_id, org_id),
  -- A person is at most one member: what a member does stands under that person's name.
  unique (org_id, user_id),
  foreign key (org_id, user_id) references users
);
create index members_recent on members (org_id, created_at desc, id desc);

create table invitations (
  org_id text not null references orgs,
  id text not null,
  hash bytea not null unique,
  email text,
  role text not null,
  user_id text,
  -- A link that sets the password of this account, which is a member; it goes when the member does.
  account_id text,
  created_by jsonb not null,
  created_at bigint not null,
  expires_at bigint not null,
  accepted_at bigint,
  accepted_by text,
  revoked_at bigint,
  primary key (org_id, id),
  foreign key (org_id, user_id) references users,
  foreign key (account_id, org_id) references members (account_id, org_id) on delete cascade,
  -- The provider's sign-in takes whatever is open for an address: never one of these.
  check (account_id is null or email is null)
);
create index invitations_recent on invitations (org_id, created_at desc, id desc);
create index invitations_open on invitations (email) where accepted_at is null and revoked_at is null;

alter table tokens add column created_by jsonb, add column last_used_at bigint;
create index tokens_recent on tokens (org_id, created_at desc, id desc);

create index audit_youngest on audit (org_id, at desc, id desc);
drop index audit_recent;

do $$
declare
  t text;
begin
  foreach t in array array['members', 'invitations'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy app on %I to muster_app using (org_id = current_setting(''muster.org'', true)) with check (org_id = current_setting(''muster.org'', true))', t);
    execute format('create policy engine on %I to muster_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to muster_app, muster_engine', t);
  end loop;
  foreach t in array array['account_users', 'account_sessions', 'account_credentials', 'account_verifications', 'account_two_factors',
    'account_passkeys', 'account_rate_limits', 'account_attempts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy engine on %I to muster_engine using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to muster_engine', t);
  end loop;
end $$;
revoke update on tokens from muster_app;
grant update (revoked_at) on tokens to muster_app;
