-- Sources of other kinds than pushed ones, new tokens for old, files that were read, and a quarantine that holds a thing once.

-- A file that the server follows, or a folder that it reads, is a source as well. Nobody delivers to it, so it has no token.
alter table sources add column kind text not null default 'push' check (kind in ('push', 'tail', 'folder'));
alter table sources alter column token_hash drop not null;
alter table sources add constraint sources_token_of_push check ((kind = 'push') = (token_hash is not null));

-- The token before the last renewal is good until the new one is used, or until its time is over.
alter table sources add column previous_hash bytea check (octet_length(previous_hash) = 32);
alter table sources add column previous_until bigint;
alter table sources add constraint sources_previous_ends check ((previous_hash is null) = (previous_until is null));
create unique index sources_previous_token on sources (organisation, previous_hash);

-- How far each file was read. A row is written after the sign-ins that it is about are kept: a crash in between reads them
-- again, and what is kept already is ignored. `file` is device and inode; `mark` recognises the content: of a file that is
-- followed the SHA-256 of its first `mark_bytes`, of a file in a folder that of the whole.
create table source_files (
  organisation uuid not null default current_organisation() references organisations,
  source text not null,
  file text not null check (length(file) between 3 and 50),
  path text not null check (length(path) between 1 and 4096),
  position bigint not null check (position >= 0),
  size bigint not null check (size >= 0),
  modified bigint not null,
  mark bytea not null check (octet_length(mark) = 32),
  mark_bytes bigint not null check (mark_bytes >= 0),
  primary key (organisation, source, file),
  foreign key (organisation, source) references sources
);
alter table source_files enable row level security;
create policy own on source_files using (organisation = current_organisation());
grant select, insert, update, delete on source_files to postern_app;

-- What is delivered again and still cannot be read waits once. Also what counts by source need.
create unique index quarantine_waiting on quarantine (organisation, source, sha256(content)) where released is null;
