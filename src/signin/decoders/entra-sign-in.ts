/**
 * What one sign-in row of Entra ID means, in whichever shape it came.
 *
 * Graph's names are the measure: diagnostic records hold the same object under `properties`, and tables and CSV files are
 * rewritten into it, so that the meaning stands once. The 31 paths are all that a row is read for; whether a device
 * is compliant is not among them, because only a managed device can be.
 * (Graph signIn resource, learn.microsoft.com/graph/api/resources/signin.)
 */
import { lookUp } from '../catalogue/index.ts'
import { countryCode } from '../countries.ts'
import type { Row } from '../decoder.ts'
import { paths } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { earlierFailure, type FailedStep, findFailedStep, readSuccess } from './entra-steps.ts'
import { accountOf, addressOf, jsonOf, membersOf, riskOf, textOf } from './entra-values.ts'

/** Graph's names of what is read, by ours. */
export const SIGN_IN = {
  id: 'id',
  time: 'createdDateTime',
  userId: 'userId',
  userName: 'userPrincipalName',
  correlationId: 'correlationId',
  code: 'status.errorCode',
  failureReason: 'status.failureReason',
  additionalDetails: 'status.additionalDetails',
  interactive: 'isInteractive',
  ip: 'ipAddress',
  country: 'location.countryOrRegion',
  city: 'location.city',
  latitude: 'location.geoCoordinates.latitude',
  longitude: 'location.geoCoordinates.longitude',
  asn: 'autonomousSystemNumber',
  deviceId: 'deviceDetail.deviceId',
  deviceName: 'deviceDetail.displayName',
  managed: 'deviceDetail.isManaged',
  system: 'deviceDetail.operatingSystem',
  browser: 'deviceDetail.browser',
  userAgent: 'userAgent',
  clientApp: 'clientAppUsed',
  app: 'appDisplayName',
  risk: 'riskLevelDuringSignIn',
  riskState: 'riskState',
  riskEvents: 'riskEventTypes_v2',
  mfaMethod: 'mfaDetail.authMethod',
  stepMethod: 'authenticationDetails[].authenticationMethod',
  stepSucceeded: 'authenticationDetails[].succeeded',
  stepResult: 'authenticationDetails[].authenticationStepResultDetail',
  policies: 'appliedConditionalAccessPolicies',
} as const

/** The numbers of these paths, in every shape that puts them first. */
export const at = paths(SIGN_IN)

/** The same names inside a member: `under('properties.', SIGN_IN)`. */
export function under<P extends Readonly<Record<string, string>>>(
  prefix: string,
  named: P,
): { readonly [K in keyof P]: string } {
  const prefixed = Object.entries(named).map(([name, path]) => [name, prefix + path])
  return Object.fromEntries(prefixed) as { [K in keyof P]: string }
}

/**
 * Writes a sign-in row. `time` in ms; `code` is the AADSTS number, "0" for a success and empty if the row has none;
 * `silent` if the log says that no person took part. Rows without a user are an application's, and stay `other`.
 */
export function decodeSignIn(row: Row, draft: Draft, time: number, code: string, silent: boolean): void {
  readFrame(row, draft, time, code)
  if (draft.account === '' && draft.name === '') {
    draft.code = 'Sign-in without a user'
    return
  }
  readPlace(row, draft)
  draft.legacy = isLegacy(row.text(at.clientApp))
  if (code === '0') succeed(row, draft, silent)
  else if (code !== '') stop(row, draft, code)
  draft.activity = silent && !hasPerson(draft) ? 'refresh' : 'sign-in'
  draft.complete = code === '0' && draft.activity === 'sign-in' && !(silent && draft.legacy)
}

/**
 * Writes a second step that failed in the row before the one that ended it, as a row of its own: Graph joins all prompts
 * of a sign-in in one row. `which` counts from 1 to `of`. Steps have no time that every shape gives, so they stand in the
 * milliseconds before their row, in the log's order.
 */
export function decodeEarlierStep(row: Row, draft: Draft, time: number, which: number, of: number): void {
  readFrame(row, draft, time - (of - which + 1), '500121')
  if (draft.id !== '') draft.id += `/${which}`
  readPlace(row, draft)
  draft.activity = 'sign-in'
  failSecondStep(draft, earlierFailure(row, at, which, row.text(at.code) === '0'))
}

function readFrame(row: Row, draft: Draft, time: number, code: string): void {
  draft.time = time
  draft.family = 'sign-in'
  draft.code = code
  draft.id = row.text(at.id)
  draft.account = accountOf(row.text(at.userId))
  draft.name = row.text(at.userName)
  draft.attempt = row.text(at.correlationId)
}

