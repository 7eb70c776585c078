/** Sign-ins as they are kept: batches, each of one organisation and one day, read in the order of commits. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from './store.ts'

const DAY_MS = 86_400_000

/** What one kept row is. signin/ makes it. */
export interface SignInRow {
  /** The day of UTC, as 2026-02-23. */
  readonly day: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** 16 bytes: which event. */
  readonly event: Uint8Array
  /** 16 bytes: which account. */
  readonly account: Uint8Array
  /** 32 bytes: the leaf hash of the content. */
  readonly digest: Uint8Array
  /** At most 64 KiB of text without NUL. */
  readonly row: string
}

/** The rows of one day that were written by one transaction. */
export interface SignInBatch {
  readonly day: string
  readonly batch: number
  /** From 1, in the order of commits, without gaps. */
  readonly position: number
  readonly rowCount: number
}

/** The batches after a position, in the order of commits. */
export async function batchesAfter(
  tx: OrganisationTransaction,
  position: number,
  limit: number,
): Promise<readonly SignInBatch[]> {
  return await tx
    .selectFrom('sign_in_batches')
    .select(['day', 'batch', 'position', 'row_count as rowCount'])
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit)
    .execute()
}

/** How many rows were written, those of purged days included. */
export async function keptRowCount(tx: OrganisationTransaction): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select coalesce(sum(row_count), 0)::int8 as rows from sign_in_batches`.execute(tx)
  return rows[0]!.rows
}

/** The rows of one batch, in the order of its tree; none if its day was purged. */
export async function signInsOfBatch(
  tx: OrganisationTransaction,
  { day, batch }: Pick<SignInBatch, 'day' | 'batch'>,
): Promise<readonly SignInRow[]> {
  return await signIns(tx)
    .where('day', '=', day)
    .where('batch', '=', batch)
    .orderBy('event')
    .orderBy('digest')
    .execute()
}

/** What some accounts did from `from` on and before `until`, in the order of time. A corrected row stands beside the first. */
export async function signInsOfAccounts(
  tx: OrganisationTransaction,
  accounts: readonly Uint8Array[],
  from: number,
  until: number,
): Promise<readonly SignInRow[]> {
  if (accounts.length === 0) return []
  return await signIns(tx)
    .where('account', 'in', [...accounts])
    .where('time', '>=', from)
    .where('time', '<', until)
    // The partition is chosen by day alone: without these two, every day there is would be looked through.
    .where('day', '>=', dayOf(from))
    .where('day', '<=', dayOf(until))
    .orderBy('time')
    .orderBy('event')
    .orderBy('digest')
    .execute()
}

/** What one account did last, from `from` on and before `until`: newest first, at most `limit` rows. */
export async function latestSignInsOfAccount(
  tx: OrganisationTransaction,
  account: Uint8Array,
  { from, until, limit }: { readonly from: number; readonly until: number; readonly limit: number },
): Promise<readonly SignInRow[]> {
  return await signIns(tx)
    .where('account', '=', account)
    .where('time', '>=', from)
    .where('time', '<', until)
    .where('day', '>=', dayOf(from))
    .where('day', '<=', dayOf(until))
    .orderBy('time', 'desc')
    .limit(limit)
    .execute()
}

/** The first day that is still kept, as 2026-02-23. */
export function oldestKept(now: number, days: number): string {
  return dayOf(now - days * DAY_MS)
}

/** The day of UTC that an instant lies in, as 2026-02-23. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function signIns(tx: OrganisationTransaction) {
  return tx.selectFrom('sign_ins').select(['day', 'time', 'event', 'account', 'digest', 'row'])
}
