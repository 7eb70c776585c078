import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { duoDecoders } from './duo.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const TIME = Date.UTC(2026, 2, 1, 8)
const SECONDS = TIME / 1000

function authentication(result: string, reason: string | null, factor: string | null, more: object = {}): object {
  return {
    access_device: {
      browser: 'Chrome',
      epkey: 'EP1',
      hostname: null,
      ip: '192.0.2.7',
      location: { city: 'Ulm', country: 'Germany', state: 'Baden-Württemberg' },
      os: 'Mac OS X',
    },
    alias: '',
    application: { key: 'DI1', name: 'VPN' },
    auth_device: { ip: null, key: 'DP1', name: 'Phone (734-555-2342)' },
    event_type: 'authentication',
    factor,
    isotimestamp: '2026-03-01T08:00:00.500000+00:00',
    ood_software: null,
    reason,
    result,
    timestamp: SECONDS,
    trusted_endpoint_status: 'trusted',
    txid: 't-1',
    user: { groups: [], key: 'DUANA', name: 'ana' },
    ...more,
  }
}

function administrator(action: string, description: object | string | null = null, more: object = {}): object {
  return {
    action,
    description: typeof description === 'object' && description !== null ? JSON.stringify(description) : description,
    isotimestamp: '2026-03-01T08:00:00+00:00',
    object: 'ana',
    timestamp: SECONDS,
    username: 'Tom Admin',
    ...more,
  }
}

