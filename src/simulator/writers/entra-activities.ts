/** What Entra calls a change, and which properties it says were modified (Microsoft Entra audit activity reference). */
import type { Authenticator, ChangeMade } from '../happening.ts'
import type { Random } from '../random.ts'
import type { Json } from './entra-lines.ts'

export interface Activity {
  readonly name: string
  readonly service: string
  readonly category: string
  readonly reason: string
  readonly modified: readonly Json[]
  /** Milliseconds after the change: one click writes several rows. */
  readonly after?: number
  /** Written by the service in the person's place. */
  readonly byService?: string
}

export const METHODS_SERVICE = 'Authentication Methods'

export function plain(
  name: string,
  service: string,
  category: string,
  reason = '',
  modified: readonly Json[] = [],
): Activity {
  return { name, service, category, reason, modified }
}

export function activities(made: ChangeMade, rng: Random): Activity[] {
  const self = made.actor !== null && made.actor === made.who
  const who = self ? 'User' : 'Admin'
  switch (made.change) {
    case 'authenticator-added': {
      const kind = registered(made.authenticator)
      const info = plain(
        `${who} registered security info`,
        METHODS_SERVICE,
        'UserManagement',
        `${who} registered ${kind}`,
      )
      return made.authenticator?.token ? [info, phoneApps([], [made.authenticator])] : [info]
    }
    case 'authenticator-removed': {
      const kind = registered(made.authenticator)
      const info = plain(`${who} deleted security info`, METHODS_SERVICE, 'UserManagement', `${who} deleted ${kind}`)
      return made.authenticator?.token ? [info, phoneApps([made.authenticator], [])] : [info]
    }
    case 'authenticators-reset':
      return [
        plain(
          `${who} deleted security info`,
          METHODS_SERVICE,
          'UserManagement',
          `${who} deleted Authenticator App with Notification and Code`,
        ),
        {
          ...plain(`${who} deleted security info`, METHODS_SERVICE, 'UserManagement', `${who} deleted SMS`),
          after: 2100,
        },
      ]
    case 'pass-issued':
      return [
        plain(
          'Admin registered security info',
          METHODS_SERVICE,
          'UserManagement',
          'Admin registered temporary access pass method for user',
        ),
      ]
    case 'contact-changed':
      return [plain('User updated security info', METHODS_SERVICE, 'UserManagement', 'User updated phone method')]
    case 'password-self-reset':
      return [
        plain(
          'Self-service password reset flow activity progress',
          'Self-service Password Management',
          'UserManagement',
          'User completed the mobile SMS verification option',
        ),
        {
          ...plain(
            'Reset password (self-service)',
            'Self-service Password Management',
            'UserManagement',
            'Successfully completed reset.',
          ),
          after: 40_000,
        },
      ]
    case 'password-changed':
      return [plain('Change password (self-service)', 'Self-service Password Management', 'UserManagement')]
    // Smart lockout has no button: a cloud account is unlocked by a new password.
    case 'account-unlocked':
    case 'password-reset':
      return [plain('Reset user password', 'Core Directory', 'UserManagement')]
    case 'account-disabled':
      return [
        plain('Disable account', 'Core Directory', 'UserManagement', '', [
          property('AccountEnabled', '[true]', '[false]'),
          updated('AccountEnabled'),
        ]),
      ]
    case 'account-enabled':
      return [
        plain('Enable account', 'Core Directory', 'UserManagement', '', [
          property('AccountEnabled', '[false]', '[true]'),
          updated('AccountEnabled'),
        ]),
      ]
    case 'mfa-disabled':
      return mfaDisabled(rng)
    case 'role-granted':
      return [
        plain('Add member to role', 'Core Directory', 'RoleManagement', '', [
          property('Role.DisplayName', null, `"${made.target}"`),
        ]),
      ]
    case 'role-revoked':
      return [
        plain('Remove member from role', 'Core Directory', 'RoleManagement', '', [
          property('Role.DisplayName', `"${made.target}"`, null),
        ]),
      ]
    case 'group-joined':
      return [
        plain('Add member to group', 'Core Directory', 'GroupManagement', '', [
          property('Group.DisplayName', null, `"${made.target}"`),
        ]),
      ]
    case 'policy-created':
      return [
        plain('Add conditional access policy', 'Conditional Access', 'Policy', '', [
          policyState(made, null, 'enabled'),
        ]),
      ]
    case 'policy-changed':
      return [
        plain('Update conditional access policy', 'Conditional Access', 'Policy', '', [
          policyState(made, 'enabled', made.weaker ? 'disabled' : 'enabled'),
        ]),
      ]
    case 'policy-deleted':
      return [
        plain('Delete conditional access policy', 'Conditional Access', 'Policy', '', [
          policyState(made, 'enabled', null),
        ]),
      ]
    case 'device-registered':
      return [
        plain('Register device', 'Device Registration Service', 'Device'),
        { ...plain('Add registered owner to device', 'Core Directory', 'Device'), after: 900 },
      ]
    default:
      return [plain('Update user', 'Core Directory', 'UserManagement', '', [updated('Department')])]
  }
}

