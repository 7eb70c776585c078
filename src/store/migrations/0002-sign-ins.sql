-- Sign-ins as they were read, their batches in the order of commits, what could not be read, and what remains after purge.

-- One table a day, because a day is dropped in a moment, whereas deleting its rows would take as long as writing them did.
-- The key is CONTRACTS.md's: an equal row is ignored, a corrected one stands beside the first. `event` and `account` are
-- hashes of 16 bytes rather than the vendors' texts of 40 to 120: they stand in two indexes. No index on anything that
-- only reports need: each costs a tenth of the intake. No reference to organisations: it would be looked up for each row.
create table sign_ins (
  organisation uuid not null default current_organisation(),
  day date not null,
  event bytea not null check (octet_length(event) = 16),
  digest bytea not null check (octet_length(digest) = 32),
  time bigint not null,
  account bytea not null check (octet_length(account) = 16),
  batch bigint not null,
  row text not null check (octet_length(row) <= 65536),
  primary key (organisation, day, event, digest)
) partition by range (day);
create index sign_ins_of_account on sign_ins (organisation, account, time);
-- Batches come from one sequence, so that new rows go to the right edge of this index, which is cheap.
create index sign_ins_of_batch on sign_ins (batch);
alter table sign_ins enable row level security;
create policy own on sign_ins using (organisation = current_organisation());
-- No update, ever: the batch's root in the ledger is over these rows.
grant select, insert, delete on sign_ins to postern_app;

create sequence sign_in_batch_numbers;
grant usage on sequence sign_in_batch_numbers to postern_app;

-- A sequence is drawn before the commit, so its order is not the order of commits: who reads rows above a cursor by it can
-- miss some for ever. `position` is drawn from the head, whose lock is held until the commit; readers follow it.
create table sign_in_heads (
  organisation uuid primary key default current_organisation() references organisations,
  position bigint not null default 0
);
alter table sign_in_heads enable row level security;
create policy own on sign_in_heads using (organisation = current_organisation());
grant select, insert, update on sign_in_heads to postern_app;

create table sign_in_batches (
  organisation uuid not null default current_organisation() references organisations,
  position bigint not null,
  day date not null,
  batch bigint not null,
  row_count integer not null check (row_count > 0),
  received bigint not null,
  primary key (organisation, position)
);
create index sign_in_batches_of_day on sign_in_batches (organisation, day);
alter table sign_in_batches enable row level security;
create policy own on sign_in_batches using (organisation = current_organisation());
grant select, insert, delete on sign_in_batches to postern_app;

-- What could not be read, as it came, until somebody looks at it and has it read again.
create table quarantine (
  organisation uuid not null default current_organisation() references organisations,
  id bigint generated always as identity,
  source text not null check (length(source) between 1 and 200),
  received bigint not null,
  code text not null check (length(code) between 1 and 100),
  content bytea not null check (octet_length(content) <= 1048576),
  released bigint,
  primary key (organisation, id)
);
alter table quarantine enable row level security;
create policy own on quarantine using (organisation = current_organisation());
grant select, insert, update, delete on quarantine to postern_app;

-- How many rows of a kind an hour had, and of how many accounts. Written when a day is purged; names nobody.
create table hourly_summaries (
  organisation uuid not null default current_organisation() references organisations,
  hour bigint not null check (hour % 3600000 = 0),
  provider text not null,
  activity text not null,
  outcome text not null,
  step text not null,
  reason text not null,
  method text not null,
  row_count integer not null check (row_count > 0),
  account_count integer not null check (account_count > 0),
  primary key (organisation, hour, provider, activity, outcome, step, reason, method)
);
alter table hourly_summaries enable row level security;
create policy own on hourly_summaries using (organisation = current_organisation());
grant select, insert on hourly_summaries to postern_app;

-- The days that an organisation keeps no longer: summed up, and closed to late rows, which their summary would miss.
create table purged_days (
  organisation uuid not null default current_organisation() references organisations,
  day date not null,
  primary key (organisation, day)
);
alter table purged_days enable row level security;
create policy own on purged_days using (organisation = current_organisation());
grant select, insert on purged_days to postern_app;

-- Making and dropping a day needs the owner; these two functions are all of the owner's power that Postern has at run time.
-- A day's table is granted to nobody and has no policy: it is reached through sign_ins only.
create function open_day(wanted date) returns void
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  name text := 'sign_ins_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass(format('public.%I', name)) is not null then
    return;
  end if;
  -- Two servers may want the same new day at the same time.
  perform pg_advisory_xact_lock(hashtext('postern.open_day'));
  if to_regclass(format('public.%I', name)) is not null then
    return;
  end if;
  -- Attached afterwards: `create table … partition of` would lock out every reader and writer of every other day.
  begin
    execute format('create table %I (like sign_ins including defaults including constraints)', name);
  exception when duplicate_table then
    -- Whoever had the lock before made it: waiting for the lock does not tell this session's catalogue cache.
    return;
  end;
  execute format('alter table %I enable row level security', name);
  execute format('alter table sign_ins attach partition %I for values from (%L) to (%L)', name, wanted, wanted + 1);
end
$$;

-- Drops each day of which every organisation with rows in it has said, inside its wall, that it is purged. Gives how many.
create function drop_purged_days() returns integer
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  day_table record;
  is_wanted boolean;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('postern.open_day'));
  for day_table in
    select child.relname as name, to_date(right(child.relname, 8), 'YYYYMMDD') as day
    from pg_inherits join pg_class child on child.oid = inhrelid
    where inhparent = 'sign_ins'::regclass
      and to_date(right(child.relname, 8), 'YYYYMMDD') in (select day from purged_days)
    order by child.relname
  loop
    execute format(
      'select exists (select from organisations o
         where exists (select from %I s where s.organisation = o.organisation)
           and not exists (select from purged_days p where p.organisation = o.organisation and p.day = $1))',
      day_table.name) into is_wanted using day_table.day;
    if not is_wanted then
      execute format('drop table %I', day_table.name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end
$$;
revoke execute on function open_day(date), drop_purged_days(), organisation_ids() from public;
grant execute on function open_day(date), drop_purged_days(), organisation_ids() to postern_app;
