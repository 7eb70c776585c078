-- Tables that are filled by hundreds of thousands of rows in one transaction have no foreign keys: the check of each row was
-- planned while they were empty, and reads them from end to end (4,000 rows: 8 s instead of 1.7).

-- Who people are. What decides (tiers, emergency accounts) is in the ledger; here is what the ids there stand for, and how
-- they are found.

-- Accounts that were named to Postern, by import or by hand, whether or not they ever signed in. `account` is the hash by
-- which their sign-ins are found: of provider, tenant and the provider's immutable id. `person` is null until the account is
-- linked: until then it is a person of its own, whose id is the account's.
create table directory_accounts (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null check (octet_length(account) = 16),
  provider text not null check (length(provider) between 1 and 64),
  tenant text not null check (length(tenant) <= 400),
  id text not null check (length(id) between 1 and 400),
  label text not null check (length(label) <= 400),
  -- The label in lower case: logs of failed sign-ins often have no id.
  search text collate "C" not null,
  person text check (length(person) = 32),
  noted bigint not null,
  -- Since when it is that person's; null if from the beginning, or if it is linked to nobody.
  linked bigint,
  primary key (organisation, account)
);
create index directory_accounts_by_id on directory_accounts (organisation, id);
create index directory_accounts_by_label on directory_accounts (organisation, search);
create index directory_accounts_by_person on directory_accounts (organisation, person);
alter table directory_accounts enable row level security;
create policy own on directory_accounts using (organisation = current_organisation());
grant select, insert, update on directory_accounts to postern_app;

-- People whose tier is, or was, above standard: a view of the streams `person/…`. Whoever acts reads the ledger.
create table directory_tiers (
  organisation uuid not null default current_organisation() references organisations,
  person text not null check (length(person) = 32),
  tier text not null check (tier in ('standard', 'sensitive', 'privileged')),
  lowered_to text check (lowered_to in ('standard', 'sensitive')),
  counts_from bigint,
  changed bigint not null,
  primary key (organisation, person)
);
create index directory_tiers_waiting on directory_tiers (organisation, counts_from) where counts_from is not null;
alter table directory_tiers enable row level security;
create policy own on directory_tiers using (organisation = current_organisation());
grant select, insert, update on directory_tiers to postern_app;

-- By what an account is recognised besides its id, for ever: keyed tokens of employee numbers, user names and addresses, so that
-- whoever is deleted and made again is who they were.
create table directory_identities (
  organisation uuid not null default current_organisation() references organisations,
  token text not null check (length(token) between 1 and 64),
  account bytea not null,
  primary key (organisation, token, account)
);
alter table directory_identities enable row level security;
create policy own on directory_identities using (organisation = current_organisation());
grant select, insert on directory_identities to postern_app;

-- What checks rely on, and since when Postern has seen it: contact points, and the manager's employee number. `data` is encrypted
-- with the person's key, and nobody reads it once that is destroyed. A value that ended is kept: for the cool-off it gets every notice.
create table directory_values (
  organisation uuid not null default current_organisation() references organisations,
  account bytea not null,
  kind text not null check (kind in ('mail', 'landline', 'mobile', 'manager')),
  since bigint not null,
  token text not null check (length(token) between 1 and 64),
  -- Two people approved it as it was first seen, and the provider did not say that it had changed lately.
  baseline boolean not null,
  ended bigint,
  source text not null check (length(source) between 1 and 64),
  commitment text not null,
  key text not null,
  nonce text not null,
  data text not null,
  primary key (organisation, account, kind, since)
);
create unique index directory_values_current on directory_values (organisation, account, kind) where ended is null;
create index directory_values_of_key on directory_values (organisation, key);
alter table directory_values enable row level security;
create policy own on directory_values using (organisation = current_organisation());
grant select, insert, update, delete on directory_values to postern_app;

-- Files on their way in: read, compared and shown, and nothing of them counts until two people have approved.
create table directory_imports (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  by_actor text not null,
  begun bigint not null,
  parts integer not null default 0,
  lines bigint not null default 0,
  problems bigint not null default 0,
  applied bigint,
  primary key (organisation, id)
);
alter table directory_imports enable row level security;
create policy own on directory_imports using (organisation = current_organisation());
grant select, insert, update, delete on directory_imports to postern_app;

create table directory_import_problems (
  organisation uuid not null default current_organisation(),
  import text not null,
  part integer not null,
  line bigint not null,
  number integer not null,
  code text not null,
  message text not null check (length(message) <= 600),
  primary key (organisation, import, part, line, number),
  foreign key (organisation, import) references directory_imports on delete cascade
);
alter table directory_import_problems enable row level security;
create policy own on directory_import_problems using (organisation = current_organisation());
grant select, insert, delete on directory_import_problems to postern_app;

create table directory_import_rows (
  organisation uuid not null default current_organisation(),
  import text not null,
  account bytea not null check (octet_length(account) = 16),
  part integer not null,
  line bigint not null,
  provider text not null,
  tenant text not null,
  id text not null,
  label text not null,
  person text not null check (length(person) = 32),
  outcome text not null check (outcome in ('new', 'known', 'linked', 'recreated', 'doubt')),
  why text,
  tier text not null check (tier in ('standard', 'sensitive', 'privileged')),
  -- The provider does not say that its contacts changed lately.
  settled boolean not null,
  leaf bytea not null check (octet_length(leaf) = 32),
  primary key (organisation, import, account),
  foreign key (organisation, import) references directory_imports on delete cascade
);
create index directory_import_rows_by_line on directory_import_rows (organisation, import, part, line);
create index directory_import_rows_unlike on directory_import_rows (organisation, import, outcome)
  where outcome in ('linked', 'recreated', 'doubt');
alter table directory_import_rows enable row level security;
create policy own on directory_import_rows using (organisation = current_organisation());
grant select, insert, delete on directory_import_rows to postern_app;

create table directory_import_identities (
  organisation uuid not null default current_organisation(),
  import text not null,
  token text not null,
  account bytea not null,
  primary key (organisation, import, token, account)
);
alter table directory_import_identities enable row level security;
create policy own on directory_import_identities using (organisation = current_organisation());
grant select, insert, delete on directory_import_identities to postern_app;

create table directory_import_values (
  organisation uuid not null default current_organisation(),
  import text not null,
  account bytea not null,
  kind text not null,
  token text not null,
  commitment text not null,
  key text not null,
  nonce text not null,
  data text not null,
  primary key (organisation, import, account, kind)
);
alter table directory_import_values enable row level security;
create policy own on directory_import_values using (organisation = current_organisation());
grant select, insert, delete on directory_import_values to postern_app;
