-- Incidents that are open, or closed so lately that a finding would open them again: a view of the ledger's facts, by which
-- the next finding is told where it belongs. The ledger has the rest.
create table incidents (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  severity text not null check (severity in ('info', 'low', 'medium', 'high', 'critical')),
  opened bigint not null,
  last_seen bigint not null,
  closed bigint,
  body text not null,
  primary key (organisation, id)
);
alter table incidents enable row level security;
create policy own on incidents using (organisation = current_organisation());
grant select, insert, update, delete on incidents to postern_app;
