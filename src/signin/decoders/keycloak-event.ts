/** Keycloak’s user events: what people did themselves. Types: org.keycloak.events.EventType of Keycloak 26. */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Change, Draft, Method } from '../sign-in.ts'
import { at } from './keycloak-row.ts'
import { instantOf, rowTime } from './row-time.ts'

/** Credential types as Keycloak stores them, and whether answering one is a second step. */
const CREDENTIALS: ReadonlyMap<string, { readonly method: Method; readonly second: boolean }> = new Map([
  ['password', { method: 'password', second: false }],
  ['otp', { method: 'totp', second: true }],
  ['webauthn', { method: 'passkey', second: true }],
  ['webauthn-passwordless', { method: 'passkey', second: true }],
  ['recovery-authn-codes', { method: 'recovery-code', second: true }],
])

/**
 * The credential that was tried. Up to 26.7 its type is written for passkeys and recovery codes only; but the form for
 * one-time codes, and no other, writes which of the person's it tried (OTPFormAuthenticator, `selected_credential_id`).
 */
function credentialOf(row: Row): { readonly method: Method; readonly second: boolean } | undefined {
  const type = row.text(at.credentialType)
  return CREDENTIALS.get(type === '' && row.text(at.credentialId) !== '' ? 'otp' : type)
}

const TOKENS = new Set([
  'CODE_TO_TOKEN',
  'REFRESH_TOKEN',
  'TOKEN_EXCHANGE',
  'OAUTH2_DEVICE_CODE_TO_TOKEN',
  'AUTHREQID_TO_TOKEN',
  'OAUTH2_EXTENSION_GRANT',
  'JWT_BEARER',
])

const MAILS = new Set(['SEND_VERIFY_EMAIL', 'SEND_IDENTITY_PROVIDER_LINK'])

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['REGISTER', 'account-created'],
  ['DELETE_ACCOUNT', 'account-deleted'],
  ['UPDATE_PASSWORD', 'password-changed'],
  ['SEND_RESET_PASSWORD', 'recovery-asked'],
  ['RESET_PASSWORD', 'password-self-reset'],
  ['UPDATE_TOTP', 'authenticator-added'],
  ['REMOVE_TOTP', 'authenticator-removed'],
  ['UPDATE_EMAIL', 'contact-changed'],
  ['FEDERATED_IDENTITY_LINK', 'authenticator-added'],
  ['REMOVE_FEDERATED_IDENTITY', 'authenticator-removed'],
  ['USER_DISABLED_BY_TEMPORARY_LOCKOUT', 'account-locked'],
  ['USER_DISABLED_BY_PERMANENT_LOCKOUT', 'account-locked'],
  ['IMPERSONATE', 'other'],
])

/** Required actions that bind an authenticator; releases before 26 log them as CUSTOM_REQUIRED_ACTION only. */
const REQUIRED_ACTIONS: ReadonlyMap<string, Change> = new Map([
  ['webauthn-register', 'authenticator-added'],
  ['webauthn-register-passwordless', 'authenticator-added'],
  ['CONFIGURE_RECOVERY_AUTHN_CODES', 'codes-issued'],
  ['delete_credential', 'authenticator-removed'],
])

/** Writes a user event. Rows that say nothing about getting in stay `other`, named by their type. */
export function decodeEvent(row: Row, draft: Draft): void {
  const written = row.text(at.type)
  const failed = written.endsWith('_ERROR')
  const type = failed ? written.slice(0, -6) : written
  draft.code = written
  writeMeaning(row, draft, type, failed)
  if (draft.activity !== 'other') draft.time = rowTime(row, at.time)
  else draft.time = instantOf(row.text(at.time))
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.realmId)
  draft.account = row.text(at.userId)
  draft.name = row.text(at.username) || row.text(at.email)
  draft.ip = row.text(at.ip)
  draft.app = row.text(at.clientId)
  draft.attempt = row.text(at.codeId) || row.text(at.sessionId)
  draft.detail = row.text(at.error)
  if (draft.reason === 'unknown-user' && draft.account === '') draft.known = false
}

