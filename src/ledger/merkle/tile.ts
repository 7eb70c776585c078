/**
 * How the tree is stored: in tiles of up to 256 hashes, as C2SP tlog-tiles has them. A tile of level 0 holds leaf hashes;
 * one of level n holds the roots of full tiles of level n − 1. Nodes in between are hashed again when they are needed.
 * One tile is one row of the database, and full tiles never change.
 */
import { LedgerError } from '../ledger-error.ts'
import { foldPairs, HASH_BYTES } from './hash.ts'

const TILE_HEIGHT = 8
export const TILE_WIDTH = 2 ** TILE_HEIGHT

export interface TileId {
  readonly level: number
  readonly index: number
}

export interface Tile extends TileId {
  /** 1 to 256 hashes of 32 bytes, one after another. */
  readonly hashes: Uint8Array
}

/** Gives the hashes of a stored tile, or undefined. */
export type ReadTile = (id: TileId) => Uint8Array | undefined

/** The tile that holds the root of the full subtree of 2^height leaves that begins at leaf index · 2^height. */
export function tileOfSubtree(height: number, index: number): TileId {
  const first = index * 2 ** (height % TILE_HEIGHT)
  return { level: Math.floor(height / TILE_HEIGHT), index: Math.floor(first / TILE_WIDTH) }
}

/** The root of that subtree, from its tile. Throws ERR_LEDGER_TILE_MISSING. */
export function subtreeHash(height: number, index: number, read: ReadTile): Uint8Array {
  const count = 2 ** (height % TILE_HEIGHT)
  return foldPairs(readHashes(tileOfSubtree(height, index), (index * count) % TILE_WIDTH, count, read))
}

/** Some hashes of a stored tile. Throws ERR_LEDGER_TILE_MISSING. */
export function readHashes(id: TileId, first: number, count: number, read: ReadTile): Uint8Array[] {
  const hashes = read(id)
  if (hashes === undefined || hashes.length < (first + count) * HASH_BYTES) {
    throw new LedgerError(
      'ERR_LEDGER_TILE_MISSING',
      `Tile ${id.index} of level ${id.level} is missing or too short. Build the tiles again from the entries.`,
    )
  }
  return Array.from({ length: count }, (_, offset) =>
    hashes.subarray((first + offset) * HASH_BYTES, (first + offset + 1) * HASH_BYTES),
  )
}
