/** The ledger's tables, read. What comes from here was only stored: whoever relies on it checks it first. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Head } from './chain.ts'
import { parseRing } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import type { ReadTile, Tile, TileId } from './merkle/tile.ts'

export interface EntryRow {
  readonly seq: number
  readonly bytes: Uint8Array
}

/** The head, locked until the transaction ends; nothing that others wait for may be locked after it. */
export async function lockHead(tx: OrganisationTransaction): Promise<Head> {
  const row = await tx
    .selectFrom('ledger_heads')
    .select(['origin', 'seq', 'previous', 'keys'])
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new LedgerError('ERR_LEDGER_NOT_OPEN', 'This organisation’s ledger was not opened yet.')
  return { ...row, keys: parseRing(row.keys) }
}

/** The head as it is now, without a lock; undefined where the ledger was not opened. */
export async function readHead(tx: OrganisationTransaction): Promise<Head | undefined> {
  const row = await tx.selectFrom('ledger_heads').select(['origin', 'seq', 'previous', 'keys']).executeTakeFirst()
  return row === undefined ? undefined : { ...row, keys: parseRing(row.keys) }
}

/** Number and bytes of entries from `seq` on, at most `limit`. A gap stays a gap: it is for whoever follows to see. */
export async function entriesFrom(
  tx: OrganisationTransaction,
  seq: number,
  limit: number,
): Promise<readonly EntryRow[]> {
  return await tx
    .selectFrom('ledger_entries')
    .select(['seq', 'bytes'])
    .where('seq', '>=', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** The entries of a stream, in order. */
export async function entriesOfStream(tx: OrganisationTransaction, stream: string): Promise<readonly EntryRow[]> {
  return await tx
    .selectFrom('ledger_entries')
    .select(['seq', 'bytes'])
    .where('stream', '=', stream)
    .orderBy('seq')
    .execute()
}

/** Of each stream in the order of the ledger. */
export async function entriesOfStreams(
  tx: OrganisationTransaction,
  streams: readonly string[],
): Promise<readonly (EntryRow & { readonly stream: string })[]> {
  const { rows } = await sql<EntryRow & { readonly stream: string }>`
    select seq, stream, bytes from ledger_entries
    where stream in (select value from json_array_elements_text(${JSON.stringify(streams)}::json)) order by seq`.execute(
    tx,
  )
  return rows
}

/** The checkpoint with the most entries, if there is one. */
export async function lastCheckpoint(
  tx: OrganisationTransaction,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  return await tx
    .selectFrom('ledger_checkpoints')
    .select(['size', 'note'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The notes of all checkpoints, smallest first. */
export async function checkpointNotes(tx: OrganisationTransaction): Promise<readonly string[]> {
  return (await tx.selectFrom('ledger_checkpoints').select('note').orderBy('size').execute()).map(({ note }) => note)
}

/** Reads these tiles at once. */
export async function loadTiles(tx: OrganisationTransaction, ids: readonly TileId[]): Promise<ReadTile> {
  const tiles = new Map<string, Uint8Array>()
  if (ids.length > 0) {
    const rows = await tx
      .selectFrom('ledger_tiles')
      .select(['level', 'index', 'hashes'])
      .where(({ or, and }) => or(ids.map(({ level, index }) => and({ level, index }))))
      .execute()
    for (const { level, index, hashes } of rows) tiles.set(`${level}/${index}`, hashes)
  }
  return ({ level, index }) => tiles.get(`${level}/${index}`)
}

/** Stores tiles; the later of two with one place stands. */
export async function storeTiles(tx: OrganisationTransaction, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes } of tiles) {
    await tx
      .insertInto('ledger_tiles')
      .values({ level, index, hashes })
      .onConflict((conflict) => conflict.columns(['organisation', 'level', 'index']).doUpdateSet({ hashes }))
      .execute()
  }
}
