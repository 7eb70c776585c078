-- What an import would write lies with its row, under a code that only the organisation's token key makes: whoever alters the
-- database between preview and approval is noticed. Imports that wait are begun again.
delete from directory_imports where applied is null;
drop table directory_import_values;
alter table directory_import_rows
  drop column leaf,
  -- Another value takes the place of so many.
  add column replaced integer not null default 0,
  -- The person is new by this import.
  add column fresh boolean not null default false,
  -- Values, tokens, roles, groups and authenticators to be written, as JSON; empty if all is as it was.
  add column body text not null default '',
  add column mac bytea not null default '';
alter table directory_import_rows alter column mac drop default, add check (octet_length(mac) in (0, 32));
alter table directory_imports
  -- Which directory it was compared with.
  add column compared bigint not null default 0,
  -- Contact points that it brought, and whether they were asked "was this you?".
  add column contacts integer not null default 0,
  add column asked boolean not null default false;

-- Counts whatever changes who is who: an import, a link, an unlinking. What was compared with another directory is not applied.
create table directory_versions (
  organisation uuid not null default current_organisation() references organisations,
  version bigint not null,
  primary key (organisation)
);
alter table directory_versions enable row level security;
create policy own on directory_versions using (organisation = current_organisation());
grant select, insert, update on directory_versions to postern_app;

-- Accounts that may be somebody's who is known: two people decide, and until then nothing of them counts.
create table directory_doubts (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null check (octet_length(account) = 16),
  provider text not null,
  tenant text not null,
  id text not null,
  label text not null,
  person text not null check (length(person) = 32),
  why text not null,
  seen bigint not null,
  import text not null,
  primary key (organisation, account)
);
alter table directory_doubts enable row level security;
create policy own on directory_doubts using (organisation = current_organisation());
grant select, insert, update, delete on directory_doubts to postern_app;

-- Two people said that the account is not that person's: a view of the streams `link/…`.
create table directory_apart (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null check (octet_length(account) = 16),
  person text not null check (length(person) = 32),
  primary key (organisation, account, person)
);
alter table directory_apart enable row level security;
create policy own on directory_apart using (organisation = current_organisation());
grant select, insert, delete on directory_apart to postern_app;

-- People who are frozen: a view of the streams `freeze/…`. Whoever acts reads the ledger.
create table directory_freezes (
  organisation uuid not null default current_organisation() references organisations,
  person text not null check (length(person) = 32),
  since bigint not null,
  because text not null,
  primary key (organisation, person)
);
alter table directory_freezes enable row level security;
create policy own on directory_freezes using (organisation = current_organisation());
grant select, insert, update, delete on directory_freezes to postern_app;

-- Who vouches for whom: a view of the streams `trusted/…`.
create table directory_trusted (
  organisation uuid not null default current_organisation() references organisations,
  person text not null check (length(person) = 32),
  contact text not null check (length(contact) = 32),
  primary key (organisation, person, contact)
);
create index directory_trusted_by_contact on directory_trusted (organisation, contact);
alter table directory_trusted enable row level security;
create policy own on directory_trusted using (organisation = current_organisation());
grant select, insert, delete on directory_trusted to postern_app;

-- Roles and groups, as the provider lists them. They raise a tier by the organisation's rules.
create table directory_memberships (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null check (octet_length(account) = 16),
  kind text not null check (kind in ('role', 'group')),
  name text not null check (length(name) between 1 and 400),
  since bigint not null,
  primary key (organisation, account, kind, name)
);
create index directory_memberships_by_name on directory_memberships (organisation, kind, name);
alter table directory_memberships enable row level security;
create policy own on directory_memberships using (organisation = current_organisation());
grant select, insert, update, delete on directory_memberships to postern_app;

-- What people sign in with, as the provider lists it, and since when Postern has seen it.
create table directory_authenticators (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null check (octet_length(account) = 16),
  -- The provider's.
  id text not null check (length(id) between 1 and 400),
  since bigint not null,
  kind text not null check (length(kind) between 1 and 64),
  phishing_resistant boolean not null,
  device text check (length(device) <= 400),
  -- As the provider says.
  added bigint,
  last_used bigint,
  baseline boolean not null,
  ended bigint,
  primary key (organisation, account, id, since)
);
create unique index directory_authenticators_current on directory_authenticators (organisation, account, id) where ended is null;
alter table directory_authenticators enable row level security;
create policy own on directory_authenticators using (organisation = current_organisation());
grant select, insert, update, delete on directory_authenticators to postern_app;
