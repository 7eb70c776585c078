/** Writing sign-ins: once each, however often they come, and numbered in the order of commits. */
import { sql } from 'kysely'
import { StoreError } from './errors.ts'
import { dayOf, oldestKept, type SignInBatch, type SignInRow, signInsOfBatch } from './sign-ins.ts'
import type { OrganisationTransaction } from './store.ts'

export interface KeptSignIns {
  /** One a day, in the order of days; a day whose rows were all known already has none. */
  readonly batches: readonly SignInBatch[]
  /** The rows that were new, in the order of their batches' trees: by day, then event, then digest. */
  readonly fresh: readonly SignInRow[]
  /** How many were known already. */
  readonly duplicates: number
  /** Rows that are older than what the organisation keeps, or more than a day ahead: nothing is kept of them. */
  readonly outside: readonly SignInRow[]
}

/** What goes into one statement as one parameter. More rows are several statements of the same transaction. */
const ROWS_PER_STATEMENT = 2000
const ROWS_MAX = 100_000
const DAY_MS = 86_400_000
/** Of one row's text. */
export const ROW_BYTES_MAX = 65_536

/**
 * Writes sign-ins, once each however often they come; `received` is now, in milliseconds since 1970. It takes the lock of
 * the organisation's head, so it comes last in a transaction but for the ledger. Throws ERR_BATCH_TOO_LARGE above 100,000
 * rows, or 64 KiB in a row.
 */
export async function keepSignIns(
  tx: OrganisationTransaction,
  rows: readonly SignInRow[],
  received: number,
): Promise<KeptSignIns> {
  checkSizes(rows)
  const days = Map.groupBy(rows, ({ day }) => day)
  const isKept = await keptDays(tx, [...days.keys()], received)

  const written: { readonly day: string; readonly batch: number; readonly fresh: readonly SignInRow[] }[] = []
  for (const day of [...days.keys()].filter(isKept).sort()) {
    const batch = await nextBatch(tx, day)
    written.push({ day, batch, fresh: await insertDay(tx, day, batch, days.get(day) ?? []) })
  }
  const outside = rows.filter(({ day }) => !isKept(day))
  const filled = written.filter(({ fresh }) => fresh.length > 0)
  const batches: SignInBatch[] = []
  for (const { day, batch, fresh } of filled) {
    batches.push({
      day,
      batch,
      rowCount: fresh.length,
      position: await appendBatch(tx, day, batch, fresh.length, received),
    })
  }
  const fresh = filled.flatMap((one) => one.fresh)
  return { batches, fresh, outside, duplicates: rows.length - fresh.length - outside.length }
}

function checkSizes(rows: readonly SignInRow[]): void {
  if (rows.length > ROWS_MAX) {
    throw new StoreError('ERR_BATCH_TOO_LARGE', `${rows.length} rows in one transaction; at most ${ROWS_MAX} go in.`)
  }
  const large = rows.find(({ row }) => row.length > ROW_BYTES_MAX / 4 && Buffer.byteLength(row) > ROW_BYTES_MAX)
  if (large === undefined) return
  throw new StoreError(
    'ERR_BATCH_TOO_LARGE',
    `A row has ${Buffer.byteLength(large.row)} bytes; at most ${ROW_BYTES_MAX} are kept.`,
  )
}

/**
 * Which days are kept: neither over, nor closed by a purge, nor yet to come. A log with wrong clocks, or made up, would
 * otherwise make a table for each day that it names.
 */
async function keptDays(
  tx: OrganisationTransaction,
  days: readonly string[],
  now: number,
): Promise<(day: string) => boolean> {
  if (days.length === 0) return () => false
  const { kept_days } = await tx.selectFrom('organisations').select('kept_days').executeTakeFirstOrThrow()
  const purged = await tx
    .selectFrom('purged_days')
    .select('day')
    .where('day', 'in', [...days])
    .execute()
  const closed = new Set(purged.map(({ day }) => day))
  const oldest = oldestKept(now, kept_days)
  const newest = dayOf(now + DAY_MS)
  return (day) => day >= oldest && day <= newest && !closed.has(day)
}

/** Opens the day if it is its first batch, and draws the batch's number. */
async function nextBatch(tx: OrganisationTransaction, day: string): Promise<number> {
  const { rows } = await sql<{ batch: number }>`
    select nextval('sign_in_batch_numbers') as batch from open_day(${day}::date)`.execute(tx)
  return rows[0]!.batch
}

/** Gives the rows that were new. */
async function insertDay(
  tx: OrganisationTransaction,
  day: string,
  batch: number,
  rows: readonly SignInRow[],
): Promise<readonly SignInRow[]> {
  // Sorted: neighbours in the index come together, and two batches with the same rows wait for each other in one order.
  const entries = rows
    .map((row) => ({ key: keyOf(row), row }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  let inserted = 0n
  for (let at = 0; at < entries.length; at += ROWS_PER_STATEMENT) {
    const part = entries.slice(at, at + ROWS_PER_STATEMENT)
    inserted += await insertPart(tx, day, batch, part)
  }
  if (inserted === BigInt(rows.length)) return entries.map(({ row }) => row)
  if (inserted === 0n) return []
  const kept = new Set((await signInsOfBatch(tx, { day, batch })).map(keyOf))
  // What came twice in this very batch is fresh once.
  return entries.filter(({ key }) => kept.delete(key)).map(({ row }) => row)
}

/** All rows as one parameter, which is the fastest way on both engines (docs/bench-store.md). */
async function insertPart(
  tx: OrganisationTransaction,
  day: string,
  batch: number,
  part: readonly { readonly key: string; readonly row: SignInRow }[],
): Promise<bigint> {
  const parameter = JSON.stringify(
    part.map(({ key, row }) => ({ k: key, t: row.time, a: Buffer.from(row.account).toString('hex'), r: row.row })),
  )
  const result = await sql`
    insert into sign_ins (day, event, digest, time, account, batch, row)
    select ${day}::date, decode(left(k, 32), 'hex'), decode(right(k, 64), 'hex'), t, decode(a, 'hex'), ${batch}::int8, r
    from json_to_recordset(${parameter}::json) as given (k text, t int8, a text, r text)
    on conflict do nothing`.execute(tx)
  return result.numAffectedRows ?? 0n
}

/** Event and digest, 96 digits of hex. */
function keyOf({ event, digest }: SignInRow): string {
  return hex(event) + hex(digest)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}

/** Draws the position from the head, whose lock makes the order of positions the order of commits. */
async function appendBatch(
  tx: OrganisationTransaction,
  day: string,
  batch: number,
  rowCount: number,
  received: number,
): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    with head as (
      insert into sign_in_heads (position) values (1)
      on conflict (organisation) do update set position = sign_in_heads.position + 1
      returning position
    )
    insert into sign_in_batches (position, day, batch, row_count, received)
    select position, ${day}::date, ${batch}, ${rowCount}, ${received} from head
    returning position`.execute(tx)
  return rows[0]!.position
}
