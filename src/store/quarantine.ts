/** Records that could not be read, as they came, until somebody looks at them and has them read again. */
import { sql } from 'kysely'
import { DEFAULTS } from '../base/defaults.ts'
import { StoreError } from './errors.ts'
import type { OrganisationTransaction } from './store.ts'

export interface QuarantinedRecord {
  readonly id: number
  /** Id of the source it came from. */
  readonly source: string
  /** Milliseconds since 1970. */
  readonly received: number
  /** Why: the code of the problem. */
  readonly code: string
  readonly content: Uint8Array
  /** When it was read again, or null. */
  readonly released: number | null
}

export type UnreadRecord = Pick<QuarantinedRecord, 'source' | 'code' | 'content'>

const RECORDS_MAX = 10_000
const CONTENT_BYTES_MAX = 1_048_576

/** What may wait for one organisation. */
export type QuarantineLimits = Record<keyof typeof DEFAULTS.quarantine, number>

export interface Quarantining {
  /** Those that were not put: the quarantine is full. They are counted, each time they come. */
  readonly refused: readonly UnreadRecord[]
  /** Nothing had been refused before. */
  readonly isFirst: boolean
}

/**
 * Puts records into quarantine, as many as there is room for; one that waits there already, of the same source, is not put
 * twice. What waits is never pushed out by what comes. Throws ERR_BATCH_TOO_LARGE above 10,000 of them, or 1 MiB in one.
 */
export async function quarantine(
  tx: OrganisationTransaction,
  records: readonly UnreadRecord[],
  received: number,
  limits: QuarantineLimits = DEFAULTS.quarantine,
): Promise<Quarantining> {
  if (records.length === 0) return { refused: [], isFirst: false }
  if (records.length > RECORDS_MAX || records.some(({ content }) => content.length > CONTENT_BYTES_MAX)) {
    throw new StoreError(
      'ERR_BATCH_TOO_LARGE',
      `At most ${RECORDS_MAX} records, each of at most ${CONTENT_BYTES_MAX} bytes, go into quarantine at once.`,
    )
  }
  const total = await lockTotal(tx)
  const room = { records: limits.recordsMax - total.records, bytes: limits.bytesMax - total.bytes }
  const put: UnreadRecord[] = []
  const refused: UnreadRecord[] = []
  for (const record of records) {
    if (room.records < 1 || room.bytes < record.content.length) {
      refused.push(record)
      continue
    }
    room.records -= 1
    room.bytes -= record.content.length
    put.push(record)
  }
  const added = await insert(tx, put, received)
  await tx
    .updateTable('quarantine_totals')
    .set({
      records: total.records + added.records,
      bytes: total.bytes + added.bytes,
      refused: total.refused + refused.length,
      refused_since: total.refused_since ?? (refused.length > 0 ? received : null),
    })
    .execute()
  return { refused, isFirst: total.refused === 0 && refused.length > 0 }
}

async function insert(tx: OrganisationTransaction, records: readonly UnreadRecord[], received: number) {
  const parameter = JSON.stringify(
    records.map(({ source, code, content }) => ({ s: source, c: code, b: Buffer.from(content).toString('hex') })),
  )
  const { rows } = await sql<{ bytes: number }>`
    insert into quarantine (source, received, code, content)
    select s, ${received}::int8, c, decode(b, 'hex') from json_to_recordset(${parameter}::json) as given (s text, c text, b text)
    on conflict do nothing
    returning octet_length(content) as bytes`.execute(tx)
  return { records: rows.length, bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) }
}

async function lockTotal(tx: OrganisationTransaction) {
  await sql`insert into quarantine_totals default values on conflict (organisation) do nothing`.execute(tx)
  return await tx
    .selectFrom('quarantine_totals')
    .select(['records', 'bytes', 'refused', 'refused_since'])
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** What was refused because it is full, and since when (milliseconds); undefined while all that came waits. */
export async function quarantineRefused(
  tx: OrganisationTransaction,
): Promise<{ readonly records: number; readonly since: number } | undefined> {
  const total = await tx.selectFrom('quarantine_totals').select(['refused', 'refused_since']).executeTakeFirst()
  return total?.refused_since == null ? undefined : { records: total.refused, since: total.refused_since }
}

/** Counts again, after records went; once nothing waits, nothing is full any more. */
export async function recountQuarantine(tx: OrganisationTransaction): Promise<void> {
  await lockTotal(tx)
  const { records, bytes } = await tx
    .selectFrom('quarantine')
    .select(({ fn }) => fn.countAll<number>().as('records'))
    .select(sql<number>`coalesce(sum(octet_length(content)), 0)::int8`.as('bytes'))
    .where('released', 'is', null)
    .executeTakeFirstOrThrow()
  const again = records === 0 ? { refused: 0, refused_since: null } : {}
  await tx
    .updateTable('quarantine_totals')
    .set({ records, bytes, ...again })
    .execute()
}

/** Which records: of one source, or with one code; all of them where neither is said. */
export interface QuarantineFilter {
  readonly source?: string | undefined
  readonly code?: string | undefined
}

/** Records that wait, oldest first, after the given id. */
export async function quarantined(
  tx: OrganisationTransaction,
  afterId: number,
  limit: number,
  filter: QuarantineFilter = {},
): Promise<readonly QuarantinedRecord[]> {
  return await waiting(tx, filter)
    .select(['id', 'source', 'received', 'code', 'content', 'released'])
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** A record without the most of its content, which may be a mebibyte. */
export interface QuarantinePreview extends Omit<QuarantinedRecord, 'content' | 'released'> {
  /** The first bytes. */
  readonly beginning: Uint8Array
  /** Of the whole. */
  readonly bytes: number
}

/** As `quarantined`, each with its first `beginningBytes` only. */
export async function quarantinePreviews(
  tx: OrganisationTransaction,
  afterId: number,
  limit: number,
  beginningBytes: number,
  filter: QuarantineFilter = {},
): Promise<readonly QuarantinePreview[]> {
  return await waiting(tx, filter)
    .select(['id', 'source', 'received', 'code'])
    .select(sql<Uint8Array>`substring(content from 1 for ${beginningBytes}::int4)`.as('beginning'))
    .select(sql<number>`octet_length(content)`.as('bytes'))
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** How many records wait, by source. */
export async function quarantineCounts(tx: OrganisationTransaction): Promise<ReadonlyMap<string, number>> {
  const rows = await waiting(tx, {})
    .select(['source', tx.fn.countAll<number>().as('count')])
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, count }) => [source, count]))
}

function waiting(tx: OrganisationTransaction, { source, code }: QuarantineFilter) {
  let query = tx.selectFrom('quarantine').where('released', 'is', null)
  if (source !== undefined) query = query.where('source', '=', source)
  if (code !== undefined) query = query.where('code', '=', code)
  return query
}

/** Takes a record out, because it was read; `recountQuarantine` follows once for all of them. Undefined if it is not there, or somebody was faster. */
export async function releaseFromQuarantine(
  tx: OrganisationTransaction,
  id: number,
  now: number,
): Promise<QuarantinedRecord | undefined> {
  return await tx
    .updateTable('quarantine')
    .set({ released: now })
    .where('id', '=', id)
    .where('released', 'is', null)
    .returning(['id', 'source', 'received', 'code', 'content', 'released'])
    .executeTakeFirst()
}

/** Says anew why a record that waits cannot be read. */
export async function recodeInQuarantine(tx: OrganisationTransaction, id: number, code: string): Promise<void> {
  await tx.updateTable('quarantine').set({ code }).where('id', '=', id).where('released', 'is', null).execute()
}
