-- What brought an incident: a monitor, a person who declared it, or a test that touches nothing outside.
alter table incidents add column origin text not null default 'alert' check (origin in ('alert', 'person', 'test'));
