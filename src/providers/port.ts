/** One tenant of one identity provider, as the house sees it: what can be read there, and what can be changed. */
import type { Provider } from '../signin/index.ts'
import type { Alteration, Issue, Verb } from './change.ts'
import type { OneTimeSecret } from './one-time-secret.ts'
import type { HeldAuthenticator, State, Target } from './state.ts'

/** `native`, or what is done instead where the provider has no such thing: a sentence for staff. */
export type Capability = 'native' | { readonly instead: string }
/** Every verb, so that none is forgotten. */
export type Capabilities = Readonly<Record<Verb, Capability>>

export interface Asking {
  /** The same for the same change, however often it is asked for: for providers that know idempotency keys. */
  readonly key: string
  readonly signal: AbortSignal
}

/** What was made, told once. */
export interface Issued {
  /** The provider's own, by which it is read back. Null for an enrolment, which has none. */
  readonly id: string | null
  readonly secret: OneTimeSecret
  /** Milliseconds; null: it does not end by itself. */
  readonly until: number | null
}

/** Only remedies/ calls its changing verbs. Each method throws ProviderError. */
export interface ProviderPort {
  readonly provider: Provider
  readonly capabilities: Capabilities
  /** Reads with our own credential how something is now. */
  read(target: Target, signal: AbortSignal): Promise<State>
  /** After `effect: 'unknown'` only reading tells what happened. Refuses by itself what would turn MFA off. */
  change(change: Alteration, asking: Asking): Promise<void>
  /** After `effect: 'unknown'` there may be a secret that nobody has: it is withdrawn before another is asked for. */
  issue(issue: Issue, asking: Asking): Promise<Issued>
}

export interface ListedPerson {
  /** The provider's immutable id. */
  readonly account: string
  readonly userName: string
  readonly displayName: string
  /** The manager's account. This and what follows: null if there is none, or the provider does not say. */
  readonly manager: string | null
  readonly employeeNumber: string | null
  readonly email: string | null
  /** Of a line, and of a mobile, as E.164 writes them. How old they are, the provider's audit log says. */
  readonly phone: string | null
  readonly mobile: string | null
  readonly groups: readonly string[]
  readonly administrator: boolean
  readonly suspended: boolean
}
export interface PeoplePage {
  readonly people: readonly ListedPerson[]
  /** Where to go on; null after the last page. */
  readonly next: string | null
}

export interface OpenSession {
  readonly id: string
  /** Milliseconds. */
  readonly began: number
}
export interface Holdings {
  readonly authenticators: readonly HeldAuthenticator[]
  readonly sessions: readonly OpenSession[]
}

/** What would stand in the way of a sign-in with a pass. */
export interface Obstacle {
  readonly code:
    | 'no-account'
    | 'account-disabled'
    | 'locked'
    | 'passes-off' // the provider's policy lets nobody have one
    | 'no-pass' // none is outstanding; it says nothing about one that is to be issued
    | 'policy-blocks' // a rule refuses the sign-in, whatever it is made with
    | 'pass-not-enough' // a rule asks for something that a pass is not
    | 'provider-outage'
  /** The rule's name, where there is one. */
  readonly name?: string
}

/** From where and to what. What is left out is judged as unknown, which is the stricter. */
export interface PassQuestion {
  readonly account: string
  /** IP address. */
  readonly address?: string
  readonly app?: string
}

/** A provider whose people can be read with our own credential. Each method throws ProviderError. */
export interface PeoplePort {
  /** From the beginning without `after`. A page may be shorter than the next. */
  listPeople(after: string | undefined, signal: AbortSignal): Promise<PeoplePage>
  /** Undefined: the provider knows no such account. */
  holdingsOf(account: string, signal: AbortSignal): Promise<Holdings | undefined>
  /** Whether a sign-in with a pass would succeed now: empty if nothing is in the way. */
  inTheWayOfPass(question: PassQuestion, signal: AbortSignal): Promise<readonly Obstacle[]>
}

/** Everybody of one tenant. */
export interface TenantPeople extends PeoplePort {
  /** As the organisation's sources name it: the keys of accounts are made of it. */
  readonly tenant: string
}
/** A provider, and whose people its credential can read; left out where that is nobody. */
export interface ConnectedProvider extends ProviderPort {
  readonly people?: TenantPeople
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
  /**
   * Rows after a cursor, oldest first; without one, the newest. A page may be shorter than the next. Throws ProviderError;
   * ERR_PROVIDER_CURSOR_STALE where the cursor's place is gone: rows may have been missed.
   */
  readLog(log: LogName, after: string | undefined, signal: AbortSignal): Promise<LogPage>
}
