/** The faults of real providers, one at a time, so that whoever calls the recording one learns to live with them. */
import { ProviderError } from '../provider-error.ts'

/** What goes wrong with the next call. `lag`: the change is made, and so many reads do not show it yet. */
export type Fault =
  | 'down'
  | 'throttled'
  | 'refused'
  | 'broken'
  | 'silent-before'
  | 'silent-after'
  | 'half-page'
  | { readonly lag: number }

/** Faults after which nothing was done, or nobody knows. */
export type Failing = Exclude<Fault, 'half-page' | object>

const RETRY_AFTER_MS = 2000

export function failure(fault: Failing): ProviderError {
  switch (fault) {
    case 'refused':
      return new ProviderError('ERR_PROVIDER_REFUSED', 'The provider will not do this.')
    case 'throttled': {
      const message = 'The provider was asked too often.'
      return new ProviderError('ERR_PROVIDER_THROTTLED', message, { retryAfterMs: RETRY_AFTER_MS })
    }
    case 'down':
      return new ProviderError('ERR_PROVIDER_DOWN', 'The provider cannot be reached.')
    case 'broken':
      return new ProviderError('ERR_PROVIDER_DOWN', 'The provider failed.', { effect: 'unknown' })
    default:
      return new ProviderError('ERR_PROVIDER_DOWN', 'The provider did not answer in time.', { effect: 'unknown' })
  }
}
