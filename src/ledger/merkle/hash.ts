/** The two hashes of a Merkle tree, RFC 6962 §2.1. The prefix keeps a leaf from ever being taken for a node. */
import { hash } from 'node:crypto'

export const HASH_BYTES = 32

const LEAF = 0x00
const NODE = 0x01

/** The root of the tree without leaves. */
export const EMPTY_ROOT: Uint8Array = hash('sha256', new Uint8Array(0), 'buffer')

/** SHA-256(0x00 ‖ data). */
export function leafHash(data: Uint8Array): Uint8Array {
  const bytes = Buffer.allocUnsafe(1 + data.length)
  bytes[0] = LEAF
  bytes.set(data, 1)
  return hash('sha256', bytes, 'buffer')
}

/** Filled anew for each node, because a tree of a million leaves hashes a million of them. */
const pair = Buffer.alloc(1 + 2 * HASH_BYTES, NODE)

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return hash('sha256', pair, 'buffer')
}

/** The root over 2^n hashes of one height. */
export function foldPairs(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, index) =>
      nodeHash(row[2 * index] as Uint8Array, row[2 * index + 1] as Uint8Array),
    )
  }
  return row[0] as Uint8Array
}

export function equalHashes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
