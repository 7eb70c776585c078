/** The checkpoint of one organisation's ledger: what seal.ts decides, with the database on one side and the memory on the other. */
import { sql } from 'kysely'
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { LedgerError } from './ledger-error.ts'
import { appendLeaves, type Edge, EMPTY_EDGE, edgeFrom, edgeTiles } from './merkle/append.ts'
import { leafHash } from './merkle/hash.ts'
import type { Tile } from './merkle/tile.ts'
import { type Checkpoint, parseCheckpoint } from './note/checkpoint.ts'
import { parseNote } from './note/note.ts'
import { entriesFrom, lastCheckpoint, loadTiles, storeTiles } from './rows.ts'
import type { SealMemory, SealRefusal } from './seal.ts'
import type { CheckpointSigner } from './sign-checkpoint.ts'

/** Where the signer remembers how far it has signed: outside the database and outside its backup. */
export interface SealMemoryPort {
  /** Undefined before the first checkpoint. */
  load(): Promise<SealMemory | undefined>
  /** Returns when the memory is durable. */
  keep(memory: SealMemory): Promise<void>
}

export interface SealOptions {
  readonly db: OrganisationStore
  readonly signer: CheckpointSigner
}

export type SealResult =
  | { readonly sealed: Checkpoint; readonly note: string }
  /** Nothing was added since the last checkpoint. */
  | { readonly unchanged: number }
  /** Nothing was signed. Somebody has to look, before anything else is done. */
  | { readonly refused: SealRefusal }

/** At once in memory, and at least so many in one run: some tenths of a second. */
const ENTRIES_AT_ONCE = 2000

/** Seals what was added, or says why not. Throws what the store and the signer throw; then nothing was stored. */
export async function sealLedger({ db, signer }: SealOptions): Promise<SealResult> {
  return await db.transaction(async (tx) => {
    // Two at once could both start from one memory, and the slower would turn it back.
    await sql`select pg_advisory_xact_lock(hashtext(${`postern.seal:${db.organisation}`}))`.execute(tx)
    const remembered = (await signer.remembered())?.head.seq ?? 0
    const edge = await storedEdge(tx, signer.origin)
    if (remembered === edge.size && (await entriesFrom(tx, edge.size, 1)).length === 0) return { unchanged: edge.size }
    const next = await signFrom(tx, signer, remembered, edge)
    if ('refused' in next) {
      // A server that slept lost its lock, and another has sealed on since: its connection is dead, and this throws.
      await lastCheckpoint(tx)
      return next
    }
    await storeTiles(tx, next.tiles)
    await tx
      .insertInto('ledger_checkpoints')
      .values({ size: next.sealed.size, note: next.note })
      .onConflict((conflict) => conflict.columns(['organisation', 'size']).doNothing())
      .execute()
    return { sealed: next.sealed, note: next.note }
  })
}

/** Shows the entries from the edge on: past what is remembered, and until they lead to the signer's origin. */
async function signFrom(
  tx: OrganisationTransaction,
  signer: CheckpointSigner,
  remembered: number,
  stored: Edge,
): Promise<
  | { readonly sealed: Checkpoint; readonly note: string; readonly tiles: readonly Tile[] }
  | { readonly refused: SealRefusal }
> {
  const tiles: Tile[] = []
  let edge = stored
  for (;;) {
    const limit = ENTRIES_AT_ONCE + Math.max(0, remembered - edge.size)
    const entries = (await entriesFrom(tx, edge.size, limit)).map(({ bytes }) => bytes)
    const answer = await signer.checkpoint({ edge, entries })
    if ('refused' in answer) return answer
    const grown = appendLeaves(edge, entries.map(leafHash))
    tiles.push(...grown.tiles)
    if ('note' in answer) return { sealed: answer.checkpoint, note: answer.note, tiles }
    // Before the epoch of this origin was opened, nothing is signed; it is only followed.
    if (entries.length < limit) return { refused: { code: 'ERR_SEAL_ORIGIN', size: answer.followed } }
    edge = grown.edge
  }
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
