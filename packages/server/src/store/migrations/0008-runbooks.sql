-- Where the way out is written down, whether each of its steps is complete, and whether one cannot be undone.
alter table services add column runbook jsonb;
