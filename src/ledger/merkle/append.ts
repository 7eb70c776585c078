/** Growing the tree. Of n leaves in the tree only the unfinished tiles at its right edge are needed: a few kilobytes. */
import { EMPTY_ROOT, foldPairs, nodeHash } from './hash.ts'
import { type ReadTile, readHashes, TILE_WIDTH, type Tile, type TileId } from './tile.ts'

export interface Edge {
  /** Leaves in the tree. */
  readonly size: number
  /** By level, the hashes of the unfinished tile: 0 to 255. */
  readonly levels: readonly (readonly Uint8Array[])[]
}

export const EMPTY_EDGE: Edge = { size: 0, levels: [] }

/** Appends leaf hashes in O(n); gives the new edge, and every tile that is new or has grown. */
export function appendLeaves(edge: Edge, leaves: readonly Uint8Array[]): { edge: Edge; tiles: readonly Tile[] } {
  const levels = edge.levels.map((hashes) => [...hashes])
  const tiles: Tile[] = []
  let size = edge.size

  function push(level: number, hash: Uint8Array): void {
    const hashes = levels[level] ?? []
    levels[level] = hashes
    hashes.push(hash)
    if (hashes.length < TILE_WIDTH) return
    tiles.push({ level, index: size / TILE_WIDTH ** (level + 1) - 1, hashes: Buffer.concat(hashes) })
    levels[level] = []
    push(level + 1, foldPairs(hashes))
  }

  for (const leaf of leaves) {
    size++
    push(0, leaf)
  }
  for (const { level, index } of edgeTiles(size)) {
    const hasGrown = hashesOf(level, size) > hashesOf(level, edge.size)
    if (hasGrown) tiles.push({ level, index, hashes: Buffer.concat(levels[level] ?? []) })
  }
  return { edge: { size, levels }, tiles }
}

/** The tree's root, RFC 6962 §2.1, from the edge alone. */
export function rootOf(edge: Edge): Uint8Array {
  let root: Uint8Array | undefined
  // From right to left: each unfinished tile is a row of full subtrees, the largest of them leftmost.
  for (const hashes of edge.levels) {
    let end = hashes.length
    while (end > 0) {
      const count = end & -end
      const subtree = foldPairs(hashes.slice(end - count, end))
      root = root === undefined ? subtree : nodeHash(subtree, root)
      end -= count
    }
  }
  return root ?? EMPTY_ROOT
}

/** The unfinished tiles of a tree of this size, which `edgeFrom` reads. */
export function edgeTiles(size: number): readonly (TileId & { readonly width: number })[] {
  const tiles = []
  for (let level = 0; hashesOf(level, size) > 0; level++) {
    const hashes = hashesOf(level, size)
    const width = hashes % TILE_WIDTH
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width })
  }
  return tiles
}

/**
 * The edge of a stored tree of this size; what a tile has grown by since is left out. Storage may lie: compare `rootOf`
 * with a checkpoint before you rely on it. Throws ERR_LEDGER_TILE_MISSING.
 */
export function edgeFrom(size: number, read: ReadTile): Edge {
  const levels: Uint8Array[][] = []
  for (let level = 0; hashesOf(level, size) > 0; level++) levels.push([])
  for (const { level, index, width } of edgeTiles(size)) levels[level] = readHashes({ level, index }, 0, width, read)
  return { size, levels }
}

/** How many hashes a level holds in all of its tiles. */
function hashesOf(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}