function activity(name: string, target: object, more: object = {}): object {
  return {
    access_device: { browser: 'Chrome', ip: { address: '192.0.2.7' }, location: { country: 'Germany', city: 'Ulm' } },
    action: { details: null, name },
    activity_id: 'a-1',
    actor: { details: '{}', key: 'DEADMIN', name: 'Tom Admin', type: 'admin' },
    akey: 'DA1',
    application: null,
    old_target: null,
    outcome: null,
    target,
    ts: '2026-03-01T08:00:00.000000+00:00',
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(duoDecoders, JSON.stringify([value]))
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

test('given an approved push, when decoded, then the person is in, and all circumstances are kept', () => {
  const expected: Partial<Draft> = {
    time: TIME + 500,
    id: 't-1:user_approved',
    attempt: 't-1',
    family: 'sign-in',
    activity: 'sign-in',
    outcome: 'success',
    step: 'second',
    reason: 'none',
    method: 'push',
    complete: true,
    proved: true,
    account: 'DUANA',
    name: 'ana',
    code: 'user_approved',
    detail: 'success',
    ip: '192.0.2.7',
    country: 'DE',
    city: 'Ulm',
    device: 'EP1',
    managed: true,
    client: 'Chrome Mac OS X',
    app: 'VPN',
    target: 'Phone (734-555-2342)',
  }
  assert.deepEqual(part(decoded(authentication('success', 'user_approved', 'duo_push')), expected), expected)
})

test('given successes, when decoded, then only what was answered is proof', () => {
  const key = { auth_device: { name: 'WAQWPO8MD9PPHPW2HPCI' } }
  const cases: readonly (readonly [reason: string, factor: string | null, Partial<Draft>, more?: object])[] = [
    ['user_approved', 'verified_duo_push', { method: 'push-number', proved: true }],
    ['verification_code_correct', 'duo_push', { method: 'push-number', proved: true }],
    ['user_approved', 'Duo Push (passwordless)', { method: 'push', proved: true }],
    ['user_approved', 'phone_call', { method: 'voice', proved: true }],
    ['user_approved', 'WebAuthn Security Key', { method: 'passkey', proved: true }],
    ['user_approved', null, { method: 'passkey', proved: true }, key],
    ['valid_passcode', 'duo_mobile_passcode', { method: 'totp', proved: true }],
    ['valid_passcode', 'sms_passcode', { method: 'sms', proved: true }],
    ['valid_passcode', 'yubikey_code', { method: 'totp', proved: true }],
    ['valid_passcode', 'bypass_code', { method: 'pass', proved: true }],
    ['remembered_device', 'remembered_device', { method: 'claim', proved: false }],
    ['trusted_network', 'trusted_network', { method: 'none', proved: false }],
    ['bypass_user', 'not_available', { method: 'none', proved: false, step: 'policy' }],
    ['allowed_by_policy', 'n/a', { method: 'none', proved: false }],
    ['allow_unenrolled_user', null, { method: 'none', proved: false }],
    ['a_reason_of_tomorrow', 'duo_push', { method: 'none', proved: false, code: 'a_reason_of_tomorrow' }],
  ]
  check(
    cases.map(([reason, factor, expected, more]) => [
      authentication('success', reason, factor, more),
      { complete: true, outcome: 'success', reason: 'none', ...expected },
    ]),
  )
})

test('given refusals, when decoded, then the reason says whose they are', () => {
  const cases: readonly (readonly [result: string, reason: string | null, Partial<Draft>])[] = [
    ['fraud', 'user_marked_fraud', { step: 'second', reason: 'reported' }],
    ['fraud', null, { reason: 'reported', code: 'fraud' }],
    ['denied', 'user_mistake', { step: 'second', reason: 'mistake' }],
    ['denied', 'no_response', { reason: 'no-answer' }],
    ['denied', 'user_cancelled', { reason: 'abandoned' }],
    ['denied', 'anomalous_push', { reason: 'risk-block' }],
    ['denied', 'invalid_passcode', { reason: 'wrong-code' }],
    ['denied', 'verification_code_incorrect', { reason: 'wrong-number' }],
    ['denied', 'locked_out', { step: 'account', reason: 'locked' }],
    ['denied', 'user_disabled', { step: 'account', reason: 'disabled' }],
    ['denied', 'deny_unenrolled_user', { reason: 'no-authenticator' }],
    ['denied', 'invalid_device', { reason: 'authenticator-invalid' }],
    ['denied', 'no_activated_duo_mobile_account', { reason: 'authenticator-invalid' }],
    ['denied', 'location_restricted', { step: 'policy', reason: 'policy-block' }],
    ['denied', 'factor_restricted', { step: 'policy', reason: 'policy-block' }],
    ['denied', 'anonymous_ip', { step: 'policy', reason: 'address-blocked', anonymous: true }],
    ['denied', 'rooted_device', { step: 'policy', reason: 'device-not-compliant' }],
    ['denied', 'endpoint_is_not_trusted', { step: 'policy', reason: 'device-not-compliant' }],
    ['denied', 'no_web_referer_match', { step: 'none', reason: 'application' }],
    ['error', 'error', { reason: 'service-error' }],
    ['denied', 'a_reason_of_tomorrow', { step: 'second', reason: 'second-step-failed', code: 'a_reason_of_tomorrow' }],
    ['failure', null, { reason: 'second-step-failed', code: 'failure' }],
  ]
  check(
    cases.map(([result, reason, expected]) => [
      authentication(result, reason, 'duo_push'),
      { outcome: 'failure', complete: false, proved: false, ...expected },
    ]),
  )
  const outdated = authentication('denied', 'out_of_date', null, { ood_software: 'Chrome' })
  assert.deepEqual(part(decoded(outdated), { detail: '', reason: 'none' }), {
    detail: 'denied: Chrome',
    reason: 'device-not-compliant',
  })
})

test('given an enrolment on the way in, when decoded, then an authenticator was added', () => {
  check([
    [
      authentication('success', null, 'not_available', { event_type: 'enrollment' }),
      { activity: 'change', change: 'authenticator-added', outcome: 'success', account: 'DUANA', complete: false },
    ],
  ])
})

test('given addresses with ports, when decoded, then the address alone', () => {
  const long = '2001:db8:add:4002:91f2:a9b2:e09a:6fc6'
  const cases = [
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:1234', '192.0.2.7'],
    [long, long],
    [`[${long}]:1234`, long],
    [`${long}#1234`, long],
    [`${long}p1234`, long],
    [`${long}:1234`, long],
    [`${long} port 1234`, long],
    [`${long}.1234`, long],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
    ['0.0.0.0', ''],
  ] as const
  for (const [written, ip] of cases) {
    const value = authentication('success', 'user_approved', 'duo_push', { access_device: { ip: written } })
    assert.equal(decoded(value).ip, ip)
  }
})

test('given times that do not agree or cannot be read, when decoded, then the seconds count', () => {
  const time = (isotimestamp: unknown, timestamp: unknown) =>
    decoded(authentication('success', 'user_approved', 'duo_push', { isotimestamp, timestamp })).time
  assert.equal(time('2026-03-01T08:00:00.5+00:00', undefined), TIME + 500)
  assert.equal(time('2021-06-01T12:00:00.000Z', SECONDS), TIME)
  assert.equal(time('2026-03-01T08: 00: 00+00: 00', SECONDS), TIME)
  assert.equal(time(undefined, SECONDS), TIME)
  assert.equal(time('2026-03-01 08:00:00', '2026-03-01 08:00:00'), TIME)
})

test('given the old authentication log, when decoded, then its words mean the same', () => {
  const row = (result: string, reason: string, factor: string) => ({
    timestamp: SECONDS,
    username: 'ana',
    factor,
    result,
    reason,
    ip: '192.0.2.7',
    integration: 'VPN',
    device: '555-1234',
    location: { country: 'Germany', city: 'Ulm' },
    new_enrollment: false,
  })
  check([
    [
      row('SUCCESS', 'User approved', 'Duo Push'),
      { time: TIME, complete: true, proved: true, method: 'push', name: 'ana', app: 'VPN', ip: '192.0.2.7' },
    ],
    [row('FAILURE', 'No response', 'Phone Call'), { reason: 'no-answer', method: 'voice', code: 'no_response' }],
    [row('FRAUD', 'User marked fraud', 'Duo Push'), { reason: 'reported', country: 'DE' }],
    [row('FAILURE', 'Locked out', 'n/a'), { step: 'account', reason: 'locked', method: 'none' }],
  ])
})

test('given administrators signing in, when decoded, then they are sign-ins of theirs', () => {
  check([
    [
      administrator('admin_login', { ip_address: '192.0.2.8', device: '555-1234', factor: 'push' }, { object: null }),
      {
        family: 'admin',
        activity: 'sign-in',
        complete: true,
        proved: true,
        method: 'push',
        name: 'Tom Admin',
        ip: '192.0.2.8',
        target: '555-1234',
      },
    ],
    [administrator('admin_login', {}), { complete: true, proved: false, method: 'none' }],
    [
      administrator('admin_2fa_error', { error: 'Login request reported as fraudulent.', factor: 'push' }),
      { outcome: 'failure', step: 'second', reason: 'reported', complete: false, name: 'Tom Admin' },
    ],
    [
      administrator('admin_2fa_error', { error: 'Something else.' }),
      { reason: 'second-step-failed', detail: 'Something else.' },
    ],
    [administrator('admin_login_error', { error: 'Invalid password.' }), { step: 'first', reason: 'wrong-password' }],
    [
      administrator('admin_lockout', '"message": "no JSON"'),
      {
        activity: 'change',
        change: 'account-locked',
        reason: 'locked',
        name: 'Tom Admin',
        detail: '"message": "no JSON"',
      },
    ],
  ])
})

test('given administrators’ actions, when decoded, then whose account it is, who did it, and what became of it', () => {
  const ana: Partial<Draft> = { activity: 'change', outcome: 'success', name: 'ana', actor: 'Tom Admin' }
  check([
    [
      administrator('bypass_create', { user_id: 'DUANA', count: 1 }),
      { ...ana, account: 'DUANA', change: 'bypass-granted' },
    ],
    [
      administrator('bypass_view', { user_id: 'DUANA', bypass_code_id: 'DBCODE' }),
      { ...ana, account: 'DUANA', change: 'codes-viewed', method: 'pass' },
    ],
    [administrator('user_update', { status: 'Bypass' }), { ...ana, change: 'bypass-granted' }],
    [administrator('user_update', { status: 'Disabled' }), { ...ana, change: 'account-disabled' }],
    [administrator('user_update', { status: 'Active' }), { ...ana, change: 'account-enabled' }],
    [administrator('user_update', { phones: '' }), { ...ana, change: 'authenticator-removed', target: 'phones' }],
    [administrator('user_update', { phones: '', hardtokens: '' }), { ...ana, change: 'authenticators-reset' }],
    [administrator('user_create', {}), { ...ana, change: 'account-created' }],
    [administrator('user_pending_delete', {}), { ...ana, change: 'account-disabled' }],
    [administrator('user_lockout_cleared', {}), { ...ana, change: 'account-unlocked' }],
    [administrator('user_adminapi_lockout', {}), { ...ana, change: 'account-locked', reason: 'locked' }],
    [
      administrator('phone_create', { number: '+15551234' }, { object: '555-1234' }),
      { change: 'authenticator-added', name: '', actor: 'Tom Admin', target: '+15551234' },
    ],
    [
      administrator('webauthncredential_delete', { owner_name: 'ana', credential_name: 'Key' }, { object: 'WA1' }),
      { ...ana, change: 'authenticator-removed', target: 'Key', method: 'passkey' },
    ],
    [
      administrator(
        'o2fa_user_provisioned',
        { hostname: 'PC1', factor: 'duo_otp' },
        { username: 'ana', object: 'RDP' },
      ),
      { change: 'authenticator-added', name: 'ana', actor: '', target: 'PC1', method: 'totp' },
    ],
    [
      administrator('policy_update', { allow_factor_sms: false }, { object: 'Global Policy' }),
      { change: 'policy-changed', name: '', target: 'Global Policy', actor: 'Tom Admin' },
    ],
    [administrator('admin_create', { role: 'Owner' }), { ...ana, change: 'role-granted', target: 'Owner' }],
    [
      administrator('admin_update', { phone: '+15551234' }, { object: 'Tom Admin' }),
      { change: 'contact-changed', name: 'Tom Admin', actor: '', target: '+15551234' },
    ],
    [administrator('admin_reset_password', {}), { ...ana, change: 'password-reset' }],
    [
      administrator('device_change_notification_answered_notify_admin', {}, { username: 'ana' }),
      { activity: 'report', reason: 'reported', name: 'ana' },
    ],
  ])
  const others = ['user_update', 'integration_skey_view', 'ad_sync_finish', 'an_action_of_tomorrow']
  const read = readRows(duoDecoders, JSON.stringify(others.map((action) => administrator(action, { email: 'x' }))))
  assert.deepEqual(read.other, others)
})

test('given the activity log, when decoded, then users see to their own devices, and a failure is one', () => {
  const user = { actor: { key: 'DUANA', name: 'ana', type: 'user' } }
  const credential = { key: 'WA1', name: 'WA1', type: 'webauthn_credential', details: '{"credential_name":"Key"}' }
  check([
    [
      activity('bypass_create', { details: '{"count":1}', key: 'DUANA', name: 'ana', type: 'user_bypass' }),
      {
        id: 'a-1',
        time: TIME,
        family: 'admin',
        change: 'bypass-granted',
        account: 'DUANA',
        name: 'ana',
        actor: 'Tom Admin',
        ip: '192.0.2.7',
        country: 'DE',
      },
    ],
    [
      activity('webauthncredential_create', credential, user),
      { change: 'authenticator-added', account: 'DUANA', name: 'ana', actor: '', target: 'Key', outcome: 'success' },
    ],
    [
      activity('webauthncredential_create', credential, { ...user, outcome: { result: 'FAILURE' } }),
      { change: 'authenticator-added', outcome: 'failure' },
    ],
    [
      activity('admin_login', { key: null, name: null, type: null }),
      { activity: 'sign-in', complete: true, account: 'DEADMIN', name: 'Tom Admin' },
    ],
  ])
})

test('given telephony, when decoded, then a message was sent, to a number and nobody known', () => {
  const old = { context: 'authentication', credits: 1, phone: '+15551234', type: 'sms', timestamp: SECONDS }
  check([
    [
      { ...old, isotimestamp: '2026-03-01T08:00:00+00:00' },
      {
        time: TIME,
        family: 'telephony',
        activity: 'message',
        outcome: 'pending',
        method: 'sms',
        name: '',
        account: '',
        target: '+15551234',
        detail: 'authentication, 1 credit',
      },
    ],
    [
      {
        context: 'verify',
        credits: 5,
        phone: '+15551234',
        telephony_id: 'p-1',
        ts: '2026-03-01T08:00:00.000000+00:00',
        txid: 't-1',
        type: 'phone',
      },
      { time: TIME, id: 'p-1', attempt: 't-1', method: 'voice', code: 'phone', detail: 'verify, 5 credits' },
    ],
  ])
})

test('given Trust Monitor’s findings, when decoded, then they are risks at the time of the sign-in', () => {
  const surfaced = {
    access_device: { ip: '192.0.2.7', location: { country: 'Germany' } },
    isotimestamp: '2026-03-01T08:00:00+00:00',
    timestamp: SECONDS,
    user: { key: 'DUANA', name: 'ana' },
  }
  const finding = { sekey: 'SE1', state: 'new', surfaced_timestamp: TIME + 60_000, priority_event: false, type: 'auth' }
  check([
    [
      { ...finding, explanations: [{ summary: 'x', type: 'NEW_NETBLOCK' }], surfaced_auth: surfaced },
      {
        time: TIME,
        id: 'SE1',
        family: 'risk',
        activity: 'risk',
        risk: 'medium',
        account: 'DUANA',
        ip: '192.0.2.7',
        detail: 'NEW_NETBLOCK',
        complete: false,
      },
    ],
    [
      { ...finding, type: 'bypass_status', enabled_for: { key: 'DUANA', name: 'ana' }, enabled_by: { name: 'Tom' } },
      { time: TIME + 60_000, code: 'bypass_status', name: 'ana', actor: 'Tom' },
    ],
  ])
})

test('given a table’s rows of several logs, when decoded, then each by the columns that are filled', () => {
  const columns = {
    event_type_s: '',
    factor_s: '',
    result_s: '',
    action_s: '',
    username_s: '',
    context_s: '',
    phone_s: '',
  }
  const time = { isotimestamp_t: '2026-03-01T08:00:00.000Z', timestamp_d: SECONDS }
  const rows = [
    {
      ...columns,
      ...time,
      event_type_s: 'authentication',
      factor_s: 'duo_push',
      reason_s: 'user_mistake',
      result_s: 'denied',
      txid_g: 't-1',
      user_key_s: 'DUANA',
    },
    { ...columns, ...time, action_s: 'user_update', description_s: '{"status":"Bypass"}', object_s: 'ana' },
    { ...columns, ...time, context_s: 'verify', credits_d: 2, phone_s: '+15551234', type_s: 'phone' },
    {
      ...columns,
      sekey_s: 'SE1',
      type_s: 'auth',
      surfaced_auth_timestamp_d: String(SECONDS),
      surfaced_auth_isotimestamp_t: '2021-06-01T12:00:00.000Z',
      explanations_s: '[{"type":"NEW_IKEY"}]',
    },
  ]
  const read = readRows(duoDecoders, JSON.stringify(rows))
  assert.deepEqual(read.problems, [])
  assert.deepEqual(
    read.events.map((each) => [each.time, each.family, each.activity, each.reason, each.change, each.detail]),
    [
      [TIME, 'sign-in', 'sign-in', 'mistake', 'none', 'denied'],
      [TIME, 'admin', 'change', 'none', 'bypass-granted', ''],
      [TIME, 'telephony', 'message', 'none', 'none', 'verify, 2 credits'],
      [TIME, 'risk', 'risk', 'none', 'none', 'NEW_IKEY'],
    ],
  )
  const csv =
    'context_s,credits_d,isotimestamp_t [UTC],phone_s,timestamp_d,type_s\nverify,1,"3/1/2026, 8:00:00.000 AM",+1,1772352000,sms'
  assert.deepEqual(
    readRows(duoDecoders, csv).events.map((each) => [each.time, each.method]),
    [[TIME, 'sms']],
  )
})

test('given rows without a time or of wrong types, when decoded, then a problem or a thin row, and never a crash', () => {
  const rows = [
    authentication('success', 'user_approved', 'duo_push', { isotimestamp: null, timestamp: null }),
    authentication('success', 'user_approved', 'duo_push', { isotimestamp: 'yesterday', timestamp: null }),
    authentication('denied', 'no_response', 'duo_push', {
      access_device: [],
      application: 5,
      auth_device: 'x',
      txid: null,
    }),
    administrator('user_update', '[1, 2]', { object: { a: 1 } }),
    administrator('bypass_create', '{"user_id": 5, "__proto__": {"status": "Bypass"}}'),
  ]
  const read = readRows(duoDecoders, JSON.stringify(rows))
  assert.deepEqual(
    read.problems.map(({ code, line }) => [line, code]),
    [
      [1, 'ERR_ROW_NO_TIME'],
      [2, 'ERR_ROW_BAD_TIME'],
    ],
  )
  assert.deepEqual(read.other, ['user_update'])
  assert.deepEqual(
    read.events.map(({ reason, change, account }) => [reason, change, account]),
    [
      ['no-answer', 'none', 'DUANA'],
      ['none', 'bypass-granted', ''],
    ],
  )
})

test('given the published Duo files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const panther = readFileSync(new URL('duo/panther-labelled-duo.ndjson', SHARED), 'utf8').trim().split('\n')
  const texts = [
    ...[
      'elastic-admin-test-admin.log',
      'elastic-auth-test-auth.log',
      'elastic-telephony-test-telephony.log',
      'sekoia-duo-a.ndjson',
      'sentinel-CiscoDuo_CL.json',
      'sentinel-DuoSecurityTelephony_CL.json',
    ].map((file) => readFileSync(new URL(`duo/${file}`, SHARED))),
    JSON.stringify(panther.map((line) => (JSON.parse(line) as { log: object }).log)),
  ]
  const reads = texts.map((text) => readRows(duoDecoders, text))
  assert.deepEqual(
    reads.map((read) => [read.events.length, read.other.length, read.problems.length]),
    [
      [9, 11, 0],
      [17, 0, 0],
      [3, 0, 0],
      [3, 0, 0],
      [11, 1, 0],
      [5, 0, 0],
      [11, 5, 7],
    ],
  )
  // Panther's authentication rows have no time at all.
  assert.ok(reads[6]?.problems.every(({ code, line }) => code === 'ERR_ROW_NO_TIME' && line >= 17))
})

test('given Elastic’s authentications, when decoded, then one fraud, nine mistakes, and no refusal', {
  skip: SKIP,
}, () => {
  const read = readRows(duoDecoders, readFileSync(new URL('duo/elastic-auth-test-auth.log', SHARED)))
  const count = (reason: string) => read.events.filter((each) => each.reason === reason).length
  assert.deepEqual([count('reported'), count('mistake'), count('refused'), count('none')], [1, 9, 0, 7])
  assert.equal(read.events.filter((each) => each.complete && each.proved).length, 6)
  assert.equal(read.events.filter((each) => each.change === 'authenticator-added').length, 1)
  const ips = new Set(read.events.filter((each) => each.reason === 'mistake').map((each) => each.ip))
  assert.deepEqual([...ips].sort(), ['2a02:cf40:add:4002:91f2:a9b2:e09a:6fc6', '89.160.20.112', '89.160.20.156'])
})
