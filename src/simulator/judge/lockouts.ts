/**
 * Lockouts as they really were (CONTRACTS.md, "Lockout"): from the first attempt that failed at or after the second
 * step, or was stopped by lock, account state or policy, to the next complete sign-in. It counts from the moment the
 * provider says so, from the third failed attempt, or from ten minutes without success.
 */
import type { EndedBy } from '../../diagnosis/index.ts'
import type { Cause } from '../../signin/index.ts'
import { type Attempt, type ChangeMade, isPerson, type Person, type StepResult, type Stop } from '../happening.ts'
import type { LockoutNote, TruthNotes } from '../truth.ts'
import { grouping } from './attempts.ts'

const MINUTE = 60_000
const QUIET_MS = 7 * 86_400_000
const WAIT_MS = 10 * MINUTE
const ATTEMPTS_MIN = 3

/** The provider itself says that nobody gets in this way. */
const SAID: ReadonlySet<Stop> = new Set([
  'locked',
  'disabled',
  'policy-block',
  'device-not-compliant',
  'app-not-approved',
  'risk-block',
  'legacy-block',
  'enrolment-blocked',
])

interface Open {
  readonly person: Person
  cause: Cause | null
  incident: number
  start: number
  last: number
  verdictAt: number
  attempts: number
  readonly authenticators: Set<string>
  help: EndedBy | null
}

export interface LockoutJudge {
  attempt(made: Attempt): void
  change(made: ChangeMade): void
  close(): void
}

/** `correlates`: whether the vendor's rows name the attempt that they belong to. */
export function lockoutJudge(notes: TruthNotes, end: number, correlates: boolean): LockoutJudge {
  const open = new Map<Person, Open>()
  const closed: (LockoutNote & { incident: number })[] = []
  /** When somebody first left the page that asks for the second step, and has not been in since. */
  const left = new Map<Person, number>()
  const forgive = (person: Person, until: number): void => {
    const since = left.get(person)
    if (since === undefined) return
    left.delete(person)
    const why = 'a second step was asked for and the page left; nothing says that the person was kept out'
    notes.allow({ person, causes: ABANDONED_MAY_BE, start: since, end: until, why })
  }
  const shut = (state: Open, ended: LockoutNote['ended']): void => {
    open.delete(state.person)
    const until = ended?.at ?? end
    const verdictAt = Math.min(state.verdictAt, state.start + WAIT_MS)
    if (verdictAt > until) return
    if (!state.cause) return
    if (!ended && ONLY_THE_END_TELLS.has(state.cause)) {
      const why = 'the log ends before the story: what it was shows only in how it is mended'
      notes.allow({ person: state.person, causes: [state.cause, ...ABANDONED_MAY_BE], start: state.start, end, why })
      return
    }
    closed.push({
      cause: state.cause,
      people: [state.person],
      start: state.start,
      end: ended?.at ?? state.last,
      verdictAt,
      ended,
      attempts: state.attempts,
      incident: state.incident,
    })
  }
  const judge = (made: Attempt): void => {
    const person = made.who
    if (!isPerson(person)) return
    const state = open.get(person)
    if (state && made.time - state.last > QUIET_MS) shut(state, { at: state.last + QUIET_MS, by: 'quiet' })
    if (made.complete) {
      forgive(person, finish(made))
      const current = open.get(person)
      if (current) shut(current, { at: finish(made), by: howEnded(current, made) })
    } else if (made.abandoned && !made.tag) {
      if (!left.has(person)) left.set(person, made.time)
    } else if (fails(made)) join(open, made, person)
  }
  const groups = correlates ? null : grouping(judge)
  const hear = (made: Attempt | ChangeMade): void => {
    if (made.kind === 'change') {
      if (!made.who) return
      groups?.settle(made.who)
      const state = open.get(made.who)
      if (state) state.help = helpOf(made) ?? state.help
    } else if (isPerson(made.who) && !made.tag?.attack) {
      if (groups) groups.attempt(made, made.who)
      else judge(made)
    }
  }
  // Attempts come in the order of their beginnings; what counts is the order in which they ended.
  let waiting: (Attempt | ChangeMade)[] = []
  const settle = (until: number): void => {
    const due = waiting.filter((made) => finish(made) <= until).sort((a, b) => finish(a) - finish(b))
    if (due.length === 0) return
    waiting = waiting.filter((made) => finish(made) > until)
    for (const made of due) hear(made)
  }
  const enter = (made: Attempt | ChangeMade): void => {
    settle(made.time)
    waiting.push(made)
  }
  return {
    attempt: enter,
    change: enter,
    close: () => {
      settle(Number.POSITIVE_INFINITY)
      groups?.close()
      for (const state of [...open.values()]) {
        shut(state, end - state.last > QUIET_MS ? { at: state.last + QUIET_MS, by: 'quiet' } : null)
      }
      for (const person of [...left.keys()]) forgive(person, end)
      for (const note of together(closed)) notes.lockout(note)
    },
  }
}

/** A lost phone and one in another room look alike until a new one is enrolled, or the old one answers. */
const ONLY_THE_END_TELLS: ReadonlySet<Cause> = new Set(['device-lost', 'app-removed', 'push-not-delivered'])

