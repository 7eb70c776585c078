/**
 * Which of our own remedies explains a change that a provider's log shows (DESIGN §3 rule 19). Pure.
 *
 * Only an intention in the ledger does: of the same verb, for the same person, at the same time, once a call. The name of our
 * credential in the log explains nothing: whoever stole it writes the same name.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Verb } from '../providers/index.ts'
import type { Change } from '../signin/index.ts'
import { REMEDY_ENTRIES, type RemedyFact } from './facts.ts'

/** What each verb looks like in a log, where it looks like something that needs a case. */
const LOOKS_LIKE: Partial<Readonly<Record<Verb, Change>>> = {
  'remove-authenticator': 'authenticator-removed',
  'reset-password': 'password-reset',
  'require-password-reset': 'password-reset',
  'issue-pass': 'pass-issued',
  // With our own credential these need one, too.
  unsuspend: 'account-enabled',
  unlock: 'account-unlocked',
  'add-to-group': 'group-joined',
  'add-to-high-risk-group': 'group-joined',
  'take-from-group': 'group-left',
  'take-from-high-risk-group': 'group-left',
}

/** Verbs whose rows need an explanation. */
export const EXPLAINING_VERBS = Object.keys(LOOKS_LIKE) as readonly Verb[]

/** A change in a provider's log, made with our credential. Times in milliseconds. */
export interface LoggedChange {
  readonly id: string
  readonly time: number
  readonly provider: string
  /** Token of the person, as remedies write it; undefined where the row does not say whose it is. */
  readonly target: string | undefined
  readonly change: Change
}

/** One call that was intended: it explains one row. */
export interface Intention {
  /** Of the remedy. */
  readonly remedy: string
  readonly provider: string
  readonly target: string
  readonly change: Change
  /** Rows that it may explain are dated from here to there. */
  readonly from: number
  readonly until: number
}

/**
 * The intention that explains each row. Rows are taken in the order of their time, each by the intention that ends first: so as
 * many are explained as can be, whatever the order in which they came.
 */
export function explains<Row extends LoggedChange>(
  rows: readonly Row[],
  intentions: readonly Intention[],
): ReadonlyMap<Row, Intention> {
  const free = Map.groupBy(
    [...intentions].sort((one, other) => one.until - other.until || one.from - other.from),
    keyOf,
  )
  const explained = new Map<Row, Intention>()
  for (const row of [...rows].sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1))) {
    const mine = free.get(keyOf(row)) ?? []
    const place = mine.findIndex(({ from, until }) => from <= row.time && row.time <= until)
    const [intention] = place < 0 ? [] : mine.splice(place, 1)
    if (intention !== undefined) explained.set(row, intention)
  }
  return explained
}

function keyOf({ provider, target, change }: Pick<LoggedChange, 'provider' | 'target' | 'change'>): string {
  return JSON.stringify([provider, target ?? null, change])
}

/** What a remedy's stream says of its calls. */
export interface Calls {
  readonly what: Pick<Started, 'verb' | 'provider' | 'target'> | undefined
  /** When each was noted, before it was made. */
  readonly tries: readonly number[]
  readonly ended: Pick<Ended, 'at' | 'outcome' | 'code'> | undefined
}

type Started = Extract<RemedyFact, { type: 'remedy-started' }>['data']
type Ended = Extract<RemedyFact, { type: 'remedy-ended' }>['data']

export const CALLS = {
  types: REMEDY_ENTRIES,
  initial: { what: undefined, tries: [], ended: undefined } as Calls,
  evolve(calls: Calls, { type, data }: RemedyFact): Calls {
    if (calls.ended !== undefined) return calls
    if (type === 'remedy-started') return { ...calls, what: calls.what ?? data, tries: [...calls.tries, data.at] }
    return type === 'remedy-ended' ? { ...calls, ended: data } : calls
  },
}

/** The provider refused, and changed nothing. */
const WITHOUT_EFFECT: ReadonlySet<string | undefined> = new Set([
  'ERR_PROVIDER_REFUSED',
  'ERR_PROVIDER_LAST_AUTHENTICATOR',
])

/** What a remedy may explain: nothing where no call was made, or where its only one was refused. */
export function intentionsOf(remedy: string, { what, tries, ended }: Calls): readonly Intention[] {
  const change = what && LOOKS_LIKE[what.verb as Verb]
  if (what === undefined || change === undefined || ended?.outcome === 'already') return []
  if (tries.length === 1 && WITHOUT_EFFECT.has(ended?.code)) return []
  const { beforeStartMs, afterEndMs, withoutEndMs } = DEFAULTS.sentinels
  const until = ended === undefined ? tries.at(-1)! + withoutEndMs : ended.at + afterEndMs
  const { provider, target } = what
  return tries.map((at) => ({ remedy, provider, target, change, from: at - beforeStartMs, until }))
}
