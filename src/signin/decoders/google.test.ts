import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { googleDecoders } from './google.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

type Parameters = Readonly<Record<string, string | boolean | readonly string[]>>

function activity(application: string, name: string, parameters: Parameters = {}): object {
  return {
    kind: 'admin#reports#activity',
    id: { time: '2026-03-01T08:00:00.500Z', uniqueQualifier: '-77', applicationName: application, customerId: 'C01' },
    actor: { callerType: 'USER', email: 'ana@example.com', profileId: '1001' },
    ipAddress: '2001:db8::7',
    networkInfo: { regionCode: 'CH' },
    events: [{ type: 'login', name, parameters: listed(parameters) }],
  }
}

function listed(parameters: Parameters): object[] {
  return Object.entries(parameters).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value }
      : typeof value === 'boolean'
        ? { name, boolValue: value }
        : { name, multiValue: value },
  )
}

function decoded(value: object): Draft {
  const read = readRows(googleDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given a login activity, when decoded, then who, when, where from, and an id of its own', () => {
  const expected = {
    time: Date.UTC(2026, 2, 1, 8, 0, 0, 500),
    id: '2026-03-01T08:00:00.500Z/-77',
    tenant: 'C01',
    account: '1001',
    name: 'ana@example.com',
    ip: '2001:db8::7',
    country: 'CH',
    activity: 'sign-in',
    outcome: 'success',
    step: 'session',
    complete: true,
    code: 'login_success',
  } as const
  const draft = decoded(activity('login', 'login_success', { login_type: 'google_password' }))
  assert.deepEqual(part(draft, expected), expected)
})

test('given successes, when decoded, then a second step is proved only if one was answered', () => {
  const cases: readonly (readonly [Parameters, Partial<Draft>])[] = [
    [{ login_challenge_method: ['password'] }, { method: 'password', proved: false, complete: true }],
    [{ login_challenge_method: ['password', 'google_prompt'] }, { method: 'push', proved: true }],
    [{ login_challenge_method: ['password', 'google_authenticator', 'captcha'] }, { method: 'totp', proved: true }],
    [{ login_challenge_method: 'backup_code' }, { method: 'recovery-code', proved: true }],
    [{ login_challenge_method: ['passkey'] }, { method: 'passkey', proved: true }],
    [
      { login_type: 'saml', login_challenge_method: ['none'] },
      { method: 'external', proved: false, complete: true },
    ],
    [{ login_type: 'exchange' }, { activity: 'refresh', complete: false }],
    [{ login_challenge_method: ['password'], is_suspicious: true }, { risk: 'medium' }],
    [{ login_challenge_method: ['something_new'] }, { method: 'other', proved: false }],
  ]
  for (const [parameters, expected] of cases) {
    const draft = decoded(activity('login', 'login_success', parameters))
    assert.deepEqual(part(draft, expected), expected, JSON.stringify(parameters))
  }
})

