/** What an action of Duo's administrator and activity logs means: who was changed, and how. */
import { lookUp } from '../catalogue/index.ts'
import type { Change, Draft, Method, Reason } from '../sign-in.ts'
import { addressOf, type Body, methodOf, textIn } from './duo-values.ts'

/** One row of either log, as far as both have it. */
export interface Deed {
  readonly action: string
  /** What the log says of the object, parsed. */
  readonly body: Body
  /** Who did it. The administrator log has names only, and no ids. */
  readonly actorAccount: string
  readonly actorName: string
  /** What it was done to: a user, an administrator, a phone, a policy. */
  readonly object: string
  /** The user's id, if the object is a user and the log has it. */
  readonly account: string
}

/** Whose account it is about: the object's, the actor's own, that of an owner named in the body, or nobody's. */
type Whose = 'object' | 'actor' | 'owner' | 'nobody'

const CHANGES: ReadonlyMap<string, readonly [Change, Whose]> = new Map([
  ['user_create', ['account-created', 'object']],
  ['user_delete', ['account-deleted', 'object']],
  ['user_pending_delete', ['account-disabled', 'object']],
  ['user_restore', ['account-enabled', 'object']],
  ['user_update', ['other', 'object']],
  ['user_adminapi_lockout', ['account-locked', 'object']],
  ['user_not_enrolled_lockout', ['account-locked', 'object']],
  ['user_lockout_cleared', ['account-unlocked', 'object']],
  ['bypass_create', ['bypass-granted', 'object']],
  ['bypass_view', ['codes-viewed', 'object']],
  ['phone_create', ['authenticator-added', 'owner']],
  ['phone_associate', ['authenticator-added', 'owner']],
  ['phone_delete', ['authenticator-removed', 'owner']],
  ['phone_disassociate', ['authenticator-removed', 'owner']],
  ['u2ftoken_create', ['authenticator-added', 'owner']],
  ['u2ftoken_delete', ['authenticator-removed', 'owner']],
  ['webauthncredential_create', ['authenticator-added', 'owner']],
  ['webauthncredential_delete', ['authenticator-removed', 'owner']],
  ['o2fa_user_provisioned', ['authenticator-added', 'actor']],
  ['admin_lockout', ['account-locked', 'actor']],
  ['admin_self_activate', ['authenticator-added', 'actor']],
  ['admin_activate_duo_push', ['authenticator-added', 'actor']],
  ['admin_reactivates_duo_push', ['authenticator-added', 'actor']],
  ['admin_rectivates_duo_push', ['authenticator-added', 'actor']],
  ['admin_create', ['role-granted', 'object']],
  ['admin_delete', ['account-deleted', 'object']],
  ['admin_update', ['other', 'object']],
  ['admin_reset_password', ['password-reset', 'object']],
  ['policy_create', ['policy-created', 'nobody']],
  ['policy_update', ['policy-changed', 'nobody']],
  ['policy_delete', ['policy-deleted', 'nobody']],
  ['integration_policy_assign', ['policy-changed', 'nobody']],
  ['integration_policy_unassign', ['policy-changed', 'nobody']],
  ['integration_group_policy_add', ['policy-changed', 'nobody']],
  ['integration_group_policy_remove', ['policy-changed', 'nobody']],
  ['admin_factor_restrictions', ['policy-changed', 'nobody']],
  ['admin_factor_restrictions_update', ['policy-changed', 'nobody']],
  ['update_admin_factor_restrictions', ['policy-changed', 'nobody']],
  ['admin_single_sign_on_update', ['policy-changed', 'nobody']],
  ['updated_risk_profile', ['policy-changed', 'nobody']],
])

/** Leaves `activity: 'other'` for applications, groups, synchronisation, exports, and changes that open no way in. */
export function readDeed(deed: Deed, draft: Draft): void {
  draft.family = 'admin'
  draft.code = deed.action
  draft.detail = textIn(deed.body, 'error') || textIn(deed.body, 'message')
  switch (deed.action) {
    case 'admin_login':
    case 'admin_login_error':
    case 'admin_2fa_error':
      readAdministratorSignIn(deed, draft)
      break
    case 'device_change_notification_answered_notify_admin':
      readReport(deed, draft)
      break
    default:
      readChange(deed, draft)
  }
}

/** The administrator's name is the only one that all of these rows have; their mail stands in some. */
function readAdministratorSignIn(deed: Deed, draft: Draft): void {
  writeActor(deed, draft)
  writeEntry(draft)
  draft.activity = 'sign-in'
  draft.ip ||= addressOf(textIn(deed.body, 'ip_address'))
  draft.method = methodOf(textIn(deed.body, 'factor'))
  draft.target = textIn(deed.body, 'device')
  draft.complete = draft.outcome === 'success'
  draft.proved = draft.complete && draft.method !== 'none'
  const error = draft.detail.toLowerCase()
  if (deed.action === 'admin_2fa_error') draft.reason = secondStepReason(error) ?? draft.reason
  else if (deed.action === 'admin_login_error' && error.includes('password')) draft.reason = 'wrong-password'
}

