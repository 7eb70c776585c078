/** The tables of what is told: routes, subjects, budgets, and how far each channel is with each subject. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Delivery, NOTHING_TOLD } from './delivery.ts'
import type { NoticeKind } from './notice.ts'
import type { KeptSubject } from './room.ts'
import type { Routing } from './routing.ts'
import { type Budget, heldBackId, type Owed, type Subject } from './subject.ts'

export interface Locked {
  readonly organisation: string
  /** Undefined until somebody sets routes for the first time: then nobody is told. */
  readonly routing: Routing | undefined
}

/** Takes the lock that orders all of this room's transactions. Nothing below is read or written without it. */
export async function lockNotices(tx: OrganisationTransaction): Promise<Locked> {
  const locked = () =>
    tx.selectFrom('notice_routing').select(['organisation', 'routing']).forUpdate().executeTakeFirst()
  let row = await locked()
  if (row === undefined) {
    await sql`insert into notice_routing (routing) values (null) on conflict (organisation) do nothing`.execute(tx)
    row = (await locked())!
  }
  return { organisation: row.organisation, routing: readRouting(row.routing) }
}

export async function routingOf(tx: OrganisationTransaction): Promise<Routing | undefined> {
  const row = await tx.selectFrom('notice_routing').select('routing').executeTakeFirst()
  return readRouting(row?.routing ?? null)
}

export async function writeRouting(tx: OrganisationTransaction, routing: Routing, now: number): Promise<void> {
  await tx
    .updateTable('notice_routing')
    .set({ routing: JSON.stringify(routing), changed: now })
    .execute()
}

function readRouting(text: string | null): Routing | undefined {
  return text === null ? undefined : (JSON.parse(text) as Routing)
}

export async function readSubjects(
  tx: OrganisationTransaction,
  ids: readonly string[],
): Promise<readonly KeptSubject[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('notice_subjects')
    .select(['id', 'kind', 'severity', 'revision', 'milestone', 'told', 'held_back', 'about', 'opened', 'changed'])
    .where('id', 'in', [...ids])
    .execute()
  return rows.map(({ kind, told, held_back, about, ...row }) => ({
    ...row,
    kind: kind as NoticeKind,
    told: JSON.parse(told) as string[],
    heldBack: JSON.parse(held_back) as string[],
    about: JSON.parse(about) as Record<string, string>,
  }))
}

/** All budgets, and the messages that count what they held back. */
export async function readBudgets(
  tx: OrganisationTransaction,
): Promise<{ readonly budgets: readonly Budget[]; readonly counting: readonly Subject[] }> {
  const budgets = await tx
    .selectFrom('notice_budgets')
    .select(['channel', 'severity', 'window_start as windowStart', 'used', 'held_back as heldBack'])
    .execute()
  const flooded = budgets.filter(({ heldBack }) => heldBack > 0)
  return { budgets, counting: await readSubjects(tx, flooded.map(heldBackId)) }
}

/** Inserts and updates; a subject's `opened` stays. */
export async function writeSubjects(
  tx: OrganisationTransaction,
  subjects: readonly Subject[],
  now: number,
): Promise<void> {
  if (subjects.length === 0) return
  const rows = subjects.map(({ id, kind, severity, revision, milestone, told, heldBack, about }) => ({
    ...{ id, kind, severity, revision, milestone },
    told: JSON.stringify(told),
    held_back: JSON.stringify(heldBack),
    about: JSON.stringify(about),
  }))
  await sql`
    insert into notice_subjects (id, kind, severity, revision, milestone, told, held_back, about, opened, changed)
    select id, kind, severity, revision, milestone, told, held_back, about, ${now}::int8, ${now}::int8
    from json_to_recordset(${JSON.stringify(rows)}::json) as given (id text, kind text, severity text, revision int8,
      milestone int8, told text, held_back text, about text)
    on conflict (organisation, id) do update set kind = excluded.kind, severity = excluded.severity,
      revision = excluded.revision, milestone = excluded.milestone, told = excluded.told,
      held_back = excluded.held_back, about = excluded.about, changed = excluded.changed`.execute(tx)
}

