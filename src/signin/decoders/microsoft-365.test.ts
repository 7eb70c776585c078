import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { microsoft365Decoders } from './microsoft-365.ts'

const ANA = '0a1b2c3d-0000-4000-8000-000000000001'
const BORIS = '0a1b2c3d-0000-4000-8000-000000000002'
const PUID = '10032000AAAAAAAA'

type Pairs = Readonly<Record<string, string>>

function pairs(values: Pairs): object[] {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }))
}

function record(operation: string, more: object = {}): object {
  return {
    CreationTime: '2026-03-02T08:00:00',
    Id: 'e-1',
    Operation: operation,
    OrganizationId: 't-1',
    RecordType: 15,
    ResultStatus: 'Success',
    UserKey: ANA,
    UserType: 0,
    Workload: 'AzureActiveDirectory',
    ClientIP: '192.0.2.7',
    ObjectId: 'Unknown',
    UserId: 'ana@example.com',
    ExtendedProperties: pairs({ RequestType: 'Login:login', UserAgent: 'Mozilla/5.0', UserAuthenticationMethod: '1' }),
    ModifiedProperties: [],
    Actor: [
      { ID: ANA, Type: 0 },
      { ID: 'ana@example.com', Type: 5 },
      { ID: PUID, Type: 3 },
    ],
    ActorIpAddress: '192.0.2.7',
    InterSystemsId: 'c-1',
    Target: [{ ID: '00000002-0000-0000-c000-000000000000', Type: 0 }],
    ApplicationId: 'app-1',
    ErrorNumber: '0',
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(microsoft365Decoders, JSON.stringify(value))
  assert.deepEqual([read.problems, read.other], [[], []])
  const [event, ...more] = read.events
  assert.ok(event)
  assert.equal(more.length, 0)
  return event
}

function pick(event: Draft, ...names: (keyof Draft)[]): unknown[] {
  return names.map((name) => event[name])
}

describe('sign-ins of the unified audit log', () => {
  test('given a success, when decoded, then frame and account are there', () => {
    const event = decoded(record('UserLoggedIn'))
    assert.deepEqual(pick(event, 'time', 'id', 'tenant', 'family'), [
      Date.UTC(2026, 2, 2, 8),
      'e-1',
      't-1',
      'unified-audit',
    ])
    assert.deepEqual(pick(event, 'account', 'name', 'attempt', 'ip'), [ANA, 'ana@example.com', 'c-1', '192.0.2.7'])
    assert.deepEqual(pick(event, 'activity', 'outcome', 'complete', 'method'), ['sign-in', 'success', true, 'password'])
    assert.deepEqual(pick(event, 'client', 'app', 'code'), ['Mozilla/5.0', 'app-1', '0'])
  })

  const STOPS: readonly (readonly [string, object, unknown[]])[] = [
    [
      'UserLoginFailed whose ResultStatus says Success',
      record('UserLoginFailed', { ErrorNumber: '50126', LogonError: 'InvalidUserNameOrPassword' }),
      ['50126', 'failure', 'wrong-password', false],
    ],
    [
      'UserLoggedIn that only showed a page',
      record('UserLoggedIn', { ErrorNumber: '50140' }),
      ['50140', 'interrupt', 'page-shown', false],
    ],
    [
      'a name without a number',
      record('UserLoginFailed', { ErrorNumber: undefined, LogonError: 'UserStrongAuthClientAuthNRequiredInterrupt' }),
      ['50074', 'interrupt', 'second-step-asked', false],
    ],
    [
      'an enrolment asked for',
      record('UserLoginFailed', { ErrorNumber: '50072' }),
      ['50072', 'interrupt', 'enrolment-required', false],
    ],
    [
      'a name that nobody knows',
      record('UserLoginFailed', { ErrorNumber: undefined, LogonError: 'SomethingNew' }),
      ['SomethingNew', 'failure', 'other', false],
    ],
  ]
  for (const [title, row, expected] of STOPS) {
    test(`given ${title}, when decoded, then operation and error decide`, () => {
      assert.deepEqual(pick(decoded(row), 'code', 'outcome', 'reason', 'complete'), expected)
    })
  }

  test('given a name that the directory does not know, when decoded, then nobody is concerned', () => {
    const row = record('UserLoginFailed', {
      ErrorNumber: '50034',
      UserKey: 'Not Available',
      Actor: [{ ID: 'Not Available', Type: 0 }],
    })
    assert.deepEqual(pick(decoded(row), 'known', 'account'), [false, ''])
  })

  test('given a sign-out, when decoded, then it is one', () => {
    const properties = pairs({ RequestType: 'OAuth2:Logout' })
    const row = record('UserLoggedIn', { LogonError: 'None', ErrorNumber: undefined, ExtendedProperties: properties })
    assert.deepEqual(pick(decoded(row), 'activity', 'complete'), ['sign-out', false])
  })

  test('given a token request, when decoded, then one with a password is a sign-in and one without is a renewal', () => {
    const request = (more: Pairs): object =>
      record('UserLoggedIn', { ExtendedProperties: pairs({ RequestType: 'OAuth2:Token', ...more }) })
    assert.deepEqual(pick(decoded(request({})), 'activity', 'complete'), ['refresh', false])
    const typed = decoded(request({ UserAuthenticationMethod: '1' }))
    assert.deepEqual(pick(typed, 'activity', 'complete'), ['sign-in', true])
  })

  test('given a device and an address with a port, when decoded, then both are plain', () => {
    const row = record('UserLoggedIn', {
      ClientIP: '[2001:db8::7]:50122',
      DeviceProperties: pairs({ OS: 'Windows10', Id: 'd-1', IsCompliantAndManaged: 'True' }),
    })
    assert.deepEqual(pick(decoded(row), 'ip', 'device', 'managed'), ['2001:db8::7', 'd-1', true])
  })
})

describe('directory operations of the unified audit log', () => {
  const BY_ANA = {
    RecordType: 8,
    UserKey: `${PUID}@example.com`,
    Actor: [
      { ID: 'ana@example.com', Type: 5 },
      { ID: PUID, Type: 3 },
      { ID: '11111111-0000-4000-8000-000000000009', Type: 2 },
      { ID: `User_${ANA}`, Type: 2 },
      { ID: ANA, Type: 2 },
      { ID: 'User', Type: 2 },
    ],
    Target: [
      { ID: `User_${BORIS}`, Type: 2 },
      { ID: BORIS, Type: 2 },
      { ID: 'User', Type: 2 },
      { ID: 'boris@example.com', Type: 5 },
      { ID: PUID, Type: 3 },
    ],
    ObjectId: 'boris@example.com',
  }

  test('given a reset, when decoded, then account and actor are those of User_…', () => {
    const event = decoded(record('Reset user password.', BY_ANA))
    assert.deepEqual(pick(event, 'activity', 'change', 'code'), ['change', 'password-reset', 'Reset user password'])
    assert.deepEqual(pick(event, 'account', 'name', 'actor'), [BORIS, 'boris@example.com', 'ana@example.com'])
  })

  test('given MFA switched off by "Update user." alone, when decoded, then MFA is off', () => {
    const requirement = {
      Name: 'StrongAuthenticationRequirement',
      OldValue: '[\r\n  {\r\n    "RelyingParty": "*",\r\n    "State": 1\r\n  }\r\n]',
      NewValue: '[\r\n  {\r\n    "RelyingParty": "*",\r\n    "State": 0\r\n  }\r\n]',
    }
    assert.equal(
      decoded(record('Update user.', { ...BY_ANA, ModifiedProperties: [requirement] })).change,
      'mfa-disabled',
    )
  })

  test('given a role, when decoded, then its plain name is the target', () => {
    const role = { Name: 'Role.DisplayName', OldValue: '', NewValue: 'Helpdesk Administrator' }
    const event = decoded(record('Add member to role.', { ...BY_ANA, ModifiedProperties: [role] }))
    assert.deepEqual(pick(event, 'change', 'target'), ['role-granted', 'Helpdesk Administrator'])
  })

  test('given a policy, when decoded, then it concerns nobody', () => {
    const target = [
      { ID: `Policy_${BORIS}`, Type: 2 },
      { ID: BORIS, Type: 2 },
      { ID: 'Policy', Type: 2 },
      { ID: 'MFA for all', Type: 1 },
    ]
    const event = decoded(record('Update policy.', { ...BY_ANA, Target: target, ObjectId: `Policy_${BORIS}` }))
    assert.deepEqual(pick(event, 'change', 'account', 'target'), ['policy-changed', '', 'MFA for all'])
  })

  test('given an operation of a service, when decoded, then its name is the actor', () => {
    const service = {
      UserId: `ServicePrincipal_${ANA}`,
      Actor: [
        { ID: 'Device Registration Service', Type: 1 },
        { ID: `ServicePrincipal_${ANA}`, Type: 2 },
      ],
    }
    const event = decoded(record('Add registered owner to device.', { ...BY_ANA, ...service }))
    assert.deepEqual(pick(event, 'change', 'account', 'actor'), [
      'device-registered',
      BORIS,
      'Device Registration Service',
    ])
  })

  test('given an operation that failed, when decoded, then it is a failure', () => {
    assert.equal(decoded(record('Reset user password.', { ...BY_ANA, ResultStatus: 'Failure' })).outcome, 'failure')
  })

  test('given other operations and other workloads, when read, then they are named and no events', () => {
    const rows = [
      record('Update service principal.', BY_ANA),
      record('MailboxLogin', { Workload: 'Exchange' }),
      record('Update application – Certificates and secrets management ', BY_ANA),
    ]
    const other = rows.map((row) => readRows(microsoft365Decoders, JSON.stringify(row)).other)
    assert.deepEqual(other.flat(), [
      'Update service principal',
      'MailboxLogin',
      'Update application – Certificates and secrets management',
    ])
  })
})

describe('the record inside other rows', () => {
  const plain = decoded(record('UserLoggedIn'))

  test('given Filebeat’s event, when decoded, then it is the same event', () => {
    const row = record('UserLoggedIn')
    assert.deepEqual(decoded({ event: { original: JSON.stringify(row) }, o365audit: row }), plain)
  })

  test('given Search-UnifiedAuditLog’s AuditData, when decoded, then it is the same event', () => {
    const wrapped = { RecordType: 'AzureActiveDirectoryStsLogon', AuditData: JSON.stringify(record('UserLoggedIn')) }
    assert.deepEqual(decoded(wrapped), plain)
  })

  test('given Purview’s CSV, when decoded, then it is the same event', () => {
    const data = JSON.stringify(record('UserLoggedIn')).replaceAll('"', '""')
    const text = `RecordId,CreationDate,Operation,AuditData\ne-1,2026-03-02,UserLoggedIn,"${data}"\n`
    const read = readRows(microsoft365Decoders, text)
    assert.deepEqual(read.events, [{ ...plain, line: 2 }])
  })
})
