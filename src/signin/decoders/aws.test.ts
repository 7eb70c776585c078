import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { awsDecoders } from './aws.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const ANA = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEANA',
  arn: 'arn:aws:iam::111122223333:user/ana',
  accountId: '111122223333',
  userName: 'ana',
}

function record(eventName: string, more: object = {}, source = 'signin'): object {
  return {
    eventVersion: '1.08',
    userIdentity: ANA,
    eventTime: '2026-03-01T08:00:00Z',
    eventSource: `${source}.amazonaws.com`,
    eventName,
    sourceIPAddress: '192.0.2.7',
    userAgent: 'Mozilla/5.0',
    eventID: 'e-1',
    recipientAccountId: '111122223333',
    requestParameters: null,
    responseElements: null,
    ...more,
  }
}

function consoleLogin(result: string, extra: object, more: object = {}): object {
  return record('ConsoleLogin', { responseElements: { ConsoleLogin: result }, additionalEventData: extra, ...more })
}

function decoded(value: object): Draft {
  const read = readRows(awsDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given a console sign-in with a code, when decoded, then the person is in and the second step proved', () => {
  const device = 'arn:aws:iam::111122223333:mfa/ana'
  const expected = {
    time: Date.UTC(2026, 2, 1, 8),
    id: 'e-1',
    tenant: '111122223333',
    account: 'AIDAEXAMPLEANA',
    name: 'ana',
    activity: 'sign-in',
    outcome: 'success',
    step: 'session',
    complete: true,
    proved: true,
    method: 'totp',
    target: device,
    ip: '192.0.2.7',
    app: 'https://console.example.com/home',
    client: 'Mozilla/5.0',
  } as const
  const extra = { MFAUsed: 'Yes', MFAIdentifier: device, LoginTo: 'https://console.example.com/home?state=1#x' }
  assert.deepEqual(part(decoded(consoleLogin('Success', extra)), expected), expected)
})

