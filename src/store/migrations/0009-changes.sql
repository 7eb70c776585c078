-- Changes of settings that were proposed: by this table the open ones are found, and whether another of the same kind was applied
-- meanwhile. What a change says and who decided stands in the ledger alone, so that nobody agrees to what only a row says.
create table changes (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  kind text not null check (length(kind) between 1 and 64),
  standing text not null check (standing in ('open', 'applied', 'withdrawn', 'expired', 'refused')),
  until bigint not null,
  primary key (organisation, id)
);
create index changes_open on changes (organisation, until) where standing = 'open';
create index changes_applied on changes (organisation, kind) where standing = 'applied';
alter table changes enable row level security;
create policy own on changes using (organisation = current_organisation());
grant select, insert, update on changes to postern_app;
