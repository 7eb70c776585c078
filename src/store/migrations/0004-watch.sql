-- What the live fold concluded, so that screens and the next start have it: made again from the sign-ins at any time.
--
-- A verdict's id is a hash of what it names, so that judging again changes nothing, and telling twice is impossible.
-- `body` is the verdict as `postern diagnose --json` has it. `withdrawn` is set when later rows took its ground away.

create table verdicts (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  kind text not null check (kind in ('finding', 'lockout', 'outage', 'policy-block')),
  body text not null,
  first_told bigint not null,
  changed bigint not null,
  withdrawn bigint,
  primary key (organisation, id)
);
create index verdicts_changed on verdicts (organisation, changed);
alter table verdicts enable row level security;
create policy own on verdicts using (organisation = current_organisation());
grant select, insert, update on verdicts to postern_app;

-- Who may deliver sign-ins. Of a token only the SHA-256 of its secret half is kept, so that who reads this table cannot
-- deliver. A source is closed and never deleted: what it delivered goes on naming it.
create table sources (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 200),
  tenant text not null check (length(tenant) between 1 and 200),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  created bigint not null,
  closed bigint,
  primary key (organisation, id)
);
create unique index sources_open_name on sources (organisation, name) where closed is null;
create unique index sources_token on sources (organisation, token_hash);
alter table sources enable row level security;
create policy own on sources using (organisation = current_organisation());
grant select, insert, update on sources to postern_app;
