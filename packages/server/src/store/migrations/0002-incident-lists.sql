-- Lists by number only: a status in an index is rewritten at every change of it, and a planner that takes the three
-- statuses for equally common walks the whole history for the few that are open. The partial index holds only those.
create index incidents_now on incidents (org_id, number desc) where status <> 'resolved';
create index incidents_of_service on incidents (service_id, number desc);
drop index incidents_open, incidents_by_status, incidents_by_service;
