-- Signing in by an identity provider, as an extra. One provider an organisation; its secret is encrypted by a master key that is
-- not here. Which identity is whose stands in the ledger, as a keyed token.
create table staff_oidc (
  organisation uuid not null default current_organisation() references organisations,
  issuer text not null check (length(issuer) between 1 and 300),
  client_id text not null check (length(client_id) between 1 and 300),
  secret_key text not null,
  secret_nonce text not null,
  secret_data text not null,
  allowed boolean not null,
  -- As JSON: values of acr and amr that say a phishing-resistant authenticator was used.
  strong text not null,
  primary key (organisation)
);
alter table staff_oidc enable row level security;
create policy own on staff_oidc using (organisation = current_organisation());
grant select, insert, update on staff_oidc to postern_app;

-- One way to the provider and back, within ten minutes, in the browser that began it. `identity` is what came back of one that was
-- begun to link it, until its member's passkey has said so.
create table staff_oidc_flows (
  organisation uuid not null default current_organisation() references organisations,
  hash bytea not null check (octet_length(hash) = 32),
  browser bytea not null check (octet_length(browser) = 32),
  member text check (length(member) between 1 and 64),
  is_strong boolean not null,
  nonce text not null,
  verifier text not null,
  identity text check (length(identity) between 1 and 64),
  expires bigint not null,
  used bigint,
  primary key (organisation, hash)
);
alter table staff_oidc_flows enable row level security;
create policy own on staff_oidc_flows using (organisation = current_organisation());
grant select, insert, update, delete on staff_oidc_flows to postern_app;

-- A session that came from a provider whose word is not a passkey's: it shows, and satisfies no step-up.
alter table staff_sessions add column shows_only boolean not null default false;
