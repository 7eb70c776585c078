/** Reading a sorted run of records back from the spill. */
import { type Cursor, createBlock, recordLength, secondOf } from '../signin/index.ts'
import type { Spill } from './spill.ts'

/** Where a run lies in the spill. */
export interface SpilledRun {
  readonly start: number
  readonly end: number
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
