/**
 * Proofs from stored tiles. RFC 6962 defines a proof as a list of tree hashes of runs of leaves; here it is said which
 * runs, which tiles they need (so that a database is asked once), and what their hashes are.
 */
import { LedgerError } from '../ledger-error.ts'
import { nodeHash } from './hash.ts'
import { type ReadTile, subtreeHash, type TileId, tileOfSubtree } from './tile.ts'

/** Leaves from `start` up to, not including, `end`. */
export interface Run {
  readonly start: number
  readonly end: number
}

/** PATH(index, D[size]), RFC 6962 §2.1.1, from the leaf's sibling upwards. Throws ERR_LEDGER_RANGE. */
export function inclusionRuns(index: number, size: number): readonly Run[] {
  if (!(isCount(index) && isCount(size) && index < size)) {
    throw new LedgerError('ERR_LEDGER_RANGE', `A tree of ${size} entries has no entry ${index}; they count from 0.`)
  }
  const runs: Run[] = []
  let { start, end }: Run = { start: 0, end: size }
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start)
    if (index < split) {
      runs.push({ start: split, end })
      end = split
    } else {
      runs.push({ start, end: split })
      start = split
    }
  }
  return runs.reverse()
}

/**
 * PROOF(older, D[size]), RFC 6962 §2.1.2. Every tree extends the empty one, and nothing is to be proved of that; so
 * `older` is from 1 to `size`. Throws ERR_LEDGER_RANGE.
 */
export function consistencyRuns(older: number, size: number): readonly Run[] {
  if (!(isCount(older) && isCount(size) && older >= 1 && older <= size)) {
    throw new LedgerError('ERR_LEDGER_RANGE', `No consistency proof leads from ${older} entries to ${size}.`)
  }
  const runs: Run[] = []
  let { start, end }: Run = { start: 0, end: size }
  while (end !== older) {
    const split = start + largestPowerBelow(end - start)
    if (older <= split) {
      runs.push({ start: split, end })
      end = split
    } else {
      runs.push({ start, end: split })
      start = split
    }
  }
  // The older tree's own root need not be told to whoever holds it.
  if (start > 0) runs.push({ start, end })
  return runs.reverse()
}

/** The tiles from which `hashesOfRuns` works. */
export function tilesOfRuns(runs: readonly Run[]): readonly TileId[] {
  const tiles = new Map<string, TileId>()
  for (const { height, index } of runs.flatMap(subtreesOf)) {
    const id = tileOfSubtree(height, index)
    tiles.set(`${id.level}/${id.index}`, id)
  }
  return [...tiles.values()]
}

/** The proof itself. Throws ERR_LEDGER_TILE_MISSING. */
export function hashesOfRuns(runs: readonly Run[], read: ReadTile): readonly Uint8Array[] {
  return runs.map((run) =>
    subtreesOf(run)
      .map(({ height, index }) => subtreeHash(height, index, read))
      .reduceRight((right, left) => nodeHash(left, right)),
  )
}

/** The root of the tree's first `size` leaves. Throws ERR_LEDGER_TILE_MISSING, and ERR_LEDGER_RANGE for none. */
export function rootAt(size: number, read: ReadTile): Uint8Array {
  if (!(isCount(size) && size >= 1)) throw new LedgerError('ERR_LEDGER_RANGE', `No root is stored for size ${size}.`)
  const [root] = hashesOfRuns([{ start: 0, end: size }], read)
  return root as Uint8Array
}

/** The full subtrees that a run is made of, from left to right. */
function subtreesOf({ start, end }: Run): readonly { height: number; index: number }[] {
  const subtrees = []
  for (let at = start; at < end; ) {
    let height = 0
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= end) height++
    subtrees.push({ height, index: at / 2 ** height })
    at += 2 ** height
  }
  return subtrees
}

/** The largest power of two that is smaller than `count` (from 2). */
function largestPowerBelow(count: number): number {
  let power = 1
  while (2 * power < count) power *= 2
  return power
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
