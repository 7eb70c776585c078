/**
 * Sign-ins are sealed in batches: a tree of their own over the rows of one organisation and one day, whose root is an
 * entry. Each row keeps its leaf hash; where a row is purged and its hash stays, the proofs of the others stay whole.
 */
import { appendLeaves, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import type { TreeHead } from './merkle/check.ts'
import { hashesOfRuns, inclusionRuns } from './merkle/prove.ts'

/** How many rows, and the root over their leaf hashes in this order. */
export function sealBatch(leaves: readonly Uint8Array[]): TreeHead {
  const { edge } = appendLeaves(EMPTY_EDGE, leaves)
  return { size: edge.size, root: rootOf(edge) }
}

/**
 * The proof that row `index` was in the batch, from the leaf hashes of all its rows, purged ones included; `inclusionHolds`
 * checks it. Throws ERR_LEDGER_RANGE.
 */
export function proveRow(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const tiles = new Map<string, Uint8Array>()
  for (const { level, index, hashes } of appendLeaves(EMPTY_EDGE, leaves).tiles) tiles.set(`${level}/${index}`, hashes)
  return hashesOfRuns(inclusionRuns(index, leaves.length), ({ level, index }) => tiles.get(`${level}/${index}`))
}
