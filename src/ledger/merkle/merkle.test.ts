import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../test/property.ts'
import { LedgerError } from '../ledger-error.ts'
import { appendLeaves, type Edge, EMPTY_EDGE, edgeFrom, rootOf } from './append.ts'
import { consistencyHolds, inclusionHolds } from './check.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.ts'
import { consistencyRuns, hashesOfRuns, inclusionRuns, rootAt, tilesOfRuns } from './prove.ts'
import type { ReadTile, TileId } from './tile.ts'

/** RFC 6962 §2.1 word for word: the definition that everything else is compared with. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0] as Uint8Array
  let k = 1
  while (2 * k < leaves.length) k *= 2
  return nodeHash(merkleTreeHash(leaves.slice(0, k)), merkleTreeHash(leaves.slice(k)))
}

function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`entry ${index}`)))
}

/** A stored tree of so many leaves, appended in two pieces. */
function treeOf(leaves: readonly Uint8Array[], cut = 0): { edge: Edge; read: ReadTile } {
  const first = appendLeaves(EMPTY_EDGE, leaves.slice(0, cut))
  const second = appendLeaves(first.edge, leaves.slice(cut))
  const tiles = new Map<string, Uint8Array>()
  for (const { level, index, hashes } of [...first.tiles, ...second.tiles]) tiles.set(`${level}/${index}`, hashes)
  return { edge: second.edge, read: ({ level, index }) => tiles.get(`${level}/${index}`) }
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Mostly small, with the borders of tiles among them. */
const sizes = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 250, max: 520 }))

