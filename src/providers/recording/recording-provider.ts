/**
 * An identity provider that does nothing but remember, for the demo and for tests: nobody's access changes anywhere. It has
 * the faults of real ones, so that whoever calls it learns to live with them: silence before and after the effect,
 * refusals, reads that lag behind.
 */
import type { Provider } from '../../signin/index.ts'
import {
  type AccountState,
  type Change,
  ProviderError,
  type ProviderPort,
  type State,
  sortOf,
  TAKING,
  type Target,
  targetOf,
  type Verb,
} from '../port.ts'

/** What goes wrong with the next call. `lag`: the change is made, and so many reads do not show it yet. */
export type Fault = 'down' | 'throttled' | 'refused' | 'silent-before' | 'silent-after' | { readonly lag: number }

export interface RecordingProvider extends ProviderPort {
  /** Every change that took effect, in order. */
  readonly made: readonly Change[]
  /** Every key that a change was asked for under. */
  readonly keys: readonly string[]
  /** Puts an account into a state, as somebody else would: an administrator, the person. */
  set(account: string, state: Partial<Omit<AccountState, 'kind'>>): void
  /** The next change goes wrong so. */
  failNext(fault: Fault): void
}

const VERBS: readonly Verb[] = [...TAKING, 'admit-source', 'take-from-high-risk-group', 'unsuspend']

const PEACE: AccountState = {
  kind: 'account',
  exists: true,
  suspended: false,
  passwordResetRequired: false,
  highRisk: false,
  oldestSession: 0,
}

export interface RecordingOptions {
  readonly provider: Provider
  /** Of the data that it serves. Throws ERR_PROVIDER_DEMO_ONLY for real data. */
  readonly kind: 'demo' | 'real'
  /** Milliseconds. */
  readonly clock: () => number
  /** All verbs, unless said. */
  readonly capabilities?: readonly Verb[]
}

/** Any account exists there, with a session that was open before anything. */
export function createRecordingProvider({
  provider,
  kind,
  clock,
  capabilities = VERBS,
}: RecordingOptions): RecordingProvider {
  if (kind !== 'demo') {
    const message = 'The recording provider changes nothing anywhere. Real data needs a real provider.'
    throw new ProviderError('ERR_PROVIDER_DEMO_ONLY', message)
  }
  const accounts = new Map<string, AccountState>()
  const refused = new Map<string, number>()
  const made: Change[] = []
  const keys: string[] = []
  let fault: Fault | undefined
  let stale: { reads: number; readonly target: string; readonly state: State } | undefined

  function stateOf(target: Target): State {
    if (target.kind === 'account') return accounts.get(target.account) ?? PEACE
    const until = refused.get(target.address) ?? 0
    return { kind: 'source', refusedUntil: until > clock() ? until : null }
  }

  function make(change: Change): void {
    made.push(change)
    if (change.verb === 'refuse-source') refused.set(change.address, change.until)
    else if (change.verb === 'admit-source') refused.delete(change.address)
    else accounts.set(change.account, changed(accounts.get(change.account) ?? PEACE, change.verb))
  }

  return {
    provider,
    capabilities: new Set(capabilities),
    made,
    keys,
    set: (account, state) => void accounts.set(account, { ...(accounts.get(account) ?? PEACE), ...state }),
    failNext(next) {
      fault = next
    },
    async read(target) {
      if (stale !== undefined && stale.reads > 0 && stale.target === JSON.stringify(target)) {
        stale.reads -= 1
        return stale.state
      }
      return stateOf(target)
    },
    async change(change, { key, signal }) {
      signal.throwIfAborted()
      keys.push(key)
      const now = fault
      fault = undefined
      const before = stateOf(targetOf(change))
      if (typeof now === 'string' && now !== 'silent-after') throw failure(now)
      make(change)
      if (now === 'silent-after') throw failure(now)
      if (now !== undefined) stale = { reads: now.lag, target: JSON.stringify(targetOf(change)), state: before }
    },
  }
}

function changed(before: AccountState, verb: Verb): AccountState {
  switch (verb) {
    case 'end-sessions':
      return { ...before, oldestSession: null }
    case 'add-to-high-risk-group':
    case 'take-from-high-risk-group':
      return { ...before, highRisk: sortOf(verb) === 'taking' }
    case 'require-password-reset':
      return { ...before, passwordResetRequired: true }
    default:
      return { ...before, suspended: sortOf(verb) === 'taking' }
  }
}

function failure(fault: Exclude<Fault, object>): ProviderError {
  switch (fault) {
    case 'refused':
      return new ProviderError('ERR_PROVIDER_REFUSED', 'The provider will not do this.')
    case 'throttled':
      return new ProviderError('ERR_PROVIDER_THROTTLED', 'The provider was asked too often.')
    case 'down':
      return new ProviderError('ERR_PROVIDER_DOWN', 'The provider cannot be reached.')
    default:
      return new ProviderError('ERR_PROVIDER_DOWN', 'The provider did not answer in time.', 'unknown')
  }
}