/** Half of the time only the underlying change of the user object is logged (seen in real tenants). */
function mfaDisabled(rng: Random): Activity[] {
  const requirement = property(
    'StrongAuthenticationRequirement',
    '[{"RelyingParty":"*","State":1,"RememberDevicesNotIssuedBefore":"2025-11-11T00:01:26+00:00"}]',
    rng.chance(0.5)
      ? '[]'
      : '[{"RelyingParty":"*","State":0,"RememberDevicesNotIssuedBefore":"2025-11-11T00:01:26+00:00"}]',
  )
  const modified = [requirement, updated('StrongAuthenticationRequirement')]
  const update = plain('Update user', 'Core Directory', 'UserManagement', '', modified)
  return rng.chance(0.5)
    ? [plain('Disable Strong Authentication', 'Core Directory', 'UserManagement', '', modified), update]
    : [update]
}

function registered(authenticator: Authenticator | null): string {
  switch (authenticator?.methods[0]) {
    case 'push':
    case 'push-number':
      return 'Authenticator App with Notification and Code'
    case 'totp':
      return 'Authenticator App with Code'
    case 'voice':
      return 'Phone Call'
    case 'passkey':
      return 'Fido2 Authentication Method'
    default:
      return 'SMS'
  }
}

/** The service rewrites the user's list of apps: this is where a phone's name stands. */
function phoneApps(before: readonly Authenticator[], after: readonly Authenticator[]): Activity {
  const list = (apps: readonly Authenticator[]): string =>
    JSON.stringify(
      apps.map((one) => ({
        DeviceName: one.label,
        DeviceToken: one.token,
        DeviceTag: 'SoftwareTokenActivated',
        PhoneAppVersion: '6.8.10',
        OathTokenTimeDrift: 0,
        DeviceId: '00000000-0000-0000-0000-000000000000',
        Id: one.id,
        TimeInterval: 0,
        AuthenticationType: 3,
        NotificationType: 4,
        LastAuthenticatedTimestamp: '0001-01-01T00:00:00Z',
        AuthenticatorFlavor: 'Authenticator',
        HashFunction: null,
        TenantDeviceId: null,
        SecuredPartitionId: 0,
        SecuredKeyId: 0,
      })),
    )
  return {
    ...plain('Update user', 'Core Directory', 'UserManagement', '', [
      property('StrongAuthenticationPhoneAppDetail', list(before), list(after)),
      updated('StrongAuthenticationPhoneAppDetail'),
    ]),
    after: 700,
    byService: 'Azure MFA StrongAuthenticationService',
  }
}

function property(displayName: string, oldValue: string | null, newValue: string | null): Json {
  return { displayName, oldValue, newValue }
}

function updated(names: string): Json {
  return property('Included Updated Properties', null, `"${names}"`)
}

function policyState(made: ChangeMade, before: string | null, after: string | null): Json {
  const body = (state: string | null): string | null =>
    state === null
      ? null
      : JSON.stringify({
          displayName: made.target,
          state,
          conditions: { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } },
          grantControls: { operator: 'OR', builtInControls: made.target.startsWith('Block') ? ['block'] : ['mfa'] },
        })
  return property('ConditionalAccessPolicy', body(before), body(after))
}
