/**
 * An identity provider that does nothing but remember, for the demo and for tests: nobody's access changes anywhere. It has
 * the faults of real ones, so that whoever calls it learns to live with them: silence before and after the effect,
 * refusals, reads that lag behind.
 */
import type { Provider } from '../../signin/index.ts'
import { type Alteration, type Change, type Issue, targetOf, VERBS, type Verb } from '../change.ts'
import { keepsMfaOn } from '../last-authenticator.ts'
import { OneTimeSecret } from '../one-time-secret.ts'
import type { Asking, Capabilities, Issued, LogName, LogPort, Obstacle, PeoplePort, ProviderPort } from '../port.ts'
import { ProviderError } from '../provider-error.ts'
import type { AccountState, State, Target } from '../state.ts'
import { altered } from './altered.ts'
import { type Fault, failure } from './faults.ts'

export interface RecordingProvider extends ProviderPort, PeoplePort, LogPort {
  /** Every change that took effect, in order. */
  readonly made: readonly Change[]
  /** Every key that a change was asked for under. */
  readonly keys: readonly string[]
  /** Puts an account into a state, as somebody else would: an administrator, the person. */
  set(account: string, state: Partial<Omit<AccountState, 'kind'>>): void
  /** Writes a row into one of its logs. */
  write(log: LogName, row: unknown): void
  /** The next call goes wrong so. */
  failNext(fault: Fault): void
}

