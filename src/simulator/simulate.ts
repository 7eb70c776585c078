/**
 * Simulates an organisation's sign-ins and writes them in a vendor's shape, day by day: memory grows with people and
 * with a day's sign-ins, not with the length of the run.
 */

import { silence } from './cannot.ts'
import { liveDay } from './habits.ts'
import type { Happening } from './happening.ts'
import { baselineJudge, EARLY } from './judge/baseline.ts'
import { changesJudge } from './judge/changes.ts'
import { lockoutJudge } from './judge/lockouts.ts'
import { windowsJudge } from './judge/windows.ts'
import { lookDay } from './looks/index.ts'
import { type Organisation, organisation } from './people.ts'
import { type Planned, plan } from './plan.ts'
import { random } from './random.ts'
import type { Truth } from './truth.ts'
import { truthBook } from './truth-book.ts'
import { providerOf, TRAITS, type Vendor } from './vendors.ts'
import { DAY, HOUR, type World } from './world.ts'
import { WRITERS } from './writers/index.ts'
import type { Row, Writer } from './writers/row.ts'

export interface SimulationSettings {
  readonly people: number
  readonly days: number
  readonly seed: number
  readonly as: Vendor
  /** Midnight UTC of the first day, in milliseconds; 2026-01-05 (a Monday) if absent. */
  readonly start?: number
  /** Multiplies how often lockouts, attacks and outages happen; 1 is ordinary life, 0 none. */
  readonly incidents?: number
  /** Multiplies everyday sign-ins; 1 is about five rows a person and working day. */
  readonly activity?: number
  readonly organisation?: string
  /**
   * `time`: oldest first. `newest-first`: as most exports come (the whole log is held in memory for it). `arrival`: as
   * a log pipeline delivers, minutes late, some hours late, and one row in two hundred twice.
   */
  readonly order?: 'time' | 'newest-first' | 'arrival'
}

export interface Simulation {
  /** The log's lines without line ends. To be read once. */
  rows(): Iterable<string>
  /** The truth of what `rows` said; runs the simulation to its end if that has not been done. */
  truth(): Truth
}

const DEFAULT_START = Date.UTC(2026, 0, 5)

export function simulate(settings: SimulationSettings): Simulation {
  let truth: Truth | null = null
  let begun = false
  function* rows(): Generator<string> {
    if (begun) throw new Error('simulator: rows() can be read once; call simulate() again')
    begun = true
    const run = new Run(settings)
    yield* ordered(run.rows(), settings)
    truth = run.truth()
  }
  return {
    rows,
    truth: () => {
      if (!begun) for (const _ of rows());
      if (!truth) throw new Error('simulator: the rows have not been read to their end')
      return truth
    },
  }
}

/** One pass through the days. A class only because generator, judges and queue share so much state. */
class Run {
  readonly #settings: SimulationSettings
  readonly #org: Organisation
  readonly #start: number
  readonly #end: number
  readonly #world: World
  readonly #writer: Writer
  readonly #planned: Map<number, Planned[]>
  readonly #book: ReturnType<typeof truthBook>
  readonly #judges: ((happening: Happening) => void)[]
  readonly #closings: (() => void)[]
  #queue: Happening[] = []
  #serial = 0

