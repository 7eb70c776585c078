/** Changes as Okta's System Log writes them. */
import type { Authenticator, ChangeMade, Happening } from '../happening.ts'
import type { Random } from '../random.ts'
import { type Json, type OktaEvent, user } from './okta-event.ts'
import { suspicious } from './okta-second-step.ts'

export function changeEvents(happening: Happening, rng: Random): OktaEvent[] {
  if (happening.kind === 'report') return [suspicious(happening.time, happening.who)]
  if (happening.kind !== 'change') return []
  // How temporary access codes are logged is not documented: after a reset the person enrols anew at the next sign-in.
  if (happening.change === 'pass-issued') return []
  const event = changeEvent(happening, rng)
  if (happening.change !== 'password-self-reset') return [event]
  const mail: OktaEvent = {
    time: happening.time - 45_000,
    type: 'system.email.password_reset.sent_message',
    message: 'Send self-service password reset email',
    result: 'SUCCESS',
    targets: event.targets ?? [],
  }
  return [mail, event]
}

function changeEvent(made: ChangeMade, rng: Random): OktaEvent {
  const who = made.who ? [user(made.who)] : []
  const say = (type: string, message: string, extra: Partial<OktaEvent> = {}): OktaEvent => ({
    time: made.time,
    type,
    message,
    result: 'SUCCESS',
    reason: null,
    targets: who,
    ...extra,
  })
  switch (made.change) {
    case 'authenticator-added':
      return say('user.mfa.factor.activate', 'Activate factor for user', {
        reason: `User set up ${factorName(made.authenticator)} factor`,
        targets: [...who, enrolment(made.authenticator)],
      })
    case 'authenticator-removed':
      return say('user.mfa.factor.deactivate', 'Reset factor for user', {
        reason: `User reset ${factorName(made.authenticator)} factor`,
        targets: [...who, enrolment(made.authenticator)],
      })
    case 'authenticators-reset':
    case 'mfa-disabled':
      return say('user.mfa.factor.reset_all', 'Reset all factors for user', {
        debug: { requestUri: `/api/v1/users/${(who[0]?.id as string | undefined) ?? ''}/lifecycle/reset_factors` },
      })
    case 'password-reset':
    case 'password-self-reset':
      return say('user.account.reset_password', "Fired when the user's Okta password is reset")
    case 'password-changed':
      return say('user.account.update_password', 'User update password for Okta')
    case 'account-unlocked':
      return say('user.account.unlock_by_admin', 'User account unlock by admin')
    case 'account-disabled':
      return say('user.lifecycle.suspend', 'Suspend Okta user')
    case 'account-enabled':
      return say('user.lifecycle.unsuspend', 'Unsuspend Okta user')
    case 'contact-changed':
      return say('user.account.update_profile', 'Update user profile for Okta', {
        debug: { changedAttributes: 'mobilePhone' },
      })
    case 'role-granted':
      return say('user.account.privilege.grant', 'Grant user privilege', {
        debug: { privilegeGranted: role(made.target) },
      })
    case 'role-revoked':
      return say('user.account.privilege.revoke', 'Revoke user privilege', {
        debug: { privilegeRevoked: role(made.target) },
      })
    case 'group-joined':
      return say('group.user_membership.add', 'Add user to group membership', {
        targets: [
          ...who,
          {
            id: `00g${rng.hex(17)}`,
            type: 'UserGroup',
            alternateId: 'unknown',
            displayName: made.target,
            detailEntry: null,
          },
        ],
      })
    case 'policy-created':
      return say('policy.lifecycle.create', 'Create policy', { targets: [policy(made, 'PolicyEntity')] })
    case 'policy-changed':
      return made.weaker
        ? say('policy.lifecycle.deactivate', 'Deactivate policy', { targets: [policy(made, 'PolicyEntity')] })
        : say('policy.rule.update', 'Update policy rule', { targets: [policy(made, 'PolicyRule')] })
    case 'policy-deleted':
      return say('policy.lifecycle.delete', 'Delete policy', { targets: [policy(made, 'PolicyEntity')] })
    case 'device-registered':
      return say('device.user.add', 'Add device to user')
    default:
      return say('user.account.update_profile', 'Update user profile for Okta')
  }
}

function role(name: string): string {
  return name === 'Global Administrator' ? 'Super administrator' : name
}

function policy(made: ChangeMade, type: string): Json {
  return {
    id: '00p1policy',
    type,
    alternateId: 'unknown',
    displayName: made.target,
    detailEntry: { policyType: 'OktaSignOn' },
  }
}

function factorName(authenticator: Authenticator | null): string {
  switch (authenticator?.methods[0]) {
    case 'push':
    case 'push-number':
      return 'OKTA_VERIFY_PUSH'
    case 'totp':
      return 'OKTA_SOFT_TOKEN'
    case 'voice':
      return 'CALL_FACTOR'
    case 'passkey':
      return 'FIDO_WEBAUTHN'
    default:
      return 'SMS_FACTOR'
  }
}

function enrolment(authenticator: Authenticator | null): Json {
  return {
    id: `pfd${(authenticator?.id ?? '').replaceAll('-', '').slice(0, 17)}`,
    type: 'AuthenticatorEnrollment',
    alternateId: 'unknown',
    displayName: authenticator ? `Okta Verify - ${authenticator.label}` : 'Okta Verify',
    detailEntry: null,
  }
}
