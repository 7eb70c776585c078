/**
 * What every identity provider can be asked to change, in the same few verbs; one folder a provider implements them.
 *
 * A verb either *gives* access or *takes* it (DESIGN §3 rule 8). What is in no list gives: a verb that somebody adds and
 * forgets to sort is held to the stricter rules. There is no verb that turns MFA off, and none will be added (rule 10).
 */
import type { Kept } from './last-authenticator.ts'
import type { AccountState, State, Target } from './state.ts'

/** Verbs that take access away. */
const TAKING = [
  /** Sign-ins from one address are refused until an instant; by then the provider ends it by itself. */
  'refuse-source',
  /** Sessions and refresh tokens that are open now. */
  'end-sessions',
  /** The group for which the organisation's rules ask for stronger authentication. */
  'add-to-high-risk-group',
  /** The password counts no more; the next sign-in asks for a new one. */
  'require-password-reset',
  'suspend',
  /** Every pass that could still be used. */
  'withdraw-pass',
  /** Every enrolment that could still be completed. */
  'withdraw-enrolment',
  'remove-authenticator',
  /** To one that nobody knows: made at random by whoever asks the provider, and forgotten. */
  'reset-password',
] as const
export type TakingVerb = (typeof TAKING)[number]

/** Verbs that give access, or might. What a group means only the organisation knows, so both ways count as giving. */
const GIVING = [
  'admit-source',
  'take-from-high-risk-group',
  'unsuspend',
  'unlock',
  /** A temporary pass that stands in for all factors, once. */
  'issue-pass',
  /** A link by which the person binds one new authenticator. */
  'start-enrolment',
  'add-to-group',
  'take-from-group',
] as const
type GivingVerb = (typeof GIVING)[number]
export type Verb = TakingVerb | GivingVerb
export const VERBS: readonly Verb[] = [...TAKING, ...GIVING]
export type Sort = 'giving' | 'taking'

/** Unsorted is giving. */
export function sortOf(verb: string): Sort {
  return (TAKING as readonly string[]).includes(verb) ? 'taking' : 'giving'
}

type SourceVerb = 'refuse-source' | 'admit-source'
type IssuingVerb = 'issue-pass' | 'start-enrolment'
type GroupVerb = 'add-to-group' | 'take-from-group'
type PlainVerb = Exclude<Verb, SourceVerb | IssuingVerb | GroupVerb | 'remove-authenticator'>

/** What hands a secret back, once. Asking twice makes two; the first is worthless from then on. */
export type Issue =
  | { readonly verb: 'issue-pass'; readonly account: string /** Milliseconds. */; readonly forMs: number }
  | { readonly verb: 'start-enrolment'; readonly account: string }

export interface RemoveAuthenticator {
  readonly verb: 'remove-authenticator'
  readonly account: string
  readonly authenticator: string
  readonly kept: Kept
}

/** What hands nothing back. Asking twice changes nothing more. */
export type Alteration =
  | { readonly verb: PlainVerb; readonly account: string }
  | { readonly verb: GroupVerb; readonly account: string; readonly group: string }
  | RemoveAuthenticator
  | { readonly verb: 'refuse-source'; readonly address: string /** Milliseconds. */; readonly until: number }
  | { readonly verb: 'admit-source'; readonly address: string }

/** One change, as a provider is asked for it. */
export type Change = Alteration | Issue

export function isIssue(change: Change): change is Issue {
  return change.verb === 'issue-pass' || change.verb === 'start-enrolment'
}

export function targetOf(change: Change): Target {
  return 'account' in change
    ? { kind: 'account', account: change.account }
    : { kind: 'source', address: change.address }
}

/**
 * Whether a change is so, by what was read; `since`: when it was asked for, in milliseconds. It does not say by whom: see
 * `readingSuffices`.
 */
export function isSo(change: Change, state: State, since: number): boolean {
  if (state.kind === 'account') return isSoOfAccount(change, state, since)
  if (change.verb === 'refuse-source') return state.refusedUntil !== null && state.refusedUntil >= change.until
  return change.verb === 'admit-source' && state.refusedUntil === null
}

/** Providers tell the time of a password in whole seconds. */
const SECOND_MS = 1000

function isSoOfAccount(change: Change, state: AccountState, since: number): boolean {
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
    case 'unlock':
      return state.locked === false
    case 'issue-pass':
      return state.passes.length > 0
    case 'withdraw-pass':
      return state.passes.length === 0
    case 'start-enrolment':
      return state.enrolmentUntil !== null
    case 'withdraw-enrolment':
      return state.enrolmentUntil === null
    case 'remove-authenticator':
      return state.authenticators.every(({ id }) => id !== change.authenticator)
    case 'reset-password':
      return state.passwordChanged !== null && state.passwordChanged >= since - (since % SECOND_MS)
    case 'add-to-group':
      return state.groups.includes(change.group)
    case 'take-from-group':
      return !state.groups.includes(change.group)
    default:
      return false
  }
}

/**
 * Whether a reading alone shows that a change of unknown fate was made. Not where somebody else may have done the like
 * meanwhile: a password that a thief has set is none that nobody knows, and the secret of a lost answer is lost.
 */
export function readingSuffices({ verb }: Change): boolean {
  return verb !== 'reset-password' && verb !== 'issue-pass' && verb !== 'start-enrolment'
}

/** What undoes an issue: nobody can use the secret any more. */
export function withdrawalOf({ verb, account }: Issue): Alteration {
  return { verb: verb === 'issue-pass' ? 'withdraw-pass' : 'withdraw-enrolment', account }
}

/** What undoes a change; undefined where nothing can: people sign in again, choose a new password, bind anew. */
export function inverseOf(change: Change): Alteration | undefined {
  switch (change.verb) {
    case 'refuse-source':
      return { verb: 'admit-source', address: change.address }
    case 'add-to-high-risk-group':
      return { verb: 'take-from-high-risk-group', account: change.account }
    case 'suspend':
      return { verb: 'unsuspend', account: change.account }
    case 'unsuspend':
      return { verb: 'suspend', account: change.account }
    case 'issue-pass':
    case 'start-enrolment':
      return withdrawalOf(change)
    case 'add-to-group':
      return { ...change, verb: 'take-from-group' }
    case 'take-from-group':
      return { ...change, verb: 'add-to-group' }
    default:
      return undefined
  }
}
