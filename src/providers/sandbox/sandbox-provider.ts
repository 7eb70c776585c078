/** The sandbox (sandbox/, a program of its own) as a provider like any vendor's: by its API, with our own credential. */
import { randomBytes } from 'node:crypto'
import { type Alteration, type RemoveAuthenticator, VERBS } from '../change.ts'
import { keepsMfaOn } from '../last-authenticator.ts'
import { OneTimeSecret } from '../one-time-secret.ts'
import type { Asking, Capabilities, LogPort, PeoplePort, ProviderPort } from '../port.ts'
import { ProviderError } from '../provider-error.ts'
import type { AccountState, Target } from '../state.ts'
import {
  accountState,
  authenticatorsOf,
  checked,
  HIGH_RISK,
  IssuedPass,
  LogRows,
  listed,
  PassSignIn,
  People,
  Person,
  Source,
  StartedEnrolment,
} from './answers.ts'
import { type Answer, type Call, call } from './call.ts'

export interface SandboxProviderOptions {
  /** `http://sandbox.localhost:PORT`. */
  readonly issuer: string
  /** Our credential there. */
  readonly token: string
  /** Of the data that it serves. Throws ERR_PROVIDER_DEMO_ONLY for real data. */
  readonly kind: 'demo' | 'real'
}

export interface SandboxProvider extends ProviderPort, PeoplePort, LogPort {}

const PAGE_ROWS = 200

export function createSandboxProvider({ issuer, token, kind }: SandboxProviderOptions): SandboxProvider {
  if (kind !== 'demo' || !new URL(issuer).hostname.endsWith('.localhost')) {
    const message = 'The sandbox exists only in a demo, on this machine. Real data needs a real provider.'
    throw new ProviderError('ERR_PROVIDER_DEMO_ONLY', message)
  }
  const ask = (asked: Call): Promise<Answer> => call(issuer, token, asked)
  const get = (path: string, signal: AbortSignal) => ask({ method: 'GET', path, signal })
  const readAccount = async (account: string, signal: AbortSignal): Promise<AccountState> =>
    accountState(await get(pathOf({ kind: 'account', account }), signal))

  /** Like any vendor's, its API removes the last one too: who asks has to look before. */
  async function refuseLast({ account, authenticator, kept }: RemoveAuthenticator, signal: AbortSignal): Promise<void> {
    if (keepsMfaOn(authenticator, kept, await readAccount(account, signal))) return
    throw new ProviderError('ERR_PROVIDER_LAST_AUTHENTICATOR', 'Nothing would keep MFA on without it.')
  }
  async function ordered(asked: Pick<Call, 'method' | 'path' | 'body'>, { key, signal }: Asking): Promise<unknown> {
    const { status, body } = await ask({ ...asked, key, signal })
    if (status === 404) throw new ProviderError('ERR_PROVIDER_REFUSED', 'The provider does not know this account.')
    return body
  }

  return {
    provider: 'sandbox',
    capabilities: Object.fromEntries(VERBS.map((verb) => [verb, 'native'])) as Capabilities,
    async read(target, signal) {
      if (target.kind === 'account') return await readAccount(target.account, signal)
      const { body } = await get(pathOf(target), signal)
      return { kind: 'source', refusedUntil: checked(Source, body).refusedUntil }
    },
    async change(change, asking) {
      if (change.verb === 'remove-authenticator') await refuseLast(change, asking.signal)
      await ordered(requestFor(change), asking)
    },
    async issue(issue, asking) {
      const path = pathOf({ kind: 'account', account: issue.account })
      if (issue.verb === 'issue-pass') {
        const body = await ordered({ method: 'POST', path: `${path}/passes`, body: { livesMs: issue.forMs } }, asking)
        const { id, pass, expires } = checked(IssuedPass, body)
        return { id, secret: new OneTimeSecret(pass), until: expires }
      }
      const { url, until } = checked(
        StartedEnrolment,
        await ordered({ method: 'POST', path: `${path}/enrolments` }, asking),
      )
      return { id: null, secret: new OneTimeSecret(url), until }
    },
    async listPeople(after, signal) {
      const { body } = await get(`/people?${queryOf({ limit: String(PAGE_ROWS), after })}`, signal)
      const { people, next } = checked(People, body)
      return { people: people.map(listed), next }
    },
    async holdingsOf(account, signal) {
      const { status, body } = await get(pathOf({ kind: 'account', account }), signal)
      if (status === 404) return undefined
      const person = checked(Person, body)
      return { authenticators: authenticatorsOf(person), sessions: person.sessions }
    },
    async inTheWayOfPass({ account, address, app }, signal) {
      const path = `${pathOf({ kind: 'account', account })}/pass-sign-in?${queryOf({ address, app })}`
      const { status, body } = await get(path, signal)
      return status === 404 ? [{ code: 'no-account' }] : checked(PassSignIn, body).inTheWay
    },
    async readLog(log, after, signal) {
      const { body } = await get(`/${log}?${queryOf({ limit: String(PAGE_ROWS), after })}`, signal)
      return checked(LogRows, body)
    },
  }
}

function pathOf(target: Target): string {
  return target.kind === 'account'
    ? `/people/${encodeURIComponent(target.account)}`
    : `/refused-sources/${encodeURIComponent(target.address)}`
}

function queryOf(members: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(members).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}

function requestFor(change: Alteration): Pick<Call, 'method' | 'path' | 'body'> {
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
    case 'add-to-group':
      return { method: 'PUT', path: `${path}/groups/${encodeURIComponent(change.group)}` }
    case 'take-from-group':
      return { method: 'DELETE', path: `${path}/groups/${encodeURIComponent(change.group)}` }
    case 'withdraw-pass':
      return { method: 'DELETE', path: `${path}/passes` }
    case 'withdraw-enrolment':
      return { method: 'DELETE', path: `${path}/enrolments` }
    case 'remove-authenticator':
      return { method: 'DELETE', path: `${path}/authenticators/${encodeURIComponent(change.authenticator)}` }
    case 'reset-password':
      // Nobody is told it, and it is kept nowhere.
      return { method: 'PUT', path: `${path}/password`, body: { password: randomBytes(32).toString('base64url') } }
    default:
      return { method: 'POST', path: `${path}/${change.verb}` }
  }
}
