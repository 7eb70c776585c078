/** Runs all detections over rows in the order of their time, each over its own states, and gathers what they raise. */
import { DEFAULTS } from '../base/defaults.ts'
import { networkOf } from '../base/geography.ts'
import type { About, Person, Surroundings } from '../profile/index.ts'
import type { SignIn, Trace } from '../signin/index.ts'
import { type Detection, Kind, kindsOf, type OpenFinding, type Raise, type Resting } from './detection.ts'

/**
 * States are looked through for stale ones after this many rows, and after so many for each person, so that memory
 * follows people and not rows, and time follows rows and not people.
 */
const SWEEP_ROWS = 100_000
const SWEEP_ROWS_A_PERSON = 2

export interface Detections {
  /** Shows one row to every detection that wants its kind. Returns true if it must not be learned from. */
  see(signIn: SignIn, about: About): boolean
  /** Nothing came until `now`: raises what silence says. At the end of a log, `now` is infinite. */
  wait(now: number): void
  readonly findings: readonly OpenFinding[]
}

interface Running {
  readonly detection: Detection<unknown>
  /** Its place in the list of states of a person; -1 if it keeps its states by another key. */
  slot: number
  readonly states: Map<string, unknown>
  /** States of people that are not in the lists. */
  readonly resting: Resting<unknown> | undefined
}

export function createDetections(detections: readonly Detection<never>[], surroundings: Surroundings): Detections {
  let slots = 0
  const running: Running[] = (detections as unknown as readonly Detection<unknown>[]).map((detection) => ({
    detection,
    slot: -1,
    states: new Map(),
    resting: detection.rest?.(),
  }))
  // Of most people nothing is kept but by what looks at sign-ins that succeed: that comes first, so that their lists are short.
  for (const kinds of [Kind.complete, 0]) {
    for (const one of running) {
      if (one.detection.of === 'person' && one.slot < 0 && (one.detection.opens & kinds) === kinds) one.slot = slots++
    }
  }
  /** By the person's number: what all detections keep of that person as objects, by slot. */
  const ofPeople: ({ readonly person: string; readonly states: unknown[] } | undefined)[] = []
  const byKinds: (readonly Running[] | undefined)[] = []
  const findings: OpenFinding[] = []
  let current: SignIn | undefined
  let detecting: Detection<unknown> | undefined
  let attacked = false
  let rowsToSweep = SWEEP_ROWS

  const raise: Raise = (raised) => {
    const { detection, signIn } = { detection: detecting as Detection<unknown>, signIn: current as SignIn }
    const finding: OpenFinding = {
      ...raised,
      detection: detection.id,
      technique: detection.technique,
      rows: shorten(raised.rows),
      rowsCount: raised.rows.length,
      start: raised.rows[0]?.time ?? signIn.time,
      end: signIn.time,
      firedBy: raised.rows.at(-1)?.id ?? signIn.id,
    }
    findings.push(finding)
    if (isAttack(finding)) {
      attacked ||= finding.detection !== 'untrusted-address'
      if (finding.detection === 'password-spray') surroundings.taint(signIn.ip)
    }
    return finding
  }

  function interested(kinds: number): readonly Running[] {
    let list = byKinds[kinds]
    if (list === undefined) {
      list = running.filter(({ detection }) => ((detection.opens | detection.sees) & kinds) !== 0)
      byKinds[kinds] = list
    }
    return list
  }

  function sweep(now: number): void {
    rowsToSweep = Math.max(SWEEP_ROWS, SWEEP_ROWS_A_PERSON * surroundings.people)
    for (const { detection, slot, states, resting } of running) {
      resting?.sweep(now)
      if (slot < 0) for (const [key, state] of states) if (detection.stale(state, now)) states.delete(key)
    }
    for (let number = 0; number < ofPeople.length; number++) {
      const one = ofPeople[number]
      if (one === undefined) continue
      let kept = false
      for (const { detection, slot } of running) {
        const state = slot < 0 ? undefined : one.states[slot]
        if (state === undefined) continue
        if (detection.stale(state, now)) one.states[slot] = undefined
        else kept = true
      }
      if (!kept) ofPeople[number] = undefined
    }
  }

  /** The state that this row is shown to, opened if it is worth one. */
  function stateOf(running: Running, kinds: number, signIn: SignIn, about: About): unknown {
    return running.slot < 0 ? stateAt(running, kinds, signIn, about) : ownState(running, kinds, signIn, about)
  }

  function ownState(running: Running, kinds: number, signIn: SignIn, about: About): unknown {
    const { detection, slot, resting } = running
    const { person } = about
    if (person === undefined) return undefined
    const known = ofPeople[person.number]?.states[slot] ?? resting?.get(person.number)
    if (known !== undefined || !isWorthOne(detection, kinds, signIn, about)) return known
    const opened = detection.open()
    if (resting === undefined) keep(person, slot, opened)
    return opened
  }

  function keep({ number, key }: Person, slot: number, state: unknown): void {
    const own = ofPeople[number]
    if (own !== undefined) {
      while (own.states.length < slot) own.states.push(undefined)
      own.states[slot] = state
    } else {
      const states = slot === 0 ? [state] : [...new Array(slot).fill(undefined), state]
      while (ofPeople.length <= number) ofPeople.push(undefined)
      ofPeople[number] = { person: key, states }
    }
  }

  /** After a row: a state that is simple lies in less memory. */
  function lay({ slot, resting }: Running, state: unknown, person: Person): void {
    const own = ofPeople[person.number]
    if (resting?.put(person.number, state) === false) keep(person, slot, state)
    else if (own?.states[slot] !== undefined) own.states[slot] = undefined
  }

  function stateAt({ detection, states }: Running, kinds: number, signIn: SignIn, about: About): unknown {
    const key = keyOf(detection, signIn)
    if (key === '') return undefined
    const known = states.get(key)
    if (known !== undefined || !isWorthOne(detection, kinds, signIn, about)) return known
    const opened = detection.open()
    states.set(key, opened)
    return opened
  }

  return {
    see(signIn, about) {
      if (--rowsToSweep === 0) sweep(signIn.time)
      const kinds = kindsOf(signIn, about)
      if (kinds === 0) return false
      current = signIn
      attacked = false
      for (const one of interested(kinds)) {
        const state = stateOf(one, kinds, signIn, about)
        if (state === undefined) continue
        detecting = one.detection
        one.detection.step(state, signIn, about, raise)
        if (one.resting !== undefined && about.person !== undefined) lay(one, state, about.person)
      }
      return attacked
    },
    wait(now) {
      for (const one of ofPeople) {
        if (one === undefined) continue
        for (const { detection, slot } of running) {
          const state = slot < 0 ? undefined : one.states[slot]
          if (detection.wait === undefined || state === undefined) continue
          detecting = detection
          detection.wait(state, one.person, now, raise)
        }
      }
    },
    findings,
  }
}