test('given console sign-ins, when decoded, then MFAUsed and the identity say what happened', () => {
  const role = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:tom@example.com',
    arn: 'arn:aws:sts::111122223333:assumed-role/r/tom@example.com',
  }
  const hidden = { type: 'IAMUser', accountId: '111122223333', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [consoleLogin('Success', { MFAUsed: 'No' }), { complete: true, proved: false, method: 'password' }],
    [
      consoleLogin('Success', { MFAUsed: 'Yes', MFAIdentifier: 'arn:aws:iam::111122223333:u2f/user/ana/k-AAAA' }),
      { method: 'passkey', proved: true },
    ],
    [
      consoleLogin('Failure', { MFAUsed: 'No' }, { errorMessage: 'Failed authentication' }),
      { outcome: 'failure', step: 'first', reason: 'wrong-password', code: 'Failed authentication', complete: false },
    ],
    [
      consoleLogin('Failure', { MFAUsed: 'Yes' }, { errorMessage: 'Failed authentication' }),
      { outcome: 'failure', step: 'second', reason: 'second-step-failed', proved: false },
    ],
    [
      consoleLogin('Failure', { MFAUsed: 'Yes', MFAIdentifier: 'arn:aws:iam::111122223333:mfa/ana' }),
      { step: 'second', reason: 'wrong-code' },
    ],
    [
      consoleLogin(
        'Failure',
        { MFAUsed: 'No' },
        { errorMessage: 'No username found in supplied account', userIdentity: hidden },
      ),
      { known: false, reason: 'unknown-user', account: '', name: '' },
    ],
    [
      consoleLogin('Success', { MFAUsed: 'No' }, { userIdentity: role }),
      { method: 'external', name: 'tom@example.com', account: 'AROAEXAMPLE:tom@example.com', complete: true },
    ],
    [
      consoleLogin('Success', { MFAUsed: 'No' }, { userIdentity: { type: 'Root', principalId: '111122223333' } }),
      { name: 'root', account: '111122223333', method: 'password' },
    ],
    [record('ConsoleLogin'), { outcome: 'unknown', complete: false }],
    [consoleLogin('Success', { MFAUsed: 'No' }, { sourceIPAddress: 'AWS Internal' }), { ip: '' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given the steps of a sign-in, when decoded, then being asked is an interrupt and only answers prove', () => {
  const step = (event: string, type: string, result: string) =>
    record(event, {
      additionalEventData: { CredentialType: type, AuthWorkflowID: 'w-1' },
      serviceEventDetails: { [event]: result },
    })
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      record('CheckMfa', {
        responseElements: { CheckMfa: 'Success' },
        additionalEventData: { MfaType: 'Virtual MFA' },
      }),
      { outcome: 'interrupt', step: 'second', reason: 'second-step-asked', method: 'totp', complete: false },
    ],
    [step('CredentialChallenge', 'TOTP', 'Success'), { outcome: 'interrupt', step: 'second', attempt: 'w-1' }],
    [step('CredentialChallenge', 'PASSWORD', 'Success'), { outcome: 'interrupt', step: 'first', reason: 'page-shown' }],
    [
      step('CredentialVerification', 'PASSWORD', 'Failure'),
      { outcome: 'failure', step: 'first', reason: 'wrong-password' },
    ],
    [step('CredentialVerification', 'TOTP', 'Failure'), { outcome: 'failure', step: 'second', reason: 'wrong-code' }],
    [step('CredentialVerification', 'WEBAUTHN', 'Success'), { outcome: 'success', proved: true, complete: false }],
    [step('UserAuthentication', 'PASSWORD,TOTP', 'Success'), { complete: true, proved: true, method: 'totp' }],
    [step('UserAuthentication', 'PASSWORD', 'Success'), { complete: true, proved: false, method: 'password' }],
    [
      record('SwitchRole', { responseElements: { SwitchRole: 'Success' } }),
      { activity: 'refresh', outcome: 'success' },
    ],
    [
      record('ExternalIdPDirectoryLogin', { responseElements: { ExternalIdPDirectoryLogin: 'Failure' } }),
      { outcome: 'failure', step: 'first', method: 'external' },
    ],
    [record('Authenticate', {}, 'sso'), { complete: true, step: 'session' }],
    [record('Federate', {}, 'sso'), { complete: true, method: 'claim', proved: false }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given a temporary session asked for with a code, when decoded, then it is a second step', () => {
  const request = { requestParameters: { serialNumber: 'arn:aws:iam::111122223333:mfa/ana' } }
  const failed = {
    ...request,
    errorCode: 'AccessDenied',
    errorMessage: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
  }
  const wrong = decoded(record('GetSessionToken', failed, 'sts'))
  assert.deepEqual(
    [wrong.step, wrong.outcome, wrong.reason, wrong.complete],
    ['second', 'failure', 'wrong-code', false],
  )
  const right = decoded(record('GetSessionToken', request, 'sts'))
  assert.deepEqual([right.outcome, right.proved, right.method], ['success', true, 'totp'])
  assert.deepEqual(readRows(awsDecoders, JSON.stringify([record('AssumeRole', {}, 'sts')])).other, ['AssumeRole'])
})

test('given changes, when decoded, then whose account, what, and by whom', () => {
  const asked = (event: string, requestParameters: object, source = 'iam') =>
    record(event, { requestParameters }, source)
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      asked('EnableMFADevice', { userName: 'tom', serialNumber: 'arn:aws:iam::1:mfa/tom' }),
      { change: 'authenticator-added', account: '', name: 'tom', actor: 'ana', target: 'arn:aws:iam::1:mfa/tom' },
    ],
    [
      asked('DeactivateMFADevice', { userName: 'ana', serialNumber: 'arn:aws:iam::1:mfa/ana' }),
      { change: 'authenticator-removed', account: 'AIDAEXAMPLEANA', name: 'ana', actor: '' },
    ],
    [asked('ResyncMFADevice', { userName: 'ana' }), { change: 'other', code: 'ResyncMFADevice' }],
    [
      record('CreateVirtualMFADevice', { responseElements: { virtualMFADevice: { serialNumber: 's-1' } } }, 'iam'),
      { change: 'other', target: 's-1' },
    ],
    [asked('UpdateLoginProfile', { userName: 'tom' }), { change: 'password-reset', name: 'tom', actor: 'ana' }],
    [asked('ChangePassword', {}), { change: 'password-changed', account: 'AIDAEXAMPLEANA', actor: '' }],
    [
      asked('AttachUserPolicy', { userName: 'tom', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      { change: 'role-granted', name: 'tom', target: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ],
    [asked('AddUserToGroup', { userName: 'tom', groupName: 'ops' }), { change: 'group-joined', target: 'ops' }],
    [asked('UpdateAccountPasswordPolicy', {}), { change: 'policy-changed', account: '', name: '', actor: 'ana' }],
    [record('EnableMFADevice', { errorCode: 'InvalidAuthenticationCode' }, 'iam'), { outcome: 'failure' }],
    [
      asked('DeleteMfaDeviceForUser', { userId: 'c-2', deviceId: 'd-1' }, 'sso-directory'),
      { change: 'authenticator-removed', account: 'c-2', actor: 'ana', target: 'd-1' },
    ],
    [
      record('PasswordUpdated', { responseElements: { PasswordUpdated: 'Failure' } }),
      { change: 'password-changed', outcome: 'failure' },
    ],
    [record('PasswordRecoveryRequested'), { activity: 'message', method: 'email', outcome: 'pending' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given other calls, when decoded, then they are named and left aside', () => {
  const values = [
    record(
      'AttachUserPolicy',
      { requestParameters: { userName: 'tom', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } },
      'iam',
    ),
    record('ListUsers', {}, 'iam'),
    record('PutObject', {}, 's3'),
  ]
  assert.deepEqual(readRows(awsDecoders, JSON.stringify(values)).other, ['AttachUserPolicy', 'ListUsers', 'PutObject'])
})

test('given EventBridge’s and LookupEvents’ envelopes, when decoded, then the record inside', () => {
  const login = consoleLogin('Success', { MFAUsed: 'No' })
  const bridged = decoded({ version: '0', 'detail-type': 'AWS Console Sign In via CloudTrail', detail: login })
  assert.deepEqual([bridged.account, bridged.complete], ['AIDAEXAMPLEANA', true])
  const lookedUp = decoded({ EventName: 'ConsoleLogin', EventId: 'e-1', CloudTrailEvent: JSON.stringify(login) })
  assert.deepEqual([lookedUp.account, lookedUp.complete], ['AIDAEXAMPLEANA', true])
  const broken = readRows(awsDecoders, JSON.stringify([{ EventName: 'x', CloudTrailEvent: '{"eventName":' }]))
  assert.equal(broken.problems[0]?.code, 'ERR_ROW_NOT_JSON')
})

test('given a row of Sentinel’s table, when decoded, then as the record it was', () => {
  const failed = consoleLogin('Failure', { MFAUsed: 'Yes' }, { errorMessage: 'Failed authentication' })
  const row = {
    TimeGenerated: '2026-03-01T08:00:00Z',
    AwsEventId: 'e-1',
    EventSource: 'signin.amazonaws.com',
    EventName: 'ConsoleLogin',
    UserIdentityType: 'IAMUser',
    UserIdentityPrincipalid: ANA.principalId,
    UserIdentityArn: ANA.arn,
    UserIdentityAccountId: ANA.accountId,
    UserIdentityUserName: ANA.userName,
    SourceIpAddress: '192.0.2.7',
    UserAgent: 'Mozilla/5.0',
    ErrorCode: '',
    ErrorMessage: 'Failed authentication',
    RequestParameters: '',
    ResponseElements: '{"ConsoleLogin":"Failure"}',
    AdditionalEventData: '{"MFAUsed":"Yes"}',
    RecipientAccountId: '111122223333',
    Type: 'AWSCloudTrail',
  }
  const expected = decoded(failed)
  assert.deepEqual(decoded(row), expected)
  assert.deepEqual([expected.step, expected.outcome], ['second', 'failure'])
  const { TimeGenerated: _, ...columns } = row
  const csv = `"TimeGenerated [UTC]",${Object.keys(columns).join()}\n"01/03/2026, 08:00:00.000",${Object.values(columns)
    .map((value) => `"${value.replaceAll('"', '""')}"`)
    .join()}\n`
  assert.deepEqual(readRows(awsDecoders, csv).events, [{ ...expected, line: 2 }])
})

test('given the published AWS files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const counts = [
    'elastic-cloudtrail-test-console-login-json.log',
    'elastic-cloudtrail-test-create-virtual-mfa-device-json.log',
    'elastic-cloudtrail-test-enable-mfa-device-json.log',
    'splunk-aws-a.ndjson',
    'stratus-console-login-without-mfa.json',
  ].map((file) => {
    const read = readRows(awsDecoders, readFileSync(new URL(`aws/${file}`, SHARED)))
    return [read.events.length, read.other.length, read.problems.length]
  })
  assert.deepEqual(counts, [
    [3, 0, 0],
    [1, 0, 0],
    [1, 0, 0],
    [2, 0, 0],
    [1, 0, 0],
  ])
})

test('given Panther’s labelled rows, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const lines = readFileSync(new URL('aws/panther-labelled-aws.ndjson', SHARED), 'utf8').trim().split('\n')
  const read = readRows(awsDecoders, JSON.stringify(lines.map((line) => (JSON.parse(line) as { log: object }).log)))
  assert.deepEqual(read.other, ['CreateAccessKey', 'CreateAccessKey', 'CreateServiceLinkedRole', 'ListAccessKeys'])
  // One row has `redacted` for its time.
  assert.deepEqual(
    read.problems.map((problem) => [problem.line, problem.code]),
    [[18, 'ERR_ROW_BAD_TIME']],
  )
  assert.equal(read.events.length, 17)
  const outcomes = read.events.filter((event) => event.code !== 'PasswordUpdated').map((event) => event.outcome)
  assert.deepEqual(
    [outcomes.filter((each) => each === 'success').length, outcomes.filter((each) => each === 'failure').length],
    [12, 3],
  )
  assert.equal(read.events.filter((event) => event.step === 'second').length, 2)
})