function writeMeaning(row: Row, draft: Draft, type: string, failed: boolean): void {
  if (type === 'LOGIN') {
    draft.activity = 'sign-in'
    if (failed) writeFailure(row, draft)
    else writeSuccess(row, draft)
  } else if (type === 'LOGOUT' || type === 'USER_SESSION_DELETED') {
    write(draft, 'sign-out', failed)
  } else if (TOKENS.has(type)) {
    write(draft, 'refresh', failed)
  } else if (type === 'IDENTITY_PROVIDER_LOGIN') {
    write(draft, 'sign-in', failed)
    draft.step = 'first'
    draft.method = 'external'
    if (failed) draft.reason = lookUp('keycloak', row.text(at.error))?.reason ?? 'other'
  } else if (MAILS.has(type)) {
    write(draft, 'message', failed)
    draft.method = 'email'
    if (failed) draft.reason = lookUp('keycloak', row.text(at.error))?.reason ?? 'message-undeliverable'
    else draft.outcome = 'pending'
  } else {
    writeChange(row, draft, type, failed)
  }
}

function write(draft: Draft, activity: Draft['activity'], failed: boolean): void {
  draft.activity = activity
  draft.outcome = failed ? 'failure' : 'success'
}

function writeSuccess(row: Row, draft: Draft): void {
  draft.outcome = 'success'
  draft.step = 'session'
  draft.complete = true
  const credential = credentialOf(row)
  draft.proved = credential?.second ?? false
  if (credential) draft.method = credential.method
  else if (row.has(at.identityProvider)) draft.method = 'external'
  else if (row.has(at.certificate)) draft.method = 'certificate'
  draft.target = row.text(at.credentialId)
}

function writeFailure(row: Row, draft: Draft): void {
  const error = row.text(at.error)
  if (error !== '') draft.code = error
  const entry = lookUp('keycloak', error)
  draft.outcome = entry?.outcome ?? 'failure'
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'other'
  const credential = credentialOf(row)
  if (!credential) return
  draft.method = credential.method
  draft.target = row.text(at.credentialId)
  if (credential.second) writeSecondStep(draft, error)
}

/** A failed second step; which credential it was stands beside the error, and the error alone cannot say so. */
function writeSecondStep(draft: Draft, error: string): void {
  if (error === 'invalid_user_credentials') {
    draft.step = 'second'
    draft.reason = draft.method === 'passkey' ? 'second-step-failed' : 'wrong-code'
  } else if (error === 'not_allowed') {
    draft.step = 'second'
    draft.reason = 'abandoned'
  } else if (error === 'user_not_found') {
    // The person is known from the first step; it is the key that belongs to nobody.
    draft.step = 'second'
    draft.reason = 'authenticator-invalid'
  }
}

function writeChange(row: Row, draft: Draft, type: string, failed: boolean): void {
  const change = changeOf(row, type)
  if (change === undefined) return
  write(draft, 'change', failed)
  draft.change = change
  draft.target = row.text(at.credentialLabel) || row.text(at.credentialType) || row.text(at.identityProvider)
  if (type === 'UPDATE_TOTP' || type === 'REMOVE_TOTP') draft.target ||= 'otp'
  if (type === 'IMPERSONATE') draft.actor = row.text(at.impersonator)
  if (change === 'account-locked') {
    const entry = lookUp('keycloak', type)
    draft.step = entry?.step ?? 'account'
    draft.reason = entry?.reason ?? 'locked'
    draft.outcome = 'success'
  } else if (failed) {
    draft.reason = lookUp('keycloak', row.text(at.error))?.reason ?? 'other'
  }
}

function changeOf(row: Row, type: string): Change | undefined {
  if (isTwin(row, type)) return undefined
  if (type === 'UPDATE_CREDENTIAL') {
    const credential = row.text(at.credentialType)
    if (credential === 'password') return 'password-changed'
    return credential === 'recovery-authn-codes' ? 'codes-issued' : 'authenticator-added'
  }
  if (type === 'REMOVE_CREDENTIAL') return 'authenticator-removed'
  if (type === 'CUSTOM_REQUIRED_ACTION') return REQUIRED_ACTIONS.get(row.text(at.requiredAction))
  if (type === 'UPDATE_PROFILE') return row.has(at.updatedEmail) ? 'contact-changed' : undefined
  return CHANGES.get(type)
}

/**
 * Keycloak 26 writes UPDATE_CREDENTIAL, and the older event beside it for those who still listen to that; only the twin
 * carries a credential_type. Counted twice, one enrolment would look like two. (REMOVE_TOTP had the type before it had a
 * sibling, so it always counts.)
 */
function isTwin(row: Row, type: string): boolean {
  return (type === 'UPDATE_TOTP' || type === 'UPDATE_PASSWORD') && row.has(at.credentialType)
}
