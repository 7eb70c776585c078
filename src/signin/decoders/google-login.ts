/**
 * Google Workspace's `login` application (and `saml`, sign-ins to applications through Google). Names and values:
 * developers.google.com/workspace/admin/reports/v1/appendix/activity/login and …/saml.
 */
import { lookUp } from '../catalogue/index.ts'
import type { Draft, Method, Risk } from '../sign-in.ts'
import type { GoogleEvent } from './google-event.ts'

/** Values of login_challenge_method. What is not here is a second step of a kind that the vocabulary does not name. */
const CHALLENGES: ReadonlyMap<string, Method> = new Map([
  ['none', 'none'],
  ['password', 'password'],
  ['google_prompt', 'push'],
  ['device_prompt', 'push'],
  ['assistant_approval', 'push'],
  ['google_authenticator', 'totp'],
  ['offline_otp', 'totp'],
  ['security_key_otp', 'totp'],
  ['idv_any_phone', 'sms'],
  ['idv_preregistered_phone', 'sms'],
  ['device_preregistered_phone', 'sms'],
  ['idv_any_email', 'email'],
  ['idv_preregistered_email', 'email'],
  ['access_to_preregistered_email', 'email'],
  ['backup_code', 'recovery-code'],
  ['rescue_code', 'recovery-code'],
  ['security_key', 'passkey'],
  ['passkey', 'passkey'],
  ['userless_fido', 'passkey'],
  ['same_device_screenlock', 'passkey'],
  ['saml', 'external'],
  ['oidc', 'external'],
  ['third_party_prompt', 'external'],
])
const CODES: ReadonlySet<Method> = new Set(['totp', 'sms', 'email', 'recovery-code'])
const SECOND: ReadonlySet<Method> = new Set(['push', 'passkey', ...CODES])

const WARNINGS: ReadonlyMap<string, Risk> = new Map([
  ['suspicious_login', 'medium'],
  ['suspicious_login_less_secure_app', 'medium'],
  ['suspicious_programmatic_login', 'medium'],
  ['risky_sensitive_action_allowed', 'medium'],
  ['risky_sensitive_action_blocked', 'medium'],
  ['gov_attack_warning', 'high'],
  ['user_signed_out_due_to_suspicious_session_cookie', 'high'],
])

/** Writes what the event means for a sign-in; leaves `other` what is none. */
export function writeLogin(event: GoogleEvent, draft: Draft): void {
  if (event.name === 'login_success') writeSuccess(event, draft)
  else if (event.name === 'login_failure') writeFailure(event, draft)
  else if (event.name === 'login_challenge' || event.name === 'login_verification') writeChallenge(event, draft)
  else if (event.name === 'logout') writeLogout(draft)
  else writeWarning(event, draft)
}

function writeSuccess(event: GoogleEvent, draft: Draft): void {
  draft.method = lastMethod(event)
  draft.outcome = 'success'
  draft.step = 'session'
  draft.app = event.parameter('application_name')
  if (event.parameter('is_suspicious') === 'true') draft.risk = 'medium'
  // An exchange turns a credential of a running session into another; nobody types anything.
  if (event.parameter('login_type') === 'exchange' && !SECOND.has(draft.method)) {
    draft.activity = 'refresh'
    return
  }
  draft.activity = 'sign-in'
  draft.complete = true
  draft.proved = SECOND.has(draft.method)
  if (event.application === 'saml') draft.method = 'claim'
  else if (draft.method === 'none' && event.parameter('login_type') === 'saml') draft.method = 'external'
}

function writeFailure(event: GoogleEvent, draft: Draft): void {
  const type = event.parameter('login_failure_type') || event.parameter('failure_type')
  if (type !== '') draft.code = type
  const entry = lookUp('google', type || event.name)
  draft.activity = 'sign-in'
  draft.outcome = 'failure'
  draft.method = lastMethod(event)
  draft.step = entry?.step ?? 'first'
  draft.reason = entry?.reason ?? 'other'
  if (event.application === 'saml') {
    draft.step = 'policy'
    draft.reason = 'application'
    draft.app = event.parameter('application_name')
  } else if (draft.reason === 'other' || draft.step === 'second') {
    // The type says little; the challenges say how far it came, the last of them is the one that failed.
    draft.step = SECOND.has(draft.method) ? 'second' : draft.step
    if (SECOND.has(draft.method)) draft.reason = CODES.has(draft.method) ? 'wrong-code' : 'second-step-failed'
    else if (draft.method === 'password' && draft.step === 'first') draft.reason = 'wrong-password'
  }
}

/** login_challenge_status is `Challenge Passed.` or, since 2025, `passed`; as much for failed; empty is only being asked. */
function writeChallenge(event: GoogleEvent, draft: Draft): void {
  const status = event.parameter('login_challenge_status')
  draft.activity = 'sign-in'
  draft.method = lastMethod(event)
  draft.step = isFirstStep(event, draft.method) ? 'first' : 'second'
  draft.detail = status
  if (/passed/i.test(status)) {
    draft.outcome = 'success'
    draft.proved = SECOND.has(draft.method)
  } else if (/failed/i.test(status)) {
    draft.outcome = 'failure'
    if (draft.method === 'external' && draft.step === 'first') draft.reason = 'other'
    else
      draft.reason =
        draft.step === 'first' ? 'wrong-password' : CODES.has(draft.method) ? 'wrong-code' : 'second-step-failed'
  } else {
    draft.outcome = 'interrupt'
    draft.reason = draft.step === 'first' ? 'page-shown' : 'second-step-asked'
  }
}

/** Another provider's answer takes the password's place, unless Google says that it was the second factor. */
function isFirstStep(event: GoogleEvent, method: Method): boolean {
  return method === 'password' || (method === 'external' && event.parameter('is_second_factor') === 'false')
}

function writeLogout(draft: Draft): void {
  draft.activity = 'sign-out'
  draft.outcome = 'success'
}

function writeWarning(event: GoogleEvent, draft: Draft): void {
  const risk = WARNINGS.get(event.name)
  const affected = event.parameter('affected_email_address')
  // A warning is about the account that it names; the actor's id is that account's only if the addresses agree.
  if (affected !== '' && affected !== draft.name) draft.account = ''
  draft.name = affected || draft.name
  if (risk !== undefined) {
    draft.activity = 'risk'
    draft.risk = risk
  } else if (event.name.startsWith('account_disabled_')) {
    draft.activity = 'change'
    draft.change = 'account-disabled'
    draft.outcome = 'success'
    draft.step = 'account'
    draft.reason = 'disabled'
    if (event.name.endsWith('password_leak') || event.name.endsWith('hijacked')) draft.risk = 'high'
  }
}

/** The last challenge that the vocabulary knows, in the order asked; a second step wins over the password. */
function lastMethod(event: GoogleEvent): Method {
  let last: Method = 'none'
  const said = event.parameter('login_challenge_method')
  if (said === '') return last
  for (const name of said.split(' ')) {
    const method = CHALLENGES.get(name) ?? 'other'
    if (SECOND.has(method) || !SECOND.has(last)) last = method === 'none' ? last : method
  }
  return last
}
