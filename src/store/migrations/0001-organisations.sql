-- Organisations, and the wall between them (DESIGN §3 rule 25).
--
-- Why row-level security and not only a condition in each query: a forgotten condition then shows nothing, instead of
-- everything. Who asks is a setting of the transaction; without it, nothing is visible. Postern's statements run as
-- postern_app, which owns no table and cannot step over the policies. A migration grants it only what the code does.

create function current_organisation() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('postern.organisation', true), '')::uuid;

-- Whether this is demo or real data, from the first entry for ever (rule 26). The one table that belongs to nobody.
create table installation (
  singleton boolean primary key default true check (singleton),
  kind text not null check (kind in ('demo', 'real')),
  created bigint not null
);
alter table installation enable row level security;
create policy everybody on installation for select using (true);
create policy first_entry on installation for insert with check (true);
grant select, insert on installation to postern_app;

create table organisations (
  organisation uuid primary key default current_organisation(),
  name text not null check (length(name) between 1 and 200),
  created bigint not null,
  kept_days integer not null default 90 check (kept_days between 1 and 3650)
);
alter table organisations enable row level security;
create policy own on organisations using (organisation = current_organisation());
grant select, insert, update on organisations to postern_app;

-- Workers at start have to know whom to work for. Within an organisation it answers nothing.
create function organisation_ids() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
begin atomic
  select organisation from organisations where current_organisation() is null order by created, organisation;
end;
