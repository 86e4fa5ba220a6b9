-- Private incidents: only whom one has drawn in may see it, and everything that hangs on it. The database holds to that, not the queries.
alter table incidents add column private boolean not null default false;
create index incidents_private on incidents (org_id, id) where private;

-- Who may see it: a person, an account that is nobody's in the rota, or a token, each by its id. Kept when it is opened to all again.
create table incident_circle (
  org_id text not null,
  incident_id text not null,
  viewer text not null,
  since bigint not null,
  primary key (org_id, incident_id, viewer),
  foreign key (org_id, incident_id) references incidents
);
alter table incident_circle enable row level security;
create policy app on incident_circle to muster_app using (org_id = current_setting('muster.org', true)) with check (org_id = current_setting('muster.org', true));
create policy engine on incident_circle to muster_engine using (true) with check (true);
grant select, insert, update, delete on incident_circle to muster_app, muster_engine;

-- The incidents of the transaction's organisation that its viewer must not meet. Nobody said who looks: then all that are private.
create function incidents_hidden() returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public
  as $$
declare
  looks text[] := string_to_array(coalesce(current_setting('muster.viewer', true), ''), ',');
begin
  if looks = '{all}' then
    return '{}';
  end if;
  return coalesce(
    (select array_agg(i.id) from public.incidents i
     where i.org_id = current_setting('muster.org', true) and i.private and not exists (
       select from public.incident_circle c
       where c.org_id = i.org_id and c.incident_id = i.id and c.viewer = any(looks))),
    '{}');
end $$;
revoke all on function incidents_hidden() from public;
grant execute on function incidents_hidden() to muster_app;

-- Asked once a statement, however many rows it reads. What is written hangs on an incident the writer has met.
do $$
declare
  t text;
begin
  foreach t in array array['log_entries', 'pages', 'timers', 'deliveries', 'contact_windows', 'alerts', 'incident_readers', 'incident_circle'] loop
    execute format('create policy private on %I as restrictive to muster_app using (incident_id is null or incident_id <> all ((select incidents_hidden())::text[])) with check (true)', t);
  end loop;
end $$;
create policy private on incidents as restrictive to muster_app using (id <> all ((select incidents_hidden())::text[])) with check (true);
create policy private on incident_links as restrictive to muster_app
  using (from_id <> all ((select incidents_hidden())::text[]) and to_id <> all ((select incidents_hidden())::text[])) with check (true);
