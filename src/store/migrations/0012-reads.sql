-- What screens read, so that no request has to look through everything.

-- What verdicts are counted by, read from `body` whenever it is written. Times are milliseconds; `ended` is null while it
-- lasts, and for what has no end of its own (findings, policies that block).
alter table verdicts
  add column started bigint,
  add column ended bigint,
  add column ended_by text,
  add column cause text,
  add column people integer not null default 0;
create index verdicts_of_kind on verdicts (organisation, kind, changed);
create index verdicts_open on verdicts (organisation, kind, changed) where ended is null and withdrawn is null;
create index verdicts_started on verdicts (organisation, kind, started);
create index verdicts_ended on verdicts (organisation, kind, ended);

-- Whom a verdict is about: `okta:00uana` by the provider's id of the account, `okta:~ana@example.com` by the label.
create table verdict_subjects (
  organisation uuid not null default current_organisation() references organisations,
  subject text not null check (length(subject) between 1 and 1000),
  verdict text not null,
  primary key (organisation, subject, verdict)
);
alter table verdict_subjects enable row level security;
create policy own on verdict_subjects using (organisation = current_organisation());
grant select, insert on verdict_subjects to postern_app;

-- Every account that was ever seen, by the 16 bytes by which its sign-ins are found. `search` is the label in lower case,
-- in the order of its bytes: then `>=` and `<` find a beginning by the index. They are leakproof, and LIKE is not; behind
-- row-level security only what is leakproof may use an index.
create table people (
  organisation uuid not null default current_organisation() references organisations,
  person bytea not null check (octet_length(person) = 16),
  provider text not null,
  tenant text not null,
  account text not null,
  label text not null,
  search text collate "C" not null,
  primary key (organisation, person)
);
create index people_by_label on people (organisation, search, person);
create index people_by_account on people (organisation, account);
alter table people enable row level security;
create policy own on people using (organisation = current_organisation());
grant select, insert, update on people to postern_app;

-- Where else a label can be found by its beginning: at each word of the name, and behind an initial. `term` is the label from
-- there on. Without an index a text in the middle takes a second among a million labels, and longer on a busy machine.
create table people_terms (
  organisation uuid not null default current_organisation() references organisations,
  term text collate "C" not null check (length(term) between 1 and 64),
  person bytea not null check (octet_length(person) = 16),
  primary key (organisation, term, person)
);
alter table people_terms enable row level security;
create policy own on people_terms using (organisation = current_organisation());
grant select, insert on people_terms to postern_app;

-- Up to which batch of sign-ins the watch has noted whom they name, and how many people there are by then.
create table people_noted (
  organisation uuid primary key default current_organisation() references organisations,
  position bigint not null,
  people bigint not null default 0
);
alter table people_noted enable row level security;
create policy own on people_noted using (organisation = current_organisation());
grant select, insert, update on people_noted to postern_app;

-- When each source delivered last, and how long after the newest event in it.
create table source_activity (
  organisation uuid not null default current_organisation() references organisations,
  source text not null check (length(source) between 1 and 64),
  last_delivery bigint not null,
  last_event bigint,
  vendor_delay bigint,
  provider text,
  primary key (organisation, source)
);
alter table source_activity enable row level security;
create policy own on source_activity using (organisation = current_organisation());
grant select, insert, update on source_activity to postern_app;

-- New rows of the last 24 hours, one row for each hour of the day: the next day's count takes the place of the last one's.
create table source_hours (
  organisation uuid not null default current_organisation() references organisations,
  source text not null check (length(source) between 1 and 64),
  hour_of_day integer not null check (hour_of_day between 0 and 23),
  hour bigint not null,
  row_count integer not null check (row_count >= 0),
  primary key (organisation, source, hour_of_day)
);
alter table source_hours enable row level security;
create policy own on source_hours using (organisation = current_organisation());
grant select, insert, update on source_hours to postern_app;

create index incidents_by_time on incidents (organisation, last_seen);
create index incidents_by_end on incidents (organisation, closed);
