/** Entries for screens. They were only stored: whoever relies on one verifies it first (verify.ts, handle.ts). */
import type { OrganisationTransaction } from '../store/index.ts'
import { type Entry, readEntry } from './entry.ts'

/** The newest entries with a number below `before`, newest first. */
export async function entriesBefore(
  tx: OrganisationTransaction,
  before: number,
  limit: number,
): Promise<readonly Entry[]> {
  const rows = await tx
    .selectFrom('ledger_entries')
    .select('bytes')
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ bytes }) => readEntry(bytes).entry)
}

/** The newest entries of a stream, at most `limit`, oldest first. */
export async function lastOfStream(
  tx: OrganisationTransaction,
  stream: string,
  limit: number,
): Promise<readonly Entry[]> {
  const rows = await tx
    .selectFrom('ledger_entries')
    .select('bytes')
    .where('stream', '=', stream)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ bytes }) => readEntry(bytes).entry).reverse()
}
