/**
 * An organisation's kept sign-ins in memory, packed, in the order of their time and without duplicates.
 *
 * Each delivery is a sorted run; runs are merged when they are visited, and from time to time into larger ones, so that
 * a row is copied a few times in its life. What is older than the time that is kept goes when runs are merged.
 */
import {
  type Block,
  type Columns,
  copyRecord,
  createBlock,
  createColumns,
  type Draft,
  distinct,
  memoryCursor,
  mergeInSteps,
  mergeRuns,
  PackedSignIn,
  pack,
  packedRoom,
  recordLength,
  type SignIn,
  sortedOrder,
} from '../signin/index.ts'
import { createKnownPeople } from './known-people.ts'

export interface LiveLog {
  /** Adds rows. True if earlier rows are somebody else's by what they say. */
  add(rows: readonly Draft[]): boolean
  /** Visits all sign-ins by (time, id), one for each event. The object given to `visit` moves on afterwards. */
  forEach(visit: (signIn: SignIn) => void): void
  /** The same in steps, of the rows that there are now: each call visits so many rows more or less; true at the end. */
  inSteps(visit: (signIn: SignIn) => void): (rows: number) => boolean
  /** Visits those of the last call of `add`, in the same way. */
  forEachNew(visit: (signIn: SignIn) => void): void
  /** Forgets rows before `time`, at the latest when it has taken as many new ones as there are. */
  keepFrom(time: number): void
  /** From when on it has all rows that there were: the time of the first, or from which they are kept. Infinity without any. */
  readonly first: number
}

interface Run {
  readonly block: Block
  readonly order: Uint32Array
  readonly bytes: number
}

export function createLiveLog(): LiveLog {
  const columns = createColumns()
  const people = createKnownPeople(columns)
  let runs: Run[] = []
  let from = Number.NEGATIVE_INFINITY
  let first = Number.POSITIVE_INFINITY

  /** Runs double in size from the last to the first: whatever breaks that is merged. */
  function merge(): void {
    for (;;) {
      const last = runs.at(-1)
      const before = runs.at(-2)
      if (last === undefined || before === undefined || before.bytes >= 2 * last.bytes) return
      runs = [...runs.slice(0, -2), merged([before, last], from)]
    }
  }

  function visitInSteps(some: readonly Run[], visit: (signIn: SignIn) => void): (rows: number) => boolean {
    const events = distinct(() => new PackedSignIn(columns, people, createBlock(0)), visit)
    const step = mergeInSteps(
      some.map(({ block, order }) => memoryCursor(block, order)),
      events.take,
    )
    return (rows) => {
      const isAll = step(rows)
      if (isAll) events.end()
      return isAll
    }
  }

  const visitAll = (some: readonly Run[], visit: (signIn: SignIn) => void): boolean =>
    visitInSteps(some, visit)(Number.POSITIVE_INFINITY)

  let newest: readonly Run[] = []
  return {
    add(rows) {
      newest = rows.length === 0 ? [] : [packed(rows, columns)]
      first = rows.reduce((earliest, { time }) => Math.min(earliest, time), first)
      runs.push(...newest)
      merge()
      return people.update()
    },
    forEach: (visit) => void visitAll(runs, visit),
    inSteps: (visit) => visitInSteps(runs, visit),
    forEachNew: (visit) => void visitAll(newest, visit),
    keepFrom(time) {
      from = time
    },
    get first() {
      return Math.max(first, from)
    },
  }
}

function packed(rows: readonly Draft[], columns: Columns): Run {
  const block = createBlock(rows.reduce((sum, row) => sum + packedRoom(row), 0))
  let used = 0
  const places = Uint32Array.from(rows, (row) => {
    const place = used
    used += pack(row, columns, block, used)
    return place
  })
  const order = sortedOrder(block, places, places.length)
  return copied(
    Array.from(order, (at) => ({ block, at })),
    used,
  )
}

/** Two runs as one, without what is older than `from`. */
function merged(some: readonly Run[], from: number): Run {
  const records: Place[] = []
  let bytes = 0
  mergeRuns(
    some.map(({ block, order }) => memoryCursor(block, order)),
    (block, at, second) => {
      if (second * 1000 < from - 1000) return
      records.push({ block, at })
      bytes += recordLength(block, at)
    },
  )
  return copied(records, bytes)
}

interface Place {
  readonly block: Block
  readonly at: number
}

function copied(records: readonly Place[], bytes: number): Run {
  const block = createBlock(bytes)
  let used = 0
  const order = Uint32Array.from(records, ({ block: source, at }) => {
    const place = used
    used += copyRecord(source, at, block, used)
    return place
  })
  return { block, order, bytes: used }
}
