import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { proveRow, sealBatch } from './batch.ts'
import { inclusionHolds } from './merkle/check.ts'
import { leafHash } from './merkle/hash.ts'
import { signInsSealed } from './own-types.ts'

interface Row {
  content: string | undefined
  readonly leaf: Uint8Array
}

function rowsOf(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const content = `{"id":"${index}"}`
    return { content, leaf: leafHash(Buffer.from(content)) }
  })
}

describe('given a day’s batch', () => {
  test('when some rows are purged, then every other row can still be proved, and nothing else', () => {
    const property = fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (count, purgedAt, shownAt) => {
      const rows = rowsOf(count)
      const leaves = () => rows.map(({ leaf }) => leaf)
      const batch = sealBatch(leaves())
      rows[purgedAt % count]!.content = undefined

      const index = (purgedAt + 1 + (shownAt % (count - 1))) % count
      const proof = proveRow(leaves(), index)
      const leafOf = (content: string) => leafHash(Buffer.from(content))
      assert.ok(inclusionHolds(leafOf(rows[index]!.content!), index, batch, proof))
      assert.ok(!inclusionHolds(leafOf('{}'), index, batch, proof))
      assert.ok(!inclusionHolds(leafOf(rows[index]!.content!), (index + 1) % count, batch, proof))
    })
    holds(property, 60)
  })

  test('when it is sealed, then the entry names the day, how many rows, and the root', () => {
    const { size, root } = sealBatch(rowsOf(1000).map(({ leaf }) => leaf))
    const data = { day: '2026-02-23', rows: size, root: Buffer.from(root).toString('base64') }
    assert.deepEqual(signInsSealed.read(signInsSealed.write(data)), data)
    assert.equal(size, 1000)
  })
})
