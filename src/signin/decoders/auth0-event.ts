/** Reads one of Auth0's tenant log events. */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Draft, Method } from '../sign-in.ts'
import { readManagement } from './auth0-management.ts'
import { AT, readCircumstances, readWho } from './auth0-row.ts'
import { TYPES } from './auth0-types.ts'

/** Reads the row into the draft. Throws `RowProblem` if it has no time. */
export function readEvent(row: Row, draft: Draft): void {
  const code = row.text(AT.type)
  const type = TYPES.get(code)
  if (type === undefined) {
    readWho(row, draft)
    if (code === 'sapi') readManagement(row, draft)
    return
  }
  readCircumstances(row, draft)
  draft.activity = type.activity
  draft.method = type.method
  draft.change = type.change
  draft.complete = type.complete
  draft.proved = type.proved
  const entry = lookUp('auth0', code)
  if (entry !== undefined) {
    draft.step = entry.step
    draft.outcome = entry.outcome
    draft.reason = entry.reason
  }
  if (draft.reason === 'unknown-user') draft.known = false
  if (draft.activity === 'risk') draft.risk = code === 'pwd_leak' ? 'high' : 'medium'
  readCloser(code, row, draft)
}

/** What the code alone does not decide. */
function readCloser(code: string, row: Row, draft: Draft): void {
  if (code === 's') readPrompts(row, draft)
  else if (code === 'f' || code === 'fcoa') readFailedLogin(row, draft)
  else if (code.startsWith('gd_')) readGuardian(row, draft)
  else if (code.startsWith('my_account_')) readOwnChange(row, draft)
  else if (code === 'cs' || code === 'fepotpft') readPasswordless(row, draft)
  else if (code === 'limit_phone') draft.method = row.text(AT.delivery) === 'voice' ? 'voice' : 'sms'
}

/** A sign-in lists the pages it went through; MFA that was remembered is not among them. */
function readPrompts(row: Row, draft: Draft): void {
  for (let index = row.count(AT.prompts) - 1; index >= 0; index--) {
    if (row.textAt(AT.prompts, index) === 'mfa') draft.proved = true
  }
}

/** Errors of the request itself: nobody had tried to prove anything yet. */
const APPLICATION_ERRORS: ReadonlySet<string> = new Set([
  'callback-url-mismatch',
  'request-error',
  'invalid-request',
  'invalid-client',
  'unauthorized-client',
])

/** The same in descriptions of rows without an error type. */
const APPLICATION_WORDS = ['callback url', 'connection is not enabled']

/** `f` is what is neither `fp` nor `fu`: its description tells a blocked user and a rule's "no" from an app's set-up. */
function readFailedLogin(row: Row, draft: Draft): void {
  const text = draft.detail.toLowerCase()
  if (text.includes('wrong email or password') || text.includes('wrong username or password')) {
    draft.reason = 'wrong-password'
  } else if (text.includes('user is blocked')) {
    draft.step = 'account'
    draft.reason = 'disabled'
  } else if (
    APPLICATION_ERRORS.has(row.text(AT.errorType)) ||
    APPLICATION_WORDS.some((words) => text.includes(words))
  ) {
    draft.step = 'none'
    draft.reason = 'application'
  } else if (text.includes('internal server error')) {
    draft.step = 'none'
    draft.reason = 'service-error'
  } else if (text.includes('access denied') || text.includes('access_denied')) {
    draft.step = 'policy'
    draft.reason = 'policy-block'
  }
}

/**
 * Guardian's rows: the authenticator stands in the details, or in brackets in the description ("Enrollment complete (sms)").
 * An administrator's change has the administrator as its user, and the person in the enrolment.
 */
function readGuardian(row: Row, draft: Draft): void {
  const kind = row.text(AT.authenticator) || bracketed(draft.detail)
  if (draft.method === 'other' || draft.activity === 'change') draft.method = methodOf(kind) ?? draft.method
  if (draft.activity === 'change') {
    draft.target = kind
    const enrolled = row.text(AT.enrolledAccount)
    if (draft.change === 'policy-changed') {
      draft.actor = draft.name || draft.account
      draft.account = ''
      draft.name = ''
    } else if (enrolled !== '' && enrolled !== draft.account) {
      draft.actor = draft.name || draft.account
      draft.account = enrolled
      draft.name = ''
    }
  } else if (draft.reason === 'wrong-code' && (draft.method === 'push' || draft.method === 'passkey')) {
    draft.reason = 'second-step-failed'
  }
}

/** My Account API: people see to their own authenticators. */
function readOwnChange(row: Row, draft: Draft): void {
  const operation = row.text(AT.operation).toLowerCase()
  draft.target = row.text(AT.methodChanged)
  draft.method = methodOf(draft.target) ?? 'other'
  if (/create|enrol|verify|confirm/.test(operation)) draft.change = 'authenticator-added'
  else if (/delete|remove/.test(operation)) draft.change = 'authenticator-removed'
}

function readPasswordless(row: Row, draft: Draft): void {
  draft.method = row.text(AT.connection) === 'sms' ? 'sms' : 'email'
}

function bracketed(text: string): string {
  const open = text.lastIndexOf('(')
  return open >= 0 && text.endsWith(')') ? text.slice(open + 1, -1) : ''
}

/** Kinds of authenticators in Guardian's rows and the Management API's `authentication-methods`. */
function methodOf(kind: string): Method | undefined {
  switch (kind.toLowerCase()) {
    case '':
      return undefined
    case 'push':
    case 'pn':
    case 'push-notification':
      return 'push'
    case 'sms':
    case 'phone':
      return 'sms'
    case 'voice':
      return 'voice'
    case 'email':
      return 'email'
    case 'otp':
    case 'totp':
    case 'authenticator':
    case 'google-authenticator':
      return 'totp'
    case 'recovery-code':
      return 'recovery-code'
    case 'passkey':
    case 'webauthn':
    case 'webauthn-roaming':
    case 'webauthn-platform':
      return 'passkey'
    case 'duo':
      return 'external'
    default:
      return 'other'
  }
}
