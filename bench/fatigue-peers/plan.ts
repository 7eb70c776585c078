/** Who does what and when: all events of the synthetic log in order of time, still without their text. */
import { type Random, random } from '../../src/simulator/random.ts'
import { NAMES } from './people.ts'
import { type Failure, STORIES, type StoryKind } from './stories.ts'

export type What =
  | 'evaluated'
  | 'denied'
  | 'password'
  | 'wrong-password'
  | 'wrong-code'
  | 'push-sent'
  | 'push-undelivered'
  | 'push-approved'
  | 'push-refused'
  | 'push-refused-classic'
  | 'push-unanswered'
  | 'session-start'
  | 'session-end'
  | 'application'
  | 'token'

export interface PlannedEvent {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly what: What
  readonly person: number
  /** The number of the attack whose computer this comes from, or -1 for the person's own. */
  readonly attack: number
  /** Events of one run through the sign-in pages share it. */
  readonly flow: number
}

export interface Plan {
  readonly events: readonly PlannedEvent[]
  /** Numbers of the people who must be named. */
  readonly victims: readonly number[]
  /** How many people each kind of story has. */
  readonly stories: Readonly<Record<string, number>>
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const START = Date.UTC(2026, 0, 12)
const DAYS = 3
/** The organisation moved from Okta's Classic Engine to its Identity Engine on the second evening. */
const ENGINE_CHANGED = START + 44 * HOUR_MS
/** No story begins in the first six hours or in the last twelve, so that each lies wholly in the log. */
const STORIES_FROM = START + 6 * HOUR_MS
const STORIES_TO = START + DAYS * 24 * HOUR_MS - 12 * HOUR_MS

/** Plans exactly `events` events of `people` people. The same seed gives the same plan. Throws if they do not fit. */
export function plan(seed: number, events: number, people: number): Plan {
  const rng = random(seed, 3)
  const log = createLog()
  const victims: number[] = []
  const stories: Record<string, number> = {}
  const cast = castOf(rng, people)
  for (const kind of STORIES) {
    stories[kind.name] = 0
    for (let index = 0; index < kind.count; index++) {
      const namesakes = cast(kind.namesakes === true)
      const start = startOf(kind, rng)
      for (const person of namesakes) {
        tell(log, kind, person, start, rng)
        if (kind.victim) victims.push(person)
        stories[kind.name]!++
      }
    }
  }
  for (let person = 0; person < people; person++) signIn(log, person, dayTime(rng), rng)
  if (log.events.length > events) throw new RangeError(`${people} people need at least ${log.events.length} events`)
  while (log.events.length < events) visit(log, rng.int(0, people - 1), dayTime(rng), rng)
  // The last visit may be cut short: a page was closed.
  log.events.length = events
  return { events: log.events.sort((one, other) => one.time - other.time), victims, stories }
}

/** Deals each person, or pair of namesakes, to one story at most. Only people with a namesake are dealt. */
function castOf(rng: Random, people: number): (pair: boolean) => readonly number[] {
  if (people <= NAMES) throw new RangeError(`There are namesakes only among more than ${NAMES} people`)
  const taken = new Set<number>()
  return (pair) => {
    for (;;) {
      const first = rng.int(0, people - NAMES - 1)
      const both = [first, first + NAMES]
      if (pair ? both.some((person) => taken.has(person)) : taken.has(first)) continue
      const dealt = pair ? both : [first]
      for (const person of both) taken.add(person)
      return dealt
    }
  }
}

interface Log {
  readonly events: PlannedEvent[]
  flows: number
  attacks: number
}

function createLog(): Log {
  return { events: [], flows: 0, attacks: 0 }
}

function startOf(kind: StoryKind, rng: Random): number {
  const any = Math.floor(rng.between(STORIES_FROM, STORIES_TO))
  if (kind.across === 'engine') return ENGINE_CHANGED - Math.floor(rng.between(5, 18) * MINUTE_MS)
  if (kind.across === 'hour') return Math.ceil(any / HOUR_MS) * HOUR_MS - Math.floor(rng.between(2, 8) * MINUTE_MS)
  return any
}

function tell(log: Log, kind: StoryKind, person: number, start: number, rng: Random): void {
  const byAttacker = kind.failure === 'refusal' && kind.slip !== true
  const attack = byAttacker ? log.attacks++ : -1
  for (const time of kind.times(rng)) fail(log, kind.failure, person, start + time, attack)
}

/** What leads up to each failure: the events before it, and how many milliseconds earlier they are. */
const PASSED_PASSWORD = [['password', 14_000]] as const
const ASKED_FOR_MORE = [...PASSED_PASSWORD, ['evaluated', 13_600]] as const
const PROMPTED = [...ASKED_FOR_MORE, ['push-sent', 11_000]] as const
const BEFORE: Readonly<Record<Failure, readonly (readonly [what: What, earlierMs: number])[]>> = {
  'wrong-password': [],
  'policy-denial': PASSED_PASSWORD,
  'wrong-code': ASKED_FOR_MORE,
  undelivered: ASKED_FOR_MORE,
  unanswered: PROMPTED,
  refusal: PROMPTED,
}

/** One failed run through the sign-in pages; `time` is when it fails. */
function fail(log: Log, failure: Failure, person: number, time: number, attack: number): void {
  const flow = log.flows++
  for (const [what, earlierMs] of BEFORE[failure])
    log.events.push({ time: time - earlierMs, what, person, attack, flow })
  log.events.push({ time, what: endOf(failure, time), person, attack, flow })
}

function endOf(failure: Failure, time: number): What {
  switch (failure) {
    case 'policy-denial':
      return 'denied'
    case 'undelivered':
      return 'push-undelivered'
    case 'unanswered':
      return 'push-unanswered'
    case 'refusal':
      return time < ENGINE_CHANGED ? 'push-refused-classic' : 'push-refused'
    default:
      return failure
  }
}

/** A sign-in that succeeds, as most do: six to nine events, some with a slip of the fingers at the beginning. */
function signIn(log: Log, person: number, time: number, rng: Random): void {
  if (rng.chance(0.05)) fail(log, 'wrong-password', person, time - rng.int(8000, 40_000), -1)
  const flow = log.flows++
  const add = (what: What, after: number): void =>
    void log.events.push({ time: time + after, what, person, attack: -1, flow })
  add('password', 0)
  add('evaluated', 400)
  add('push-sent', 900)
  const approved = rng.int(4000, 20_000)
  add('push-approved', approved)
  add('session-start', approved + 350)
  for (let count = rng.int(1, 3); count > 0; count--) add('application', approved + count * rng.int(1500, 9000))
  if (rng.chance(0.3)) add('session-end', approved + rng.int(2, 9) * HOUR_MS)
}

/** Something ordinary: opening an application, a program renewing its token, or a whole sign-in. */
function visit(log: Log, person: number, time: number, rng: Random): void {
  const kind = rng.next()
  if (kind < 0.25) signIn(log, person, time, rng)
  else log.events.push({ time, what: kind < 0.7 ? 'application' : 'token', person, attack: -1, flow: log.flows++ })
}

/** A moment of a working day: around 13:00 UTC, on one of the days. */
function dayTime(rng: Random): number {
  return START + rng.int(0, DAYS - 1) * 24 * HOUR_MS + Math.floor(rng.normal(13, 2.2) * HOUR_MS)
}