test('given failures and challenges, when decoded, then the step that failed, or only being asked', () => {
  const cases: readonly (readonly [string, Parameters, Partial<Draft>])[] = [
    [
      'login_failure',
      { login_failure_type: 'login_failure_invalid_password' },
      { step: 'first', reason: 'wrong-password', outcome: 'failure', code: 'login_failure_invalid_password' },
    ],
    ['login_failure', { login_challenge_method: ['password'] }, { step: 'first', reason: 'wrong-password' }],
    [
      'login_failure',
      { login_challenge_method: ['password', 'idv_preregistered_phone'] },
      { step: 'second', reason: 'wrong-code', method: 'sms' },
    ],
    [
      'login_failure',
      { login_challenge_method: ['password', 'google_prompt'] },
      { step: 'second', reason: 'second-step-failed', method: 'push' },
    ],
    ['login_failure', {}, { step: 'first', reason: 'other', code: 'login_failure' }],
    [
      'login_failure',
      { login_failure_type: 'login_failure_account_disabled' },
      { step: 'account', reason: 'disabled' },
    ],
    [
      'login_failure',
      { login_failure_type: 'login_failure_access_code_disallowed' },
      { step: 'policy', reason: 'policy-block' },
    ],
    [
      'login_failure',
      { login_failure_type: 'login_failure_invalid_second_factor', login_challenge_method: 'backup_code' },
      { step: 'second', reason: 'wrong-code' },
    ],
    [
      'login_challenge',
      { login_challenge_method: 'google_prompt', login_challenge_status: '' },
      { outcome: 'interrupt', step: 'second', reason: 'second-step-asked', complete: false },
    ],
    [
      'login_challenge',
      { login_challenge_method: 'google_prompt', login_challenge_status: 'Challenge Failed.' },
      { outcome: 'failure', reason: 'second-step-failed' },
    ],
    [
      'login_verification',
      { login_challenge_method: 'security_key', login_challenge_status: 'Challenge Passed.', is_second_factor: true },
      { outcome: 'success', proved: true, complete: false, method: 'passkey' },
    ],
    [
      'login_verification',
      { login_challenge_method: 'password', login_challenge_status: 'Challenge Passed.' },
      { step: 'first', proved: false },
    ],
    [
      'login_verification',
      { login_challenge_method: ['google_prompt'], login_challenge_status: 'passed', is_second_factor: true },
      { outcome: 'success', step: 'second', proved: true, reason: 'none' },
    ],
    [
      'login_verification',
      { login_challenge_method: ['google_authenticator'], login_challenge_status: 'failed', is_second_factor: true },
      { outcome: 'failure', step: 'second', proved: false, reason: 'wrong-code' },
    ],
    [
      'login_verification',
      { login_challenge_method: ['saml'], login_challenge_status: 'passed', is_second_factor: false },
      { outcome: 'success', step: 'first', proved: false, method: 'external' },
    ],
    [
      'login_verification',
      { login_challenge_method: ['saml'], login_challenge_status: 'failed', is_second_factor: false },
      { outcome: 'failure', step: 'first', reason: 'other' },
    ],
    ['logout', { login_type: 'google_password' }, { activity: 'sign-out' }],
  ]
  for (const [name, parameters, expected] of cases) {
    const draft = decoded(activity('login', name, parameters))
    assert.deepEqual(part(draft, expected), expected, `${name} ${JSON.stringify(parameters)}`)
  }
})

test('given a warning about another account, when decoded, then that account is concerned, and not the actor', () => {
  const draft = decoded(activity('login', 'suspicious_login', { affected_email_address: 'tom@example.com' }))
  assert.deepEqual([draft.activity, draft.account, draft.name, draft.risk], ['risk', '', 'tom@example.com', 'medium'])
  const own = decoded(activity('login', 'account_disabled_hijacked', { affected_email_address: 'ana@example.com' }))
  assert.deepEqual([own.change, own.account, own.reason], ['account-disabled', '1001', 'disabled'])
})

test('given changes, when decoded, then whose, what and by whom', () => {
  const cases: readonly (readonly [string, string, Parameters, Partial<Draft>])[] = [
    ['user_accounts', '2sv_disable', {}, { change: 'mfa-disabled', account: '1001', actor: '', family: 'audit' }],
    ['user_accounts', 'recovery_phone_edit', {}, { change: 'contact-changed', target: 'recovery_phone' }],
    ['login', 'passkey_enrolled', {}, { change: 'authenticator-added' }],
    [
      'admin',
      'TURN_OFF_2_STEP_VERIFICATION',
      { USER_EMAIL: 'tom@example.com' },
      { change: 'mfa-disabled', account: '', name: 'tom@example.com', actor: 'ana@example.com', family: 'admin' },
    ],
    ['admin', 'UNENROLL_USER_FROM_STRONG_AUTH', { USER_EMAIL: 'tom@example.com' }, { change: 'authenticators-reset' }],
    [
      'admin',
      'GENERATE_2SV_SCRATCH_CODES',
      { USER_EMAIL: 'ana@example.com' },
      { change: 'codes-issued', account: '1001', actor: '' },
    ],
    [
      'admin',
      'ASSIGN_ROLE',
      { USER_EMAIL: 'tom@example.com', ROLE_NAME: '_HELP_DESK_ADMIN_ROLE' },
      { change: 'role-granted', target: '_HELP_DESK_ADMIN_ROLE' },
    ],
    [
      'admin',
      'ENFORCE_STRONG_AUTHENTICATION',
      { NEW_VALUE: 'false' },
      {
        change: 'policy-changed',
        account: '',
        name: '',
        target: 'ENFORCE_STRONG_AUTHENTICATION',
        actor: 'ana@example.com',
      },
    ],
    [
      'admin',
      'CHANGE_APPLICATION_SETTING',
      { APPLICATION_NAME: 'Security', SETTING_NAME: 'Password Management - Reuse' },
      { change: 'policy-changed', target: 'Password Management - Reuse' },
    ],
  ]
  for (const [application, name, parameters, expected] of cases) {
    const draft = decoded(activity(application, name, parameters))
    assert.equal(draft.activity, 'change', name)
    assert.deepEqual(part(draft, expected), expected, name)
  }
})

