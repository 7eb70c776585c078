/** Which reading each of Okta's event types gets. A type that is not here is a named row of no meaning to a rule. */
import type { Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import {
  readAuthenticatorChange,
  readChange,
  readLock,
  readPasswordChange,
  readPolicyChange,
  readProfileChange,
  readRoleChange,
} from './okta-changes.ts'
import {
  readAnsweredPrompt,
  readAs,
  readDelivery,
  readMessage,
  readOperationLimit,
  readPrompt,
  readReport,
  readRisk,
} from './okta-notices.ts'
import { AT } from './okta-row.ts'
import {
  type Reading,
  readAdminConsole,
  readApplication,
  readAuthenticator,
  readEntry,
  readFirstStep,
  readPolicy,
  readSessionStart,
} from './okta-sign-in.ts'

const readSignOut = readAs('sign-out')
const readRefresh = readAs('refresh')
const readOther = readAs('other')
const readPolicyChanged = readPolicyChange('policy-changed')

const SIGN_IN: readonly (readonly [type: string, read: Reading])[] = [
  ['user.session.start', readSessionStart],
  ['user.session.access_admin_app', readAdminConsole],
  ['user.authentication.verify', readEntry],
  ['user.authentication.sso', readApplication],
  ['app.oauth2.signon', readApplication],
  ['app.generic.unauth_app_access_attempt', readApplication],
  ['user.authentication.auth_via_mfa', readAuthenticator('other')],
  ['user.mfa.okta_verify', readAuthenticator('push')],
  ['system.email.challenge_factor_redeemed', readAuthenticator('email')],
  ['user.authentication.auth', readFirstStep('password')],
  ['user.authentication.auth_via_AD_agent', readFirstStep('password')],
  ['user.authentication.auth_via_LDAP_agent', readFirstStep('password')],
  ['user.authentication.auth_via_radius', readFirstStep('password', { complete: true })],
  ['user.authentication.auth_via_richclient', readFirstStep('password', { complete: true, legacy: true })],
  ['user.authentication.auth_via_iwa', readFirstStep('certificate')],
  ['user.authentication.authenticate', readFirstStep('certificate')],
  ['user.authentication.auth_via_IDP', readFirstStep('external')],
  ['user.authentication.auth_via_inbound_SAML', readFirstStep('external')],
  ['user.authentication.auth_via_inbound_delauth', readFirstStep('external')],
  ['user.authentication.auth_via_social', readFirstStep('external')],
  ['policy.evaluate_sign_on', readPolicy],
  ['application.policy.sign_on.deny_access', readPolicy],
  ['system.operation.rate_limit.violation', readOperationLimit],
]

const NOTICES: readonly (readonly [type: string, read: Reading])[] = [
  ['system.push.send_factor_verify_push', readPrompt],
  ['device.custom_push.send_notification', readPrompt],
  ['user.mfa.okta_verify.deny_push', readAnsweredPrompt],
  ['user.mfa.okta_verify.deny_push_upgrade_needed', readAnsweredPrompt],
  ['system.sms.send_factor_verify_message', readMessage('sms')],
  ['system.sms.send_phone_verification_message', readMessage('sms')],
  ['system.sms.send_okta_push_verify_message', readMessage('sms')],
  ['system.sms.send_password_reset_message', readChange('recovery-asked')],
  ['system.sms.send_account_unlock_message', readChange('recovery-asked')],
  ['system.sms.receive_status', readDelivery('sms')],
  ['system.voice.send_call', readMessage('voice')],
  ['system.voice.send_mfa_challenge_call', readMessage('voice')],
  ['system.voice.send_phone_verification_call', readMessage('voice')],
  ['system.voice.send_password_reset_call', readChange('recovery-asked')],
  ['system.voice.send_account_unlock_call', readChange('recovery-asked')],
  ['system.voice.receive_status', readDelivery('voice')],
  ['system.email.send_factor_verify_message', readMessage('email')],
  ['system.email.password_reset.sent_message', readChange('recovery-asked')],
  ['system.email.account_unlock.sent_message', readChange('recovery-asked')],
  ['system.email.delivery', readDelivery('email')],
  ['user.account.report_suspicious_activity_by_enduser', readReport],
  ['user.mfa.attempt_bypass', readRisk('low')],
  ['user.risk.change', readRisk('medium')],
  ['user.risk.detect', readRisk('medium')],
  ['user.session.context.change', readRisk('medium')],
  ['policy.auth_reevaluate.fail', readRisk('medium')],
  ['security.session.detect_client_roaming', readRisk('medium')],
  ['security.breached_credential.detected', readRisk('high')],
  ['security.threat.detected', readRisk('high')],
  ['security.request.blocked', readRisk('medium')],
  ['security.attack.start', readRisk('high')],
  ['security.events.provider.receive_event', readRisk('medium')],
  ['app.oauth2.token.detect_reuse', readRisk('medium')],
  ['app.oauth2.as.token.detect_reuse', readRisk('medium')],
]

const CHANGES: readonly (readonly [type: string, read: Reading])[] = [
  ['user.account.lock', readLock],
  ['user.account.lock.limit', readLock],
  ['app.ad.api.user_import.account_locked', readLock],
  ['user.account.unlock', readChange('account-unlocked')],
  ['user.account.unlock_by_admin', readChange('account-unlocked')],
  ['user.account.unlock_failure', readChange('account-unlocked')],
  ['user.account.update_password', readPasswordChange('password-changed', 'password-reset')],
  ['user.account.reset_password', readPasswordChange('password-self-reset', 'password-reset')],
  ['user.account.expire_password', readPasswordChange('password-self-reset', 'password-reset')],
  ['user.account.use_token', readChange('password-self-reset')],
  ['user.account.update_primary_email', readChange('contact-changed')],
  ['user.account.update_secondary_email', readChange('contact-changed')],
  ['user.account.update_profile', readProfileChange],
  ['user.account.privilege.grant', readRoleChange('role-granted')],
  ['user.account.privilege.revoke', readRoleChange('role-revoked')],
  ['iam.resourceset.bindings.add', readRoleChange('role-granted')],
  ['iam.resourceset.bindings.delete', readRoleChange('role-revoked')],
  ['group.privilege.grant', readRoleChange('role-granted')],
  ['group.privilege.revoke', readRoleChange('role-revoked')],
  ['group.user_membership.add', readChange('group-joined', 'UserGroup')],
  ['group.user_membership.remove', readChange('group-left', 'UserGroup')],
  ['user.lifecycle.create', readChange('account-created')],
  ['user.lifecycle.activate', readChange('account-enabled')],
  ['user.lifecycle.reactivate', readChange('account-enabled')],
  ['user.lifecycle.unsuspend', readChange('account-enabled')],
  ['user.lifecycle.suspend', readChange('account-disabled')],
  ['user.lifecycle.deactivate', readChange('account-disabled')],
  ['user.lifecycle.delete.completed', readChange('account-deleted')],
  ['user.mfa.factor.activate', readAuthenticatorChange('authenticator-added')],
  ['user.mfa.factor.unsuspend', readAuthenticatorChange('authenticator-added')],
  ['user.mfa.factor.deactivate', readAuthenticatorChange('authenticator-removed')],
  ['user.mfa.factor.suspend', readAuthenticatorChange('authenticator-removed')],
  ['user.mfa.factor.update', readAuthenticatorChange('other')],
  ['user.mfa.factor.reset_all', readChange('authenticators-reset')],
  ['device.desktop_mfa.enrollment.create', readChange('authenticator-added', 'UDDevice')],
  ['device.desktop_mfa.recovery_pin.generate', readChange('codes-issued', 'UDDevice')],
  ['device.enrollment.create', readChange('device-registered', 'UDDevice')],
  ['device.user.add', readChange('device-registered', 'UDDevice')],
  ['user.credential.enroll', readChange('device-registered')],
  ['user.session.clear', readChange('sessions-revoked')],
  ['user.session.impersonation.grant', readChange('other')],
  ['user.session.impersonation.initiate', readChange('other')],
  ['policy.lifecycle.create', readPolicyChange('policy-created')],
  ['policy.lifecycle.delete', readPolicyChange('policy-deleted')],
  ...[
    'policy.lifecycle.update',
    'policy.lifecycle.overwrite',
    'policy.lifecycle.activate',
    'policy.lifecycle.deactivate',
    'policy.mapping.create',
    'policy.rule.add',
    'policy.rule.update',
    'policy.rule.activate',
    'policy.rule.deactivate',
    'policy.rule.delete',
    'application.policy.sign_on.update',
    'application.policy.sign_on.rule.create',
    'application.policy.sign_on.rule.delete',
    'security.attack_protection.settings.update',
    'security.authenticator.lifecycle.activate',
    'security.authenticator.lifecycle.create',
    'security.authenticator.lifecycle.deactivate',
    'security.authenticator.lifecycle.update',
    'security.behavior.settings.delete',
    'security.behavior.settings.update',
    'security.threat.configuration.update',
    'system.mfa.factor.activate',
    'system.mfa.factor.deactivate',
    'zone.activate',
    'zone.create',
    'zone.deactivate',
    'zone.delete',
    'zone.make_blacklist',
    'zone.remove_blacklist',
    'zone.update',
  ].map((type): readonly [string, Reading] => [type, readPolicyChanged]),
]

const SIGN_OUTS = [
  'user.session.end',
  'user.session.expire',
  'user.authentication.slo',
  'user.authentication.universal_logout',
  'user.authentication.universal_logout.scheduled',
  'user.device_session.end',
]

const READINGS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ...SIGN_IN,
  ...NOTICES,
  ...CHANGES,
  ...SIGN_OUTS.map((type): readonly [string, Reading] => [type, readSignOut]),
])

/** Reads one event into the draft. Throws `RowProblem` if it has no time. */
export function readEvent(row: Row, draft: Draft): void {
  const type = row.text(AT.type)
  const read = READINGS.get(type) ?? (isToken(type) ? readRefresh : readOther)
  read(row, draft)
}

/** Codes and tokens handed to applications, in seventy types: `app.oauth2.token.grant.id_token`, `app.oauth2.as.authorize.code`, … */
function isToken(type: string): boolean {
  return type.startsWith('app.oauth2.') && (type.includes('.token.grant') || type.includes('.authorize'))
}
