/**
 * Brings decoded rows into order, without duplicates, in bounded memory.
 *
 * Exports come newest first, folders overlap, and logs of several providers must be read as one: so all rows are taken
 * before the first is looked at. They are packed (record.ts) into one block of memory; a full block is sorted and goes to
 * the spill as a run; in the end the runs are merged. Small inputs never touch the disk. What comes out depends on the
 * set of rows, not on their order, on how they were split into files, or on how often they were repeated.
 */
import { tmpdir } from 'node:os'
import type { Draft, SignIn } from '../signin/index.ts'
import {
  type Block,
  type Columns,
  type Cursor,
  copyRecord,
  createBlock,
  createColumns,
  distinct,
  memoryCursor,
  mergeRuns,
  PackedSignIn,
  pack,
  packedRoom,
  recordLength,
  type Settled,
  sortedOrder,
} from '../signin/index.ts'
import type { Spill } from './spill.ts'
import { createSpill } from './spill.ts'
import { type SpilledRun, spillCursor } from './spilled-run.ts'

export interface CollectorOptions {
  /** Folder for temporary files; the system's, if absent. */
  readonly directory?: string
  /** Bytes of records that are held in memory before they are spilled; 32 MiB if absent. */
  readonly memoryBytes?: number
}

export interface Collector {
  /** Takes a decoded row, which may be changed afterwards. Throws SpillError, and RangeError for a time that is none. */
  add(draft: Draft): void
  /** After the last row. */
  finish(): Merged
}

export interface Merged {
  /** Rows that were taken, duplicates included. */
  readonly rows: number
  /** Rows without duplicates, and the rows that were left out. Counted by the first `forEach`, or by a pass of their own. */
  readonly events: number
  readonly duplicates: number
  /** People whom the rows concern. */
  readonly people: number
  /** Time of the first and the last row; NaN if there is none. */
  readonly first: number
  readonly last: number
  /**
   * Visits all sign-ins by (time, id). The object given to `visit` is the same each time and moves on afterwards: keep
   * `copySignIn` of it. May be called again. Throws SpillError, and what `visit` throws.
   */
  forEach(visit: (signIn: SignIn) => void): void
  /** Frees memory and disk. */
  close(): void
}

const MEMORY_BYTES = 32 * 1024 * 1024
const OUTPUT_BYTES = 1024 * 1024
/** Shared by all spilled runs while they are merged. */
const MERGE_BYTES = 8 * 1024 * 1024
const MERGE_RUN_BYTES_MIN = 16 * 1024
const MERGE_RUN_BYTES_MAX = 512 * 1024

export function createCollector(options: CollectorOptions = {}): Collector {
  const columns = createColumns()
  const spilled: SpilledRun[] = []
  let spill: Spill | undefined
  let output = createBlock(OUTPUT_BYTES)
  let block = createBlock(options.memoryBytes ?? MEMORY_BYTES)
  let places = new Uint32Array(1024)
  let used = 0
  let count = 0
  let rows = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY

  function add(draft: Draft): void {
    if (!Number.isFinite(draft.time)) throw new RangeError('A row without a time cannot be put in order.')
    const room = packedRoom(draft)
    if (used + room > block.bytes.length) {
      if (count > 0) spillBlock()
      if (room > block.bytes.length) block = createBlock(room)
    }
    if (count === places.length) places = doubled(places)
    places[count++] = used
    used += pack(draft, columns, block, used)
    rows++
    if (draft.time < first) first = draft.time
    if (draft.time > last) last = draft.time
  }

  function spillBlock(): void {
    spill ??= createSpill(options.directory ?? tmpdir())
    const start = spill.size
    output = writeRun(spill, output, block, sortedOrder(block, places, count))
    spilled.push({ start, end: spill.size })
    used = 0
    count = 0
  }

  function finish(): Merged {
    // Where there are runs on disk already, the last one goes there too: its block is of more use to the rules.
    if (spill !== undefined && count > 0) {
      spillBlock()
      block = createBlock(0)
    }
    const order = sortedOrder(block, places, count)
    const period = rows === 0 ? { first: Number.NaN, last: Number.NaN } : { first, last }
    return merged({ columns, people: columns.people.settle(), block, order, spill, spilled, rows, ...period })
  }

  return { add, finish }
}

interface Collected {
  readonly columns: Columns
  readonly people: Settled
  /** The run that is in memory. */
  readonly block: Block
  readonly order: Uint32Array
  readonly spill: Spill | undefined
  readonly spilled: readonly SpilledRun[]
  readonly rows: number
  readonly first: number
  readonly last: number
}

function merged(collected: Collected): Merged {
  const { columns, people, block, rows, first, last } = collected
  let duplicates: number | undefined

  function forEach(visit: (signIn: SignIn) => void): void {
    const view = (): PackedSignIn => new PackedSignIn(columns, people, block)
    const events = distinct(view, visit)
    mergeRuns(cursors(collected), events.take)
    events.end()
    duplicates = events.duplicates
  }

  function countDuplicates(): number {
    if (duplicates === undefined) forEach(() => {})
    return duplicates ?? 0
  }

  return {
    get events() {
      return rows - countDuplicates()
    },
    get duplicates() {
      return countDuplicates()
    },
    rows,
    people: people.count,
    first,
    last,
    forEach,
    close: () => collected.spill?.close(),
  }
}

function cursors({ block, order, spill, spilled }: Collected): Cursor[] {
  const inMemory = memoryCursor(block, order)
  if (spill === undefined) return [inMemory]
  const share = Math.floor(MERGE_BYTES / spilled.length / 8) * 8
  const bufferBytes = Math.min(MERGE_RUN_BYTES_MAX, Math.max(MERGE_RUN_BYTES_MIN, share))
  return [inMemory, ...spilled.map((run) => spillCursor(spill, run, bufferBytes))]
}

/** Writes records one after another in the given order, through an output block that it returns, larger if need be. */
function writeRun(spill: Spill, output: Block, block: Block, order: Uint32Array): Block {
  let filled = 0
  for (const place of order) {
    const length = recordLength(block, place)
    if (filled + length > output.bytes.length) {
      spill.write(output.bytes, filled)
      filled = 0
      if (length > output.bytes.length) output = createBlock(length)
    }
    filled += copyRecord(block, place, output, filled)
  }
  spill.write(output.bytes, filled)
  return output
}

function doubled(places: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * places.length)
  larger.set(places)
  return larger
}
