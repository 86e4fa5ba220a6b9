-- While somebody watches whether it stays away, what comes back is the same incident.
alter table incidents add column watched_until bigint;
