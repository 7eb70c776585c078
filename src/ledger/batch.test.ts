import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { proveRow, rowHolds, rowLeaf, sealBatch } from './batch.ts'
import { leafHash } from './merkle/hash.ts'
import { signInsSealed } from './own-types.ts'

interface Row {
  bytes: Uint8Array | undefined
  salt: Uint8Array | undefined
  readonly leaf: Uint8Array
}

function rowsOf(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.from(`{"id":"${index}"}`)
    const salt = Buffer.alloc(16, index)
    return { bytes, salt, leaf: rowLeaf(bytes, salt) }
  })
}

describe('given a day’s batch', () => {
  test('when some rows are purged, then every other row can still be proved, and no purged one be guessed', () => {
    const property = fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (count, purgedAt, shownAt) => {
      const rows = rowsOf(count)
      const leaves = () => rows.map(({ leaf }) => leaf)
      const batch = sealBatch(leaves())
      const purged = rows[purgedAt % count]!
      const guess = purged.bytes!
      purged.bytes = undefined
      purged.salt = undefined

      const index = (purgedAt + 1 + (shownAt % (count - 1))) % count
      const { bytes, salt } = rows[index]!
      const proof = proveRow(leaves(), index)
      assert.ok(rowHolds(bytes!, salt!, index, batch, proof))
      assert.ok(!rowHolds(Buffer.from('{}'), salt!, index, batch, proof))
      assert.ok(!rowHolds(bytes!, Buffer.alloc(16, 255), index, batch, proof))
      assert.notDeepEqual(leafHash(guess), purged.leaf)
    })
    holds(property, 60)
  })

  test('when it is sealed, then the entry names the day, how many rows, and the root', () => {
    const { size, root } = sealBatch(rowsOf(1000).map(({ leaf }) => leaf))
    const data = { day: '2026-02-23', rows: size, root: Buffer.from(root).toString('base64') }
    assert.deepEqual(signInsSealed.read(signInsSealed.write(data)), data)
    assert.equal(size, 1000)
  })

  test('when a salt is too short, then it is none', () => {
    assert.throws(() => rowLeaf(Buffer.from('{}'), Buffer.alloc(8)), { code: 'ERR_LEDGER_RANGE' })
  })
})
