/**
 * One vendor's part of an organisation that goes on for ever: day after day the same people with their habits and devices, and
 * what happens to them, written by the vendor and delivered with the vendor's delay.
 *
 * A day is made whole before its first row is due, so what is held is two days of rows. Each day and person has a stream
 * of chance and numbers of its own: what happens to one changes no row of another.
 */
import { liveDay } from '../habits.ts'
import type { Happening, Person } from '../happening.ts'
import { lookDay } from '../looks/index.ts'
import type { Organisation } from '../people.ts'
import { random } from '../random.ts'
import type { TruthNotes } from '../truth.ts'
import { DAY, HOUR, type World } from '../world.ts'
import { WRITERS } from '../writers/index.ts'
import type { Writer } from '../writers/row.ts'

export type LiveVendor = 'entra' | 'okta'

/** A row of the vendor's, when the vendor hands it over. Times are milliseconds since 1970. */
export interface DeliveredRow {
  readonly vendor: LiveVendor
  readonly delivered: number
  readonly text: string
}

/** Something besides everyday life, laid out before the days in which it happens. */
export interface Trouble {
  /** Its middle: nothing of it lies more than a day before. */
  readonly time: number
  /** Where its happenings' numbers begin: it has `NUMBERS` of them. */
  readonly numbers: number
  readonly play: (world: World) => void
}

export interface TenantSettings {
  readonly vendor: LiveVendor
  readonly org: Organisation
  readonly seed: number
  /** Midnight UTC of the first day. */
  readonly begin: number
  /**
   * How often somebody has begun to look again by then. It goes into the numbers: what is laid out anew for them bears no id of
   * a row that was handed over before.
   */
  startsAgain(time: number): number
  /** By how much everyday sign-ins are multiplied on a day, counted from 0. */
  activity(day: number): number
  /** What besides happens from `from` (included) up to `to`, in order of time. Asked for each stretch once, one after another. */
  readonly troubles: (from: number, to: number) => readonly Trouble[]
}

/**
 * How long a row takes from happening to being handed over. Entra: two minutes for 95 % of sign-ins (Microsoft Entra reporting
 * latencies); half of that and more, because a stage needs its cues. Okta: the System Log is near real time.
 */
export const DELAYS_MS: Readonly<Record<LiveVendor, readonly [low: number, high: number]>> = {
  entra: [80_000, 100_000],
  okta: [1000, 4000],
}

/** How many numbers a trouble has, and a person's habits on one day. */
export const NUMBERS = 1024
const NUMBERS_OF_DAY = 256

/** 2^32 divided by the golden ratio: its multiples lie far apart. */
const GOLDEN = 0x9e3779b1

/** Looks come round after so many days: a journey, a new phone, a new laptop. */
const LOOKS_DAYS = 28
const AUTHENTICATORS_MAX = 4
const PROMOTED_MAX = 20
/** Who is away for good comes back after so long, so that the organisation never empties. */
const AWAY_MS = 5 * DAY

/** Nobody examines a run without end, so nothing is noted of what is true. */
export const NO_NOTES: TruthNotes = {
  finding() {},
  allow() {},
  lockout() {},
  outage() {},
  policyBlock() {},
  attacked() {},
  incident: () => 0,
}

/** A class because generator and queues share so much state. */
export class Tenant {
  readonly #settings: TenantSettings
  readonly #world: World
  readonly #writer: Writer
  #queue: Happening[] = []
  #rows: DeliveredRow[] = []
  #day = 0
  #number = 0

  constructor(settings: TenantSettings) {
    this.#settings = settings
    const { vendor, org, seed, begin } = settings
    const tenant = this
    this.#writer = WRITERS[vendor](org, seed)
    this.#world = {
      org,
      seed,
      vendor,
      start: begin,
      get end() {
        return tenant.#made + AWAY_MS
      },
      notes: NO_NOTES,
      schedule: (happening) => {
        if (happening.time < begin || happening.time < tenant.#made) return
        const again = settings.startsAgain(happening.time)
        tenant.#queue.push(again === 0 ? happening : { ...happening, id: happening.id ^ Math.imul(again, GOLDEN) })
      },
      serial: () => ++tenant.#number,
    }
  }

  /** Rows that are handed over from where the last call ended up to `until` (excluded), in the order of that. */
  take(until: number): DeliveredRow[] {
    while (this.#made < until) this.#makeDay()
    const [due, waiting] = split(this.#rows, until, (row) => row.delivered)
    this.#rows = waiting
    return due
  }

  /** Up to when everything is made. People east of Greenwich begin their day before midnight UTC. */
  get #made(): number {
    return this.#settings.begin + this.#day * DAY - 12 * HOUR
  }

  #makeDay(): void {
    const { org, begin, troubles } = this.#settings
    const world = this.#world
    const day = this.#day
    const midnight = begin + day * DAY
    // A day ahead of the habits, so that those find the people busy.
    const from = day === 0 ? midnight : midnight + DAY
    for (const trouble of troubles(from, midnight + 2 * DAY)) {
      this.#number = trouble.numbers
      trouble.play(world)
    }
    const everybody = [...org.people, ...org.services]
    const cycle = Math.floor(day / LOOKS_DAYS)
    const looking = { ...world, start: begin + cycle * LOOKS_DAYS * DAY }
    for (const [place, person] of everybody.entries()) {
      if (!person.look) continue
      this.#number = 2 * (day * everybody.length + place) * NUMBERS_OF_DAY
      lookDay(looking, person, day - cycle * LOOKS_DAYS)
    }
    for (const [place, person] of everybody.entries()) {
      this.#number = (2 * (day * everybody.length + place) + 1) * NUMBERS_OF_DAY
      liveDay(world, person, day, this.#settings.activity(day))
    }
    this.#day++
    this.#writeDay()
    for (const person of everybody) forget(person, midnight - DAY)
    org.promoted.splice(0, org.promoted.length - PROMOTED_MAX)
  }

  /** Writes all that is made, at once: browsers update from day to day, and what is asked for when must change no row. */
  #writeDay(): void {
    const [now, later] = split(this.#queue, this.#made, (happening) => happening.time)
    this.#queue = later
    for (const happening of now) this.#write(happening)
  }

  #write(happening: Happening): void {
    const { vendor, seed } = this.#settings
    const rng = random(seed, 0xde1a, happening.id)
    const [low, high] = DELAYS_MS[vendor]
    for (const { time, text } of this.#writer.rows(happening)) {
      const delivered = Math.round(Math.max(time, happening.time) + rng.between(low, high))
      this.#rows.push({ vendor, delivered, text })
    }
  }
}

/** What was over before `time` bears on nothing any more. */
function forget(person: Person, time: number): void {
  person.busy = person.busy.filter(({ to }) => to >= time)
  person.former.splice(0, person.former.length, ...person.former.filter(({ until }) => until >= time))
  person.authenticators.splice(AUTHENTICATORS_MAX)
}

/** Those before `until` in order of time, and the rest as it stands. */
function split<T>(list: readonly T[], until: number, timeOf: (item: T) => number): [T[], T[]] {
  const now: T[] = []
  const later: T[] = []
  for (const item of list) (timeOf(item) < until ? now : later).push(item)
  return [now.sort((a, b) => timeOf(a) - timeOf(b)), later]
}
