import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { keycloakDecoders } from './keycloak.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const user = { realmId: 'acme', clientId: 'portal', userId: 'u-1', ipAddress: '192.0.2.7' }

/** The one event that these rows give. */
function decoded(value: object | string): Draft {
  const read = readRows(keycloakDecoders, typeof value === 'string' ? value : JSON.stringify(value))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1)
  return read.events[0]!
}

function userEvent(type: string, said: object = {}, details: object = {}): object {
  return {
    id: 'e-1',
    time: 1_760_000_000_000,
    type,
    ...user,
    ...said,
    details: { username: 'ana', code_id: 'c-1', ...details },
  }
}

function adminEvent(operationType: string, resourceType: string, resourcePath: string, more: object = {}): object {
  const authDetails = { realmId: 'master', clientId: 'admin-cli', userId: 'admin-1', ipAddress: '192.0.2.9' }
  return {
    id: 'a-1',
    time: 1_760_000_000_000,
    realmId: 'acme',
    authDetails,
    operationType,
    resourceType,
    resourcePath,
    ...more,
  }
}

/** The members of a draft that a case names. */
function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given a LOGIN, when decoded, then the person is in, and proved only by a second credential', () => {
  const plain = decoded(userEvent('LOGIN'))
  const expected = {
    time: 1_760_000_000_000,
    id: 'e-1',
    provider: 'keycloak',
    tenant: 'acme',
    account: 'u-1',
    name: 'ana',
    activity: 'sign-in',
    outcome: 'success',
    step: 'session',
    complete: true,
    proved: false,
    attempt: 'c-1',
    ip: '192.0.2.7',
    app: 'portal',
  } as const
  assert.deepEqual(part(plain, expected), expected)
  for (const [credential_type, method, proved] of [
    ['password', 'password', false],
    ['otp', 'totp', true],
    ['webauthn', 'passkey', true],
    ['webauthn-passwordless', 'passkey', true],
    ['recovery-authn-codes', 'recovery-code', true],
  ] as const) {
    const login = decoded(userEvent('LOGIN', {}, { credential_type }))
    assert.deepEqual([login.method, login.proved], [method, proved], credential_type)
  }
  assert.equal(decoded(userEvent('LOGIN', {}, { identity_provider: 'corp' })).method, 'external')
})

test('given a LOGIN_ERROR, when decoded, then its error and credential say how far it came', () => {
  const cases: readonly (readonly [error: string, credential: string, Partial<Draft>])[] = [
    ['invalid_user_credentials', '', { step: 'first', outcome: 'failure', reason: 'wrong-password' }],
    ['invalid_user_credentials', 'password', { step: 'first', reason: 'wrong-password', method: 'password' }],
    ['invalid_user_credentials', 'otp', { step: 'second', reason: 'wrong-code', method: 'totp' }],
    ['invalid_user_credentials', 'webauthn', { step: 'second', reason: 'second-step-failed', method: 'passkey' }],
    [
      'invalid_user_credentials',
      'recovery-authn-codes',
      { step: 'second', reason: 'wrong-code', method: 'recovery-code' },
    ],
    ['not_allowed', 'webauthn', { step: 'second', reason: 'abandoned', outcome: 'failure' }],
    ['user_not_found', 'webauthn', { step: 'second', reason: 'authenticator-invalid', known: true }],
    ['user_disabled', '', { step: 'account', reason: 'disabled', outcome: 'failure' }],
    ['user_temporarily_disabled', 'otp', { step: 'account', reason: 'locked', outcome: 'failure' }],
    ['expired_code', '', { reason: 'session-expired' }],
    ['rejected_by_user', '', { reason: 'application' }],
    ['not_logged_in', '', { outcome: 'interrupt', reason: 'page-shown' }],
    ['something_of_an_extension', '', { outcome: 'failure', reason: 'other', code: 'something_of_an_extension' }],
  ]
  for (const [error, credential, expected] of cases) {
    const draft = decoded(userEvent('LOGIN_ERROR', { error }, credential === '' ? {} : { credential_type: credential }))
    assert.deepEqual(part(draft, expected), expected, `${error} ${credential}`)
    assert.equal(draft.complete, false)
    assert.equal(draft.code, error)
  }
})

test('given only the id of the credential that was tried, when decoded, then it was a one-time code', () => {
  const tried = { selected_credential_id: 'otp-1' }
  const failed = decoded(userEvent('LOGIN_ERROR', { error: 'invalid_user_credentials' }, tried))
  assert.deepEqual(
    [failed.step, failed.reason, failed.method, failed.target],
    ['second', 'wrong-code', 'totp', 'otp-1'],
  )
  const login = decoded(userEvent('LOGIN', {}, tried))
  assert.deepEqual([login.proved, login.method], [true, 'totp'])
  const named = decoded(userEvent('LOGIN', {}, { ...tried, credential_type: 'webauthn' }))
  assert.equal(named.method, 'passkey')
  const none = decoded(userEvent('LOGIN_ERROR', { error: 'invalid_user_credentials' }, { selected_credential_id: '' }))
  assert.deepEqual([none.step, none.reason], ['first', 'wrong-password'])
})

