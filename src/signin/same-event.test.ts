import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createBlock } from './packed-text.ts'
import { createColumns, pack, packedRoom } from './record.ts'
import { compareForReading, compareWithinSecond, countsRather, sameContent, secondOf } from './same-event.ts'
import { blank, type Draft } from './sign-in.ts'

const NOON = Date.UTC(2026, 1, 23, 12)

function row(fields: Partial<Draft>): Draft {
  return { ...blank(), time: NOON, id: 'event-1', activity: 'sign-in', ...fields }
}

/** Packs two rows and gives what `compare` says of their records. */
function packed<T>(a: Draft, b: Draft, compare: typeof compareForReading | typeof sameContent): T | number | boolean {
  const columns = createColumns()
  const block = createBlock(packedRoom(a) + packedRoom(b))
  // Old bytes of every kind: blocks are used again.
  for (const index of block.bytes.keys()) block.bytes[index] = 1 + (index % 251)
  const second = pack(a, columns, block, 0)
  pack(b, columns, block, second)
  return compare(block, 0, block, second)
}

describe('same-event', () => {
  it('given a row with decimals and one without, when ordered within their second, then they are equal', () => {
    assert.equal(packed(row({}), row({ time: NOON + 123 }), compareWithinSecond), 0)
    assert.ok(Number(packed(row({}), row({ time: NOON + 123 }), compareForReading)) < 0)
  })

  it('given rows of other ids, providers or families, when ordered within their second, then they differ', () => {
    for (const other of [{ id: 'event-2' }, { provider: 'okta' }, { family: 'audit' }] satisfies Partial<Draft>[]) {
      assert.ok(Number(packed(row({}), row(other), compareWithinSecond)) < 0)
      assert.ok(Number(packed(row(other), row({}), compareWithinSecond)) > 0)
    }
  })

  it('given a time before 1970, when its second is taken, then it is the second that has begun', () => {
    const draft = row({ time: -1 })
    const block = createBlock(packedRoom(draft))
    pack(draft, createColumns(), block, 0)
    assert.equal(secondOf(block, 0), -1)
  })

  it('given the same row at another file and line, when compared, then it says the same; any other field makes it another', () => {
    assert.equal(packed(row({}), row({ file: 3, line: 9 }), sameContent), true)
    const others = [
      { time: NOON + 1 },
      { ip: '192.0.2.1' },
      { proved: true },
      { asn: 1 },
      { name: 'ana' },
      { attempt: 'a' },
    ]
    for (const other of others) assert.equal(packed(row({}), row(other), sameContent), false)
  })

  it('given a row that was read, then it counts, however full the same event was pushed', () => {
    const read = row({})
    const pushed = row({ pushed: true, ip: '192.0.2.1', outcome: 'success' })
    assert.deepEqual([countsRather(read, pushed), countsRather(pushed, read)], [true, false])
  })

  it('given a fuller row, when it is chosen, then it counts whatever else', () => {
    const fuller = row({ ip: '192.0.2.1', outcome: 'failure', file: 5 })
    const emptier = row({ outcome: 'success' })
    assert.equal(countsRather(fuller, emptier), true)
    assert.equal(countsRather(emptier, fuller), false)
  })

  it('given equally full rows, when one is chosen, then a final outcome counts, then the exact time', () => {
    assert.equal(countsRather(row({ outcome: 'success' }), row({ outcome: 'interrupt' })), true)
    assert.equal(countsRather(row({ outcome: 'failure' }), row({ outcome: 'interrupt' })), true)
    assert.equal(countsRather(row({ time: NOON + 123 }), row({})), true)
    assert.equal(countsRather(row({}), row({ time: NOON + 123 })), false)
  })

  it('given rows that differ in a word only, when one is chosen, then it is the same one in both orders', () => {
    const a = row({ ip: '192.0.2.1' })
    const b = row({ ip: '192.0.2.2' })
    assert.notEqual(countsRather(a, b), countsRather(b, a))
  })

  it('given equal rows at two places, when one is chosen, then it is the earlier place', () => {
    assert.equal(countsRather(row({ file: 0, line: 9 }), row({ file: 1, line: 1 })), true)
    assert.equal(countsRather(row({ file: 1, line: 2 }), row({ file: 1, line: 1 })), false)
  })
})
