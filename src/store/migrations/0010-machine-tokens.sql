-- Programs that read, and open what somebody else decides. Of a token only the SHA-256 of its secret half is kept, so that who
-- reads this table cannot call. A token is closed or expires, and is never deleted: what it did goes on naming it.
create table machine_tokens (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 80),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  -- As JSON: a list of permissions.
  permissions text not null,
  tier_max text not null check (tier_max in ('standard', 'sensitive', 'privileged', 'emergency')),
  added_by text not null check (length(added_by) between 1 and 100),
  created bigint not null,
  expires bigint not null,
  last_used bigint,
  closed bigint,
  primary key (organisation, id)
);
create unique index machine_tokens_hash on machine_tokens (organisation, token_hash);
alter table machine_tokens enable row level security;
create policy own on machine_tokens using (organisation = current_organisation());
grant select, insert, update on machine_tokens to postern_app;
