import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  blank,
  type Cursor,
  createBlock,
  createColumns,
  type Draft,
  memoryCursor,
  mergeRuns,
  PackedSignIn,
  pack,
  packedRoom,
  recordLength,
  sortedOrder,
} from '../signin/index.ts'
import { createSpill } from './spill.ts'
import { spillCursor } from './spilled-run.ts'

/** An event by its second and id; the detail makes its record short or long. */
type Event = readonly [second: number, id: string, detail: number]

function draftOf([second, id, detail]: Event): Draft {
  return { ...blank(), time: second * 1000, id, detail: 'd'.repeat(detail) }
}

/** Each run sorted by itself, spilled with a small buffer or left in memory, then all merged. */
function mergedThrough(runs: readonly (readonly Event[])[], bufferBytes: number | undefined): readonly string[] {
  const columns = createColumns()
  const spill = createSpill(tmpdir())
  const cursors = runs.map((run): Cursor => {
    const drafts = run.map(draftOf)
    const block = createBlock(drafts.reduce((sum, draft) => sum + packedRoom(draft), 8))
    let used = 0
    const places = Uint32Array.from(drafts, (draft) => {
      const at = used
      used += pack(draft, columns, block, at)
      return at
    })
    const order = sortedOrder(block, places, places.length)
    if (bufferBytes === undefined) return memoryCursor(block, order)
    const start = spill.size
    for (const at of order) {
      const record = block.bytes.subarray(at, at + recordLength(block, at))
      spill.write(record, record.length)
    }
    return spillCursor(spill, { start, end: spill.size }, bufferBytes)
  })
  const view = new PackedSignIn(columns, columns.people.settle(), createBlock(8))
  const read: string[] = []
  mergeRuns(cursors, (block, at, second) => {
    const { id, detail } = view.move(block, at)
    read.push(`${second} ${id} ${detail.length}`)
  })
  spill.close()
  return read
}

function sorted(runs: readonly (readonly Event[])[]): readonly string[] {
  const events = runs.flat().toSorted(([a, aId], [b, bId]) => a - b || (aId < bId ? -1 : aId > bId ? 1 : 0))
  return events.map(([second, id, detail]) => `${second} ${id} ${detail}`)
}

/** Ids are different, so that there is one right order. */
const anyRuns: fc.Arbitrary<readonly (readonly Event[])[]> = fc
  .array(fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 2000 })), { maxLength: 30 }), {
    maxLength: 7,
  })
  .map((runs) =>
    runs.map((run, number) =>
      run.map(([second, detail], index): Event => [second, `${(index * 31) % 17} ${number} ${index}`, detail]),
    ),
  )

describe('merge-runs', () => {
  it('given runs in memory, when merged, then all records come in order', () => {
    fc.assert(fc.property(anyRuns, (runs) => assert.deepEqual(mergedThrough(runs, undefined), sorted(runs))))
  })

  it('given spilled runs whose records are cut by the buffer or larger than it, when merged, then all come in order', () => {
    const bytes = fc.constantFrom(8, 120, 512, 4096)
    fc.assert(
      fc.property(anyRuns, bytes, (runs, bufferBytes) =>
        assert.deepEqual(mergedThrough(runs, bufferBytes), sorted(runs)),
      ),
    )
  })
})
