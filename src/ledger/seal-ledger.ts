/** The checkpoint of one organisation's ledger: what seal.ts decides, with the database on one side and the memory on the other. */
import { sql } from 'kysely'
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { readEntry } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { type Edge, EMPTY_EDGE, edgeFrom, edgeTiles } from './merkle/append.ts'
import { type Checkpoint, parseCheckpoint } from './note/checkpoint.ts'
import type { SignerKey } from './note/key.ts'
import { parseNote } from './note/note.ts'
import { entriesFrom, lastCheckpoint, loadTiles, storeTiles } from './rows.ts'
import {
  firstMemory,
  type NextCheckpoint,
  nextCheckpoint,
  type SealMemory,
  type SealRefusal,
  signCheckpoint,
} from './seal.ts'

/** Where the signer remembers how far it has signed: outside the database and outside its backup. */
export interface SealMemoryPort {
  /** Undefined before the first checkpoint. */
  load(): Promise<SealMemory | undefined>
  /** Returns when the memory is durable. */
  keep(memory: SealMemory): Promise<void>
}

export interface SealOptions {
  readonly db: OrganisationStore
  /** What is signed for. The keys bear this name, and the memory is of this origin: a new epoch begins a new one. */
  readonly origin: string
  /** One, or two while keys change. */
  readonly keys: readonly SignerKey[]
  readonly memory: SealMemoryPort
}

export type SealResult =
  | { readonly sealed: Checkpoint; readonly note: string }
  /** Nothing was added since the last checkpoint. */
  | { readonly unchanged: number }
  /** Nothing was signed. Somebody has to look, before anything else is done. */
  | { readonly refused: SealRefusal }

/** At once in memory, and at least so many in one run: some tenths of a second. */
const ENTRIES_AT_ONCE = 2000

/** Seals what was added, or says why not. Throws what the store and the memory throw; then nothing was signed. */
export async function sealLedger({ db, origin, keys, memory }: SealOptions): Promise<SealResult> {
  return await db.transaction(async (tx) => {
    // Two at once could both start from one memory, and the slower would turn it back.
    await sql`select pg_advisory_xact_lock(hashtext(${`postern.seal:${db.organisation}`}))`.execute(tx)
    const remembered = await memory.load()
    const edge = await storedEdge(tx, origin)
    if ((remembered?.head.seq ?? 0) === edge.size && (await entriesFrom(tx, edge.size, 1)).length === 0) {
      return { unchanged: edge.size }
    }
    const next = await followFrom(tx, origin, remembered ?? (await firstMemoryOf(tx, origin)), edge)
    if ('code' in next) return { refused: next }
    // Kept even if this transaction fails: then the memory is ahead of the tiles, and the next run goes on from the tiles.
    const note = await signCheckpoint(next, keys, (kept) => memory.keep(kept))
    await storeTiles(tx, next.tiles)
    await tx
      .insertInto('ledger_checkpoints')
      .values({ size: next.checkpoint.size, note })
      .onConflict((conflict) => conflict.columns(['organisation', 'size']).doNothing())
      .execute()
    return { sealed: next.checkpoint, note }
  })
}

/** Follows the entries from the edge on: past what is remembered, and until they lead to the origin. */
async function followFrom(
  tx: OrganisationTransaction,
  origin: string,
  remembered: SealMemory,
  stored: Edge,
): Promise<NextCheckpoint | SealRefusal> {
  const tiles = []
  let memory = remembered
  let edge = stored
  for (;;) {
    const limit = ENTRIES_AT_ONCE + Math.max(0, memory.head.seq - edge.size)
    const entries = (await entriesFrom(tx, edge.size, limit)).map(({ bytes }) => bytes)
    const next = nextCheckpoint({ memory, edge, entries })
    if ('code' in next) return next
    tiles.push(...next.tiles)
    if (next.checkpoint.origin === origin) return { ...next, tiles }
    // Before the epoch of this origin was opened, nothing is signed; it is only followed.
    if (entries.length < limit) return { code: 'ERR_SEAL_ORIGIN', size: next.checkpoint.size }
    memory = next.memory
    edge = next.edge
  }
}

/** Nothing was signed for this origin yet, so that everything is followed, from the first origin on. */
async function firstMemoryOf(tx: OrganisationTransaction, origin: string): Promise<SealMemory> {
  const [first] = await entriesFrom(tx, 0, 1)
  return firstMemory(first === undefined ? origin : readEntry(first.bytes).entry.origin)
}

/** The tree of this origin, as far as its tiles were stored. */
async function storedEdge(tx: OrganisationTransaction, origin: string): Promise<Edge> {
  const last = await lastCheckpoint(tx)
  if (last === undefined || parseCheckpoint(parseNote(last.note).text).origin !== origin) return EMPTY_EDGE
  try {
    return edgeFrom(last.size, await loadTiles(tx, edgeTiles(last.size)))
  } catch (error) {
    // Tiles can be computed again from the entries, which is what happens from an empty edge.
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_TILE_MISSING') return EMPTY_EDGE
    throw error
  }
}
