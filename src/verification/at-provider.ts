/**
 * An authenticator that the provider asked for: an OIDC sign-in just now, whose second step the provider's own log confirms (DESIGN §6).
 * A token alone says too little (few providers fill `amr`), and a log alone does not say that it was this browser. Pure.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Method } from '../signin/index.ts'
import type { CheckCode } from './refusal.ts'

/** What an ID token says whose signature, issuer, audience and expiry were verified. */
export interface Shown {
  /** Key of the account. */
  readonly account: string
  /** `auth_time`, in milliseconds. */
  readonly authenticatedAt: number
  readonly nonce: string
}

/** A step that the provider's log shows. */
export interface ShownStep {
  /** Milliseconds. */
  readonly time: number
  readonly method: Method
  readonly accepted: boolean
  /** Keyed token of the address that it came from. */
  readonly source: string
  /** The provider's id of the authenticator; null where the row has none. */
  readonly authenticator: string | null
}

/** The provider's log, read with our own credential: what is pushed to us confirms nothing (rule 7). Outside of any transaction. */
export interface ProviderLog {
  /** The steps of an account from a time on. */
  stepsSince(account: string, since: number): Promise<readonly ShownStep[]>
}

export type ProviderCheck = 'passkey' | 'push' | 'totp'

/** By which method of the log each is shown. A prompt that is only pressed is none (63B-4 §3.1.3.1). */
const METHOD_OF = { passkey: 'passkey', push: 'push-number', totp: 'totp' } as const satisfies Record<
  ProviderCheck,
  Method
>

/** `auth_time` has whole seconds, and the provider's clock is another one. */
const CLOCKS_MS = 5000

export interface Confirming {
  readonly check: ProviderCheck
  /** Since when an answer is expected, in milliseconds. */
  readonly since: number
  readonly nonce: string
  /** Key of the account that was asked for. */
  readonly account: string
  readonly shown: Shown
  readonly steps: readonly ShownStep[]
  readonly now: number
}

/** The step that confirms it, or why none does. */
export function confirmed({ check, since, nonce, account, shown, steps, now }: Confirming): ShownStep | CheckCode {
  const { authenticatedAt } = shown
  const isFresh = authenticatedAt >= since - CLOCKS_MS && authenticatedAt <= now + CLOCKS_MS
  if (shown.nonce !== nonce || shown.account !== account || !isFresh) return 'ERR_CHECK_STALE'
  const step = steps.findLast(
    ({ method, accepted, time }) => accepted && method === METHOD_OF[check] && isBetween(time, since, now),
  )
  return step ?? 'ERR_CHECK_UNCONFIRMED'
}

/** Whether the log shows the password accepted from this browser's address minutes ago (rule 11). Postern never asks for it. */
export function isPasswordShown(steps: readonly ShownStep[], source: string, now: number): boolean {
  const since = now - DEFAULTS.verification.freshMs
  return steps.some(
    (step) => step.accepted && step.method === 'password' && step.source === source && isBetween(step.time, since, now),
  )
}

function isBetween(time: number, since: number, now: number): boolean {
  return time >= since - CLOCKS_MS && time <= now + CLOCKS_MS
}