test('given a name that nobody has, when decoded, then nobody is concerned', () => {
  const draft = decoded({ ...userEvent('LOGIN_ERROR', { error: 'user_not_found' }), userId: null })
  assert.deepEqual([draft.known, draft.account, draft.reason], [false, '', 'unknown-user'])
})

test('given tokens, log-outs, mails and changes, when decoded, then each is what it is', () => {
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [userEvent('CODE_TO_TOKEN'), { activity: 'refresh', outcome: 'success', complete: false }],
    [userEvent('REFRESH_TOKEN_ERROR', { error: 'invalid_token' }), { activity: 'refresh', outcome: 'failure' }],
    [userEvent('LOGOUT'), { activity: 'sign-out' }],
    [userEvent('SEND_RESET_PASSWORD'), { activity: 'change', change: 'recovery-asked', outcome: 'success' }],
    [
      userEvent('SEND_RESET_PASSWORD_ERROR', { error: 'email_send_failed' }),
      { activity: 'change', change: 'recovery-asked', outcome: 'failure' },
    ],
    [userEvent('UPDATE_TOTP'), { activity: 'change', change: 'authenticator-added', target: 'otp', actor: '' }],
    [userEvent('REMOVE_TOTP'), { activity: 'change', change: 'authenticator-removed', target: 'otp' }],
    [
      userEvent('UPDATE_CREDENTIAL', {}, { credential_type: 'otp', credential_user_label: 'Phone' }),
      { change: 'authenticator-added', target: 'Phone' },
    ],
    [userEvent('UPDATE_CREDENTIAL', {}, { credential_type: 'password' }), { change: 'password-changed' }],
    [userEvent('UPDATE_CREDENTIAL', {}, { credential_type: 'recovery-authn-codes' }), { change: 'codes-issued' }],
    [userEvent('REMOVE_CREDENTIAL', {}, { credential_type: 'webauthn' }), { change: 'authenticator-removed' }],
    [
      userEvent('CUSTOM_REQUIRED_ACTION', {}, { custom_required_action: 'webauthn-register' }),
      { change: 'authenticator-added' },
    ],
    [
      userEvent('UPDATE_PASSWORD_ERROR', { error: 'password_rejected' }),
      { change: 'password-changed', outcome: 'failure' },
    ],
    [
      userEvent('USER_DISABLED_BY_TEMPORARY_LOCKOUT'),
      { activity: 'change', change: 'account-locked', reason: 'locked', step: 'account' },
    ],
    [
      userEvent('IDENTITY_PROVIDER_LOGIN_ERROR', { error: 'identity_provider_error' }),
      { method: 'external', reason: 'service-error' },
    ],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given Keycloak 26 writing an enrolment twice, when decoded, then it counts once', () => {
  const otp = { credential_type: 'otp' }
  const read = readRows(
    keycloakDecoders,
    JSON.stringify([userEvent('UPDATE_CREDENTIAL', {}, otp), userEvent('UPDATE_TOTP', {}, otp)]),
  )
  assert.deepEqual(
    read.events.map((event) => event.change),
    ['authenticator-added'],
  )
  assert.deepEqual(read.other, ['UPDATE_TOTP'])
})

