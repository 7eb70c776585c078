-- Who is asking. Nothing here is a secret, and nothing here proves anything by itself: words and codes are made from a number
-- here and a key that the database never holds; sheets and passkeys count only as the ledger says.

-- A check that a claimant began in a case. It is passed once: taken by `update … where used is null returning`.
create table verification_begun (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) = 32),
  case_id text not null check (length(case_id) between 1 and 64),
  person text not null check (length(person) = 32),
  claimant text not null check (length(claimant) between 1 and 64),
  kind text not null check (length(kind) between 1 and 40),
  -- On what: keyed token of a contact point, id of an authenticator, sheet or person.
  subject text not null check (length(subject) between 1 and 1400),
  nonce bytea not null check (octet_length(nonce) = 32),
  -- How often its words or code were made anew. Wrong answers stay counted.
  issues integer not null check (issues >= 1),
  tries integer not null default 0,
  begun bigint not null,
  expires bigint not null,
  -- The member of staff who does it, where it takes one.
  verifier text check (length(verifier) between 1 and 64),
  -- Keyed token of the network from which a manager or trusted contact answered.
  answered_from text check (length(answered_from) between 1 and 64),
  used bigint,
  primary key (organisation, id)
);
create unique index verification_begun_open on verification_begun (organisation, case_id, claimant, kind, subject)
  where used is null;
create index verification_begun_of_person on verification_begun (organisation, person) where used is null;
alter table verification_begun enable row level security;
create policy own on verification_begun using (organisation = current_organisation());
grant select, insert, update, delete on verification_begun to postern_app;

-- Codes of a sheet, by a salted password hash (63B-4 §4.2.1.1); the ledger names the sheet, and the hash over all of them.
create table verification_saved_codes (
  organisation uuid not null default current_organisation() references organisations,
  sheet text not null check (length(sheet) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  salt bytea not null check (octet_length(salt) = 16),
  used bigint,
  primary key (organisation, sheet, hash)
);
alter table verification_saved_codes enable row level security;
create policy own on verification_saved_codes using (organisation = current_organisation());
grant select, insert, update, delete on verification_saved_codes to postern_app;

-- How often who failed, by source, case, person, verifier, and by each authenticator for itself.
create table verification_counters (
  organisation uuid not null default current_organisation() references organisations,
  key text not null check (length(key) between 1 and 1500),
  body text not null,
  -- When it last counted.
  touched bigint not null,
  primary key (organisation, key)
);
alter table verification_counters enable row level security;
create policy own on verification_counters using (organisation = current_organisation());
grant select, insert, update, delete on verification_counters to postern_app;

-- What a passkey of somebody who recovers, manages or vouches has counted. The passkeys are in the ledger.
create table verification_passkeys (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 1400),
  counter bigint not null check (counter >= 0),
  backed_up boolean not null,
  last_used bigint,
  primary key (organisation, id)
);
alter table verification_passkeys enable row level security;
create policy own on verification_passkeys using (organisation = current_organisation());
grant select, insert, update on verification_passkeys to postern_app;
