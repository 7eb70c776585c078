/**
 * Which operations of Entra's directory change a person's way in. The names are those of Microsoft's list of audit
 * activities (learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities), in lower case and without
 * the full stop that the unified audit log adds. What is not here changes nobody's way in.
 */
import type { Change } from '../sign-in.ts'

/** `update` needs the changed properties, `info` the words of the result; `report` is the person's own alarm. */
export type Operation = Change | 'update' | 'info' | 'report'

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['update user', 'update'],

  // Authentication Methods, Device Registration Service and MFA
  ['user registered security info', 'info'],
  ['user deleted security info', 'info'],
  ['user updated security info', 'info'],
  ['user changed default security info', 'other'],
  ['admin registered security info', 'info'],
  ['admin deleted security info', 'info'],
  ['admin updated security info', 'info'],
  ['create temporary access pass', 'pass-issued'],
  ['delete temporary access pass', 'authenticator-removed'],
  ['add fido2 security key', 'authenticator-added'],
  ['delete fido2 security key', 'authenticator-removed'],
  ['delete fido2 security key(s)', 'authenticator-removed'],
  ['add passwordless phone sign-in credential', 'authenticator-added'],
  ['delete passwordless phone sign-in credential', 'authenticator-removed'],
  ['add windows hello for business credential', 'authenticator-added'],
  ['delete windows hello for business credential', 'authenticator-removed'],
  ['add platform credential', 'authenticator-added'],
  ['delete platform credential', 'authenticator-removed'],
  ['assign hardware oath token', 'authenticator-added'],
  ['delete hardware oath token', 'authenticator-removed'],
  ['register totp secret', 'authenticator-added'],
  ['delete all available strong authentication devices', 'authenticators-reset'],
  ['add users strong authentication phone app detail', 'authenticator-added'],
  ['remove users strong authentication phone app detail', 'authenticator-removed'],
  ['create application password for user', 'authenticator-added'],
  ['delete application password for user', 'authenticator-removed'],
  ['enable strong authentication', 'mfa-enabled'],
  ['disable strong authentication', 'mfa-disabled'],
  ['add bypass user', 'bypass-granted'],
  ['post tenant.createbypasseduser', 'bypass-granted'],
  ['add blocked user', 'account-locked'],
  ['post tenant.createblockeduser', 'account-locked'],
  ['clear block on user', 'account-unlocked'],
  ['post tenant.removeblockeduser', 'account-unlocked'],
  ['fraud reported - no action taken', 'report'],
  ['fraud reported - user is blocked for mfa', 'report'],
  ['suspicious activity reported', 'report'],

  // Passwords and recovery
  ['change user password', 'password-changed'],
  ['change password (self-service)', 'password-changed'],
  ['reset user password', 'password-reset'],
  ['reset password', 'password-reset'],
  ['reset password (by admin)', 'password-reset'],
  ['reset password (self-service)', 'password-self-reset'],
  ['self-service password reset flow activity progress', 'recovery-asked'],
  ['blocked from self-service password reset', 'password-self-reset'],
  ['unlock user account (self-service)', 'account-unlocked'],
  ['security info saved for self-service password reset', 'contact-changed'],
  ['user registered for self-service password reset', 'contact-changed'],
  ['set force change user password', 'other'],
  ['update stsrefreshtokenvalidfrom timestamp', 'sessions-revoked'],

  // Accounts and devices
  ['add user', 'account-created'],
  ['delete user', 'account-deleted'],
  ['hard delete user', 'account-deleted'],
  ['restore user', 'account-enabled'],
  ['enable account', 'account-enabled'],
  ['disable account', 'account-disabled'],
  ['register device', 'device-registered'],
  ['add registered owner to device', 'device-registered'],

  // Roles and groups
  ['add member to group', 'group-joined'],
  ['remove member from group', 'group-left'],
  ['add role assignment to role definition', 'role-granted'],
  ['remove role assignment from role definition', 'role-revoked'],

  // What everybody's sign-in obeys
  ['add conditional access policy', 'policy-created'],
  ['update conditional access policy', 'policy-changed'],
  ['delete conditional access policy', 'policy-deleted'],
  ['add policy', 'policy-created'],
  ['update policy', 'policy-changed'],
  ['delete policy', 'policy-deleted'],
  ['add named location', 'policy-changed'],
  ['update named location', 'policy-changed'],
  ['delete named location', 'policy-changed'],
  ['update security defaults', 'policy-changed'],
  ['update continuous access evaluation', 'policy-changed'],
  ['authentication methods policy update', 'policy-changed'],
  ['authentication methods policy reset', 'policy-changed'],
  ['update authentication methods policy', 'policy-changed'],
  ['authentication strength policy create', 'policy-created'],
  ['authentication strength policy update', 'policy-changed'],
  ['authentication strength policy delete', 'policy-deleted'],
  ['update sign-in risk policy', 'policy-changed'],
  ['update user risk and mfa registration policy', 'policy-changed'],
  ['update identityprotectionpolicy', 'policy-changed'],
  ['update authorization policy', 'policy-changed'],
  ['set password policy', 'policy-changed'],
  ['set domain authentication', 'policy-changed'],
  ['set federation settings on domain', 'policy-changed'],
])

/** What an operation changes; undefined if it is nobody's way in. */
export function operationOf(name: string): Operation | undefined {
  const lower = plainOperation(name).toLowerCase()
  return OPERATIONS.get(lower) ?? roleChange(lower)
}

/** An operation's name without the full stop and the blanks that some logs put behind it. */
export function plainOperation(name: string): string {
  return name.trim().replace(/\.$/, '')
}

/**
 * Privileged Identity Management writes five rows about one grant (requested, approved, completed, …); only the plain
 * operation and the completed one change anything.
 */
function roleChange(lower: string): Change | undefined {
  const match =
    /^(add|remove|restore) (?:permanent )?(?:eligible |scoped |direct )?(?:member (?:to|from) )?role\b(.*)$/.exec(lower)
  if (!match || /request|cancel|denied|approval|definition|from template|setting/.test(match[2] ?? '')) return undefined
  return match[1] === 'remove' ? 'role-revoked' : 'role-granted'
}
