/** The table of verdicts. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Verdict, VerdictKind } from './live-verdict.ts'
import type { Subject } from './subjects.ts'
import type { Changes } from './told.ts'
import { indexOf } from './verdict-index.ts'

export interface ToldVerdict {
  readonly id: string
  readonly kind: VerdictKind
  /** As JSON. */
  readonly body: string
  /** Milliseconds. */
  readonly firstTold: number
  readonly changed: number
  readonly withdrawn: number | null
}

/** The verdicts that stand, by id. */
export async function toldVerdicts(tx: OrganisationTransaction): Promise<ReadonlyMap<string, Verdict>> {
  const rows = await tx.selectFrom('verdicts').select(['id', 'kind', 'body']).where('withdrawn', 'is', null).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** When a verdict was last told or withdrawn, in milliseconds; undefined if none ever was. */
export async function lastChange(tx: OrganisationTransaction): Promise<number | undefined> {
  const last = tx.selectFrom('verdicts').select('changed').orderBy('changed', 'desc').limit(1)
  return (await last.executeTakeFirst())?.changed
}

/** Verdicts by the time of their last change, newest first. */
export async function latestVerdicts(
  tx: OrganisationTransaction,
  kind: VerdictKind,
  limit: number,
  state: VerdictState = 'all',
): Promise<readonly ToldVerdict[]> {
  const query = inState(told(tx), state).where('kind', '=', kind)
  return await query.orderBy('changed', 'desc').orderBy('id').limit(limit).execute()
}

function inState(query: ReturnType<typeof told>, state: VerdictState): ReturnType<typeof told> {
  if (state === 'open') return query.where('ended', 'is', null).where('withdrawn', 'is', null)
  return state === 'ended' ? query.where('ended', 'is not', null) : query
}

/** `open`: it stands and has not ended. Findings and policies that block have no end of their own. */
export type VerdictState = 'open' | 'ended' | 'all'

/** These verdicts, in no order. */
export async function verdictsById(
  tx: OrganisationTransaction,
  ids: readonly string[],
): Promise<readonly ToldVerdict[]> {
  if (ids.length === 0) return []
  return await told(tx)
    .where('id', 'in', [...ids])
    .execute()
}

/** Verdicts of a kind about any of these subjects, by the time of their last change, newest first. */
export async function verdictsAbout(
  tx: OrganisationTransaction,
  subjects: readonly Subject[],
  kind: VerdictKind,
  limit: number,
  state: VerdictState = 'all',
): Promise<readonly ToldVerdict[]> {
  if (subjects.length === 0) return []
  return await inState(told(tx), state)
    .where('kind', '=', kind)
    .where('id', 'in', (those) =>
      those
        .selectFrom('verdict_subjects')
        .select('verdict')
        .where('subject', 'in', [...subjects]),
    )
    .orderBy('changed', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

function told(tx: OrganisationTransaction) {
  return tx.selectFrom('verdicts').select(['id', 'kind', 'body', 'first_told as firstTold', 'changed', 'withdrawn'])
}

/** Writes what is new, changed or withdrawn at `now`. A withdrawn one that is so again stands again. */
export async function writeChanges(
  tx: OrganisationTransaction,
  { told, withdrawn }: Changes,
  now: number,
): Promise<void> {
  if (told.length > 0) await write(tx, told, now)
  if (withdrawn.length > 0) {
    await tx
      .updateTable('verdicts')
      .set({ withdrawn: now, changed: now })
      .where('id', 'in', [...withdrawn])
      .where('withdrawn', 'is', null)
      .execute()
  }
}

async function write(tx: OrganisationTransaction, told: readonly Verdict[], now: number): Promise<void> {
  const rows = told.map((verdict) => ({ ...verdict, ...indexOf(verdict) }))
  await sql`
    insert into verdicts (id, kind, body, first_told, changed, started, ended, ended_by, cause, people)
    select id, kind, body, ${now}::int8, ${now}::int8, started, ended, "endedBy", cause, people
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as given (id text, kind text, body text, started int8, ended int8, "endedBy" text, cause text, people int)
    on conflict (organisation, id) do update
      set body = excluded.body, changed = excluded.changed, withdrawn = null, started = excluded.started,
        ended = excluded.ended, ended_by = excluded.ended_by, cause = excluded.cause, people = excluded.people
      where verdicts.body <> excluded.body or verdicts.withdrawn is not null`.execute(tx)
  const subjects = rows.flatMap(({ id, subjects }) => subjects.map((subject) => ({ id, subject })))
  await sql`
    insert into verdict_subjects (subject, verdict)
    select subject, id from json_to_recordset(${JSON.stringify(subjects)}::json) as given (id text, subject text)
    on conflict do nothing`.execute(tx)
}
