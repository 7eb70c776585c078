/**
 * Writes a sign-in as an event of the Open Cybersecurity Schema Framework, version 1.8.0: a change as Account Change
 * (3001), everything else as Authentication (3002). What OCSF has no word for (how far a sign-in came, why it failed, an
 * interrupt) stands under `unmapped.postern`, and decoders/ocsf.ts reads it back. schema.ocsf.io/1.8.0
 */
import { isIP } from 'node:net'
import type { Activity, Change, Method, Outcome, Provider, Risk, SignIn } from './sign-in.ts'

const OCSF_VERSION = '1.8.0'

type Values = Record<string, unknown>
type Named = readonly [id: number, name: string]

const PRODUCTS: Readonly<Record<Provider, readonly [vendor: string, product: string]>> = {
  entra: ['Microsoft', 'Microsoft Entra ID'],
  okta: ['Okta', 'Okta System Log'],
  auth0: ['Okta', 'Auth0'],
  keycloak: ['Keycloak', 'Keycloak'],
  google: ['Google', 'Google Workspace'],
  duo: ['Cisco', 'Duo Security'],
  aws: ['AWS', 'CloudTrail'],
  onelogin: ['One Identity', 'OneLogin'],
  ping: ['Ping Identity', 'Ping Identity'],
  jumpcloud: ['JumpCloud', 'JumpCloud Directory Insights'],
  ocsf: ['Unknown', 'Unknown'],
  sandbox: ['Postern', 'Postern sandbox'],
}

const OTHER = 99
const PREAUTH: Named = [6, 'Preauth']

const AUTHENTICATION: Readonly<Record<Activity, Named>> = {
  'sign-in': [1, 'Logon'],
  prompt: PREAUTH,
  message: PREAUTH,
  'sign-out': [2, 'Logoff'],
  refresh: [OTHER, 'Token Refresh'],
  report: [OTHER, 'User Report'],
  risk: [OTHER, 'Risk Detection'],
  change: [OTHER, 'Other'],
  other: [OTHER, 'Other'],
}

const CREATE: Named = [1, 'Create']
const FACTOR_ENABLE: Named = [10, 'MFA Factor Enable']
const FACTOR_DISABLE: Named = [11, 'MFA Factor Disable']
const PASSWORD_RESET: Named = [4, 'Password Reset']

/** Changes that Account Change has an activity for; the others are its activity 99, named by our word. */
const ACCOUNT_CHANGE: Readonly<Partial<Record<Change, Named>>> = {
  'account-created': CREATE,
  'account-enabled': [2, 'Enable'],
  'password-changed': [3, 'Password Change'],
  'password-reset': PASSWORD_RESET,
  'password-self-reset': PASSWORD_RESET,
  'account-disabled': [5, 'Disable'],
  'account-deleted': [6, 'Delete'],
  'role-granted': [7, 'Attach Policy'],
  'role-revoked': [8, 'Detach Policy'],
  'account-locked': [9, 'Lock'],
  'authenticator-added': FACTOR_ENABLE,
  'mfa-enabled': FACTOR_ENABLE,
  'pass-issued': FACTOR_ENABLE,
  'codes-issued': FACTOR_ENABLE,
  'authenticator-removed': FACTOR_DISABLE,
  'authenticators-reset': FACTOR_DISABLE,
  'mfa-disabled': FACTOR_DISABLE,
  'bypass-granted': FACTOR_DISABLE,
  'account-unlocked': [12, 'Unlock'],
}

const STATUS: Readonly<Record<Outcome, Named>> = {
  success: [1, 'Success'],
  failure: [2, 'Failure'],
  interrupt: [OTHER, 'Interrupt'],
  pending: [OTHER, 'Pending'],
  unknown: [0, 'Unknown'],
}

const SEVERITY: Readonly<Record<Risk, Named>> = {
  none: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
}

/** Factor types of OCSF's auth_factor object. What was remembered, or done elsewhere, is no factor of this sign-in. */
const FACTORS: Readonly<Partial<Record<Method, Named>>> = {
  password: [11, 'Password'],
  push: [5, 'Push Notification'],
  'push-number': [5, 'Push Notification'],
  totp: [7, 'OTP'],
  sms: [1, 'SMS'],
  voice: [3, 'Phone Call'],
  email: [8, 'Email'],
  passkey: [10, 'WebAuthn'],
  pass: [OTHER, 'Temporary Access Pass'],
  'recovery-code': [OTHER, 'Recovery Code'],
  certificate: [OTHER, 'Certificate'],
  other: [OTHER, 'Other'],
}

