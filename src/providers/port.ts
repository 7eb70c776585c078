/**
 * What every identity provider can be asked to change, in the same few verbs; one folder a provider implements them.
 *
 * A verb either *gives* access or *takes* it (DESIGN §3 rule 8). What is in no list gives: a verb that somebody adds and
 * forgets to sort is held to the stricter rules. There is no verb that turns MFA off, and none will be added (rule 10).
 */
import type { Provider } from '../signin/index.ts'

/** Verbs that take access away, mildest for the person first: rule 18 has them act in this order. */
export const TAKING = [
  /** Sign-ins from one address are refused until an instant; by then the provider ends it by itself. */
  'refuse-source',
  /** Sessions and refresh tokens that are open now. */
  'end-sessions',
  /** The group for which the organisation's rules ask for stronger authentication. */
  'add-to-high-risk-group',
  /** The password counts no more; the next sign-in asks for a new one. */
  'require-password-reset',
  'suspend',
] as const
export type TakingVerb = (typeof TAKING)[number]

/** Verbs that undo one of those. */
export type GivingVerb = 'admit-source' | 'take-from-high-risk-group' | 'unsuspend'
export type Verb = TakingVerb | GivingVerb
export type Sort = 'giving' | 'taking'

/** Unsorted is giving. */
export function sortOf(verb: string): Sort {
  return (TAKING as readonly string[]).includes(verb) ? 'taking' : 'giving'
}

/** Whose access changes: an account by the provider's immutable id, or whoever comes from an IP address. */
export type Target =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'source'; readonly address: string }

type SourceVerb = 'refuse-source' | 'admit-source'

/** One change, as a provider is asked for it. Asking twice changes nothing more. */
export type Change =
  | { readonly verb: Exclude<Verb, SourceVerb>; readonly account: string }
  | { readonly verb: 'refuse-source'; readonly address: string /** Milliseconds. */; readonly until: number }
  | { readonly verb: 'admit-source'; readonly address: string }

export interface AccountState {
  readonly kind: 'account'
  /** False: the provider knows no such account (any more). */
  readonly exists: boolean
  readonly suspended: boolean
  readonly passwordResetRequired: boolean
  readonly highRisk: boolean
  /** When the oldest session that is still open began, in milliseconds; null if none is. */
  readonly oldestSession: number | null
}
export interface SourceState {
  readonly kind: 'source'
  /** Until when it is refused, in milliseconds; null if it is not. */
  readonly refusedUntil: number | null
}
export type State = AccountState | SourceState

export interface Asking {
  /** The same for the same change, however often it is asked for: for providers that know idempotency keys. */
  readonly key: string
  readonly signal: AbortSignal
}

/** One tenant of one identity provider. */
export interface ProviderPort {
  readonly provider: Provider
  /** What this provider can do at all; a verb that is missing is refused before it is asked for. */
  readonly capabilities: ReadonlySet<Verb>
  /** Reads with our own credential how something is now. Throws ProviderError. */
  read(target: Target, signal: AbortSignal): Promise<State>
  /** Throws ProviderError; after `effect: 'unknown'` only reading tells what happened. */
  change(change: Change, asking: Asking): Promise<void>
}

export type LogName = 'sign-ins' | 'audit'
export interface LogPage {
  /** As the provider wrote them: what its decoder reads. */
  readonly rows: readonly unknown[]
  /** Where to go on, whether or not there was a row. */
  readonly cursor: string
  readonly more: boolean
}

/** A provider whose logs can be read with our own credential. */
export interface LogPort {
  /** Rows after a cursor, oldest first; without one, the newest. A page may be shorter than the next. Throws ProviderError. */
  readLog(log: LogName, after: string | undefined, signal: AbortSignal): Promise<LogPage>
}

export type ProviderErrorCode =
  | 'ERR_PROVIDER_DOWN' // no answer, or an error of its own
  | 'ERR_PROVIDER_THROTTLED' // asked too often
  | 'ERR_PROVIDER_REFUSED' // it will not, and will not later
  | 'ERR_PROVIDER_DEMO_ONLY' // this provider exists only in a demo

export class ProviderError extends Error {
  readonly code: ProviderErrorCode
  /** Whether the change may have been made all the same. */
  readonly effect: 'none' | 'unknown'
  constructor(code: ProviderErrorCode, message: string, effect: 'none' | 'unknown' = 'none') {
    super(message)
    this.name = 'ProviderError'
    this.code = code
    this.effect = effect
  }
}

export function targetOf(change: Change): Target {
  return 'account' in change
    ? { kind: 'account', account: change.account }
    : { kind: 'source', address: change.address }
}

/** Whether a change is so, by what was read; `since`: when it was asked for, in milliseconds. */
export function isSo(change: Change, state: State, since: number): boolean {
  if (state.kind === 'source') {
    if (change.verb === 'refuse-source') return state.refusedUntil !== null && state.refusedUntil >= change.until
    return change.verb === 'admit-source' && state.refusedUntil === null
  }
  switch (change.verb) {
    case 'end-sessions':
      return state.oldestSession === null || state.oldestSession >= since
    case 'add-to-high-risk-group':
      return state.highRisk
    case 'take-from-high-risk-group':
      return !state.highRisk
    case 'require-password-reset':
      return state.passwordResetRequired
    case 'suspend':
      return state.suspended
    case 'unsuspend':
      return !state.suspended
    default:
      return false
  }
}

/** What undoes a change; undefined where nothing can: people sign in again, and choose a new password. */
export function inverseOf(change: Change): Change | undefined {
  switch (change.verb) {
    case 'refuse-source':
      return { verb: 'admit-source', address: change.address }
    case 'add-to-high-risk-group':
      return { verb: 'take-from-high-risk-group', account: change.account }
    case 'suspend':
      return { verb: 'unsuspend', account: change.account }
    default:
      return undefined
  }
}