export async function writeBudgets(tx: OrganisationTransaction, budgets: readonly Budget[]): Promise<void> {
  if (budgets.length === 0) return
  await sql`
    insert into notice_budgets (channel, severity, window_start, used, held_back)
    select channel, severity, "windowStart", used, "heldBack"
    from json_to_recordset(${JSON.stringify(budgets)}::json)
      as given (channel text, severity text, "windowStart" int8, used int8, "heldBack" int8)
    on conflict (organisation, channel, severity) do update set window_start = excluded.window_start,
      used = excluded.used, held_back = excluded.held_back`.execute(tx)
}

/** Writes down that these messages are owed, and when. */
export async function writeOwed(tx: OrganisationTransaction, owed: readonly Owed[]): Promise<void> {
  if (owed.length === 0) return
  await sql`
    insert into notice_deliveries (channel, subject, body, due)
    select channel, subject, ${JSON.stringify(NOTHING_TOLD)}, at
    from json_to_recordset(${JSON.stringify(owed)}::json) as given (channel text, subject text, at int8)
    on conflict (organisation, channel, subject) do update set due = excluded.due`.execute(tx)
}

/** What is owed and has no result yet, the earliest first. */
export async function readOwed(tx: OrganisationTransaction, limit: number): Promise<readonly Owed[]> {
  return (await tx
    .selectFrom('notice_deliveries')
    .select(['channel', 'subject', 'due as at'])
    .where('due', 'is not', null)
    .orderBy('due')
    .limit(limit)
    .execute()) as readonly Owed[]
}

export interface KeptDelivery {
  readonly delivery: Delivery
  readonly due: number | null
}

export async function readDelivery(
  tx: OrganisationTransaction,
  { channel, subject }: Pick<Owed, 'channel' | 'subject'>,
): Promise<KeptDelivery> {
  const row = await tx
    .selectFrom('notice_deliveries')
    .select(['body', 'due'])
    .where('channel', '=', channel)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row === undefined
    ? { delivery: NOTHING_TOLD, due: null }
    : { delivery: JSON.parse(row.body) as Delivery, due: row.due }
}

export async function writeDelivery(
  tx: OrganisationTransaction,
  { channel, subject }: Pick<Owed, 'channel' | 'subject'>,
  { delivery, due }: KeptDelivery,
): Promise<void> {
  const row = { body: JSON.stringify(delivery), is_refused: delivery.refused !== undefined, due }
  await tx
    .insertInto('notice_deliveries')
    .values({ channel, subject, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'channel', 'subject']).doUpdateSet(row))
    .execute()
}

/** The subjects that a channel refused, with how far it is. */
export async function readRefused(
  tx: OrganisationTransaction,
  channel: string,
): Promise<readonly { readonly subject: string; readonly delivery: Delivery }[]> {
  const rows = await tx
    .selectFrom('notice_deliveries')
    .select(['subject', 'body'])
    .where('channel', '=', channel)
    .where('is_refused', '=', true)
    .execute()
  return rows.map(({ subject, body }) => ({ subject, delivery: JSON.parse(body) as Delivery }))
}

/** How many messages each channel is owed. */
export async function countWaiting(tx: OrganisationTransaction): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom('notice_deliveries')
    .select(['channel', (is) => is.fn.countAll<number>().as('waiting')])
    .where((is) => is.or([is('due', 'is not', null), is('is_refused', '=', true)]))
    .groupBy('channel')
    .execute()
  return new Map(rows.map(({ channel, waiting }) => [channel, Number(waiting)]))
}

/** Forgets what did not change since `before`, and budgets whose window is long over. Deliveries go with their subject. */
export async function forgetOld(tx: OrganisationTransaction, before: number): Promise<void> {
  await tx.deleteFrom('notice_subjects').where('changed', '<', before).execute()
  await tx.deleteFrom('notice_budgets').where('window_start', '<', before).execute()
}

export async function deleteSubject(tx: OrganisationTransaction, id: string): Promise<void> {
  await tx.deleteFrom('notice_subjects').where('id', '=', id).execute()
}
