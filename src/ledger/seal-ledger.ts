/** The checkpoint of one organisation's ledger: what seal.ts decides, with the database on one side and the memory on the other. */
import { sql } from 'kysely'
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { LedgerError } from './ledger-error.ts'
import { type Edge, EMPTY_EDGE, edgeFrom, edgeTiles } from './merkle/append.ts'
import type { Checkpoint } from './note/checkpoint.ts'
import type { SignerKey } from './note/key.ts'
import { entriesFrom, lastCheckpoint, loadTiles, storeTiles } from './rows.ts'
import { firstMemory, nextCheckpoint, type SealMemory, type SealRefusal, signCheckpoint } from './seal.ts'

/** Where the signer remembers how far it has signed: outside the database and outside its backup. */
export interface SealMemoryPort {
  /** Undefined before the first checkpoint. */
  load(): Promise<SealMemory | undefined>
  /** Returns when the memory is durable. */
  keep(memory: SealMemory): Promise<void>
}

export interface SealOptions {
  readonly db: OrganisationStore
  /** Of a ledger that is new to the memory. */
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

/** A tenth of a second's work; what is more is sealed by the next run. */
const ENTRIES_MAX = 2000

/** Seals what was added, or says why not. Throws what the store and the memory throw; then nothing was signed. */
export async function sealLedger({ db, origin, keys, memory }: SealOptions): Promise<SealResult> {
  return await db.transaction(async (tx) => {
    // Two at once could both start from one memory, and the slower would turn it back.
    await sql`select pg_advisory_xact_lock(hashtext(${`postern.seal:${db.organisation}`}))`.execute(tx)
    const remembered = (await memory.load()) ?? firstMemory(origin)
    const edge = await storedEdge(tx)
    const limit = ENTRIES_MAX + Math.max(0, remembered.head.seq - edge.size)
    const entries = (await entriesFrom(tx, edge.size, limit)).map(({ bytes }) => bytes)
    if (entries.length === 0 && edge.size === remembered.head.seq) return { unchanged: edge.size }

    const next = nextCheckpoint({ memory: remembered, edge, entries })
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

/** The tree as far as its tiles were stored. */
async function storedEdge(tx: OrganisationTransaction): Promise<Edge> {
  const last = await lastCheckpoint(tx)
  if (last === undefined) return EMPTY_EDGE
  try {
    return edgeFrom(last.size, await loadTiles(tx, edgeTiles(last.size)))
  } catch (error) {
    // Tiles can be computed again from the entries, which is what happens from an empty edge.
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_TILE_MISSING') return EMPTY_EDGE
    throw error
  }
}
