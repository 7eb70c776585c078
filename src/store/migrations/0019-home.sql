-- Which organisation runs this installation: its staff are the staff. There is one, also where two servers begin at once in an
-- empty place, and where the clock was set back before others were founded.
alter table organisations add column home boolean not null default false;
update organisations set home = true
  where organisation = (select organisation from organisations order by created, organisation limit 1);
create unique index organisations_home on organisations (home) where home;

create or replace function organisation_ids() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
begin atomic
  select organisation from organisations where current_organisation() is null order by home desc, created, organisation;
end;