const ABANDONED_MAY_BE: readonly Cause[] = [
  'push-not-answered',
  'message-not-delivered',
  'push-not-delivered',
  'device-lost',
  'wrong-code',
  'not-enrolled',
]

function join(open: Map<Person, Open>, made: Attempt, person: Person): void {
  let state = open.get(person)
  if (!state) {
    state = {
      person,
      cause: null,
      incident: 0,
      start: made.time,
      last: made.time,
      verdictAt: Number.POSITIVE_INFINITY,
      attempts: 0,
      authenticators: new Set(),
      help: null,
    }
    open.set(person, state)
  }
  state.attempts++
  state.last = finish(made)
  // What a scenario says outweighs what the single attempt looks like.
  if (made.tag?.cause) {
    state.cause = made.tag.cause
    state.incident = made.tag.incident
  } else if (!state.incident) {
    state.cause = looksLike(made) ?? state.cause
  }
  for (const step of made.steps) if (step.authenticator) state.authenticators.add(step.authenticator.id)
  if ((made.stop && SAID.has(made.stop)) || state.attempts >= ATTEMPTS_MIN) {
    state.verdictAt = Math.min(state.verdictAt, finish(made))
  }
}

function fails(made: Attempt): boolean {
  if (made.first === 'wrong' && !made.stop) return false
  if (made.stop === 'application' || made.stop === 'address-blocked') return false
  return made.steps.length > 0 || made.stop !== null || made.abandoned
}

function finish(made: Attempt | ChangeMade): number {
  if (made.kind === 'change') return made.time
  return made.time + (made.steps[made.steps.length - 1]?.at ?? 1000)
}

const BY_RESULT: Readonly<Partial<Record<StepResult, Cause>>> = {
  'no-answer': 'push-not-answered',
  refused: 'push-not-answered',
  mistake: 'push-not-answered',
  'wrong-number': 'number-mismatch',
  'wrong-code': 'wrong-code',
  'code-expired': 'wrong-code',
  'too-many-codes': 'wrong-code',
  'code-reused': 'code-reused',
  undeliverable: 'push-not-delivered',
  'authenticator-invalid': 'app-removed',
  'message-undeliverable': 'message-not-delivered',
  'hung-up': 'message-not-delivered',
  'message-limit': 'message-limit',
  'service-error': 'provider-outage',
  'blocked-user': 'account-disabled',
}
const BY_STOP: Readonly<Partial<Record<Stop, Cause>>> = {
  locked: 'locked-by-attempts',
  disabled: 'account-disabled',
  'password-expired': 'password-expired',
  'policy-block': 'policy-block',
  'device-not-compliant': 'policy-block',
  'app-not-approved': 'policy-block',
  'risk-block': 'policy-block',
  'legacy-block': 'legacy-protocol',
  'not-enrolled': 'not-enrolled',
  'no-method': 'not-enrolled',
  'enrolment-blocked': 'enrolment-blocked',
  'pass-expired': 'pass-expired',
  'pass-used': 'pass-used',
  'service-error': 'provider-outage',
}

function looksLike(made: Attempt): Cause | null {
  if (made.stop) return BY_STOP[made.stop] ?? null
  const last = made.steps[made.steps.length - 1]
  return last ? (BY_RESULT[last.result] ?? null) : null
}

function helpOf(made: ChangeMade): EndedBy | null {
  if (made.change === 'account-unlocked') return 'unlock'
  if (made.actor && made.actor !== made.who) return 'administrator'
  if (made.change === 'password-self-reset') return 'self-service'
  if (made.change === 'authenticator-added') return 'self-service'
  return null
}

function howEnded(state: Open, made: Attempt): EndedBy {
  if (state.help) return state.help
  const used = made.steps[made.steps.length - 1]?.authenticator
  if (!used || state.authenticators.size === 0) return 'same-authenticator'
  return state.authenticators.has(used.id) ? 'same-authenticator' : 'another-authenticator'
}

/** Several people with one cause in one incident are one lockout of wider scope. */
function together(closed: readonly (LockoutNote & { incident: number })[]): LockoutNote[] {
  const groups = new Map<string, LockoutNote[]>()
  let alone = 0
  for (const { incident, ...note } of closed) {
    const wide = note.cause === 'provider-outage' || note.cause === 'policy-block' || note.cause === 'enforcement'
    const key = incident && wide ? `${incident} ${note.cause}` : `alone ${alone++}`
    const group = groups.get(key)
    if (group) group.push(note)
    else groups.set(key, [note])
  }
  return [...groups.values()].map((group) => (group.length === 1 ? group[0]! : merged(group)))
}

function merged(group: readonly LockoutNote[]): LockoutNote {
  const last = group.reduce((latest, note) => ((note.ended?.at ?? 0) > (latest.ended?.at ?? 0) ? note : latest))
  return {
    cause: group[0]!.cause,
    people: [...new Set(group.flatMap((note) => note.people))],
    start: Math.min(...group.map((note) => note.start)),
    end: Math.max(...group.map((note) => note.end)),
    verdictAt: Math.min(...group.map((note) => note.verdictAt)),
    ended: group.every((note) => note.ended) ? last.ended : null,
    attempts: group.reduce((sum, note) => sum + note.attempts, 0),
  }
}
