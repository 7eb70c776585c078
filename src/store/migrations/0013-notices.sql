-- Who is told of what, and how far each channel is with it (docs/notify.md). What happened stands in the ledger; here is what
-- follows from it, and what came of telling it.

-- One row an organisation. Its lock orders everything below: whoever plans or records a message takes it first.
create table notice_routing (
  organisation uuid primary key default current_organisation() references organisations,
  -- As notify/ writes it; null until somebody sets routes for the first time.
  routing text,
  changed bigint
);
alter table notice_routing enable row level security;
create policy own on notice_routing using (organisation = current_organisation());
grant select, insert, update on notice_routing to postern_app;

-- The settings hold tokens, so they are encrypted as a whole with the organisation's master key, which is never in here.
create table notice_channels (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  kind text not null check (kind in ('slack', 'teams', 'pagerduty', 'mail', 'webhook', 'syslog')),
  label text not null check (length(label) between 1 and 100),
  -- The identity provider without which people cannot read it, or none.
  read_with text not null check (length(read_with) between 1 and 40),
  -- So often somebody has to confirm a heartbeat, in milliseconds; null if the vendor's word is enough.
  confirm_ms bigint check (confirm_ms > 0),
  settings_key text not null check (length(settings_key) between 1 and 64),
  settings_nonce text not null,
  settings_data text not null check (length(settings_data) <= 262144),
  created bigint not null,
  saved bigint not null,
  -- A fold of what came of messages, probes and heartbeats, as JSON; and the colour it was judged last, and since when.
  health text not null,
  colour text not null check (colour in ('green', 'amber', 'red')),
  colour_since bigint not null,
  -- Since when it is red, as the other channels were told; null when it works.
  down_since bigint,
  primary key (organisation, id)
);
alter table notice_channels enable row level security;
create policy own on notice_channels using (organisation = current_organisation());
grant select, insert, update, delete on notice_channels to postern_app;

-- Each thing that is told of, and which state of it is the newest. `about` holds ids only.
create table notice_subjects (
  organisation uuid not null default current_organisation() references organisations,
  id text not null check (length(id) between 1 and 120),
  kind text not null check (length(kind) between 1 and 40),
  severity text not null check (severity in ('info', 'low', 'medium', 'high', 'critical')),
  revision bigint not null check (revision > 0),
  milestone bigint not null check (milestone > 0),
  told text not null,
  held_back text not null,
  about text not null,
  opened bigint not null,
  changed bigint not null,
  primary key (organisation, id)
);
create index notice_subjects_changed on notice_subjects (organisation, changed);
alter table notice_subjects enable row level security;
create policy own on notice_subjects using (organisation = current_organisation());
grant select, insert, update, delete on notice_subjects to postern_app;

create table notice_budgets (
  organisation uuid not null default current_organisation() references organisations,
  channel text not null,
  severity text not null check (severity in ('info', 'low', 'medium', 'high', 'critical')),
  window_start bigint not null,
  used bigint not null,
  held_back bigint not null,
  primary key (organisation, channel, severity)
);
alter table notice_budgets enable row level security;
create policy own on notice_budgets using (organisation = current_organisation());
grant select, insert, update, delete on notice_budgets to postern_app;

-- How far one channel is with one subject. `due` is set while a message is owed: a job that got lost is sent again from it.
create table notice_deliveries (
  organisation uuid not null default current_organisation(),
  channel text not null check (length(channel) between 1 and 80),
  subject text not null,
  body text not null,
  is_refused boolean not null default false,
  due bigint,
  primary key (organisation, channel, subject),
  foreign key (organisation, subject) references notice_subjects on delete cascade
);
create index notice_deliveries_of_subject on notice_deliveries (organisation, subject);
create index notice_deliveries_due on notice_deliveries (organisation, due) where due is not null;
alter table notice_deliveries enable row level security;
create policy own on notice_deliveries using (organisation = current_organisation());
grant select, insert, update, delete on notice_deliveries to postern_app;
