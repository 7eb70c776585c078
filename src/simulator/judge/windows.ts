/**
 * Findings that are a matter of counting (DESIGN.md §7): MFA fatigue, an approval after refusals, throttling, SMS
 * floods. A window holds when last minus first is at most its length; overlapping windows are one episode.
 */
import type { DetectionId } from '../../signin/index.ts'
import { type Attempt, isPerson, type Person, type StepResult } from '../happening.ts'
import type { TruthNotes } from '../truth.ts'

const MINUTE = 60_000
const FATIGUE = { count: 5, lengthMs: 60 * MINUTE }
const THROTTLE = { count: 5, lengthMs: 30 * MINUTE }
const FLOOD = { count: 11, lengthMs: 60 * MINUTE }
const APPROVED_AFTER = 3

const REFUSALS: ReadonlySet<StepResult> = new Set(['refused', 'reported', 'wrong-number'])
const WRONG_CODES: ReadonlySet<StepResult> = new Set(['wrong-code', 'code-reused', 'code-expired', 'too-many-codes'])

/** Times of one kind for one person, and the episode that they are in. */
interface Counter {
  readonly times: number[]
  episode: { start: number; end: number } | null
}

export interface WindowsJudge {
  attempt(made: Attempt): void
  close(): void
}

export function windowsJudge(notes: TruthNotes): WindowsJudge {
  const fatigue = tally(FATIGUE, (person, start, end) => say('mfa-fatigue', person, start, end))
  const nearFatigue = tally(FATIGUE, (person, start, end) => allow(['mfa-fatigue'], person, start, end, OWN))
  const throttle = tally(THROTTLE, (person, start, end) => say('second-step-throttle', person, start, end))
  const looseThrottle = tally(THROTTLE, (person, start, end) =>
    allow(['second-step-throttle'], person, start, end, LOOSE),
  )
  const flood = tally(FLOOD, (person, start, end) => say('sms-flood', person, start, end))
  const refusals = new Map<Person, number[]>()

  function say(detection: DetectionId, person: Person, start: number, end: number): void {
    notes.finding({ detection, person, start, end, summary: `${detection} by its definition` })
  }
  function allow(detections: DetectionId[], person: Person, start: number, end: number, why: string): void {
    notes.allow({ person, detections, start, end, why })
  }

  return {
    attempt: (made) => {
      if (!isPerson(made.who)) return
      const person = made.who
      const attack = made.tag?.attack === true
      for (const step of made.steps) {
        const time = made.time + step.at
        const counts = attack && (REFUSALS.has(step.result) || (step.result === 'no-answer' && isPush(step.method)))
        if (counts) {
          fatigue.add(person, time, step.result === 'reported')
          refusals.set(person, [...(refusals.get(person) ?? []), time].slice(-200))
        } else if (REFUSALS.has(step.result)) nearFatigue.add(person, time)
        if (step.result === 'approved' && attack) approved(person, time)
        if (step.result !== 'approved') looseThrottle.add(person, time)
        if (step.method === 'sms' || step.method === 'voice') flood.add(person, time)
      }
      const wrong = made.steps.findLast((step) => WRONG_CODES.has(step.result))
      if (wrong && !made.complete) throttle.add(person, made.time + wrong.at)
    },
    close: () => {
      for (const counter of [fatigue, nearFatigue, throttle, looseThrottle, flood]) counter.close()
    },
  }

  function approved(person: Person, time: number): void {
    const before = refusals.get(person) ?? []
    const recent = before.filter((at) => time - at <= FATIGUE.lengthMs)
    if (recent.length >= APPROVED_AFTER) say('fatigue-approved', person, recent[0]!, time)
    else if (before.length >= APPROVED_AFTER)
      allow(['fatigue-approved'], person, before[0]!, time, 'approved long after the refusals')
  }
}

const OWN = 'refusals at the own device: by the letter of the count, though nobody attacks'
const LOOSE = 'failed second steps of every kind, counted by prompt and not by attempt'

function isPush(method: string): boolean {
  return method === 'push' || method === 'push-number'
}

/** Calls `found` for each episode: `count` times within the length, or one that suffices `alone`. */
function tally(
  { count, lengthMs }: { readonly count: number; readonly lengthMs: number },
  found: (person: Person, start: number, end: number) => void,
): { add(person: Person, time: number, alone?: boolean): void; close(): void } {
  const counters = new Map<Person, Counter>()
  return {
    add: (person, time, alone = false) => {
      const counter = counters.get(person) ?? { times: [], episode: null }
      counters.set(person, counter)
      // Attempts arrive in the order of their beginnings; their steps may overlap by a minute or two.
      counter.times.push(time)
      counter.times.sort((a, b) => a - b)
      while (counter.times.length > 0 && time - counter.times[0]! > lengthMs) counter.times.shift()
      if (counter.times.length < count && !alone) return
      const first = counter.times[0]!
      if (counter.episode && first <= counter.episode.end) counter.episode.end = Math.max(time, counter.episode.end)
      else {
        if (counter.episode) found(person, counter.episode.start, counter.episode.end)
        counter.episode = { start: first, end: time }
      }
    },
    close: () => {
      for (const [person, { episode }] of counters) if (episode) found(person, episode.start, episode.end)
    },
  }
}