/** Only "Login request reported as fraudulent." was seen; the rest goes by the words that Duo uses elsewhere. */
function secondStepReason(error: string): Reason | undefined {
  if (error.includes('fraud')) return 'reported'
  if (error.includes('denied')) return 'refused'
  if (error.includes('timed out') || error.includes('no response')) return 'no-answer'
  return error.includes('passcode') ? 'wrong-code' : undefined
}

function readReport(deed: Deed, draft: Draft): void {
  writeActor(deed, draft)
  writeEntry(draft)
  draft.activity = 'report'
}

function readChange(deed: Deed, draft: Draft): void {
  const [known, whose] = CHANGES.get(deed.action) ?? ['other', 'object']
  draft.change = changeOf(deed, known)
  if (draft.change === 'other') {
    draft.change = 'none'
    draft.name = deed.object
    draft.actor = deed.actorName
    return
  }
  writeEntry(draft)
  draft.activity = 'change'
  draft.outcome = 'success'
  draft.target = targetOf(deed, draft.change, whose)
  draft.method = methodOfDeed(deed)
  writePerson(deed, whose, draft)
}

/** The two updates say only in their body what they are. */
function changeOf(deed: Deed, known: Change): Change {
  const { action, body } = deed
  if (action === 'user_update') return ofUserUpdate(body)
  if (action !== 'admin_update') return known
  if (textIn(body, 'role') !== '') return 'role-granted'
  return textIn(body, 'phone') !== '' || textIn(body, 'email') !== '' ? 'contact-changed' : 'other'
}

/** Lists of devices in a user's update are those left; a list that is not empty does not tell what came or went. */
const DEVICES = ['phones', 'tokens', 'hardtokens', 'u2ftokens', 'webauthncredentials']

function emptied(body: Body): readonly string[] {
  return DEVICES.filter((name) => body[name] === '')
}

function ofUserUpdate(body: Body): Change {
  switch (textIn(body, 'status').toLowerCase()) {
    case 'bypass':
      return 'bypass-granted'
    case 'disabled':
      return 'account-disabled'
    case 'active':
      return 'account-enabled'
    case 'locked out':
      return 'account-locked'
    default:
      return (['other', 'authenticator-removed'] as const)[emptied(body).length] ?? 'authenticators-reset'
  }
}

const DEVICE_NAMES = ['credential_name', 'hostname', 'number', 'phone']

function targetOf({ action, body, object }: Deed, change: Change, whose: Whose): string {
  if (change === 'role-granted') return textIn(body, 'role')
  if (change === 'contact-changed') return textIn(body, 'phone') || textIn(body, 'email')
  if (action === 'user_update') return emptied(body).join(', ')
  switch (whose) {
    case 'object':
      return ''
    case 'nobody':
      return object || action
    default:
      return DEVICE_NAMES.map((name) => textIn(body, name)).find(Boolean) ?? object
  }
}

function methodOfDeed({ action, body }: Deed): Method {
  if (action === 'bypass_create' || action === 'bypass_view') return 'pass'
  if (action.startsWith('webauthn') || action.startsWith('u2f')) return 'passkey'
  if (action.startsWith('o2fa')) return methodOf(textIn(body, 'factor'))
  return action.endsWith('_duo_push') ? 'push' : 'none'
}

function writePerson(deed: Deed, whose: Whose, draft: Draft): void {
  if (whose === 'actor') {
    writeActor(deed, draft)
    return
  }
  if (whose !== 'nobody') {
    draft.account = deed.account || textIn(deed.body, 'user_id')
    draft.name = whose === 'object' ? deed.object : ownerIn(deed.body)
  }
  const isSelf = draft.account === '' ? draft.name === deed.actorName : draft.account === deed.actorAccount
  if (!isSelf) draft.actor = deed.actorName
}

/** `owner_name` was seen; the others are what Duo calls a user elsewhere. */
function ownerIn(body: Body): string {
  return ['owner_name', 'uname', 'username', 'user'].map((name) => textIn(body, name)).find(Boolean) ?? ''
}

function writeActor(deed: Deed, draft: Draft): void {
  draft.account = deed.actorAccount
  draft.name = deed.actorName
}

function writeEntry(draft: Draft): void {
  const entry = lookUp('duo', draft.code)
  if (entry === undefined) return
  draft.step = entry.step
  draft.outcome = entry.outcome
  draft.reason = entry.reason
}
