/** What goes wrong at a provider, and whether something was done all the same. */

export type ProviderErrorCode =
  | 'ERR_PROVIDER_DOWN' // no answer, or an error of its own
  | 'ERR_PROVIDER_THROTTLED' // asked too often
  | 'ERR_PROVIDER_REFUSED' // it will not, and will not later
  | 'ERR_PROVIDER_LAST_AUTHENTICATOR' // nothing would keep MFA on without it (DESIGN §3 rule 10)
  | 'ERR_PROVIDER_CURSOR_STALE' // it no longer knows where we stopped reading: begin anew, with an overlap
  | 'ERR_PROVIDER_DEMO_ONLY' // this provider exists only in a demo

interface Effect {
  /** Whether the change may have been made all the same; `none` unless said. */
  readonly effect?: 'none' | 'unknown'
  /** Not to be asked again before so many milliseconds, if the provider said so. */
  readonly retryAfterMs?: number | undefined
}

export class ProviderError extends Error {
  readonly code: ProviderErrorCode
  readonly effect: 'none' | 'unknown'
  readonly retryAfterMs: number | undefined
  constructor(code: ProviderErrorCode, message: string, { effect = 'none', retryAfterMs }: Effect = {}) {
    super(message)
    this.name = 'ProviderError'
    this.code = code
    this.effect = effect
    this.retryAfterMs = retryAfterMs
  }
}
