/** Entries for screens. They were only stored: whoever relies on one verifies it first (verify.ts, handle.ts). */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { type Entry, type Place, readEntry } from './entry.ts'
import { ledgerOpened } from './own-types.ts'
import { entriesFrom, entriesOfStream, readHead } from './rows.ts'

/** The newest entries with a number below `before`, newest first. */
export async function entriesBefore(
  tx: OrganisationTransaction,
  before: number,
  limit: number,
): Promise<readonly Entry[]> {
  return await read(newest(tx, limit).where('seq', '<', before))
}

/** Demo or real, as entry 0 settled it; undefined where nothing is written yet. Throws ERR_LEDGER_TYPE_UNKNOWN, ERR_LEDGER_DATA_INVALID. */
export async function openedAs(tx: OrganisationTransaction): Promise<'demo' | 'real' | undefined> {
  const row = await tx.selectFrom('ledger_entries').select('bytes').where('seq', '=', 0).executeTakeFirst()
  return row === undefined ? undefined : ledgerOpened.read(readEntry(row.bytes).entry).kind
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

/** Where the next entry goes, by the database; undefined where the ledger was not opened. */
export async function storedPlace(db: OrganisationStore): Promise<Place | undefined> {
  const head = await db.transaction(readHead)
  return head && { origin: head.origin, seq: head.seq, previous: head.previous }
}

/** The bytes of entries from `seq` on, at most `limit`. */
export async function storedEntries(db: OrganisationStore, seq: number, limit: number): Promise<readonly Uint8Array[]> {
  return await db.transaction(async (tx) => (await entriesFrom(tx, seq, limit)).map(({ bytes }) => bytes))
}

/** The bytes of a stream's entries, in order. */
export async function storedStream(db: OrganisationStore, stream: string): Promise<readonly Uint8Array[]> {
  return await db.transaction(async (tx) => (await entriesOfStream(tx, stream)).map(({ bytes }) => bytes))
}
