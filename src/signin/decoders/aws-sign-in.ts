/**
 * CloudTrail's sign-in events: the console (`signin`), IAM Identity Center (`signin`, `sso`), and temporary sessions asked
 * for with an MFA code (`sts`). Sources: the pages named in catalogue/aws.ts.
 */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Draft, Method } from '../sign-in.ts'
import { memberOf, type Places } from './aws-row.ts'

/** CredentialType of Identity Center's events. */
const CREDENTIALS: ReadonlyMap<string, Method> = new Map([
  ['PASSWORD', 'password'],
  ['TOTP', 'totp'],
  ['RESYNC_TOTP', 'totp'],
  ['WEBAUTHN', 'passkey'],
  ['EMAIL_OTP', 'email'],
  ['RADIUS', 'other'],
  ['SMARTCARD', 'certificate'],
  ['EXTERNAL_IDP', 'external'],
])
const SECOND: ReadonlySet<Method> = new Set(['totp', 'passkey', 'email', 'other', 'sms'])

/** Events of a running session, which nobody types anything for. */
const CARRIED_ON = new Set(['SwitchRole', 'ExitRole', 'RenewRole', 'GetSigninToken', 'GetRoleCredentials'])

/** Writes a sign-in event; leaves `other` what is none. */
export function writeSignIn(row: Row, at: Places, draft: Draft): void {
  const event = row.text(at.event)
  switch (event) {
    case 'ConsoleLogin':
      writeConsoleLogin(row, at, draft)
      break
    case 'CheckMfa':
      writeCheckMfa(row, at, draft)
      break
    case 'CredentialChallenge':
    case 'CredentialVerification':
      writeCredential(row, at, draft, event)
      break
    case 'UserAuthentication':
      writeUserAuthentication(row, at, draft)
      break
    case 'ExternalIdPDirectoryLogin':
      writeExternal(row, at, draft)
      break
    case 'Authenticate':
    case 'Federate':
      writePortal(row, at, draft, event)
      break
    case 'Logout':
      writeResult(draft, 'sign-out', row.has(at.errorCode) ? 'Failure' : 'Success')
      break
    default:
      if (CARRIED_ON.has(event)) writeResult(draft, 'refresh', resultOf(row, at, event))
  }
}

/** `GetSessionToken` and `AssumeRole` with a code; without one they concern no person's second step. */
export function writeTemporarySession(row: Row, at: Places, draft: Draft): void {
  const device = memberOf(row.json(at.request), 'serialNumber')
  if (device === '') return
  const message = row.text(at.errorMessage)
  const failed = row.has(at.errorCode)
  const entry = lookUp('aws', message) ?? lookUp('aws', message.trim())
  if (failed && entry === undefined) return
  writeResult(draft, 'sign-in', failed ? 'Failure' : 'Success')
  draft.step = 'second'
  draft.method = methodOfDevice(device)
  draft.target = device
  draft.proved = !failed
  draft.complete = !failed
  if (entry) draft.reason = entry.reason
  if (entry) draft.code = entry.code
}

function writeConsoleLogin(row: Row, at: Places, draft: Draft): void {
  const device = row.text(at.mfaDevice)
  const asked = row.text(at.mfaUsed) === 'Yes'
  const outside = row.has(at.saml) || (row.text(at.identityType) !== 'IAMUser' && row.text(at.identityType) !== 'Root')
  writeResult(draft, 'sign-in', resultOf(row, at, 'ConsoleLogin'))
  draft.app = appOf(row.text(at.loginTo))
  draft.target = device
  draft.step = 'session'
  draft.method = asked ? methodOfDevice(device) : outside ? 'external' : 'password'
  if (draft.outcome === 'success') {
    draft.complete = true
    draft.proved = asked
  } else if (draft.outcome === 'failure') {
    writeConsoleFailure(row.text(at.errorMessage), draft, asked)
  }
}

/** AWS has one message for both steps; MFAUsed tells them apart. */
function writeConsoleFailure(message: string, draft: Draft, asked: boolean): void {
  const entry = lookUp('aws', message)
  if (entry) draft.code = entry.code
  draft.step = asked ? 'second' : (entry?.step ?? 'first')
  if (asked) draft.reason = draft.method === 'totp' ? 'wrong-code' : 'second-step-failed'
  else draft.reason = entry?.reason ?? (message === '' ? 'wrong-password' : 'other')
  if (draft.reason === 'unknown-user') {
    draft.known = false
    draft.account = ''
  }
}

