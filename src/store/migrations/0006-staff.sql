-- The people who work with Postern. Who they are and what they may is a fold of the ledger's facts; here are a view of that for
-- every request, and what is no fact: counters, challenges, sessions. Whoever could write here could look around, and no
-- more: each decision carries a passkey's assertion, which is verified against the ledger (docs/staff.md).

create table staff_members (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  body text not null,
  primary key (organisation, id)
);
alter table staff_members enable row level security;
create policy own on staff_members using (organisation = current_organisation());
grant select, insert, update on staff_members to postern_app;

-- A counter that goes back means a copy; `backed_up` changes during a passkey's life.
create table staff_passkeys (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 1400),
  counter bigint not null check (counter >= 0),
  backed_up boolean not null,
  last_used bigint,
  primary key (organisation, id)
);
alter table staff_passkeys enable row level security;
create policy own on staff_passkeys using (organisation = current_organisation());
grant select, insert, update on staff_passkeys to postern_app;

-- A challenge works once: it is taken by `update … where used is null returning`, in the transaction of what it was for.
create table staff_challenges (
  organisation uuid not null default current_organisation() references organisations,
  hash bytea not null check (octet_length(hash) = 32),
  purpose text not null check (purpose in ('register', 'sign-in', 'decide')),
  subject text check (length(subject) between 1 and 64),
  expires bigint not null,
  used bigint,
  primary key (organisation, hash)
);
alter table staff_challenges enable row level security;
create policy own on staff_challenges using (organisation = current_organisation());
grant select, insert, update, delete on staff_challenges to postern_app;

-- Of a session only the hash of its token is kept, so that who reads this table cannot sign in.
create table staff_sessions (
  organisation uuid not null default current_organisation() references organisations,
  hash bytea not null check (octet_length(hash) = 32),
  member text not null check (length(member) between 1 and 64),
  passkey text not null check (length(passkey) between 1 and 1400),
  authenticated bigint not null,
  seen bigint not null,
  ended bigint,
  primary key (organisation, hash)
);
create index staff_sessions_of_member on staff_sessions (organisation, member) where ended is null;
alter table staff_sessions enable row level security;
create policy own on staff_sessions using (organisation = current_organisation());
grant select, insert, update, delete on staff_sessions to postern_app;
