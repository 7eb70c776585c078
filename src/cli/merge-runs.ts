/** Merges sorted runs of records into one sequence, reading each run once from its start. */
import { type Block, compareWithinSecond, createBlock, recordLength, secondOf } from '../signin/index.ts'
import type { Spill } from './spill.ts'

/** A place in a sorted run. `second` is that of the record at `at`. */
export interface Cursor {
  block: Block
  at: number
  second: number
  /** Goes to the next record; false at the end of the run. */
  next(): boolean
}

/** Where a run lies in the spill. */
export interface SpilledRun {
  readonly start: number
  readonly end: number
}

/** A cursor before the first record of a run that is in memory. */
export function memoryCursor(block: Block, order: Uint32Array): Cursor {
  let index = 0
  const cursor: Cursor = { block, at: 0, second: 0, next }
  function next(): boolean {
    if (index === order.length) return false
    cursor.at = order[index++]!
    cursor.second = secondOf(block, cursor.at)
    return true
  }
  return cursor
}

/** A cursor before the first record of a spilled run; it holds `bufferBytes`, and more only for a larger record. */
export function spillCursor(spill: Spill, run: SpilledRun, bufferBytes: number): Cursor {
  const cursor: Cursor = { block: createBlock(bufferBytes), at: 0, second: 0, next }
  let position = run.start
  let filled = 0
  let length = 0

  function next(): boolean {
    cursor.at += length
    // A record's length is in its first word; a record starts at a multiple of 8, so that word is never cut.
    length = cursor.at < filled ? recordLength(cursor.block, cursor.at) : 0
    if (length === 0 || cursor.at + length > filled) {
      if (length === 0 && position === run.end) return false
      refill()
      length = recordLength(cursor.block, cursor.at)
      if (length > filled) {
        grow(length)
        refill()
      }
    }
    cursor.second = secondOf(cursor.block, cursor.at)
    return true
  }

  function refill(): void {
    const bytes = cursor.block.bytes
    bytes.copyWithin(0, cursor.at, filled)
    filled -= cursor.at
    cursor.at = 0
    const count = Math.min(bytes.length - filled, run.end - position)
    spill.read(bytes, filled, count, position)
    position += count
    filled += count
  }

  function grow(size: number): void {
    const block = createBlock(size)
    cursor.block.bytes.copy(block.bytes, 0, 0, filled)
    cursor.block = block
  }

  return cursor
}

/** Visits the records of all runs in the order of their sorting. A visited record is valid until `visit` returns. */
export function mergeRuns(cursors: readonly Cursor[], visit: (block: Block, at: number, second: number) => void): void {
  const heap = cursors.filter((cursor) => cursor.next())
  for (let root = (heap.length >> 1) - 1; root >= 0; root--) sink(heap, root)
  while (heap.length > 0) {
    const least = heap[0]!
    visit(least.block, least.at, least.second)
    if (!least.next()) {
      const last = heap.pop()!
      if (heap.length === 0) return
      heap[0] = last
    }
    sink(heap, 0)
  }
}

/** Moves a cursor down until both below it are greater. */
function sink(heap: Cursor[], from: number): void {
  const cursor = heap[from]!
  let at = from
  for (;;) {
    let below = 2 * at + 1
    if (below >= heap.length) break
    if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
    if (!isBefore(heap[below]!, cursor)) break
    heap[at] = heap[below]!
    at = below
  }
  heap[at] = cursor
}

function isBefore(a: Cursor, b: Cursor): boolean {
  return a.second === b.second ? compareWithinSecond(a.block, a.at, b.block, b.at) < 0 : a.second < b.second
}