describe('given leaves', () => {
  test('when they are appended in any two pieces, then the root is that of the RFC’s definition', () => {
    const property = fc.property(sizes, fc.nat(), (size, cut) => {
      const leaves = leavesOf(size)
      assert.equal(hex(rootOf(treeOf(leaves, cut % (size + 1)).edge)), hex(merkleTreeHash(leaves)))
    })
    holds(property, 60)
  })

  test('when there are none, then the root is that of the empty text', () => {
    assert.equal(hex(rootOf(EMPTY_EDGE)), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  test('when the edge is read back from the tiles at any size, then it is the one that was there at that size', () => {
    const leaves = leavesOf(600)
    const { read } = treeOf(leaves)
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 513, 600]) {
      assert.equal(hex(rootOf(edgeFrom(size, read))), hex(merkleTreeHash(leaves.slice(0, size))), `size ${size}`)
    }
  })

  test('when few are appended to many, then only the tiles at the edge are written', () => {
    const { edge } = appendLeaves(EMPTY_EDGE, leavesOf(66_000))
    const { tiles } = appendLeaves(edge, leavesOf(10))
    assert.deepEqual(
      tiles.map(({ level, index, hashes }) => ({ level, index, width: hashes.length / 32 })),
      [{ level: 0, index: 257, width: 218 }],
    )
  })

  test('when 70,000 are stored, then the tiles are those of the C2SP specification’s example', () => {
    const { tiles } = appendLeaves(EMPTY_EDGE, leavesOf(70_000))
    const widths = (level: number) =>
      tiles.filter((tile) => tile.level === level).map(({ hashes }) => hashes.length / 32)
    assert.deepEqual(widths(0), [...Array(273).fill(256), 112])
    assert.deepEqual(widths(1), [256, 17])
    assert.deepEqual(widths(2), [1])
  })
})

describe('given a stored tree', () => {
  test('when any entry is proved, then the proof holds for it at its place, and for nothing else', () => {
    const property = fc.property(sizes, fc.nat(), fc.nat(), fc.nat(), (size, place, other, bit) => {
      const leaves = leavesOf(size)
      const { edge, read } = treeOf(leaves)
      const tree = { size, root: rootOf(edge) }
      const index = place % size
      const leaf = leaves[index] as Uint8Array
      const proof = hashesOfRuns(inclusionRuns(index, size), read)
      assert.ok(inclusionHolds(leaf, index, tree, proof))

      assert.ok(!inclusionHolds(flipped(leaf, bit), index, tree, proof), 'another leaf')
      assert.ok(!inclusionHolds(leaf, index, { size, root: flipped(tree.root, bit) }, proof), 'another root')
      if (other % size !== index) assert.ok(!inclusionHolds(leaf, other % size, tree, proof), 'another place')
      assert.ok(!inclusionHolds(leaf, index, tree, [...proof, leaf]), 'a longer proof')
      for (const altered of alterations(proof, bit)) assert.ok(!inclusionHolds(leaf, index, tree, altered))
    })
    holds(property, 80)
  })

  test('when any two of its sizes are compared, then the proof holds for them, and for nothing else', () => {
    const property = fc.property(sizes, fc.nat(), fc.nat(), (size, before, bit) => {
      const leaves = leavesOf(size)
      const { edge, read } = treeOf(leaves)
      const newer = { size, root: rootOf(edge) }
      const older = { size: 1 + (before % size), root: rootAt(1 + (before % size), read) }
      const proof = hashesOfRuns(consistencyRuns(older.size, size), read)
      assert.ok(consistencyHolds(older, newer, proof))

      assert.ok(!consistencyHolds({ ...older, root: flipped(older.root, bit) }, newer, proof), 'another old root')
      assert.ok(!consistencyHolds(older, { ...newer, root: flipped(newer.root, bit) }, proof), 'another new root')
      assert.ok(!consistencyHolds(older, newer, [...proof, newer.root]), 'a longer proof')
      for (const altered of alterations(proof, bit)) assert.ok(!consistencyHolds(older, newer, altered))
    })
    holds(property, 80)
  })

  test('when an entry was changed or left out, then no proof leads from the old tree to the new', () => {
    const property = fc.property(sizes, fc.nat(), fc.boolean(), (size, place, removed) => {
      const leaves = leavesOf(size + 3)
      const older = treeOf(leaves.slice(0, size))
      const index = place % size
      const changed = leaves.flatMap((leaf, at) => (at !== index ? [leaf] : removed ? [] : [flipped(leaf, 5)]))
      const newer = treeOf(changed)
      const proof = hashesOfRuns(consistencyRuns(size, changed.length), newer.read)
      const heads = [older, newer].map(({ edge }) => ({ size: edge.size, root: rootOf(edge) }))
      assert.ok(!consistencyHolds(heads[0]!, heads[1]!, proof))
    })
    holds(property, 60)
  })

  test('when a proof is planned, then the tiles that it names suffice, and are few', () => {
    const { read } = treeOf(leavesOf(70_000))
    const runs = inclusionRuns(1234, 70_000)
    const planned = tilesOfRuns(runs)
    assert.ok(planned.length <= 6, `${planned.length} tiles`)
    const only = (id: TileId) =>
      planned.some(({ level, index }) => level === id.level && index === id.index) ? read(id) : undefined
    assert.deepEqual(hashesOfRuns(runs, only), hashesOfRuns(runs, read))
  })

  test('when what is asked for is not in it, then that is refused by code', () => {
    const { read } = treeOf(leavesOf(5))
    const out = { name: 'LedgerError', code: 'ERR_LEDGER_RANGE' }
    assert.throws(() => inclusionRuns(5, 5), {
      ...out,
      message: 'A tree of 5 entries has no entry 5; they count from 0.',
    })
    assert.throws(() => inclusionRuns(-1, 5), out)
    assert.throws(() => inclusionRuns(0.5, 5), out)
    assert.throws(() => consistencyRuns(0, 5), { ...out, message: 'No consistency proof leads from 0 entries to 5.' })
    assert.throws(() => consistencyRuns(6, 5), out)
    assert.throws(() => rootAt(0, read), out)
    assert.throws(() => rootAt(6, read), { name: 'LedgerError', code: 'ERR_LEDGER_TILE_MISSING' })
    assert.throws(() => edgeFrom(6, read), LedgerError)
  })

  test('when places are beyond 2^31, then the arithmetic still holds', () => {
    assert.equal(inclusionRuns(2 ** 40, 2 ** 40 + 1).length, 1)
    assert.equal(inclusionRuns(0, 2 ** 40).length, 40)
    assert.deepEqual(consistencyRuns(2 ** 40, 2 ** 40 + 1), [{ start: 2 ** 40, end: 2 ** 40 + 1 }])
    const leaf = leafHash(Buffer.from('first'))
    const siblings = leavesOf(40)
    const root = siblings.reduce((hash, sibling) => nodeHash(hash, sibling), leaf)
    assert.ok(inclusionHolds(leaf, 0, { size: 2 ** 40, root }, siblings))
    assert.ok(!inclusionHolds(leaf, 1, { size: 2 ** 40, root }, siblings))
  })
})

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Buffer.from(bytes)
  const at = bit % (8 * copy.length)
  copy[at >> 3] = copy[at >> 3]! ^ (1 << (at & 7))
  return copy
}

/** One bit of each hash turned, each hash left out, each two neighbours swapped. */
function alterations(proof: readonly Uint8Array[], bit: number): Uint8Array[][] {
  return proof.flatMap((hash, index) => [
    proof.with(index, flipped(hash, bit)),
    proof.toSpliced(index, 1),
    ...(index === 0 ? [] : [proof.with(index, proof[index - 1]!).with(index - 1, hash)]),
  ])
}
