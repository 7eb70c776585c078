/**
 * JumpCloud: Directory Insights events of the services directory, sso, radius and ldap (docs.jumpcloud.com/api/insights).
 */
import { lookUp } from '../catalogue/index.ts'
import { countryCode } from '../countries.ts'
import type { Decoder, Row } from '../decoder.ts'
import type { Draft, Method, Reason, Step } from '../sign-in.ts'
import { writeChange } from './jumpcloud-changes.ts'
import { at } from './jumpcloud-row.ts'
import { instantOf, rowTime } from './row-time.ts'

type Sample = Readonly<Record<string, unknown>>

const SIGN_INS = new Set([
  'user_login_attempt',
  'admin_login_attempt',
  'radius_auth_attempt',
  'radius_auth',
  'ldap_bind',
  'login_attempt',
])

/** Members of auth_methods, and values of mfa_meta.type. */
const METHODS: ReadonlyMap<string, Method> = new Map([
  ['jumpcloud_protect', 'push'],
  ['push', 'push'],
  ['totp', 'totp'],
  ['webauthn', 'passkey'],
  ['go', 'passkey'],
  ['durt', 'passkey'],
  ['duo', 'external'],
  ['password', 'password'],
])

/**
 * What JumpCloud's free words on a failure point to. The list of its messages is not public; these are the words that
 * leave no doubt, and everything else stays what the event type means.
 */
const WORDS: readonly (readonly [word: string, step: Step, reason: Reason])[] = [
  ['blocked', 'policy', 'policy-block'],
  ['locked', 'account', 'locked'],
  ['suspend', 'account', 'disabled'],
  ['password expired', 'account', 'password-expired'],
  ['not enrolled', 'second', 'enrolment-required'],
  ['denied by user', 'second', 'refused'],
  ['timed out', 'second', 'no-answer'],
  ['totp', 'second', 'wrong-code'],
  ['otp', 'second', 'wrong-code'],
  ['mfa', 'second', 'second-step-failed'],
  ['policy', 'policy', 'policy-block'],
]

function decode(row: Row, draft: Draft): void {
  const type = row.text(at.type)
  draft.code = type
  draft.account = row.text(at.by)
  draft.name = row.text(at.byEmail) || row.text(at.byUser) || row.text(at.user)
  draft.detail = row.text(at.error)
  if (SIGN_INS.has(type)) writeSignIn(row, draft, type)
  else if (type === 'sso_auth') writeApplication(row, draft)
  else if (type === 'user_password_reset_request' || type === 'admin_password_reset_request') writeMail(draft)
  else writeChange(row, draft, type)
  draft.time = draft.activity === 'other' ? instantOf(row.text(at.time)) : rowTime(row, at.time)
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.organisation)
  writeOrigin(row, draft)
  if (draft.activity === 'change') draft.family = 'audit'
}

function writeSignIn(row: Row, draft: Draft, type: string): void {
  const mfa = row.flag(at.mfa)
  draft.activity = 'sign-in'
  draft.method = METHODS.get(row.text(at.mfaType)) ?? (mfa ? 'other' : 'password')
  if (row.flag(at.success)) {
    draft.outcome = 'success'
    draft.step = 'session'
    draft.complete = true
    draft.proved = mfa
    return
  }
  const entry = lookUp('jumpcloud', type)
  draft.outcome = row.has(at.success) ? 'failure' : 'unknown'
  draft.step = mfa ? 'second' : (entry?.step ?? 'first')
  draft.reason = mfa ? 'second-step-failed' : (entry?.reason ?? 'wrong-password')
  writeWords(draft)
}

/** An application opened through JumpCloud: the session is used; a second step only if auth_methods names one. */
function writeApplication(row: Row, draft: Draft): void {
  draft.activity = 'sign-in'
  draft.app = row.text(at.application) || row.text(at.applicationName)
  draft.method = answered(row.json(at.methods))
  if (row.flag(at.tokenSuccess)) {
    draft.outcome = 'success'
    draft.step = 'session'
    draft.complete = true
    draft.proved = row.flag(at.mfa) && draft.method !== 'claim'
    return
  }
  const entry = lookUp('jumpcloud', 'sso_auth')
  draft.outcome = 'failure'
  draft.step = entry?.step ?? 'policy'
  draft.reason = entry?.reason ?? 'application'
  draft.policies = denying(row)
  if (draft.policies.length > 0) draft.reason = 'policy-block'
  else writeWords(draft)
}

function writeMail(draft: Draft): void {
  draft.activity = 'message'
  draft.method = 'email'
  draft.outcome = 'pending'
}

function writeWords(draft: Draft): void {
  const said = draft.detail.toLowerCase()
  if (said === '') return
  const found = WORDS.find(([word]) => said.includes(word))
  if (!found) return
  draft.step = found[1]
  draft.reason = found[2]
}

/** The strongest method that succeeded; none named means that a session was carried on. */
function answered(methods: unknown): Method {
  if (typeof methods !== 'object' || methods === null) return 'claim'
  let found: Method = 'claim'
  for (const [name, result] of Object.entries(methods)) {
    const method = METHODS.get(name) ?? 'other'
    const failed = typeof result === 'object' && result !== null && (result as { success?: unknown }).success === false
    if (!failed && (found === 'claim' || found === 'password')) found = method
  }
  return found
}

function denying(row: Row): readonly string[] {
  const names: string[] = []
  for (let index = 0; index < row.count(at.policyActions); index++) {
    if (row.textAt(at.policyActions, index) === 'DENY') names.push(row.textAt(at.policyNames, index))
  }
  return names
}

function writeOrigin(row: Row, draft: Draft): void {
  draft.ip = row.text(at.ip)
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.latitude = row.number(at.latitude)
  draft.longitude = row.number(at.longitude)
  draft.device = row.text(at.systemId)
  // JumpCloud knows this id of devices only on which its agent runs.
  draft.managed = draft.device !== ''
  draft.client = [row.text(at.browser), row.text(at.system)].filter(Boolean).join(' ')
}

const event: Decoder = {
  name: 'jumpcloud.event',
  provider: 'jumpcloud',
  form: 'json',
  paths: at.list,
  marks: [at.type, at.organisation],
  recognise: isEvent,
  decode,
}

function isEvent(sample: Sample): boolean {
  return (
    typeof sample.event_type === 'string' &&
    typeof sample.organization === 'string' &&
    typeof sample.service === 'string'
  )
}

export const jumpcloudDecoders: readonly Decoder[] = [event]
