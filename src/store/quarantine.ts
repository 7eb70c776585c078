/** Records that could not be read, as they came, until somebody looks at them and has them read again. */
import { sql } from 'kysely'
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

/** Puts records into quarantine; one that waits there already, of the same source, is not put twice. Throws ERR_BATCH_TOO_LARGE above 10,000 of them, or 1 MiB in one. */
export async function quarantine(
  tx: OrganisationTransaction,
  records: readonly UnreadRecord[],
  received: number,
): Promise<void> {
  if (records.length === 0) return
  if (records.length > RECORDS_MAX || records.some(({ content }) => content.length > CONTENT_BYTES_MAX)) {
    throw new StoreError(
      'ERR_BATCH_TOO_LARGE',
      `At most ${RECORDS_MAX} records, each of at most ${CONTENT_BYTES_MAX} bytes, go into quarantine at once.`,
    )
  }
  const parameter = JSON.stringify(
    records.map(({ source, code, content }) => ({ s: source, c: code, b: Buffer.from(content).toString('hex') })),
  )
  await sql`
    insert into quarantine (source, received, code, content)
    select s, ${received}::int8, c, decode(b, 'hex') from json_to_recordset(${parameter}::json) as given (s text, c text, b text)
    on conflict do nothing`.execute(tx)
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

/** Takes a record out, because it was read. Undefined if it is not there, or somebody was faster. */
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
