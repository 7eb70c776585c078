-- Changes at providers that need a case, as the watch saw them, and what explained each: a remedy or a declared automation. By it
-- people see who could reset others outside of Postern, and how often an automation did what it was declared for.
--
-- What an automation covers is judged once, when the row is first seen: who is in which group changes. Remedies are judged again.
create table provider_changes (
  organisation uuid not null default current_organisation() references organisations,
  -- Provider, tenant and the vendor's id of the row.
  event text not null check (length(event) between 1 and 1300),
  provider text not null check (length(provider) between 1 and 64),
  tenant text not null check (length(tenant) <= 400),
  account text not null check (length(account) <= 400),
  actor text not null check (length(actor) <= 400),
  change text not null check (length(change) between 1 and 64),
  target text not null check (length(target) <= 400),
  time bigint not null,
  -- `remedy/…`, `automation/…`; null: nothing explains it.
  explained text check (length(explained) between 1 and 120),
  -- Why an automation of this name does not cover it; empty otherwise.
  note text not null check (length(note) <= 400),
  primary key (organisation, event)
);
create index provider_changes_by_time on provider_changes (organisation, time);
alter table provider_changes enable row level security;
create policy own on provider_changes using (organisation = current_organisation());
grant select, insert, update, delete on provider_changes to postern_app;
