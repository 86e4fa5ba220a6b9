-- What incidents left to be done is read across all of them.
create index log_entries_of_follow_ups on log_entries (org_id, incident_id, seq)
  where type in ('followup.created', 'followup.done', 'followup.moved', 'entry.corrected', 'entry.withdrawn');
create index log_entries_that_leave_something on log_entries (org_id, incident_id) where type = 'followup.created';
