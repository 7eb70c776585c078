/** Checking proofs, as RFC 9162 §2.1.3.2 and §2.1.4.2 spell it out. An attacker may have chosen every argument. */
import { equalHashes, HASH_BYTES, nodeHash } from './hash.ts'

/** A tree of 2^53 leaves has paths of 53 hashes; a consistency proof has one more; the hash it begins at makes 55. */
const PROOF_HASHES_MAX = 55

export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** Whether the leaf with this hash is entry `index` of that tree. */
export function inclusionHolds(leaf: Uint8Array, index: number, tree: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isIndex(index) || !isIndex(tree.size) || index >= tree.size || !areHashes([leaf, ...proof])) return false
  let position = index
  let last = tree.size - 1
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(position) || position === last) {
      hash = nodeHash(sibling, hash)
      // The rightmost node has no sibling on levels where the tree is not full: those are passed over.
      while (!isOdd(position) && position > 0) {
        position = half(position)
        last = half(last)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && equalHashes(hash, tree.root)
}

/**
 * Whether the newer tree begins with all of the older one. The older has at least one leaf: any tree extends the empty
 * one, and a proof of that proves nothing.
 */
export function consistencyHolds(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isIndex(older.size) || !isIndex(newer.size) || older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && equalHashes(older.root, newer.root)
  if (!areHashes([older.root, ...proof])) return false

  let position = older.size - 1
  let last = newer.size - 1
  while (isOdd(position)) {
    position = half(position)
    last = half(last)
  }
  // Where the older tree is one full subtree, its root is where the proof begins, and is left out of it.
  const [first, ...rest] = position === 0 ? [older.root, ...proof] : proof
  if (first === undefined) return false
  let before = first
  let after = first
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(position) || position === last) {
      before = nodeHash(sibling, before)
      after = nodeHash(sibling, after)
      while (!isOdd(position) && position > 0) {
        position = half(position)
        last = half(last)
      }
    } else {
      after = nodeHash(after, sibling)
    }
    position = half(position)
    last = half(last)
  }
  return last === 0 && equalHashes(before, older.root) && equalHashes(after, newer.root)
}

function areHashes(proof: readonly Uint8Array[]): boolean {
  return proof.length <= PROOF_HASHES_MAX && proof.every((hash) => hash.length === HASH_BYTES)
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

// Not the bit operators: those stop at 2^31.
function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}
