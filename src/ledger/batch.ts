/**
 * Sign-ins are sealed in batches: a tree of their own for one organisation and one day, whose root is an entry. A row
 * keeps its leaf hash and its salt; when it is purged the hash stays, so that the proofs of the other rows stay whole, and
 * without the salt nobody can try out what the row may have said.
 */

import { LedgerError } from './ledger-error.ts'
import { appendLeaves, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import { inclusionHolds, type TreeHead } from './merkle/check.ts'
import { leafHash } from './merkle/hash.ts'
import { hashesOfRuns, inclusionRuns } from './merkle/prove.ts'
import { SALT_BYTES } from './personal.ts'

/** The leaf hash of a row's bytes: of salt ‖ row, so that it tells nothing once the salt is gone. */
export function rowLeaf(row: Uint8Array, salt: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new LedgerError('ERR_LEDGER_RANGE', `A salt has ${SALT_BYTES} bytes.`)
  return leafHash(Buffer.concat([salt, row]))
}

/** What the entry says of a batch: how many rows, and the root over their leaves in this order. */
export function sealBatch(leaves: readonly Uint8Array[]): TreeHead {
  const { edge } = appendLeaves(EMPTY_EDGE, leaves)
  return { size: edge.size, root: rootOf(edge) }
}

/** The proof that row `index` was in the batch, from the leaf hashes of all its rows, purged ones included. */
export function proveRow(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const tiles = new Map<string, Uint8Array>()
  for (const { level, index, hashes } of appendLeaves(EMPTY_EDGE, leaves).tiles) tiles.set(`${level}/${index}`, hashes)
  return hashesOfRuns(inclusionRuns(index, leaves.length), ({ level, index }) => tiles.get(`${level}/${index}`))
}

/** Whether this row was number `index` of the sealed batch. */
export function rowHolds(
  row: Uint8Array,
  salt: Uint8Array,
  index: number,
  batch: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  return inclusionHolds(rowLeaf(row, salt), index, batch, proof)
}
