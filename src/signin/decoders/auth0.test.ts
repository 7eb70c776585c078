import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { lookUp } from '../catalogue/index.ts'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { auth0Decoders } from './auth0.ts'
import { AT } from './auth0-row.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

function event(type: string, more: object = {}): object {
  return {
    date: '2026-03-01T08:00:00.500Z',
    type,
    description: '',
    client_id: 'c-1',
    client_name: 'Portal',
    connection: 'Users',
    ip: '192.0.2.7',
    user_agent: 'Chrome 120.0.0 / Mac OS X 10.15.7',
    user_id: 'auth0|ana',
    user_name: 'ana@example.com',
    tenant_name: 'acme',
    log_id: 'l-1',
    ...more,
  }
}

interface Call {
  readonly body?: unknown
  readonly response?: unknown
  readonly status?: number
}

/** A call of the Management API by Tom. */
function call(method: string, path: string, { body, response, status = 200 }: Call = {}): object {
  return event('sapi', {
    user_id: 'auth0|tom',
    user_name: undefined,
    details: {
      request: {
        method,
        path: `/api/v2/${path}`,
        body,
        auth: { user: { user_id: 'auth0|tom', email: 'tom@example.com' }, strategy: 'jwt' },
      },
      response: { statusCode: status, body: response ?? {} },
    },
  })
}