test('given an administrator at work, when decoded, then whose account, what, and by whom', () => {
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [adminEvent('CREATE', 'USER', 'users/u-2'), { change: 'account-created', account: 'u-2', actor: 'admin-1' }],
    [
      adminEvent('UPDATE', 'USER', 'users/u-2', { representation: '{"enabled":false}' }),
      { change: 'account-disabled', account: 'u-2' },
    ],
    [adminEvent('ACTION', 'USER', 'users/u-2/reset-password'), { change: 'password-reset', account: 'u-2' }],
    [adminEvent('ACTION', 'USER', 'users/u-2/execute-actions-email'), { change: 'pass-issued' }],
    [adminEvent('ACTION', 'USER', 'users/u-2/credentials/k-1'), { change: 'authenticator-removed', target: 'k-1' }],
    [adminEvent('ACTION', 'USER', 'users/u-2/logout'), { change: 'sessions-revoked' }],
    [
      adminEvent('CREATE', 'REALM_ROLE_MAPPING', 'users/u-2/role-mappings/realm', {
        representation: '[{"name":"admin"}]',
      }),
      { change: 'role-granted', target: 'admin' },
    ],
    [adminEvent('DELETE', 'GROUP_MEMBERSHIP', 'users/u-2/groups/g-1'), { change: 'group-left', target: 'g-1' }],
    [
      adminEvent('DELETE', 'USER_LOGIN_FAILURE', 'attack-detection/brute-force/users/u-2'),
      { change: 'account-unlocked', account: 'u-2' },
    ],
    [adminEvent('UPDATE', 'REALM', ''), { change: 'policy-changed', account: '', target: 'REALM' }],
    [
      adminEvent('ACTION', 'USER', 'users/u-2/reset-password', { error: 'forbidden' }),
      { change: 'password-reset', outcome: 'failure', detail: 'forbidden' },
    ],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
  const read = readRows(
    keycloakDecoders,
    JSON.stringify([
      adminEvent('CREATE', 'GROUP', 'groups/g-1'),
      adminEvent('UPDATE', 'USER', 'users/u-2', { representation: '{"enabled":true}' }),
      adminEvent('ACTION', 'USER', 'users/u-2/credentials/k-1/moveToFirst'),
    ]),
  )
  assert.deepEqual(read.other, ['CREATE GROUP', 'UPDATE USER', 'ACTION USER'])
})

test('given a log line, when decoded, then as the same event of the Admin API', () => {
  const frame = '2026-02-23 14:03:59,120 WARN  [org.keycloak.events] (executor-thread-1) '
  const lines = [
    `${frame}type=LOGIN_ERROR, realmId=acme, clientId=portal, userId=null, ipAddress=192.0.2.7, error=user_not_found, username=nobody`,
    `${frame}type="LOGIN_ERROR", realmId="acme", clientId="portal", userId="u-1", ipAddress="192.0.2.7", error="invalid_user_credentials", auth_method="openid-connect", credential_type="otp", code_id="c-1", username="ana \\"the\\" b, error=x"`,
    `${frame}type=LOGIN, realmId=acme corp, clientId=portal, userId=u-1, ipAddress=192.0.2.7, custom='two words', username=ana`,
    `${frame}operationType=DELETE, realmId=acme, clientId=c, userId=admin-1, ipAddress=192.0.2.9, resourceType=USER, resourcePath=users/u-2`,
  ]
  const [unknown, wrong, login, deleted] = lines.map(decoded)
  assert.deepEqual(
    [unknown?.known, unknown?.name, unknown?.time],
    [false, 'nobody', Date.UTC(2026, 1, 23, 14, 3, 59, 120)],
  )
  assert.deepEqual(
    [wrong?.account, wrong?.reason, wrong?.step, wrong?.attempt, wrong?.name],
    ['u-1', 'wrong-code', 'second', 'c-1', 'ana \\"the\\" b, error=x'],
  )
  assert.deepEqual([login?.tenant, login?.name, login?.complete], ['acme corp', 'ana', true])
  assert.deepEqual([deleted?.change, deleted?.account, deleted?.actor], ['account-deleted', 'u-2', 'admin-1'])
})

test('given a user name made to look like more values, when decoded, then what Keycloak wrote first counts', () => {
  const draft = decoded(
    "2026-02-23 14:03:59,120 WARN  [org.keycloak.events] (t) type=LOGIN_ERROR, realmId=acme, clientId=p, userId=u-1, ipAddress=192.0.2.7, error=invalid_user_credentials, username='x', userId=u-2, ipAddress=198.51.100.1, error=user_disabled'",
  )
  assert.deepEqual([draft.account, draft.ip, draft.reason], ['u-1', '192.0.2.7', 'wrong-password'])
})

test('given the log as JSON, when decoded, then events come out and other lines are named', () => {
  const line = (loggerName: string, message: string) =>
    JSON.stringify({ timestamp: '2026-02-23T14:03:59.120+01:00', sequence: 1, loggerName, level: 'WARN', message })
  const event = 'type="LOGIN", realmId="acme", clientId="p", userId="u-1", ipAddress="192.0.2.7"'
  const read = readRows(
    keycloakDecoders,
    `${line('org.keycloak.events', event)}\n${line('io.quarkus', 'started in 9s')}`,
  )
  assert.deepEqual(
    read.events.map((each) => [each.account, each.complete, each.time]),
    [['u-1', true, Date.UTC(2026, 1, 23, 13, 3, 59, 120)]],
  )
  assert.deepEqual(read.other, ['io.quarkus'])
})