  constructor(settings: SimulationSettings) {
    this.#settings = settings
    const { people, seed, days, as } = settings
    this.#start = settings.start ?? DEFAULT_START
    this.#end = this.#start + days * DAY
    this.#org = organisation({ people, seed, name: settings.organisation ?? 'Northwind', traits: TRAITS[as] })
    const silent = silence(as)
    this.#book = truthBook(providerOf(as), silent)
    this.#world = {
      org: this.#org,
      seed,
      start: this.#start,
      end: this.#end,
      vendor: as,
      notes: this.#book,
      schedule: (happening) => {
        if (happening.time >= this.#start && happening.time < this.#end) this.#queue.push(happening)
      },
      serial: () => ++this.#serial,
    }
    this.#writer = WRITERS[as](this.#org, seed)
    this.#planned = plan({ world: this.#world, days, incidents: settings.incidents ?? 1, silent })
    const lockouts = lockoutJudge(this.#book, this.#end, TRAITS[as].correlates)
    const windows = windowsJudge(this.#book)
    const changes = changesJudge(this.#book)
    const shared = new Set([...this.#org.offices, this.#org.vpn].map((network) => network.id))
    const baseline = baselineJudge(this.#book, shared, this.#start)
    this.#judges = [
      (happening) => {
        if (happening.kind === 'attempt')
          for (const judge of [lockouts, windows, changes, baseline]) judge.attempt(happening)
        if (happening.kind === 'change') for (const judge of [lockouts, changes]) judge.change(happening)
      },
    ]
    this.#closings = [lockouts.close, windows.close, changes.close]
  }

  *rows(): Generator<Row> {
    const { days } = this.#settings
    let pending: Row[] = []
    for (let day = 0; day < days; day++) {
      for (const { play } of this.#planned.get(day) ?? []) play(this.#world)
      const everybody = [...this.#org.people, ...this.#org.services]
      for (const person of everybody) if (person.look) lookDay(this.#world, person, day)
      for (const person of everybody) liveDay(this.#world, person, day, this.#settings.activity ?? 1)
      // People east of Greenwich begin their day before midnight UTC: the last twelve hours wait for tomorrow.
      const until = day === days - 1 ? this.#end : this.#start + (day + 1) * DAY - 12 * HOUR
      const [now, later] = split(this.#queue, until)
      this.#queue = later
      pending = yield* this.#written(now, pending)
    }
    for (const row of sorted(pending)) if (row.time < this.#end) yield row
  }

  /** Writes happenings in their order; rows of overlapping attempts are held back until they are due. */
  *#written(happenings: readonly Happening[], held: Row[]): Generator<Row, Row[]> {
    let pending = held
    let due = Number.NEGATIVE_INFINITY
    for (const happening of happenings) {
      const rows = this.#writer.rows(happening)
      // What leaves no row cannot be known: the judges hear of nothing else.
      if (rows.length > 0) for (const judge of this.#judges) judge(happening)
      pending.push(...rows)
      if (happening.time < due) continue
      due = happening.time + HOLD_MS
      const [ready, rest] = split(pending, happening.time)
      pending = rest
      yield* ready
    }
    return pending
  }

  truth(): Truth {
    for (const close of this.#closings) close()
    for (const detection of EARLY.detections) {
      this.#book.everybody({
        detection,
        start: this.#start,
        end: this.#start + EARLY.lengthMs,
        why: "the baseline is young: whether it counts already is a rule's own decision",
      })
    }
    const everybody = [...this.#org.people, ...this.#org.services, ...this.#org.emergency]
    return this.#book.close({ start: this.#start, end: this.#end }, everybody, this.#writer.nameOf)
  }
}

const HOLD_MS = 5 * 60_000

/** Those before `until` in order of time, and the rest as it stands. */
function split<T extends { readonly time: number }>(list: readonly T[], until: number): [T[], T[]] {
  const now: T[] = []
  const later: T[] = []
  for (const item of list) (item.time < until ? now : later).push(item)
  return [sorted(now), later]
}

function sorted<T extends { readonly time: number }>(list: T[]): T[] {
  return list.sort((a, b) => a.time - b.time)
}

function* ordered(rows: Iterable<Row>, { order = 'time', seed }: SimulationSettings): Generator<string> {
  if (order === 'time') for (const row of rows) yield row.text
  else if (order === 'newest-first') for (const row of [...rows].reverse()) yield row.text
  else yield* arriving(rows, seed)
}

/** Rows a few minutes late, one in three hundred hours late, one in two hundred twice. */
function* arriving(rows: Iterable<Row>, seed: number): Generator<string> {
  const rng = random(seed, 0xa221)
  let waiting: Row[] = []
  let count = 0
  for (const row of rows) {
    const late = rng.chance(1 / 300) ? rng.between(HOUR, 5 * HOUR) : rng.between(20_000, 300_000)
    waiting.push({ time: row.time + late, text: row.text })
    if (rng.chance(1 / 200)) waiting.push({ time: row.time + late + rng.between(1000, HOUR), text: row.text })
    if (++count % 4096 !== 0) continue
    const [ready, rest] = split(waiting, row.time)
    waiting = rest
    for (const one of ready) yield one.text
  }
  for (const row of sorted(waiting)) yield row.text
}
