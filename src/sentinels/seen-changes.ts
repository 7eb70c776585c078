/** The table of changes that were seen at providers. */
import { sql } from 'kysely'
import { storable } from '../base/storable-text.ts'
import type { SeenChange } from '../detection/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'

/** What came of a change: `explained` is `remedy/…` or `automation/…`; `note` why an automation does not cover it. */
export interface Outcome {
  readonly explained: string | null
  readonly note: string
}

export interface Noted extends Outcome {
  readonly change: SeenChange
}

export function eventOf({ provider, tenant, id }: SeenChange): string {
  return `${provider} ${storable(tenant)} ${storable(id)}`
}

/** All that was noted, by event. */
export async function notedOutcomes(tx: OrganisationTransaction): Promise<Map<string, Outcome>> {
  const rows = await tx.selectFrom('provider_changes').select(['event', 'explained', 'note']).execute()
  return new Map(rows.map(({ event, explained, note }) => [event, { explained, note }]))
}

export async function writeOutcomes(tx: OrganisationTransaction, noted: Iterable<Noted>): Promise<void> {
  const rows = [...noted].map(({ change, explained, note }) => ({
    event: eventOf(change),
    provider: change.provider,
    tenant: storable(change.tenant),
    account: storable(change.account),
    actor: storable(change.actor),
    change: change.change,
    target: storable(change.target),
    time: change.time,
    explained,
    note,
  }))
  await sql`
    insert into provider_changes (event, provider, tenant, account, actor, change, target, time, explained, note)
    select event, provider, tenant, account, actor, change, target, time, explained, note
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (event text, provider text, tenant text, account text, actor text, change text, target text, time int8,
        explained text, note text)
    on conflict (organisation, event) do update set explained = excluded.explained, note = excluded.note`.execute(tx)
}

/** Forgets what happened before `time`. */
export async function forgetChanges(tx: OrganisationTransaction, time: number): Promise<void> {
  await tx.deleteFrom('provider_changes').where('time', '<', time).execute()
}

export interface Use {
  readonly count: number
  /** Milliseconds. */
  readonly last: number
}

/** How often each automation explained something, and when last, by its id. */
export async function automationUses(tx: OrganisationTransaction): Promise<ReadonlyMap<string, Use>> {
  const { rows } = await sql<{ id: string; count: number; last: number }>`
    select substr(explained, 12) as id, count(*)::int as count, max(time)::float8 as last
    from provider_changes where explained like 'automation/%' group by 1`.execute(tx)
  return new Map(rows.map(({ id, count, last }) => [id, { count, last }]))
}

export interface ActorSeen extends Use {
  readonly provider: string
  readonly tenant: string
  /** The label that the log uses. */
  readonly actor: string
  /** Of those counted, how many nothing explained. */
  readonly unexplained: number
}

/** Who made such changes since an instant, by the log; grants of roles and policies apart, which reset nobody. */
export async function actorsSince(
  tx: OrganisationTransaction,
  since: number,
  changes: readonly string[],
): Promise<readonly ActorSeen[]> {
  const { rows } = await sql<ActorSeen>`
    select provider, tenant, actor, (count(*) filter (where time >= ${since}))::int as count, max(time)::float8 as last,
      (count(*) filter (where time >= ${since} and explained is null))::int as unexplained
    from provider_changes
    where actor <> '' and change in (select value from json_array_elements_text(${JSON.stringify(changes)}::json))
    group by provider, tenant, actor order by provider, actor limit 2000`.execute(tx)
  return rows
}

export interface RoleSeenGranted {
  readonly provider: string
  readonly tenant: string
  readonly account: string
  readonly role: string
  readonly time: number
}

/** Roles that the log says were granted, for whoever has them and is in no directory. */
export async function rolesSeenGranted(
  tx: OrganisationTransaction,
  roles: readonly string[],
): Promise<readonly RoleSeenGranted[]> {
  const { rows } = await sql<RoleSeenGranted>`
    select provider, tenant, account, target as role, max(time)::float8 as time from provider_changes
    where change = 'role-granted' and account <> ''
      and lower(target) in (select value from json_array_elements_text(${JSON.stringify(roles)}::json))
    group by provider, tenant, account, target order by provider, account limit 2000`.execute(tx)
  return rows
}