/** OCSF's own pattern for an address of mail. */
const EMAIL = /^[a-zA-Z0-9!#$%&'*+-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/

/** The event as an object that validates against OCSF 1.8.0's Authentication or Account Change. */
export function toOcsf(signIn: SignIn): Record<string, unknown> {
  const changed = signIn.activity === 'change'
  const [classUid, className] = changed ? [3001, 'Account Change'] : [3002, 'Authentication']
  const [activityId, activityName] = changed ? changeOf(signIn) : activityOf(signIn)
  const [severityId, severity] = SEVERITY[signIn.risk]
  const [statusId, status] = STATUS[signIn.outcome]
  return {
    activity_id: activityId,
    activity_name: activityName,
    category_uid: 3,
    category_name: 'Identity & Access Management',
    class_uid: classUid,
    class_name: className,
    type_uid: classUid * 100 + activityId,
    type_name: `${className}: ${activityName}`,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    ...said({ status_code: signIn.code, status_detail: signIn.detail }),
    time: signIn.time,
    metadata: metadataOf(signIn),
    user: userOf(signIn),
    ...(changed ? accountChangeOf(signIn) : authenticationOf(signIn)),
    ...originOf(signIn),
    unmapped: { postern: restOf(signIn) },
  }
}

/** A step that did not end the sign-in is a stage before it. */
function activityOf(signIn: SignIn): Named {
  const step = signIn.activity === 'sign-in' && signIn.outcome !== 'failure' && !signIn.complete
  return step ? PREAUTH : AUTHENTICATION[signIn.activity]
}

function changeOf(signIn: SignIn): Named {
  return ACCOUNT_CHANGE[signIn.change] ?? [OTHER, signIn.change]
}

function metadataOf(signIn: SignIn): Values {
  const [vendor, product] = PRODUCTS[signIn.provider]
  return {
    version: OCSF_VERSION,
    product: { name: product, vendor_name: vendor },
    profiles: signIn.device === '' ? [] : ['host'],
    ...said({
      uid: signIn.id,
      event_code: signIn.code,
      tenant_uid: signIn.tenant,
      correlation_uid: signIn.attempt,
      log_name: signIn.family,
    }),
  }
}

function userOf(signIn: SignIn): Values {
  const email = EMAIL.test(signIn.name) ? signIn.name : ''
  return { name: signIn.name, ...said({ uid: signIn.account, email_addr: email }) }
}

function authenticationOf(signIn: SignIn): Values {
  const factor = FACTORS[signIn.method]
  const mfa = signIn.proved || (signIn.complete && signIn.method === 'claim')
  return {
    service: { name: signIn.app || PRODUCTS[signIn.provider][1] },
    is_mfa: mfa,
    ...(factor && { auth_factors: [factorOf(signIn.method, factor)] }),
  }
}

function accountChangeOf(signIn: SignIn): Values {
  const factor = signIn.method === 'password' ? undefined : FACTORS[signIn.method]
  const role = signIn.change === 'role-granted' || signIn.change === 'role-revoked'
  return {
    ...(signIn.actor !== '' && { actor: { user: { name: signIn.actor } } }),
    ...(role && signIn.target !== '' && { policies: [{ name: signIn.target }] }),
    ...(factor && { auth_factors: [factorOf(signIn.method, factor)] }),
  }
}

function factorOf(method: Method, [id, name]: Named): Values {
  return { factor_type_id: id, factor_type: name, ...(method === 'totp' && { is_totp: true }) }
}

/** OCSF wants a name or an address of everything; an empty name says that the log had none. */
function originOf(signIn: SignIn): Values {
  const address = isIP(signIn.ip) !== 0
  const source = { ...locationOf(signIn), ...(signIn.asn !== 0 && { autonomous_system: { number: signIn.asn } }) }
  const known = address || Object.keys(source).length > 0
  return {
    ...(known && { src_endpoint: { ...(address ? { ip: signIn.ip } : { name: signIn.ip }), ...source } }),
    ...(signIn.client !== '' && { http_request: { user_agent: signIn.client } }),
    ...(signIn.device !== '' && { device: { type_id: 0, uid: signIn.device, is_managed: signIn.managed } }),
  }
}

function locationOf(signIn: SignIn): Values {
  const { country, city, latitude, longitude } = signIn
  const located = !Number.isNaN(latitude) || !Number.isNaN(longitude)
  if (country === '' && city === '' && !located) return {}
  return {
    location: {
      city,
      ...said({ country }),
      ...(!Number.isNaN(latitude) && { lat: latitude }),
      ...(!Number.isNaN(longitude) && { long: longitude }),
    },
  }
}

/** What the rest of the object does not say, or not in our words. Left out is what says nothing. */
function restOf(signIn: SignIn): Values {
  const { provider, activity, outcome, step, reason, method } = signIn
  return {
    ...{ provider, activity, outcome, step, reason, method },
    ...said({ app: signIn.app, actor: signIn.actor, target: signIn.target }),
    ...(signIn.change !== 'none' && { change: signIn.change }),
    ...(signIn.risk !== 'none' && { risk: signIn.risk }),
    ...(signIn.policies.length > 0 && { policies: [...signIn.policies] }),
    ...(isIP(signIn.ip) === 0 && signIn.ip !== '' && { ip: signIn.ip }),
    ...(signIn.complete && { complete: true }),
    ...(signIn.proved && { proved: true }),
    ...(!signIn.known && { unknown_account: true }),
    ...(signIn.anonymous && { anonymous: true }),
    ...(signIn.legacy && { legacy: true }),
    ...(signIn.managed && { managed: true }),
  }
}

/** The members that are not empty. */
function said(texts: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}
