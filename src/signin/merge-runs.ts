/** Merges sorted runs of records into one sequence, reading each run once from its start. */
import type { Block } from './packed-text.ts'
import { compareWithinSecond, secondOf } from './same-event.ts'

/** A place in a sorted run. `second` is that of the record at `at`. */
export interface Cursor {
  block: Block
  at: number
  second: number
  /** Goes to the next record; false at the end of the run. */
  next(): boolean
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

type Visit = (block: Block, at: number, second: number) => void

/** Visits the records of all runs in the order of their sorting. A visited record is valid until `visit` returns. */
export function mergeRuns(cursors: readonly Cursor[], visit: Visit): void {
  mergeInSteps(cursors, visit)(Number.POSITIVE_INFINITY)
}

/** The same in steps: each call visits so many records more; true once all are visited. */
export function mergeInSteps(cursors: readonly Cursor[], visit: Visit): (records: number) => boolean {
  const heap = cursors.filter((cursor) => cursor.next())
  for (let root = (heap.length >> 1) - 1; root >= 0; root--) sink(heap, root)
  return (records) => {
    for (let left = records; left > 0 && heap.length > 0; left--) {
      const least = heap[0]!
      visit(least.block, least.at, least.second)
      if (!least.next()) {
        const last = heap.pop()!
        if (heap.length === 0) return true
        heap[0] = last
      }
      sink(heap, 0)
    }
    return heap.length === 0
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
