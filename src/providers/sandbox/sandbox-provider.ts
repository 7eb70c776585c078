/** The sandbox (sandbox/, a program of its own) as a provider like any vendor's: by its API, with our own credential. */
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import {
  type Change,
  type LogPort,
  ProviderError,
  type ProviderPort,
  type State,
  TAKING,
  type Target,
  type Verb,
} from '../port.ts'
import { type Answer, type Call, call } from './call.ts'

export interface SandboxProviderOptions {
  /** `http://sandbox.localhost:PORT`. */
  readonly issuer: string
  /** Our credential there. */
  readonly token: string
  /** Of the data that it serves. Throws ERR_PROVIDER_DEMO_ONLY for real data. */
  readonly kind: 'demo' | 'real'
}

export interface SandboxProvider extends ProviderPort, LogPort {}

const VERBS: readonly Verb[] = [...TAKING, 'admit-source', 'take-from-high-risk-group', 'unsuspend']
/** For what this group may do, the sandbox's rules ask for more. */
const HIGH_RISK = 'high-risk'
const PAGE_ROWS = 200

// Open: a vendor adds members to its answers, and we read those that we know.
const Person = Type.Object({
  id: Type.String(),
  suspended: Type.Boolean(),
  passwordResetRequired: Type.Boolean(),
  groups: Type.Array(Type.String()),
  sessions: Type.Array(Type.Object({ began: Type.Number() })),
})
const Source = Type.Object({ refusedUntil: Type.Union([Type.Number(), Type.Null()]) })
const Page = Type.Object({ rows: Type.Array(Type.Unknown()), cursor: Type.String(), more: Type.Boolean() })

export function createSandboxProvider({ issuer, token, kind }: SandboxProviderOptions): SandboxProvider {
  if (kind !== 'demo' || !new URL(issuer).hostname.endsWith('.localhost')) {
    const message = 'The sandbox exists only in a demo, on this machine. Real data needs a real provider.'
    throw new ProviderError('ERR_PROVIDER_DEMO_ONLY', message)
  }
  const ask = (asked: Call): Promise<Answer> => call(issuer, token, asked)

  return {
    provider: 'sandbox',
    capabilities: new Set(VERBS),
    async read(target, signal) {
      const { status, body } = await ask({ method: 'GET', path: pathOf(target), signal })
      return target.kind === 'source' ? sourceState(status, body) : accountState(status, body)
    },
    async change(change, { key, signal }) {
      const { status } = await ask({ ...requestFor(change), key, signal })
      if (status === 404) throw new ProviderError('ERR_PROVIDER_REFUSED', 'The provider does not know this account.')
    },
    async readLog(log, after, signal) {
      const query = new URLSearchParams({ limit: String(PAGE_ROWS), ...(after === undefined ? {} : { after }) })
      const { body } = await ask({ method: 'GET', path: `/${log}?${query}`, signal })
      return checked(Page, body)
    },
  }
}

function pathOf(target: Target): string {
  return target.kind === 'account'
    ? `/people/${encodeURIComponent(target.account)}`
    : `/refused-sources/${encodeURIComponent(target.address)}`
}

function requestFor(change: Change): Pick<Call, 'method' | 'path' | 'body'> {
  if (change.verb === 'refuse-source' || change.verb === 'admit-source') {
    const path = pathOf({ kind: 'source', address: change.address })
    return change.verb === 'admit-source'
      ? { method: 'DELETE', path }
      : { method: 'PUT', path, body: { until: change.until } }
  }
  const path = pathOf({ kind: 'account', account: change.account })
  switch (change.verb) {
    case 'add-to-high-risk-group':
      return { method: 'PUT', path: `${path}/groups/${HIGH_RISK}` }
    case 'take-from-high-risk-group':
      return { method: 'DELETE', path: `${path}/groups/${HIGH_RISK}` }
    default:
      return { method: 'POST', path: `${path}/${change.verb}` }
  }
}

function accountState(status: number, body: unknown): State {
  if (status === 404) {
    const nothing = { suspended: false, passwordResetRequired: false, highRisk: false, oldestSession: null }
    return { kind: 'account', exists: false, ...nothing }
  }
  const { suspended, passwordResetRequired, groups, sessions } = checked(Person, body)
  const highRisk = groups.includes(HIGH_RISK)
  const oldestSession = sessions.length === 0 ? null : Math.min(...sessions.map(({ began }) => began))
  return { kind: 'account', exists: true, suspended, passwordResetRequired, highRisk, oldestSession }
}

function sourceState(status: number, body: unknown): State {
  return { kind: 'source', refusedUntil: status === 404 ? null : checked(Source, body).refusedUntil }
}

function checked<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  if (Value.Check(schema, body)) return body as Static<Schema>
  throw new ProviderError('ERR_PROVIDER_DOWN', 'The provider’s answer is not what its API says.')
}
