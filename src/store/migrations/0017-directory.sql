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
