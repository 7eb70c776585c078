/**
 * Azure Active Directory records of Microsoft 365's unified audit log (Office 365 Management Activity API schema). It
 * says that a second step failed, not how; `ResultStatus` is not to be trusted (seen in real exports).
 */
import { userAgent } from '../devices.ts'
import { type Attempt, type ChangeMade, type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import { lines } from './entra-lines.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function microsoft365Writer(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0x365, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'attempt') return signIns(org, happening, rng)
  return happening.kind === 'change' ? changes(org, happening, rng) : []
}

const ERRORS: Readonly<Record<number, string>> = {
  50034: 'UserAccountNotFound',
  50053: 'IdsLocked',
  50055: 'InvalidPasswordExpiredPassword',
  50057: 'UserDisabled',
  50072: 'UserStrongAuthEnrollmentRequiredInterrupt',
  50074: 'UserStrongAuthClientAuthNRequiredInterrupt',
  50076: 'UserStrongAuthClientAuthNRequired',
  50079: 'UserStrongAuthEnrollmentRequired',
  50087: 'SasRetryableError',
  50088: 'TelecomMFACallLimitReached',
  50105: 'EntitlementGrantsNotFound',
  50126: 'InvalidUserNameOrPassword',
  50140: 'KmsiInterrupt',
  53000: 'DeviceNotCompliant',
  53002: 'ApplicationUsedIsNotAnApprovedApp',
  53003: 'BlockedByConditionalAccess',
  53004: 'ProofUpBlockedDueToRisk',
  65001: 'DelegationDoesNotExist',
  90033: 'MsodsServiceUnavailable',
  130503: 'InvalidAccessPass',
  130504: 'ExpiredAccessPass',
  130505: 'RedeemedAccessPass',
  500121: 'AuthenticationFailedSasError',
}

function signIns(org: Organisation, made: Attempt, rng: Random): Row[] {
  const session = rng.uuid()
  const person = isPerson(made.who) ? made.who : null
  const key = person?.account ?? 'Not Available'
  return lines(made, rng).map(({ time, code }) => {
    const fine = code === 0 || code === 50140
    const id = rng.uuid()
    const text: Json = {
      CreationTime: seconds(time),
      Id: id,
      Operation: fine ? 'UserLoggedIn' : 'UserLoginFailed',
      OrganizationId: org.tenant,
      RecordType: 15,
      ResultStatus: fine || rng.chance(0.5) ? 'Success' : 'Failed',
      UserKey: key,
      UserType: 0,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ClientIP: made.seat.ip,
      ObjectId: made.app.id,
      UserId: made.who.login,
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [
        { Name: 'ResultStatusDetail', Value: fine ? 'Success' : 'UserError' },
        { Name: 'UserAgent', Value: userAgent(made.seat.device) },
        { Name: 'RequestType', Value: isRenewal(made) ? 'OAuth2:Token' : 'OAuth2:Authorize' },
      ],
      ModifiedProperties: [],
      Actor: [
        { ID: key, Type: 0 },
        { ID: made.who.login, Type: 5 },
      ],
      ActorContextId: org.tenant,
      ActorIpAddress: made.seat.ip,
      InterSystemsId: session,
      IntraSystemId: id,
      SupportTicketId: '',
      Target: [{ ID: made.app.id, Type: 0 }],
      TargetContextId: org.tenant,
      ApplicationId: made.app.id,
      DeviceProperties: [
        ...(made.seat.device.managed && made.seat.device.name ? [{ Name: 'Id', Value: made.seat.device.id }] : []),
        { Name: 'OS', Value: made.seat.device.os.replace(' ', '') },
        { Name: 'BrowserType', Value: made.seat.device.browser },
        { Name: 'SessionId', Value: session },
      ],
      ErrorNumber: String(code),
      ...(code === 0 ? {} : { LogonError: ERRORS[code] ?? 'Other' }),
    }
    return { time, text: JSON.stringify(text) }
  })
}

interface Operation {
  readonly name: string
  readonly modified: readonly Json[]
}

