/** Asks a ledger's tables what time-travel.ts has to know. At the start of a server, before anything acts. */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { appendLeaves, EMPTY_EDGE, edgeFrom, edgeTiles, rootOf } from './merkle/append.ts'
import { leafHash } from './merkle/hash.ts'
import { rootAt, tilesOfRuns } from './merkle/prove.ts'
import { entriesFrom, lastCheckpoint, loadTiles, readHead } from './rows.ts'
import { type Memory, recogniseTime, type TimeVerdict } from './time-travel.ts'

/** Compares the tables with what is remembered elsewhere. Throws ERR_LEDGER_TILE_MISSING where tiles were lost. */
export async function recogniseLedger(db: OrganisationStore, memories: readonly Memory[]): Promise<TimeVerdict> {
  return await db.transaction(async (tx) => {
    const head = await readHead(tx)
    if (head === undefined) return recogniseTime({ origin: '', size: 0, rootAt: never, leafAt: never }, memories)
    const { origin, seq: size } = head

    // Only what is compared is read: a few tiles and entries, however long the ledger is.
    const roots = new Map<number, Uint8Array>()
    const leaves = new Map<number, Uint8Array>()
    for (const { checkpoint, entry } of memories) {
      const wanted = checkpoint?.size ?? 0
      if (wanted > 0 && wanted <= size) roots.set(wanted, await storedRoot(tx, wanted))
      if (entry !== undefined && entry.seq < size) leaves.set(entry.seq, await storedLeaf(tx, entry.seq))
    }
    return recogniseTime({ origin, size, rootAt: (at) => roots.get(at)!, leafAt: (seq) => leaves.get(seq)! }, memories)
  })
}

async function storedRoot(tx: OrganisationTransaction, size: number): Promise<Uint8Array> {
  const tiled = (await lastCheckpoint(tx))?.size ?? 0
  if (size <= tiled) return rootAt(size, await loadTiles(tx, tilesOfRuns([{ start: 0, end: size }])))
  // A crash between signing and storing: the last tiles are missing, the entries are not.
  const edge = tiled === 0 ? EMPTY_EDGE : edgeFrom(tiled, await loadTiles(tx, edgeTiles(tiled)))
  const entries = await entriesFrom(tx, tiled, size - tiled)
  return rootOf(
    appendLeaves(
      edge,
      entries.map(({ bytes }) => leafHash(bytes)),
    ).edge,
  )
}

/** No bytes, which equal no hash, where the entry is missing. */
async function storedLeaf(tx: OrganisationTransaction, seq: number): Promise<Uint8Array> {
  const [row] = await entriesFrom(tx, seq, 1)
  return row?.seq === seq ? leafHash(row.bytes) : new Uint8Array(0)
}

function never(): Uint8Array {
  throw new RangeError('An empty ledger has neither roots nor leaves.')
}
