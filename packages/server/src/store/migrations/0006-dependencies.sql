-- What a service stands on, by id, in the order its document gives; and what the screens of services and integrations look up.
alter table services add column depends_on jsonb not null default '[]';
create index incidents_open_of_service on incidents (service_id, severity, opened_at) where status <> 'resolved';
create index signals_of_integration on signals (integration_id, received_at desc, id desc);
create index quarantine_of_integration on quarantine (org_id, integration_id, received_at desc, id desc);
