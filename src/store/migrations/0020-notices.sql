-- What people were told of troubles that many have: derived from the verdicts, and compared with them, so that one trouble is
-- one message however its verdicts come and go.
create table switchboard_stories (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  verdict text not null check (length(verdict) between 1 and 64),
  -- As JSON: the ids of all verdicts that were ever part of it.
  verdicts text not null,
  state text not null check (state in ('open', 'taken', 'closed')),
  severity text not null check (severity in ('medium', 'high')),
  people bigint not null,
  changed bigint not null,
  primary key (organisation, id)
);
alter table switchboard_stories enable row level security;
create policy own on switchboard_stories using (organisation = current_organisation());
grant select, insert, update, delete on switchboard_stories to postern_app;

-- How much waits in quarantine, and what was refused because it is full: an organisation's sources fill so much and no more.
-- The refused are counted until nothing waits any more. Triggers would run for each row; the statements that write count.
create table quarantine_totals (
  organisation uuid not null default current_organisation() references organisations,
  records bigint not null default 0,
  bytes bigint not null default 0,
  refused bigint not null default 0,
  refused_since bigint,
  primary key (organisation)
);
alter table quarantine_totals enable row level security;
create policy own on quarantine_totals using (organisation = current_organisation());
grant select, insert, update on quarantine_totals to postern_app;
insert into quarantine_totals (organisation, records, bytes)
  select organisation, count(*), sum(octet_length(content)) from quarantine where released is null group by organisation;
