/** JumpCloud's changes of users and administrators (Directory Insights, service `directory`). */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Change, Draft } from '../sign-in.ts'
import { at } from './jumpcloud-row.ts'

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['user_create', 'account-created'],
  ['user_create_provision', 'account-created'],
  ['admin_create', 'account-created'],
  ['user_delete', 'account-deleted'],
  ['user_delete_provision', 'account-deleted'],
  ['admin_delete', 'account-deleted'],
  ['user_lockout', 'account-locked'],
  ['admin_lockout', 'account-locked'],
  ['user_unlocked', 'account-unlocked'],
  ['user_suspended', 'account-disabled'],
  ['admin_suspended', 'account-disabled'],
  ['user_unsuspended', 'account-enabled'],
  ['admin_unsuspend', 'account-enabled'],
  ['user_activated', 'account-enabled'],
  ['user_password_change', 'password-changed'],
  ['admin_password_change', 'password-changed'],
  ['user_password_set', 'password-reset'],
  ['user_password_expired', 'other'],
  ['user_mfa_exclusion_expired', 'other'],
  ['totp_finish_enrollment', 'authenticator-added'],
  ['admin_totp_finish_enrollment', 'authenticator-added'],
  ['totp_delete_enrollment', 'authenticator-removed'],
  ['admin_totp_disable', 'authenticator-removed'],
  ['user_admin_granted', 'role-granted'],
  ['user_group_admin_grant', 'role-granted'],
  ['user_admin_revoked', 'role-revoked'],
  ['user_group_admin_revoke', 'role-revoked'],
  ['authnpolicy_create', 'policy-created'],
  ['authnpolicy_update', 'policy-changed'],
  ['authpolicy_update', 'policy-changed'],
  ['authnpolicy_delete', 'policy-deleted'],
  ['organization_update', 'policy-changed'],
])

/** Fields of a user whose change matters, where an update lists them; the value is what `true` means. */
const FIELDS: ReadonlyMap<string, readonly [whenTrue: Change, whenFalse: Change]> = new Map([
  ['suspended', ['account-disabled', 'account-enabled']],
  ['account_locked', ['account-locked', 'account-unlocked']],
  ['totp_enabled', ['authenticator-added', 'authenticator-removed']],
  ['enable_user_portal_multifactor', ['mfa-enabled', 'mfa-disabled']],
])
const CONTACTS = new Set(['email', 'recoveryEmail', 'alternateEmail', 'phoneNumbers'])

/** Writes a change; leaves `other` what touches nobody's way in. */
export function writeChange(row: Row, draft: Draft, type: string): void {
  const change = type === 'user_update' || type === 'admin_update' ? updated(row) : CHANGES.get(type)
  if (change === undefined) return
  const entry = lookUp('jumpcloud', type)
  draft.activity = 'change'
  draft.outcome = row.has(at.success) && !row.flag(at.success) ? 'failure' : 'success'
  draft.change = change
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'none'
  writeSubject(row, draft, change)
  if (type.includes('totp')) draft.target = 'TOTP'
}

/** The resource is whose account was changed; where there is none, it is the one who did it. */
function writeSubject(row: Row, draft: Draft, change: Change): void {
  const resource = row.text(at.resourceId)
  const resourceName = row.text(at.resourceEmail) || row.text(at.resourceUser) || row.text(at.resourceName)
  if (change.startsWith('policy-')) {
    draft.actor = draft.name
    draft.account = ''
    draft.name = ''
    draft.target = resourceName || draft.code
  } else if (resource !== '' && resource !== draft.account) {
    draft.actor = draft.name || draft.account
    draft.account = resource
    draft.name = resourceName
    if (draft.change === 'password-changed') draft.change = 'password-reset'
  }
}

/** The first listed field that matters says what kind of update it was. */
function updated(row: Row): Change | undefined {
  const count = row.count(at.changed)
  for (let index = 0; index < count; index++) {
    const field = row.textAt(at.changed, index)
    const meaning = FIELDS.get(field)
    if (meaning) return row.textAt(at.changedTo, index) === 'true' ? meaning[0] : meaning[1]
    if (CONTACTS.has(field)) return 'contact-changed'
  }
  return undefined
}
