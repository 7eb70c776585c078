/** Entries for screens. They were only stored: whoever relies on one verifies it first (verify.ts, handle.ts). */
import type { OrganisationTransaction } from '../store/index.ts'
import { type Entry, readEntry } from './entry.ts'

/** The newest entries with a number below `before`, newest first. */
export async function entriesBefore(
  tx: OrganisationTransaction,
  before: number,
  limit: number,
): Promise<readonly Entry[]> {
  return await read(newest(tx, limit).where('seq', '<', before))
}

/** The newest entries of a stream, at most `limit`, oldest first. */
export async function lastOfStream(
  tx: OrganisationTransaction,
  stream: string,
  limit: number,
): Promise<readonly Entry[]> {
  return (await read(newest(tx, limit).where('stream', '=', stream))).toReversed()
}

function newest(tx: OrganisationTransaction, limit: number) {
  return tx.selectFrom('ledger_entries').select('bytes').orderBy('seq', 'desc').limit(limit)
}

async function read(chosen: ReturnType<typeof newest>): Promise<readonly Entry[]> {
  return (await chosen.execute()).map(({ bytes }) => readEntry(bytes).entry)
}
