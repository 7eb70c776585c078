-- The ledger: entries as they were signed, the tiles of their tree, checkpoints; and beside them the personal values.
--
-- Entries and checkpoints have no update and no delete: not Postern's own mistakes either may take back what was said.
-- Against who owns the database no grant helps; that is what signatures, tree and witnesses are for (docs/ledger.md).

-- Where the next entry goes. Its lock is the last that a transaction waits for, so that nobody waits long for it.
create table ledger_heads (
  organisation uuid primary key default current_organisation() references organisations,
  origin text not null check (length(origin) between 1 and 255),
  seq bigint not null check (seq >= 0),
  previous bytea not null check (octet_length(previous) = 32),
  keys text not null
);
alter table ledger_heads enable row level security;
create policy own on ledger_heads using (organisation = current_organisation());
grant select, insert, update on ledger_heads to postern_app;

create table ledger_entries (
  organisation uuid not null default current_organisation() references organisations,
  seq bigint not null check (seq >= 0),
  stream text not null check (length(stream) between 3 and 100),
  bytes bytea not null check (octet_length(bytes) <= 65535),
  primary key (organisation, seq)
);
create index ledger_entries_of_stream on ledger_entries (organisation, stream, seq);
alter table ledger_entries enable row level security;
create policy own on ledger_entries using (organisation = current_organisation());
grant select, insert on ledger_entries to postern_app;

-- Tiles are computed from the entries, and can be again. The last one of each level grows.
create table ledger_tiles (
  organisation uuid not null default current_organisation() references organisations,
  level integer not null check (level between 0 and 6),
  index bigint not null check (index >= 0),
  hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (organisation, level, index)
);
alter table ledger_tiles enable row level security;
create policy own on ledger_tiles using (organisation = current_organisation());
grant select, insert, update on ledger_tiles to postern_app;

create table ledger_checkpoints (
  organisation uuid not null default current_organisation() references organisations,
  size bigint not null check (size >= 0),
  note text not null check (length(note) <= 65536),
  primary key (organisation, size)
);
alter table ledger_checkpoints enable row level security;
create policy own on ledger_checkpoints using (organisation = current_organisation());
grant select, insert on ledger_checkpoints to postern_app;

-- Each person's own key, encrypted with the master key, which is never in the database. To erase a person is to delete it.
create table person_keys (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  master text not null check (length(master) between 1 and 64),
  nonce text not null,
  data text not null,
  primary key (organisation, id)
);
alter table person_keys enable row level security;
create policy own on person_keys using (organisation = current_organisation());
grant select, insert, update, delete on person_keys to postern_app;

-- Values that entries commit to, with their salts, encrypted with the person's key; they go with it.
create table personal_values (
  organisation uuid not null default current_organisation(),
  seq bigint not null,
  name text not null check (length(name) between 1 and 64),
  key text not null,
  nonce text not null,
  data text not null check (length(data) <= 131072),
  primary key (organisation, seq, name),
  foreign key (organisation, seq) references ledger_entries,
  foreign key (organisation, key) references person_keys on delete cascade
);
create index personal_values_of_key on personal_values (organisation, key);
alter table personal_values enable row level security;
create policy own on personal_values using (organisation = current_organisation());
grant select, insert on personal_values to postern_app;
