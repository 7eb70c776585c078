import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { appendLeaves, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import { leafHash } from './merkle/hash.ts'
import { parseCheckpoint } from './note/checkpoint.ts'
import { parseNote } from './note/note.ts'
import { openSample, type Sample, sampleOf } from './sample-ledger.ts'
import { type Memory, recogniseTime, type Stored, type TimeVerdict } from './time-travel.ts'

function stored(sample: Sample): Stored {
  const leaves = sample.entries.map(leafHash)
  return {
    origin: sample.origin,
    size: leaves.length,
    rootAt: (size) => rootOf(appendLeaves(EMPTY_EDGE, leaves.slice(0, size)).edge),
    leafAt: (seq) => leaves[seq] as Uint8Array,
  }
}

function lastCheckpoint(sample: Sample, from = 'keeper'): Memory {
  return { from, checkpoint: parseCheckpoint(parseNote(sample.checkpoints.at(-1)!).text) }
}

function lastEntry(sample: Sample, from = 'siem'): Memory {
  const seq = sample.entries.length - 1
  return { from, entry: { origin: sample.origin, seq, leaf: leafHash(sample.entries[seq]!) } }
}

/** The first `kept` entries of the sample, and `added` of another afternoon. */
function restored(kept: number, added: number): Sample {
  const sample = openSample()
  while (sample.entries.length < kept) sample.append()
  for (let count = 0; count < added; count++) sample.append({ data: { after: 'the restore' } })
  return sample
}

const today = await sampleOf(9, 4)

describe('given what was remembered outside', () => {
  test('when the database has it all, and more, then it may act', () => {
    assert.deepEqual(recogniseTime(stored(today), [lastCheckpoint(today), lastEntry(today)]), { verdict: 'current' })
    const later = restored(9, 3)
    assert.deepEqual(recogniseTime(stored(later), [lastCheckpoint(today), lastEntry(today)]), { verdict: 'current' })
  })

  test('when yesterday’s backup was put back, then the lost stretch is named (R46)', () => {
    const yesterday = restored(6, 0)
    const expected: TimeVerdict = { verdict: 'behind', size: 6, remembered: 9, from: 'keeper' }
    assert.deepEqual(recogniseTime(stored(yesterday), [lastCheckpoint(today)]), expected)
    const streamed = { ...expected, from: 'siem' }
    assert.deepEqual(recogniseTime(stored(yesterday), [lastEntry(today)]), streamed)
  })

  test('when the backup was put back and went on beyond what is remembered, then it is rewritten, not current', () => {
    const property = fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 12 }), (kept, added) => {
      const database = stored(restored(kept, added))
      for (const memory of [lastCheckpoint(today), lastEntry(today)]) {
        const { verdict } = recogniseTime(database, [memory])
        assert.equal(verdict, kept + added < 9 ? 'behind' : 'rewritten')
      }
    })
    holds(property, 100)
  })

  test('when one remembers more than another, then the longest loss and the gravest verdict count', () => {
    const witness: Memory = { from: 'witness', checkpoint: parseCheckpoint(parseNote(today.checkpoints[0]!).text) }
    const yesterday = stored(restored(3, 0))
    const longest = recogniseTime(yesterday, [witness, lastEntry(today), lastCheckpoint(today)])
    assert.deepEqual(longest, { verdict: 'behind', size: 3, remembered: 9, from: 'siem' })
    const other = stored(restored(2, 5))
    const gravest = recogniseTime(other, [lastEntry(today), witness])
    assert.deepEqual(gravest, { verdict: 'rewritten', remembered: 4, from: 'witness' })
  })

  test('when it is of another ledger, then that is said', async () => {
    const other = openSample('postern.example/other')
    await other.seal()
    assert.deepEqual(recogniseTime(stored(today), [lastCheckpoint(other)]), { verdict: 'foreign', from: 'keeper' })
    assert.deepEqual(recogniseTime(stored(today), [lastEntry(other)]), { verdict: 'foreign', from: 'siem' })
  })
})

describe('given that nobody remembers anything', () => {
  test('when the database is empty, then the ledger is new; when it is not, then that cannot be judged', () => {
    const empty: Stored = { ...stored(today), size: 0 }
    assert.deepEqual(recogniseTime(empty, []), { verdict: 'new' })
    assert.deepEqual(recogniseTime(stored(today), []), { verdict: 'unremembered' })
    assert.deepEqual(recogniseTime(stored(today), [{ from: 'keeper' }]), { verdict: 'unremembered' })
    assert.deepEqual(recogniseTime(empty, [lastCheckpoint(today)]), {
      verdict: 'behind',
      size: 0,
      remembered: 9,
      from: 'keeper',
    })
  })
})