function changes(org: Organisation, made: ChangeMade, rng: Random): Row[] {
  return operations(made).map(({ name, modified }) => {
    const id = rng.uuid()
    const text: Json = {
      CreationTime: seconds(made.time),
      Id: id,
      Operation: name,
      OrganizationId: org.tenant,
      RecordType: 8,
      ResultStatus: 'Success',
      UserKey: made.actor ? made.actor.account : 'Not Available',
      UserType: made.actor ? 0 : 4,
      Version: 1,
      Workload: 'AzureActiveDirectory',
      ClientIP: made.seat?.ip ?? '',
      ObjectId: made.who?.login ?? made.target,
      UserId: made.actor?.login ?? 'ServicePrincipal_6cdf381d-5eef-4ab2-be3d-07780fcc4b5d',
      AzureActiveDirectoryEventType: 1,
      ExtendedProperties: [
        { Name: 'additionalDetails', Value: '{}' },
        { Name: 'extendedAuditEventCategory', Value: made.who ? 'User' : 'Policy' },
      ],
      ModifiedProperties: modified,
      Actor: made.actor ? identity(made.actor) : [{ ID: 'Microsoft Azure AD Connect', Type: 1 }],
      ActorContextId: org.tenant,
      ActorIpAddress: made.seat?.ip ?? '',
      InterSystemsId: rng.uuid(),
      IntraSystemId: id,
      SupportTicketId: '',
      Target: made.who ? identity(made.who) : [{ ID: made.target, Type: 1 }],
      TargetContextId: org.tenant,
    }
    return { time: made.time, text: JSON.stringify(text) }
  })
}

function identity(person: Person): Json[] {
  return [
    { ID: person.login, Type: 5 },
    { ID: `User_${person.account}`, Type: 2 },
    { ID: person.account, Type: 2 },
    { ID: 'User', Type: 2 },
  ]
}

function operations(made: ChangeMade): Operation[] {
  const apps = (label: string): string => `[{"DeviceName":"${label}","DeviceTag":"SoftwareTokenActivated"}]`
  const modified = (name: string, before: string, after: string): Json[] => [
    { Name: name, NewValue: after, OldValue: before },
    { Name: 'Included Updated Properties', NewValue: name, OldValue: '' },
  ]
  switch (made.change) {
    case 'authenticator-added':
      return [
        {
          name: 'Update user.',
          modified: modified('StrongAuthenticationPhoneAppDetail', '[]', apps(made.authenticator?.label ?? '')),
        },
      ]
    case 'authenticator-removed':
    case 'authenticators-reset':
      return [
        {
          name: 'Update user.',
          modified: modified('StrongAuthenticationPhoneAppDetail', apps(made.authenticator?.label ?? 'iPhone'), '[]'),
        },
      ]
    case 'mfa-disabled':
      return [
        {
          name: 'Update user.',
          modified: modified(
            'StrongAuthenticationRequirement',
            '[{"RelyingParty":"*","State":1}]',
            '[{"RelyingParty":"*","State":0}]',
          ),
        },
      ]
    case 'password-reset':
    case 'account-unlocked':
      return [{ name: 'Reset user password.', modified: [] }]
    case 'password-self-reset':
    case 'password-changed':
      return [{ name: 'Change user password.', modified: [] }]
    case 'account-disabled':
      return [{ name: 'Disable account.', modified: modified('AccountEnabled', '[true]', '[false]') }]
    case 'account-enabled':
      return [{ name: 'Enable account.', modified: modified('AccountEnabled', '[false]', '[true]') }]
    case 'role-granted':
      return [
        { name: 'Add member to role.', modified: [{ Name: 'Role.DisplayName', NewValue: made.target, OldValue: '' }] },
      ]
    case 'role-revoked':
      return [
        {
          name: 'Remove member from role.',
          modified: [{ Name: 'Role.DisplayName', NewValue: '', OldValue: made.target }],
        },
      ]
    case 'group-joined':
      return [
        {
          name: 'Add member to group.',
          modified: [{ Name: 'Group.DisplayName', NewValue: made.target, OldValue: '' }],
        },
      ]
    case 'policy-created':
      return [{ name: 'Add policy.', modified: [] }]
    case 'policy-changed':
      return [{ name: 'Update policy.', modified: [] }]
    case 'policy-deleted':
      return [{ name: 'Delete policy.', modified: [] }]
    default:
      return []
  }
}

/** An application signs in through the same pages as a browser; only what it has from before it redeems by itself. */
function isRenewal({ protocol, first, steps }: Attempt): boolean {
  return protocol === 'rich' && first === 'session' && steps.length === 0
}

/** UTC to the second, without a zone. */
function seconds(time: number): string {
  return new Date(time).toISOString().slice(0, 19)
}
