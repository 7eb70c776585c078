-- What one server at a time does for an organisation, where several work on one database: watching it, following a file. Whoever
-- has a duty says so again and again; once it has not for as long as the row says, by this database's clock, another takes over.
create table leases (
  organisation uuid not null default current_organisation() references organisations,
  duty text not null check (length(duty) between 1 and 100),
  -- Counts whose turn it is. What is done in a turn is written only while the number is still its own.
  term bigint not null,
  until timestamptz not null,
  primary key (organisation, duty)
);
alter table leases enable row level security;
create policy own on leases using (organisation = current_organisation());
grant select, insert, update on leases to postern_app;
