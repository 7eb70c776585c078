/** Records that could not be read, as they came, until somebody looks at them and has them read again. */
import { sql } from 'kysely'
import { StoreError } from './errors.ts'
import type { OrganisationTransaction } from './store.ts'

export interface QuarantinedRecord {
  readonly id: number
  /** Name of the source it came from. */
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

/** Puts records into quarantine. Throws ERR_BATCH_TOO_LARGE above 10,000 of them, or 1 MiB in one. */
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
    select s, ${received}::int8, c, decode(b, 'hex') from json_to_recordset(${parameter}::json) as given (s text, c text, b text)`.execute(
    tx,
  )
}

/** Records that wait, oldest first, after the given id. */
export async function quarantined(
  tx: OrganisationTransaction,
  afterId: number,
  limit: number,
): Promise<readonly QuarantinedRecord[]> {
  return await tx
    .selectFrom('quarantine')
    .select(['id', 'source', 'received', 'code', 'content', 'released'])
    .where('released', 'is', null)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Takes a record out, to be read again in this transaction. Undefined if it is not there, or somebody was faster. */
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