test('given an activity of several events, when decoded, then each has an id of its own', () => {
  const value = activity('login', 'login_success') as { events: object[] }
  value.events.push({ type: 'login', name: 'logout' })
  const read = readRows(googleDecoders, JSON.stringify([value]))
  assert.deepEqual(
    read.events.map((event) => event.id),
    ['2026-03-01T08:00:00.500Z/-77', '2026-03-01T08:00:00.500Z/-77#1'],
  )
})

test('given a row of Microsoft Sentinel’s table, when decoded, then as the activity it was', () => {
  const draft = decoded({
    TimeGenerated: '2026-03-01T08:00:01Z',
    id_time_t: '2026-03-01T08:00:00.500Z',
    id_uniqueQualifier_s: '-77',
    id_applicationName_s: 'login',
    id_customerId_s: 'C01',
    actor_email_s: 'ana@example.com',
    IPAddress: '192.0.2.7',
    event_type_s: 'login',
    event_name_s: 'login_failure',
    login_type_s: 'google_password',
    login_challenge_method_s: '["password", "google_authenticator"]',
  })
  assert.deepEqual(
    [draft.time, draft.name, draft.ip, draft.step, draft.reason],
    [Date.UTC(2026, 2, 1, 8, 0, 0, 500), 'ana@example.com', '192.0.2.7', 'second', 'wrong-code'],
  )
})

test('given the form of Sentinel’s connector, when decoded, then parameters are members of the row', () => {
  const { events: _, ...envelope } = activity('admin', '') as Record<string, unknown>
  const draft = decoded({
    ...envelope,
    event_type: 'USER_SETTINGS',
    event_name: 'TURN_OFF_2_STEP_VERIFICATION',
    USER_EMAIL: 'tom@example.com',
  })
  assert.deepEqual([draft.change, draft.name, draft.actor], ['mfa-disabled', 'tom@example.com', 'ana@example.com'])
})

const WRONG_CODE: Partial<Draft> = {
  time: Date.UTC(2026, 2, 1, 8, 0, 0, 500),
  name: 'ana@example.com',
  ip: '192.0.2.7',
  outcome: 'failure',
  step: 'second',
  reason: 'wrong-code',
  method: 'totp',
}

