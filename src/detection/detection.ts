/**
 * What a detection is: a small pure reducer over the rows of one person, one address or one organisation.
 *
 * `step` sees rows in the order of their time, with what is known `about` each, changes its own state and nothing else,
 * and raises findings. Everything a detection needs to know of the past is in its state or in `about`.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { About } from '../profile/index.ts'
import { type Change, type DetectionId, type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** Kinds of row, as bits: a detection names those it wants, and is not called for others. */
export const Kind = {
  failedFirst: 1,
  failedSecond: 2,
  /** Stopped by lock, account state or policy. */
  stopped: 4,
  complete: 8,
  message: 16,
  change: 32,
  report: 64,
  /** Anything at all of an emergency account. */
  emergency: 128,
  /** The second step was answered rightly. */
  proved: 256,
  /** Stopped at a page in between, for now. */
  interrupted: 512,
  /** A prompt was sent; what came of it, another row says or none. */
  sent: 1024,
} as const

/** A finding as rules raise it; it grows while its episode lasts. */
export interface OpenFinding {
  readonly detection: DetectionId
  readonly technique: string
  severity: Severity
  confidence: number
  /** Key of the person, or '' if it is about an address or the organisation. */
  readonly person: string
  readonly address: string
  readonly start: number
  end: number
  /** Id of the row with which the rule fired: what names this finding, however it grows (CONTRACTS.md, Transactions). */
  readonly firedBy: string
  /** Keys or labels of the people concerned, if more than one. */
  people: Set<string> | undefined
  /** Of a finding about a source: keys of the people whose password it has. They are under attack too. */
  readonly taken?: Set<string>
  summary: string
  next: string
  readonly rows: Trace[]
  rowsCount: number
  /** Of a finding about changes that need a case: every one of them, for whoever knows which are explained. */
  readonly changes?: SeenChange[]
}

/** A change as a row of the log has it. */
export interface SeenChange {
  /** The vendor's id of the row. */
  readonly id: string
  readonly time: number
  readonly provider: Provider
  readonly tenant: string
  /** Key of the person whose account it is, and the provider's id of the account; empty where the row does not say. */
  readonly person: string
  readonly account: string
  /** The label of who made it; empty where it was the account itself. */
  readonly actor: string
  readonly change: Change
  readonly target: string
}

export function seenChangeOf(signIn: SignIn): SeenChange {
  const { id, time, provider, tenant, person, account, actor, change, target } = signIn
  return { id, time, provider, tenant, person, account, actor, change, target }
}

export type Raise = (
  finding: Omit<OpenFinding, 'detection' | 'technique' | 'rows' | 'rowsCount' | 'start' | 'end' | 'firedBy'> & {
    readonly rows: readonly Trace[]
  },
) => OpenFinding

export interface Detection<State> {
  readonly id: DetectionId
  /** MITRE ATT&CK technique. */
  readonly technique: string
  readonly of: 'person' | 'address' | 'network' | 'organisation'
  /** Kinds for which a state is opened. */
  readonly opens: number
  /** Further kinds shown to a state that is open. */
  readonly sees: number
  open(): State
  /** Whether a row for which no state is open yet is worth one; absent means yes. */
  concerns?(signIn: SignIn, about: About): boolean
  step(state: State, signIn: SignIn, about: About, raise: Raise): void
  /** Nothing came since the last row: what would be told with the person's next one, at `now`. May be called again later. */
  wait?(state: State, person: string, now: number, raise: Raise): void
  /** True if nothing in this state matters to rows from `now` on, so that it can be dropped. */
  stale(state: State, now: number): boolean
  /** Of a detection that keeps a state of nearly everybody: room for those that are simple, in less memory than objects. */
  rest?(): Resting<State>
}

/** States of people, by the person's number, that are made into objects for as long as a row takes. */
export interface Resting<State> {
  /** Keeps a state; false, and then nothing is kept of this person, if it is not simple. */
  put(person: number, state: State): boolean
  /** An equal state, the caller's own; undefined if none is kept, or one that says nothing. */
  get(person: number): State | undefined
  /** Drops what is stale at `now`. */
  sweep(now: number): void
}

/** Which kinds a row is of. */
export function kindsOf(signIn: SignIn, about: About): number {
  const { activity } = signIn
  let kinds = about.person?.emergency === true ? Kind.emergency : 0
  if (activity === 'change') return kinds | Kind.change
  if (activity === 'message') return kinds | Kind.message
  if (activity === 'report') return kinds | Kind.report
  if (activity !== 'sign-in' && activity !== 'prompt') return kinds
  if (signIn.complete) kinds |= Kind.complete
  if (signIn.proved) kinds |= Kind.proved
  if (activity === 'prompt' && signIn.outcome === 'pending') kinds |= Kind.sent
  if (signIn.outcome === 'failure' || signIn.reason === 'no-answer') {
    const { step } = signIn
    if (step === 'first') kinds |= Kind.failedFirst
    else if (step === 'second') kinds |= Kind.failedSecond
    else if (step === 'account' || step === 'policy' || isProviders(signIn)) kinds |= Kind.stopped
  } else if (signIn.outcome === 'interrupt') kinds |= Kind.interrupted
  return kinds
}

/** The provider says that it failed, and some (Auth0) at no step in particular. */
function isProviders({ reason }: SignIn): boolean {
  return reason === 'service-error' || reason === 'throttled'
}

/** Lets an episode go on with one more row. Of its rows the first and the last are kept as evidence. */
export function extend(episode: OpenFinding, signIn: SignIn): void {
  episode.end = signIn.time
  addRow(episode, traceOf(signIn))
}

/** Adds a row to an episode's evidence without moving its end. */
export function addRow(episode: OpenFinding, trace: Trace): void {
  episode.rowsCount++
  const { rowsMax } = DEFAULTS.evidence
  if (episode.rows.length >= rowsMax) episode.rows.splice(rowsMax / 2, 1)
  episode.rows.push(trace)
}