test('given the log as JSON in Elastic’s names, when decoded, then the same, and nobody else’s lines', () => {
  const line = (logger: string, message: string, more: object = {}) =>
    JSON.stringify({ '@timestamp': '2026-02-23T13:03:59.120Z', 'log.logger': logger, message, ...more })
  const event = 'type="LOGIN", realmId="acme", clientId="p", userId="u-1", ipAddress="192.0.2.7"'
  const nested = { '@timestamp': '2026-02-23T13:03:59.120Z', log: { logger: 'org.keycloak.events' }, message: event }
  const read = readRows(
    keycloakDecoders,
    `${line('org.keycloak.events', event)}\n${JSON.stringify(nested)}\n${line('io.quarkus', 'x', { 'service.name': 'Keycloak' })}\n${line('io.quarkus', 'x')}`,
  )
  assert.deepEqual(
    read.events.map((each) => [each.account, each.complete, each.time]),
    Array.from({ length: 2 }, () => ['u-1', true, Date.UTC(2026, 1, 23, 13, 3, 59, 120)]),
  )
  assert.deepEqual(read.other, ['io.quarkus'])
  assert.deepEqual(
    read.problems.map((problem) => problem.code),
    ['ERR_ROW_UNKNOWN_FORMAT'],
  )
})

test('given a log line without a date, when decoded, then an event has no time, and others are named', () => {
  const read = readRows(
    keycloakDecoders,
    '21:01:42,548 INFO  [org.keycloak.services] (x) KC-SERVICES0009: Added user\n21:20:42,120 WARN  [org.keycloak.events] (x) type=LOGIN_ERROR, realmId=acme, clientId=p, userId=u-1, ipAddress=192.0.2.7, error=invalid_user_credentials',
  )
  assert.deepEqual(
    [read.other, read.problems.map((problem) => problem.code)],
    [['org.keycloak.services'], ['ERR_ROW_NO_TIME']],
  )
})

test('given an event without a time, when decoded, then it is a problem that says so', () => {
  const read = readRows(keycloakDecoders, JSON.stringify({ ...userEvent('LOGIN'), time: null }))
  assert.deepEqual(
    read.problems.map((problem) => problem.code),
    ['ERR_ROW_NO_TIME'],
  )
})

test('given the published Keycloak log, when decoded, then all of its 30 lines are accounted for', {
  skip: SKIP,
}, () => {
  const read = readRows(keycloakDecoders, readFileSync(new URL('keycloak/elastic-log-test-log.log', SHARED)))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length + read.other.length, 30)
  assert.deepEqual(
    read.events.map((event) => `${event.activity} ${event.code}`),
    [
      'sign-in invalid_redirect_uri',
      'sign-in invalid_user_credentials',
      'sign-in user_not_found',
      'sign-in invalid_redirect_uri',
      'sign-in invalid_user_credentials',
      'sign-in LOGIN',
      'refresh CODE_TO_TOKEN',
      'change CREATE USER',
      'sign-out LOGOUT',
      'sign-out LOGOUT',
    ],
  )
  assert.equal(read.other.filter((name) => name === 'stack-trace').length, 6)
})

test('events as event listeners push them are the same events', () => {
  const ana = { ...user, sessionId: 's-1' }
  const details = { username: 'ana', code_id: 'c-1', selected_credential_id: 'otp-1' }
  const plain = userEvent('LOGIN_ERROR', { error: 'invalid_user_credentials', ...ana }, details)
  const { realmId, clientId, userId, ipAddress, sessionId } = ana
  const authDetails = { realmId: 'acme', clientId, userId, ipAddress, sessionId, username: 'ana' }
  const phaseTwo = {
    uid: 'e-1',
    time: 1_760_000_000_000,
    realmId,
    type: 'access.LOGIN_ERROR',
    authDetails,
    error: 'invalid_user_credentials',
    details,
  }
  const { line: _line, ...expected } = decoded(plain)
  const { line: _other, ...got } = decoded(phaseTwo)
  assert.deepEqual(got, expected)

  const path = 'users/u-1/credentials/otp-1'
  const { line: _third, ...removal } = decoded(adminEvent('DELETE', 'USER', path))
  const admin = { realmId: 'master', clientId: 'admin-cli', userId: 'admin-1', ipAddress: '192.0.2.9' }
  const common = { time: 1_760_000_000_000, realmId: 'acme', resourcePath: path }
  for (const pushed of [
    {
      ...common,
      uid: 'a-1',
      type: 'admin.USER-DELETE',
      resourceType: 'USER',
      operationType: 'DELETE',
      authDetails: admin,
    },
    { ...common, id: 'a-1', type: 'USER-DELETE', ...admin, realmId: 'acme' },
  ]) {
    const { line: _fourth, ...draft } = decoded(pushed)
    assert.deepEqual(draft, removal)
  }
  assert.equal(removal.change, 'authenticator-removed')
})