function readPlace(row: Row, draft: Draft): void {
  draft.ip = addressOf(row.text(at.ip))
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.latitude = row.number(at.latitude)
  draft.longitude = row.number(at.longitude)
  draft.asn = row.number(at.asn) || 0
  draft.device = row.text(at.deviceId) || row.text(at.deviceName)
  draft.managed = row.flag(at.managed)
  draft.client = row.text(at.userAgent) || `${row.text(at.browser)} ${row.text(at.system)}`.trim()
  draft.app = row.text(at.app)
  const risk = riskOf(row.text(at.risk))
  if (risk === 'none') return
  // An address stays an anonymiser's when somebody has found the sign-in harmless.
  draft.anonymous = isAnonymous(row.json(at.riskEvents))
  if (!isSettled(row.text(at.riskState))) draft.risk = risk
}

function succeed(row: Row, draft: Draft, silent: boolean): void {
  draft.outcome = 'success'
  draft.step = 'session'
  draft.detail = row.text(at.additionalDetails)
  readSuccess(row, draft, at, silent)
}

/** A row that is not the end of the way in: a failure, or a page in between. */
function stop(row: Row, draft: Draft, code: string): void {
  const entry = lookUp('entra', code)
  draft.outcome = entry?.outcome ?? 'failure'
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'other'
  draft.detail = row.text(at.failureReason)
  if (draft.step === 'second' && draft.reason !== 'enrolment-required') {
    const failed = findFailedStep(row, at)
    const { reason } = draft
    if (draft.outcome === 'failure' || failed.result?.outcome === 'failure') failSecondStep(draft, failed)
    if (!SAYS_NO_MORE.has(reason)) draft.reason = reason
  }
  if (code === '50053' && isAddressBlock(draft.detail)) {
    draft.reason = 'address-blocked'
    draft.step = 'policy'
  }
  if (draft.reason === 'policy-block' && draft.legacy) draft.reason = 'legacy-block'
  if (draft.reason === 'wrong-password') draft.method = 'password'
  if (draft.reason.startsWith('pass-')) draft.method = 'pass'
  draft.known = draft.reason !== 'unknown-user'
  draft.policies = failedPolicies(row.json(at.policies)) ?? draft.policies
}

/** Codes of these reasons say only that the second step failed; any other code knows better than the step's words. */
const SAYS_NO_MORE: ReadonlySet<string> = new Set(['second-step-failed', 'second-step-asked', 'other', 'none'])

/** The code says that the second step failed; the step itself says how. */
function failSecondStep(draft: Draft, failed: FailedStep): void {
  const { way, words, result } = failed
  draft.outcome = 'failure'
  draft.step = 'second'
  draft.method = way.method
  if (words !== '') draft.detail = words
  if (result?.outcome === 'failure') {
    draft.step = result.step
    draft.reason = result.reason
  }
  if (draft.reason === 'wrong-number' && way.method === 'push') draft.method = 'push-number'
}

/**
 * The log says that nobody took part, and yet somebody did: a password was refused or used, an account locked by tries, a
 * prompt answered or left unanswered, or the protocol sends the password each time. Spraying through ROPC and basic
 * authentication hides there.
 */
function hasPerson(draft: Draft): boolean {
  if (draft.legacy || draft.proved || draft.method === 'password') return true
  if (draft.reason === 'locked' || draft.reason === 'address-blocked') return true
  return draft.outcome === 'failure' && (draft.step === 'first' || draft.step === 'second')
}

/** Names of the policies that stopped the row, if any. Those in report-only mode have results of their own, and never count. */
function failedPolicies(applied: unknown): readonly string[] | undefined {
  const failed = membersOf(jsonOf(applied)).filter((policy) => policy.result === 'failure')
  return failed.length === 0 ? undefined : failed.map((policy) => textOf(policy.displayName) || textOf(policy.id))
}

/** Code 50053 has two meanings, told apart only by the words (Microsoft's table of AADSTS codes). */
function isAddressBlock(words: string): boolean {
  return /\bip address|malicious/i.test(words)
}

/** Dismissed or confirmed safe by an administrator, or remedied by the person (Graph riskState): no longer a risk. */
function isSettled(state: string): boolean {
  return state === 'dismissed' || state === 'confirmedSafe' || state === 'remediated'
}

function isAnonymous(riskEvents: unknown): boolean {
  const events = jsonOf(riskEvents)
  return Array.isArray(events) && events.includes('anonymizedIPAddress')
}

const LEGACY: ReadonlySet<string> = new Set([
  'authenticated smtp',
  'autodiscover',
  'exchange activesync',
  'exchange online powershell',
  'exchange web services',
  'imap',
  'imap4',
  'mapi over http',
  'offline address book',
  'outlook anywhere (rpc over http)',
  'outlook service',
  'pop',
  'pop3',
  'reporting web services',
  'smtp',
])

/** Client apps that cannot do MFA (learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication). */
function isLegacy(clientApp: string): boolean {
  switch (clientApp) {
    case '':
    case 'Browser':
    case 'Mobile Apps and Desktop clients':
      return false
    default: {
      const name = clientApp.toLowerCase()
      return LEGACY.has(name) || name.startsWith('other clients') || name.startsWith('legacy authentication')
    }
  }
}