/** Attack in the sense of advice: the next step is never a reset. */
export function isAttack(finding: Pick<OpenFinding, 'detection' | 'severity'>): boolean {
  switch (finding.detection) {
    case 'mfa-fatigue':
    case 'fatigue-approved':
    case 'password-spray':
    case 'takeover-pattern':
    case 'recovery-probing':
      return true
    case 'impossible-travel':
    case 'second-step-throttle':
    case 'untrusted-address':
    case 'sms-flood':
      return finding.severity !== 'low' && finding.severity !== 'info'
    default:
      return false
  }
}

function isWorthOne(detection: Detection<unknown>, kinds: number, signIn: SignIn, about: About): boolean {
  return (detection.opens & kinds) !== 0 && (detection.concerns === undefined || detection.concerns(signIn, about))
}

function keyOf(detection: Detection<unknown>, signIn: SignIn): string {
  switch (detection.of) {
    case 'person':
      return signIn.person
    case 'address':
      return signIn.ip
    case 'network':
      return networkOf(signIn.ip)
    case 'organisation':
      return signIn.tenant === '' ? signIn.provider : signIn.tenant
  }
}

/** The first and the last of many rows. */
function shorten(rows: readonly Trace[]): Trace[] {
  const { rowsMax } = DEFAULTS.evidence
  return rows.length <= rowsMax ? [...rows] : [...rows.slice(0, rowsMax / 2), ...rows.slice(-rowsMax / 2)]
}

/** Is this detection still only reporting? */
export function isReportOnly(detection: string): boolean {
  return DEFAULTS.reportOnly.includes(detection)
}