test('given Sentinel’s newer table, when decoded, then parameters are one column’s members', () => {
  const row = {
    TimeGenerated: '2026-03-01T08:00:09Z',
    IdTime: '2026-03-01T08:00:00.5000000Z',
    IdUniqueQualifier: '-77',
    IdApplicationName: 'login',
    IdCustomerId: 'C01',
    ActorEmail: 'ana@example.com',
    ActorProfileId: '1001',
    SrcIpAddr: '192.0.2.7',
    NetworkInfoRegionCode: 'CH',
    EventType: 'login',
    EventName: 'login_failure',
    EventParameters: '{"login_type":"google_password","login_challenge_method":["password","google_authenticator"]}',
  }
  const expected = { ...WRONG_CODE, account: '1001', tenant: 'C01', country: 'CH' }
  assert.deepEqual(part(decoded(row), expected), expected)
  const whole = { ...row, EventParameters: JSON.parse(row.EventParameters) }
  assert.deepEqual(part(decoded(whole), expected), expected)
  const csv = `${Object.keys(row).join()}\n${Object.values(row)
    .map((value) => `"${value.replaceAll('"', '""')}"`)
    .join()}\n`
  assert.deepEqual(part(readRows(googleDecoders, csv).events[0]!, expected), expected)
})

test('given an entry of Google Cloud’s log, when decoded, then each of its events', () => {
  const challenges = { name: 'login_challenge_method', multiStrValue: ['password', 'google_authenticator'] }
  const entry = {
    insertId: 'i-1',
    timestamp: '2026-03-01T08:00:00.500Z',
    protoPayload: {
      serviceName: 'login.googleapis.com',
      methodName: 'google.login.LoginService.loginFailure',
      resourceName: 'organizations/123',
      authenticationInfo: { principalEmail: 'ana@example.com' },
      requestMetadata: { callerIp: '192.0.2.7' },
      metadata: {
        event: [
          { eventType: 'login', eventName: 'login_failure', parameter: [challenges] },
          { eventType: '2sv_change', eventName: '2sv_disable' },
        ],
      },
    },
  }
  const [failure, change] = readRows(googleDecoders, JSON.stringify(entry)).events
  const expected = { ...WRONG_CODE, id: 'i-1', tenant: '123' }
  assert.deepEqual(part(failure!, expected), expected)
  assert.deepEqual([change?.id, change?.change, change?.name], ['i-1#1', 'mfa-disabled', 'ana@example.com'])
  const drive = { ...entry, protoPayload: { ...entry.protoPayload, serviceName: 'drive.googleapis.com' } }
  assert.deepEqual(readRows(googleDecoders, JSON.stringify(drive)).other, ['login_failure', '2sv_disable'])
})

test('given the table that GAM writes, when decoded, then parameters are columns', () => {
  const csv = [
    'name,actor.email,actor.profileId,id.applicationName,id.customerId,id.time,id.uniqueQualifier,ipAddress,login_challenge_method,login_type,type',
    'login_failure,ana@example.com,1001,login,C01,2026-03-01T08:00:00.500Z,-77,192.0.2.7,password google_authenticator,google_password,login',
  ].join('\n')
  assert.deepEqual(part(readRows(googleDecoders, csv).events[0]!, WRONG_CODE), WRONG_CODE)
})

test('given other applications, when decoded, then they are named and left aside', () => {
  const values = [
    activity('drive', 'download'),
    activity('token', 'authorize'),
    activity('admin', 'CHANGE_CALENDAR_SETTING'),
  ]
  assert.deepEqual(readRows(googleDecoders, JSON.stringify(values)).other, [
    'download',
    'authorize',
    'CHANGE_CALENDAR_SETTING',
  ])
})

test('given the published Google files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const counts = [
    'elastic-admin-test-admin-security.log',
    'elastic-login-test-login.log',
    'sentinel-GWorkspace_ReportsAPI_user_accounts_CL.json',
    'splunk-gws-a.ndjson',
  ].map((file) => {
    const read = readRows(googleDecoders, readFileSync(new URL(`google/${file}`, SHARED)))
    return [file.slice(0, 14), read.events.length, read.other.length, read.problems.length]
  })
  assert.deepEqual(counts, [
    ['elastic-admin-', 13, 11, 0],
    ['elastic-login-', 14, 0, 0],
    ['sentinel-GWork', 2, 0, 0],
    ['splunk-gws-a.n', 1, 0, 0],
  ])
})

test('given Panther’s labelled rows, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const lines = readFileSync(new URL('google/panther-labelled-google.ndjson', SHARED), 'utf8').trim().split('\n')
  const logs = lines.map((line) => (JSON.parse(line) as { log: object }).log)
  const read = readRows(googleDecoders, JSON.stringify(logs))
  assert.deepEqual(
    read.events.map((event) => `${event.change} ${event.code}`),
    [
      'contact-changed recovery_email_edit',
      'policy-changed CREATE_APPLICATION_SETTING',
      'policy-changed CREATE_APPLICATION_SETTING',
      'policy-changed CHANGE_APPLICATION_SETTING',
      'policy-changed CHANGE_APPLICATION_SETTING',
    ],
  )
  assert.deepEqual(read.other.toSorted(), ['CHANGE_CALENDAR_SETTING', 'login', 'login_success', 'rename', 'rename'])
  // Nine rows name an event and say no time, not even Panther's own.
  assert.deepEqual(new Set(read.problems.map((problem) => problem.code)), new Set(['ERR_ROW_NO_TIME']))
  assert.equal(read.problems.length, 9)
  assert.equal(logs.length, 19)
})
