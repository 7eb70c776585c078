-- What was asked of identity providers, what playbooks did, and who waits to hear that it works again.
--
-- Both `remedies` and `responses` are views of the ledger's facts: by the first the limits an hour are counted, by the second
-- screens are filled. Whoever acts reads the ledger. Facts name people and addresses by keyed tokens; `body` has the account
-- and the addresses that the tokens stand for, and nothing is done where the two do not agree.

create table remedies (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 100),
  verb text not null check (length(verb) between 1 and 64),
  sort text not null check (sort in ('giving', 'taking')),
  provider text not null check (length(provider) between 1 and 64),
  -- The token of the person or the address.
  target text not null check (length(target) between 1 and 64),
  of_person boolean not null,
  automatic boolean not null,
  authority text not null check (length(authority) between 1 and 100),
  started bigint not null,
  ended bigint,
  outcome text,
  primary key (organisation, id)
);
create index remedies_started on remedies (organisation, started);
alter table remedies enable row level security;
create policy own on remedies using (organisation = current_organisation());
grant select, insert, update on remedies to postern_app;

create table responses (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 64),
  playbook text not null check (length(playbook) between 1 and 64),
  finding text not null check (length(finding) between 1 and 64),
  incident text check (length(incident) between 1 and 64),
  state text not null check (length(state) between 1 and 32),
  opened bigint not null,
  changed bigint not null,
  body text not null,
  primary key (organisation, id)
);
create index responses_opened on responses (organisation, opened);
create index responses_finding on responses (organisation, finding);
create index responses_incident on responses (organisation, incident);
alter table responses enable row level security;
create policy own on responses using (organisation = current_organisation());
grant select, insert, update on responses to postern_app;

-- People who called about a trouble that everybody has. `belongs` is what was judged when they were entered.
create table switchboard_callers (
  organisation uuid not null default current_organisation() references organisations,
  trouble text not null check (length(trouble) between 1 and 64),
  id text not null check (length(id) between 1 and 64),
  label text not null check (length(label) between 1 and 200),
  contact text check (length(contact) between 1 and 200),
  belongs boolean not null,
  why text not null check (length(why) between 1 and 600),
  called bigint not null,
  told bigint,
  primary key (organisation, trouble, id)
);
alter table switchboard_callers enable row level security;
create policy own on switchboard_callers using (organisation = current_organisation());
grant select, insert, update, delete on switchboard_callers to postern_app;
