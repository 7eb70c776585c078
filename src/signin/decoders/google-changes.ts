/**
 * Google Workspace's changes: what people did to their own account (`user_accounts`, and the same names in `login`) and
 * what administrators did (`admin`). Names: developers.google.com/workspace/admin/reports/v1/appendix/activity/
 * {user-accounts,admin-user-settings,admin-security-settings,admin-delegated-admin-settings,admin-group-settings}.
 */
import type { Change, Draft } from '../sign-in.ts'
import type { GoogleEvent } from './google-event.ts'

const OWN: ReadonlyMap<string, Change> = new Map([
  ['2sv_enroll', 'mfa-enabled'],
  ['2sv_disable', 'mfa-disabled'],
  ['password_edit', 'password-changed'],
  ['recovery_email_edit', 'contact-changed'],
  ['recovery_phone_edit', 'contact-changed'],
  ['recovery_secret_qa_edit', 'contact-changed'],
  ['passkey_enrolled', 'authenticator-added'],
  ['passkey_removed', 'authenticator-removed'],
  // Advanced Protection: stricter rules for one account, put on and taken off by its owner.
  ['titanium_enroll', 'other'],
  ['titanium_unenroll', 'other'],
])

const ADMIN: ReadonlyMap<string, Change> = new Map([
  ['TURN_OFF_2_STEP_VERIFICATION', 'mfa-disabled'],
  ['USER_ENROLLED_IN_TWO_STEP_VERIFICATION', 'mfa-enabled'],
  ['UNENROLL_USER_FROM_STRONG_AUTH', 'authenticators-reset'],
  ['UNENROLL_USER_FROM_TITANIUM', 'other'],
  ['USER_PUT_IN_TWO_STEP_VERIFICATION_GRACE_PERIOD', 'bypass-granted'],
  ['GENERATE_2SV_SCRATCH_CODES', 'codes-issued'],
  ['SECURITY_KEY_REGISTERED_FOR_USER', 'authenticator-added'],
  ['REVOKE_SECURITY_KEY', 'authenticator-removed'],
  ['CHANGE_PASSWORD', 'password-reset'],
  ['CHANGE_RECOVERY_EMAIL', 'contact-changed'],
  ['CHANGE_RECOVERY_PHONE', 'contact-changed'],
  ['ADD_RECOVERY_EMAIL', 'contact-changed'],
  ['ADD_RECOVERY_PHONE', 'contact-changed'],
  ['CREATE_USER', 'account-created'],
  ['UNDELETE_USER', 'account-created'],
  ['DELETE_USER', 'account-deleted'],
  ['SUSPEND_USER', 'account-disabled'],
  ['ARCHIVE_USER', 'account-disabled'],
  ['UNSUSPEND_USER', 'account-enabled'],
  ['UNARCHIVE_USER', 'account-enabled'],
  ['UNBLOCK_USER_SESSION', 'account-unlocked'],
  ['RESET_SIGNIN_COOKIES', 'sessions-revoked'],
  ['GRANT_ADMIN_PRIVILEGE', 'role-granted'],
  ['GRANT_DELEGATED_ADMIN_PRIVILEGES', 'role-granted'],
  ['ASSIGN_ROLE', 'role-granted'],
  ['REVOKE_ADMIN_PRIVILEGE', 'role-revoked'],
  ['UNASSIGN_ROLE', 'role-revoked'],
  ['ADD_GROUP_MEMBER', 'group-joined'],
  ['REMOVE_GROUP_MEMBER', 'group-left'],
])

/** Settings of the whole organisation that decide how its people sign in. */
const POLICIES = new Set([
  'ALLOW_STRONG_AUTHENTICATION',
  'ENFORCE_STRONG_AUTHENTICATION',
  'CHANGE_ALLOWED_TWO_STEP_VERIFICATION_METHODS',
  'CHANGE_TWO_STEP_VERIFICATION_ENROLLMENT_PERIOD_DURATION',
  'CHANGE_TWO_STEP_VERIFICATION_FREQUENCY',
  'CHANGE_TWO_STEP_VERIFICATION_GRACE_PERIOD_DURATION',
  'CHANGE_TWO_STEP_VERIFICATION_START_DATE',
  'ENABLE_NON_ADMIN_USER_PASSWORD_RECOVERY',
  'WEAK_PROGRAMMATIC_LOGIN_SETTINGS_CHANGED',
  'SESSION_CONTROL_SETTINGS_CHANGE',
  'CHANGE_SESSION_LENGTH',
  'TOGGLE_CAA_ENABLEMENT',
  'CHANGE_CAA_APP_ASSIGNMENTS',
])

/** True if this was a change that a person made to their own account. */
export function writeOwnChange(event: GoogleEvent, draft: Draft): boolean {
  const change = OWN.get(event.name)
  if (change === undefined) return false
  draft.activity = 'change'
  draft.outcome = 'success'
  draft.change = change
  draft.target = change === 'contact-changed' ? event.name.replace(/_edit$/, '') : ''
  return true
}

/** An administrator's change: the account is the one named by USER_EMAIL, or none if it is a setting. */
export function writeAdminChange(event: GoogleEvent, draft: Draft): void {
  const change = ADMIN.get(event.name)
  const policy = change === undefined && isPolicy(event)
  if (change === undefined && !policy) return
  const admin = draft.name
  const user = event.parameter('USER_EMAIL')
  draft.activity = 'change'
  draft.outcome = 'success'
  draft.change = change ?? 'policy-changed'
  if (user !== admin) {
    draft.account = ''
    draft.name = user
    draft.actor = admin
  }
  draft.target = policy ? event.parameter('SETTING_NAME') || event.name : targetOf(event)
}

/** Passwords, 2-Step Verification and Advanced Protection are also kept as application settings of “Security”. */
function isPolicy(event: GoogleEvent): boolean {
  if (POLICIES.has(event.name)) return true
  const setting = event.name.endsWith('_APPLICATION_SETTING')
  return setting && event.parameter('APPLICATION_NAME') === 'Security'
}

function targetOf(event: GoogleEvent): string {
  if (event.name === 'GRANT_ADMIN_PRIVILEGE' || event.name === 'REVOKE_ADMIN_PRIVILEGE') return 'Super Admin'
  return event.parameter('ROLE_NAME') || event.parameter('GROUP_EMAIL') || event.parameter('NEW_VALUE')
}