const PEACE: AccountState = {
  kind: 'account',
  exists: true,
  suspended: false,
  passwordResetRequired: false,
  highRisk: false,
  oldestSession: 0,
  locked: false,
  passwordChanged: 0,
  groups: ['staff'],
  authenticators: [
    { id: 'app', kind: 'totp', label: 'Code app', phishingResistant: false, added: 0, lastUsed: null },
    { id: 'phone', kind: 'push-number', label: 'Phone', phishingResistant: false, added: 0, lastUsed: null },
  ],
  passes: [],
  enrolmentUntil: null,
}
const ENROLMENT_MS = 15 * 60_000
const PAGE = 100
const START = 'start'

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
export function createRecordingProvider(options: RecordingOptions): RecordingProvider {
  if (options.kind !== 'demo') {
    const message = 'The recording provider changes nothing anywhere. Real data needs a real provider.'
    throw new ProviderError('ERR_PROVIDER_DEMO_ONLY', message)
  }
  const { provider, clock, capabilities = VERBS } = options
  const accounts = new Map<string, AccountState>()
  const refused = new Map<string, number>()
  const logs: Readonly<Record<LogName, unknown[]>> = { 'sign-ins': [], audit: [] }
  const made: Change[] = []
  const keys: string[] = []
  let fault: Fault | undefined
  let stale: { reads: number; readonly target: string; readonly state: State } | undefined
  let issues = 0

  const accountAt = (account: string): AccountState => accounts.get(account) ?? PEACE

  function stateOf(target: Target): State {
    if (target.kind === 'source') {
      const until = refused.get(target.address) ?? 0
      return { kind: 'source', refusedUntil: until > clock() ? until : null }
    }
    const state = accountAt(target.account)
    const { enrolmentUntil } = state
    return {
      ...state,
      passes: state.passes.filter(({ until }) => until === null || until > clock()),
      enrolmentUntil: enrolmentUntil !== null && enrolmentUntil > clock() ? enrolmentUntil : null,
    }
  }

  /** Makes a change as the fault of the moment lets it be made. */
  function asked<Result>(change: Change, { key, signal }: Asking, make: () => Result): Result {
    signal.throwIfAborted()
    keys.push(key)
    const now = fault
    fault = undefined
    if (typeof now === 'string' && now !== 'silent-after' && now !== 'half-page') throw failure(now)
    const target = targetOf(change)
    const before = stateOf(target)
    if ('account' in change && !accountAt(change.account).exists) throw failure('refused')
    const result = make()
    made.push(change)
    if (now === 'silent-after') throw failure(now)
    if (typeof now === 'object') stale = { reads: now.lag, target: JSON.stringify(target), state: before }
    return result
  }

  function alter(change: Alteration): void {
    if (change.verb === 'refuse-source') refused.set(change.address, change.until)
    else if (change.verb === 'admit-source') refused.delete(change.address)
    else {
      const before = accountAt(change.account)
      if (change.verb === 'remove-authenticator' && !keepsMfaOn(change.authenticator, change.kept, before)) {
        throw new ProviderError('ERR_PROVIDER_LAST_AUTHENTICATOR', 'Nothing would keep MFA on without it.')
      }
      accounts.set(change.account, altered(before, change, clock()))
    }
  }

  function issued(issue: Issue): Issued {
    const before = accountAt(issue.account)
    const number = ++issues
    if (issue.verb === 'issue-pass') {
      const [id, until] = [`pass-${number}`, clock() + issue.forMs]
      accounts.set(issue.account, { ...before, passes: [{ id, until }] })
      return { id, until, secret: new OneTimeSecret(`secret-of-pass-${number}`) }
    }
    const until = clock() + ENROLMENT_MS
    accounts.set(issue.account, { ...before, enrolmentUntil: until })
    return { id: null, until, secret: new OneTimeSecret(`https://provider.example/enrol/secret-${number}`) }
  }

  return {
    provider,
    capabilities: Object.fromEntries(
      VERBS.map((verb) => [verb, capabilities.includes(verb) ? 'native' : { instead: 'The case goes to the vendor.' }]),
    ) as Capabilities,
    made,
    keys,
    set: (account, state) => void accounts.set(account, { ...accountAt(account), ...state }),
    write: (log, row) => void logs[log].push(row),
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
    change: async (change, asking) => asked(change, asking, () => alter(change)),
    issue: async (issue, asking) => asked(issue, asking, () => issued(issue)),
    async listPeople(after) {
      const all = [...accounts].filter(([, { exists }]) => exists)
      const from = after === undefined ? 0 : Number(after)
      const people = all.slice(from, from + pageSize()).map(([account, { groups, suspended }]) => ({
        account,
        ...{ userName: account, displayName: account, administrator: false },
        ...{ manager: null, employeeNumber: null, email: null, phone: null, mobile: null },
        ...{ groups, suspended },
      }))
      const next = from + people.length
      return { people, next: next < all.length ? String(next) : null }
    },
    async holdingsOf(account) {
      const { exists, authenticators, oldestSession } = accountAt(account)
      if (!exists) return undefined
      return { authenticators, sessions: oldestSession === null ? [] : [{ id: 'session', began: oldestSession }] }
    },
    inTheWayOfPass: async ({ account }) => obstaclesOf(stateOf({ kind: 'account', account }) as AccountState),
    async readLog(log, after) {
      const rows = logs[log]
      if (after === undefined) {
        return { rows: rows.slice(-PAGE).reverse(), cursor: cursorAt(rows.length), more: rows.length > PAGE }
      }
      const from = after === START ? 0 : Number(after)
      if (!(from <= rows.length)) throw new ProviderError('ERR_PROVIDER_CURSOR_STALE', 'There is no such place.')
      const page = rows.slice(from, from + pageSize())
      return { rows: page, cursor: cursorAt(from + page.length), more: from + page.length < rows.length }
    },
  }

  function pageSize(): number {
    if (fault !== 'half-page') return PAGE
    fault = undefined
    return PAGE / 2
  }
}

function cursorAt(place: number): string {
  return place === 0 ? START : String(place)
}

function obstaclesOf({ exists, suspended, locked, passes }: AccountState): readonly Obstacle[] {
  if (!exists) return [{ code: 'no-account' }]
  return [
    ...(suspended ? [{ code: 'account-disabled' as const }] : []),
    ...(locked === true ? [{ code: 'locked' as const }] : []),
    ...(passes.length === 0 ? [{ code: 'no-pass' as const }] : []),
  ]
}
