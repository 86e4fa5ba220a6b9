-- What the console's first screens look up: open incidents by impact, the last day, the alerts of an organisation, an incident's pages.
create index incidents_by_impact on incidents (org_id, severity, opened_at) where status <> 'resolved';
create index incidents_opened on incidents (org_id, opened_at desc);
create index incidents_resolved on incidents (org_id, resolved_at desc) where resolved_at is not null;
-- Pages nobody answered, however many others are open.
create index pages_exhausted on pages (org_id, started_at) where state = 'exhausted';
create index deliveries_sent on deliveries (org_id, accepted_at) where kind = 'page' and accepted_at is not null;
create index alerts_recent on alerts (org_id, opened_at desc, id desc);
create index alerts_open_recent on alerts (org_id, opened_at desc, id desc) where status = 'open';
create index signals_of_alert on signals (alert_id, received_at desc) where alert_id is not null;
-- The few entries a ladder is drawn from, beside the thousands a storm can write.
create index log_entries_of_ladder on log_entries (incident_id, seq desc) where type in ('incident.acknowledged', 'page.rung-entered', 'page.rung-empty',
  'page.unowned', 'page.acknowledged', 'page.partly-acknowledged', 'page.declined', 'page.snoozed', 'page.undeliverable', 'page.person-removed', 'page.policy-changed', 'page.ended',
  'delivery.failed');