function writeCheckMfa(row: Row, at: Places, draft: Draft): void {
  const type = row.text(at.mfaType)
  draft.activity = 'sign-in'
  draft.step = 'second'
  draft.method = type.startsWith('Virtual') ? 'totp' : type.startsWith('U2F') ? 'passkey' : 'other'
  const failed = resultOf(row, at, 'CheckMfa') === 'Failure'
  draft.outcome = failed ? 'failure' : 'interrupt'
  draft.reason = failed ? 'second-step-failed' : 'second-step-asked'
}

function writeCredential(row: Row, at: Places, draft: Draft, event: string): void {
  const known = CREDENTIALS.get(row.text(at.credential))
  const method = known ?? 'other'
  const second = known !== undefined && SECOND.has(known)
  const result = resultOf(row, at, event)
  draft.attempt = row.text(at.workflow)
  draft.method = method
  draft.step = second ? 'second' : 'first'
  if (event === 'CredentialChallenge') {
    draft.activity = 'sign-in'
    draft.outcome = 'interrupt'
    draft.reason = second ? 'second-step-asked' : 'page-shown'
    return
  }
  writeResult(draft, 'sign-in', result)
  draft.proved = second && draft.outcome === 'success'
  if (draft.outcome !== 'failure') return
  if (method === 'password') draft.reason = 'wrong-password'
  else draft.reason = method === 'totp' || method === 'email' ? 'wrong-code' : second ? 'second-step-failed' : 'other'
}

function writeUserAuthentication(row: Row, at: Places, draft: Draft): void {
  writeResult(draft, 'sign-in', resultOf(row, at, 'UserAuthentication'))
  draft.attempt = row.text(at.workflow)
  draft.step = 'session'
  draft.app = appOf(row.text(at.loginTo))
  draft.complete = draft.outcome === 'success'
  for (const name of row.text(at.credential).split(',')) {
    const method = CREDENTIALS.get(name.trim())
    if (method !== undefined && (SECOND.has(method) || !SECOND.has(draft.method))) draft.method = method
  }
  draft.proved = draft.complete && SECOND.has(draft.method)
}

function writeExternal(row: Row, at: Places, draft: Draft): void {
  writeResult(draft, 'sign-in', resultOf(row, at, 'ExternalIdPDirectoryLogin'))
  draft.step = 'first'
  draft.method = 'external'
  if (draft.outcome === 'failure') draft.reason = 'other'
}

/** The access portal: `Authenticate` opens it, `Federate` goes on from it to an account. */
function writePortal(row: Row, at: Places, draft: Draft, event: string): void {
  writeResult(draft, 'sign-in', row.has(at.errorCode) ? 'Failure' : 'Success')
  draft.step = 'session'
  draft.method = event === 'Federate' ? 'claim' : 'none'
  draft.complete = draft.outcome === 'success'
  if (!draft.complete) draft.reason = 'other'
}

function writeResult(draft: Draft, activity: Draft['activity'], result: string): void {
  draft.activity = activity
  draft.outcome = result === 'Success' ? 'success' : result === 'Failure' ? 'failure' : 'unknown'
}

/** `Success` or `Failure` under the event's own name, in the response or in the service's details. */
function resultOf(row: Row, at: Places, event: string): string {
  const said = memberOf(row.json(at.response), event) || memberOf(row.json(at.service), event)
  if (said !== '') return said
  return row.has(at.errorCode) || row.has(at.errorMessage) ? 'Failure' : ''
}

/** Kinds stand in the device's ARN: `…:mfa/name` is a virtual or hardware token, `…:u2f/user/name/…` a security key. */
function methodOfDevice(device: string): Method {
  if (device.includes(':u2f/')) return 'passkey'
  if (device.includes(':sms-mfa/')) return 'sms'
  return device.includes(':mfa/') || /^[A-Z0-9]{9,}$/.test(device) ? 'totp' : 'other'
}

/** Where the sign-in led, without what the address carries along. */
function appOf(address: string): string {
  const end = address.search(/[?#]/)
  return end < 0 ? address : address.slice(0, end)
}
