/** What a provider says of an account or an address: how things are now, read with our own credential. Times in milliseconds. */
import type { Method } from '../signin/index.ts'

/** Something that an account signs in with, as far as the provider tells. */
export interface HeldAuthenticator {
  /** The provider's own. */
  readonly id: string
  readonly kind: Method
  /** The person's or the vendor's words for it: for screens, never for facts. */
  readonly label: string
  readonly phishingResistant: boolean
  /** Null where the provider does not say. */
  readonly added: number | null
  readonly lastUsed: number | null
}

/** A pass that could still be used. What it is, nobody can read. */
interface OutstandingPass {
  readonly id: string
  /** Null: it does not end by itself. */
  readonly until: number | null
}

export interface AccountState {
  readonly kind: 'account'
  /** False: the provider knows no such account (any more). */
  readonly exists: boolean
  readonly suspended: boolean
  readonly passwordResetRequired: boolean
  readonly highRisk: boolean
  /** When the oldest session that is still open began; null if none is. */
  readonly oldestSession: number | null
  /** By too many failures; null where the provider does not say. */
  readonly locked: boolean | null
  /** When the password was last set; null if never, or where the provider does not say. */
  readonly passwordChanged: number | null
  /** Ids of the groups that it is a direct member of. */
  readonly groups: readonly string[]
  readonly authenticators: readonly HeldAuthenticator[]
  readonly passes: readonly OutstandingPass[]
  /** Until when an enrolment that was started can be completed; null if none is open. */
  readonly enrolmentUntil: number | null
}

export interface SourceState {
  readonly kind: 'source'
  /** Until when it is refused; null if it is not. */
  readonly refusedUntil: number | null
}
export type State = AccountState | SourceState

/** Whose access changes: an account by the provider's immutable id, or whoever comes from an IP address. */
export type Target =
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'source'; readonly address: string }

/** An account that the provider does not know. */
export const NO_ACCOUNT: AccountState = {
  kind: 'account',
  exists: false,
  suspended: false,
  passwordResetRequired: false,
  highRisk: false,
  oldestSession: null,
  locked: null,
  passwordChanged: null,
  groups: [],
  authenticators: [],
  passes: [],
  enrolmentUntil: null,
}
