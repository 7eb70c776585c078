-- Recoveries, as lists show them. What is so says the ledger; this table says where to look, and that a person has one open case.
create table cases (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  -- The directory's id.
  person text not null check (length(person) = 32),
  state text not null check (state in ('opened', 'verifying', 'waiting', 'restoring', 'proving', 'over')),
  tier text not null check (tier in ('standard', 'sensitive', 'privileged')),
  -- How it ended; null while it is open.
  ended text check (length(ended) between 1 and 32),
  opened bigint not null,
  touched bigint not null,
  -- When it ends if nobody goes on with it; null once it is over.
  due bigint,
  primary key (organisation, id)
);
-- One open case a person: who asks again comes to it.
create unique index cases_one_open on cases (organisation, person) where state <> 'over';
create index cases_by_due on cases (organisation, due) where due is not null;
alter table cases enable row level security;
create policy own on cases using (organisation = current_organisation());
grant select, insert, update on cases to postern_app;