function decoded(value: object): Draft {
  const read = readRows(auth0Decoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

function check(cases: readonly (readonly [value: object, expected: Partial<Draft>])[]): void {
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
}

test('given the tenant log, then its decoder reads at most 30 paths', () => {
  assert.ok(AT.list.length <= 30, `${AT.list.length} paths`)
})

test('given a sign-in, when decoded, then the person is in, and all circumstances are kept', () => {
  const expected: Partial<Draft> = {
    time: Date.UTC(2026, 2, 1, 8, 0, 0, 500),
    id: 'l-1',
    tenant: 'acme',
    family: 'sign-in',
    activity: 'sign-in',
    outcome: 'success',
    step: 'session',
    complete: true,
    proved: false,
    account: 'auth0|ana',
    name: 'ana@example.com',
    code: 's',
    attempt: 'r-1',
    ip: '192.0.2.7',
    country: 'DE',
    city: 'Ulm',
    latitude: 48.4,
    longitude: 9.99,
    client: 'Chrome 120.0.0 / Mac OS X 10.15.7',
    app: 'Portal',
    risk: 'high',
  }
  const value = event('s', {
    references: { correlation_id: 'r-1' },
    location_info: { country_code: 'DE', country_name: 'Germany', city_name: 'Ulm', latitude: 48.4, longitude: 9.99 },
    details: {
      prompts: [{ name: 'prompt-authenticate' }, { name: 'login' }],
      riskAssessment: { confidence: 'low' },
    },
  })
  assert.deepEqual(part(decoded(value), expected), expected)
})

test('given sign-ins, when decoded, then only an answered second step is proof', () => {
  check([
    [event('s', { details: { prompts: [{ name: 'login' }, { name: 'mfa' }] } }), { complete: true, proved: true }],
    [event('sepft'), { complete: true, proved: false, method: 'password' }],
    [event('seotpft'), { complete: true, proved: true }],
    [event('gd_auth_succeed'), { complete: false, proved: true, step: 'second', outcome: 'success' }],
    [event('gd_auth_succeed', { details: { authenticator: { type: 'sms' } } }), { method: 'sms', proved: true }],
    [event('gd_recovery_succeed'), { method: 'recovery-code', proved: true }],
    [event('mfar'), { outcome: 'interrupt', step: 'second', reason: 'second-step-asked', complete: false }],
    [event('gd_start_auth'), { outcome: 'interrupt', reason: 'second-step-asked' }],
  ])
})

test('given failures, when decoded, then the type says what failed, and `f` by its description', () => {
  check([
    [event('fp'), { outcome: 'failure', step: 'first', reason: 'wrong-password', method: 'password', known: true }],
    [
      event('fu', { user_id: '', user_name: 'nobody@example.com' }),
      { outcome: 'failure', step: 'first', reason: 'unknown-user', known: false },
    ],
    [event('f', { description: 'Wrong email or password.' }), { reason: 'wrong-password' }],
    [event('f', { description: 'user is blocked' }), { step: 'account', reason: 'disabled' }],
    [event('f', { description: 'Access denied by a rule.' }), { step: 'policy', reason: 'policy-block' }],
    [
      event('f', { description: 'Callback URL mismatch. x', details: { error: { type: 'callback-url-mismatch' } } }),
      { step: 'none', reason: 'application' },
    ],
    [event('f', { description: 'the connection is not enabled' }), { step: 'none', reason: 'application' }],
    [event('f', { description: 'Internal server error' }), { step: 'none', reason: 'service-error' }],
    [event('limit_wc'), { outcome: 'failure', step: 'account', reason: 'locked' }],
    [event('limit_mu'), { outcome: 'failure', reason: 'address-blocked' }],
    [event('limit_sul'), { outcome: 'failure', step: 'account', reason: 'locked' }],
    [event('gd_auth_failed'), { outcome: 'failure', step: 'second', reason: 'wrong-code' }],
    [
      event('gd_auth_failed', { details: { authenticator: { type: 'push-notification' } } }),
      { reason: 'second-step-failed', method: 'push' },
    ],
    [event('gd_auth_rejected'), { activity: 'prompt', outcome: 'failure', reason: 'refused', method: 'push' }],
    [event('gd_otp_rate_limit_exceed'), { outcome: 'failure', step: 'second', reason: 'too-many-codes' }],
    [event('pwd_leak'), { activity: 'risk', risk: 'high' }],
  ])
})

test('given prompts and messages, when decoded, then what was sent is pending, and what was not is a failure', () => {
  check([
    [event('gd_send_pn'), { activity: 'prompt', outcome: 'pending', method: 'push' }],
    [event('gd_send_pn_failure'), { activity: 'prompt', outcome: 'failure', reason: 'prompt-undeliverable' }],
    [event('gd_send_sms'), { activity: 'message', outcome: 'pending', method: 'sms' }],
    [event('gd_send_sms_failure'), { activity: 'message', outcome: 'failure', reason: 'message-undeliverable' }],
    [event('gd_send_voice'), { activity: 'message', method: 'voice' }],
    [event('limit_phone', { details: { delivery_method: 'voice' } }), { method: 'voice', reason: 'message-limit' }],
  ])
})

test('given tokens and sign-outs, when decoded, then they are no sign-in', () => {
  check([
    [event('seacft'), { activity: 'refresh', complete: false }],
    [event('sertft'), { activity: 'refresh' }],
    [event('fertft'), { activity: 'refresh', outcome: 'failure' }],
    [event('slo'), { activity: 'sign-out' }],
  ])
})

test('given changes by the person, when decoded, then what was changed, and no other actor', () => {
  check([
    [event('scp'), { activity: 'change', change: 'password-self-reset', outcome: 'success', actor: '' }],
    [event('fcp'), { change: 'password-self-reset', outcome: 'failure' }],
    [
      event('gd_enrollment_complete', { description: 'Guardian - Enrollment complete (sms)' }),
      { change: 'authenticator-added', method: 'sms', target: 'sms', actor: '' },
    ],
    [
      event('gd_unenroll', { details: { enrollment: { user_id: 'auth0|eva' }, authenticator: { type: 'otp' } } }),
      { change: 'authenticator-removed', account: 'auth0|eva', name: '', actor: 'ana@example.com', method: 'totp' },
    ],
    [
      event('my_account_authentication_method_succeeded', {
        details: { operation: 'create', authentication_method: 'passkey' },
      }),
      { change: 'authenticator-added', method: 'passkey', target: 'passkey' },
    ],
    [event('ublkdu'), { change: 'account-unlocked' }],
  ])
})

test('given calls of the Management API, when decoded, then method and path say what was changed', () => {
  const ana = 'users/auth0%7Cana'
  const byTom: Partial<Draft> = {
    activity: 'change',
    outcome: 'success',
    account: 'auth0|ana',
    actor: 'tom@example.com',
    ip: '192.0.2.7',
  }
  check([
    [call('delete', `${ana}/multifactor/duo`), { ...byTom, change: 'authenticator-removed', target: 'duo' }],
    [call('delete', `${ana}/authentication-methods`), { ...byTom, change: 'authenticators-reset' }],
    [
      call('delete', `${ana}/authentication-methods/am_1`),
      { ...byTom, change: 'authenticator-removed', target: 'am_1' },
    ],
    [call('delete', `${ana}/authenticators`), { ...byTom, change: 'authenticators-reset' }],
    [call('delete', 'guardian/enrollments/dev_1'), { change: 'authenticator-removed', target: 'dev_1', account: '' }],
    [call('post', `${ana}/recovery-code-regeneration`), { ...byTom, change: 'codes-issued' }],
    [call('patch', ana, { body: { password: '*****' } }), { ...byTom, change: 'password-reset' }],
    [call('patch', ana, { body: { blocked: true } }), { ...byTom, change: 'account-disabled' }],
    [call('patch', ana, { body: { blocked: false } }), { ...byTom, change: 'account-enabled' }],
    [call('patch', ana, { body: { email: 'x@example.com' } }), { ...byTom, change: 'contact-changed' }],
    [call('delete', ana), { ...byTom, change: 'account-deleted' }],
    [call('delete', 'user-blocks/auth0%7Cana'), { ...byTom, change: 'account-unlocked' }],
    [
      call('post', `${ana}/roles`, { body: { roles: ['rol_1'] } }),
      { ...byTom, change: 'role-granted', target: 'rol_1' },
    ],
    [
      call('post', 'users', {
        body: { email: 'ana@example.com' },
        response: { user_id: 'auth0|ana', email: 'ana@example.com' },
      }),
      { ...byTom, change: 'account-created', name: 'ana@example.com', target: '' },
    ],
    [
      call('put', 'guardian/factors/sms'),
      { change: 'policy-changed', account: '', target: 'guardian/factors/sms', actor: 'tom@example.com' },
    ],
    [call('put', 'guardian/policies', { status: 400 }), { change: 'policy-changed', outcome: 'failure' }],
    [call('patch', 'users/auth0%7Ctom', { body: { password: '*****' } }), { account: 'auth0|tom', actor: '' }],
  ])
  const others = [call('post', 'clients'), call('patch', 'connections/con_1'), event('sapi'), event('sv')]
  assert.deepEqual(readRows(auth0Decoders, JSON.stringify(others)).other, ['sapi', 'sapi', 'sapi', 'sv'])
})

test('given a change of a policy, when the row tells its direction, then it is weakened or strengthened, else changed', () => {
  const cases: readonly (readonly [path: string, body: unknown, response: unknown, change: string])[] = [
    ['guardian/policies', [], [], 'policy-weakened'],
    ['guardian/policies', ['all-applications'], ['all-applications'], 'policy-strengthened'],
    ['guardian/policies', ['confidence-score'], ['confidence-score'], 'policy-changed'],
    ['attack-protection/brute-force-protection', { enabled: false }, undefined, 'policy-weakened'],
    ['attack-protection/brute-force-protection', { enabled: true }, { enabled: true }, 'policy-strengthened'],
    // The answer has the last word on what was touched …
    ['attack-protection/brute-force-protection', { enabled: true }, { enabled: false }, 'policy-weakened'],
    // … and what it shows besides to be off may have been off before.
    ['attack-protection/brute-force-protection', { enabled: true }, { enabled: true, shields: [] }, 'policy-changed'],
    ['attack-protection/suspicious-ip-throttling', { shields: ['admin_notification'] }, undefined, 'policy-weakened'],
    ['attack-protection/suspicious-ip-throttling', { shields: ['block'] }, undefined, 'policy-strengthened'],
    // Whom an allow list lets past, its length does not tell.
    [
      'attack-protection/suspicious-ip-throttling',
      { enabled: true, allowlist: ['192.0.2.0/24'] },
      undefined,
      'policy-changed',
    ],
    ['attack-protection/bot-detection', { challenge_password_policy: 'never' }, undefined, 'policy-weakened'],
    ['attack-protection/bot-detection', { challenge_password_policy: 'always' }, undefined, 'policy-strengthened'],
    ['attack-protection/bot-detection', { monitoring_mode_enabled: true }, undefined, 'policy-weakened'],
    ['attack-protection/phone-provider-protection', { type: 'none' }, undefined, 'policy-weakened'],
    ['attack-protection/captcha', { active_provider_id: 'hcaptcha' }, undefined, 'policy-changed'],
    ['risk-assessments/settings', { enabled: false }, undefined, 'policy-weakened'],
    // One more factor is one more way in.
    ['guardian/factors/sms', { enabled: true }, undefined, 'policy-changed'],
    ['guardian/factors/otp', { enabled: false }, undefined, 'policy-changed'],
    ['attack-protection/brute-force-protection', {}, { enabled: true }, 'policy-changed'],
    ['attack-protection/brute-force-protection', 'x', [], 'policy-changed'],
  ]
  for (const [path, body, response, change] of cases) {
    assert.equal(decoded(call('patch', path, { body, response })).change, change, `${path} ${JSON.stringify(body)}`)
  }
})

test('given an event in the other shapes, when decoded, then it says the same', () => {
  const { log_id: id, ...data } = event('fp') as { log_id: string }
  const expected = { id: 'l-1', reason: 'wrong-password', account: 'auth0|ana', ip: '192.0.2.7' } as const
  check([
    [{ log_id: id, data }, expected],
    [{ version: '0', 'detail-type': 'Auth0 log', detail: { log_id: id, data } }, expected],
    [{ id: 'x', eventType: 'Auth0.LogStream', data: { log_id: id, data } }, expected],
    [{ json: { log_id: id, data } }, expected],
  ])
})

test('given rows without a time or of wrong types, when decoded, then a problem or a thin row, and never a crash', () => {
  const rows = [
    event('fp', { date: 'yesterday' }),
    event('sapi', { details: { request: { method: 5, path: null, auth: [] }, response: 'x' } }),
    event('sapi', { details: { request: { method: 'delete', path: '/api/v2/users/%E0%A4%A' } } }),
    event('s', { details: 'none', location_info: [], references: 7 }),
  ]
  const read = readRows(auth0Decoders, JSON.stringify(rows))
  assert.deepEqual(
    read.problems.map(({ code, line }) => [line, code]),
    [[1, 'ERR_ROW_BAD_TIME']],
  )
  assert.deepEqual(read.other, ['sapi'])
  assert.deepEqual(
    read.events.map(({ code, change, complete }) => [code, change, complete]),
    [
      ['sapi', 'account-deleted', false],
      ['s', 'none', true],
    ],
  )
})

test('given every type that Auth0 documents, when decoded, then the catalogue has it', { skip: SKIP }, () => {
  const file = readFileSync(new URL('reference/auth0-log-type-codes.json', SHARED), 'utf8')
  const codes = (JSON.parse(file) as { codes: { code: string }[] }).codes.map(({ code }) => code)
  assert.equal(codes.length, 172)
  assert.deepEqual(
    codes.filter((code) => lookUp('auth0', code) === undefined),
    [],
  )
  const read = readRows(auth0Decoders, JSON.stringify(codes.map((code) => event(code))))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length + read.other.length, codes.length)
})

test('given the published Auth0 files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const panther = readFileSync(new URL('auth0/panther-labelled-auth0.ndjson', SHARED), 'utf8').trim().split('\n')
  const texts = [
    ...[
      'elastic-auth0-ndjson.log',
      'elastic-logs-test-login-failure.json',
      'elastic-logs-test-login-success.json',
      'elastic-logs-test-mgmt-api-success.json',
      'elastic-logs-test-user-behaviour-success.json',
    ].map((file) => readFileSync(new URL(`auth0/${file}`, SHARED))),
    JSON.stringify(panther.map((line) => (JSON.parse(line) as { log: object }).log)),
  ]
  const counts = texts.map((text) => {
    const read = readRows(auth0Decoders, text)
    return [read.events.length, read.other.length, read.problems.length]
  })
  assert.deepEqual(counts, [
    [22, 0, 0],
    [5, 0, 0],
    [22, 0, 0],
    [7, 35, 0],
    [0, 1, 0],
    [27, 6, 0],
  ])
})
