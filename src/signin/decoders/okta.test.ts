import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { oktaDecoders } from './okta.ts'
import { AT } from './okta-row.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const ANA = { id: '00uana', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' }
const TOM = { id: '00utom', type: 'User', alternateId: 'tom@example.com', displayName: 'Tom' }

interface More {
  readonly reason?: string
  readonly debug?: object
  readonly target?: readonly object[]
  readonly [member: string]: unknown
}

function event(eventType: string, result = 'SUCCESS', { reason, debug, target, ...more }: More = {}): object {
  return {
    eventType,
    uuid: 'e-1',
    published: '2026-03-01T08:00:00.500Z',
    actor: ANA,
    outcome: { result, reason: reason ?? null },
    client: {
      ipAddress: '192.0.2.7',
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Mac OS X', browser: 'CHROME' },
      geographicalContext: { country: 'Germany', city: 'Ulm', geolocation: { lat: 48.4, lon: 9.99 } },
    },
    securityContext: { asNumber: 3320, isProxy: false },
    authenticationContext: { externalSessionId: 's-1', rootSessionId: 's-1' },
    transaction: { type: 'WEB', id: 't-1', detail: {} },
    debugContext: { debugData: { authnRequestId: 'r-1', ...debug } },
    device: null,
    target: target ?? null,
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(oktaDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

type Cases = readonly (readonly [value: object, expected: Partial<Draft>])[]

function check(cases: Cases): void {
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
}

const enrolment = (displayName: string, methodTypeUsed = '') => ({
  id: 'ae-1',
  type: 'AuthenticatorEnrollment',
  alternateId: 'unknown',
  displayName,
  detailEntry: { methodTypeUsed },
})

test('given the system log, then its decoder reads at most 30 paths', () => {
  assert.ok(AT.list.length <= 30, `${AT.list.length} paths`)
})

test('given a session that started, when decoded, then the person is in, and all circumstances are kept', () => {
  const expected: Partial<Draft> = {
    time: Date.UTC(2026, 2, 1, 8, 0, 0, 500),
    id: 'e-1',
    family: 'sign-in',
    activity: 'sign-in',
    outcome: 'success',
    step: 'session',
    reason: 'none',
    complete: true,
    proved: false,
    account: '00uana',
    name: 'ana@example.com',
    known: true,
    code: 'user.session.start',
    attempt: 'r-1',
    ip: '192.0.2.7',
    country: 'DE',
    city: 'Ulm',
    latitude: 48.4,
    longitude: 9.99,
    asn: 3320,
    anonymous: false,
    client: 'Mozilla/5.0',
    risk: 'medium',
    device: 'd-1',
    managed: true,
  }
  const debug = { risk: '{previousLevel=LOW, reasons=Anomalous Device, level=MEDIUM}' }
  const device = { id: 'd-1', managed: true }
  assert.deepEqual(part(decoded(event('user.session.start', 'SUCCESS', { debug, device })), expected), expected)
})

test('given first steps, when decoded, then the reason says what failed, and an unknown name is nobody’s', () => {
  const stranger = { ...ANA, id: 'unknown', alternateId: 'nobody@example.com' }
  check([
    [
      event('user.session.start', 'FAILURE', { reason: 'INVALID_CREDENTIALS' }),
      { outcome: 'failure', step: 'first', reason: 'wrong-password', complete: false, known: true },
    ],
    [
      event('user.session.start', 'FAILURE', { reason: 'VERIFICATION_ERROR', actor: stranger }),
      { step: 'first', reason: 'unknown-user', known: false, account: '', name: 'nobody@example.com' },
    ],
    [
      event('user.session.start', 'FAILURE', { reason: 'LOCKED_OUT' }),
      { outcome: 'failure', step: 'account', reason: 'locked' },
    ],
    [
      event('user.session.start', 'FAILURE', { reason: 'PASSWORD_EXPIRED' }),
      { outcome: 'interrupt', step: 'account', reason: 'password-expired' },
    ],
    [
      event('user.session.start', 'SUCCESS', { target: [enrolment('Password')] }),
      { outcome: 'success', step: 'first', method: 'password', complete: false },
    ],
    [
      event('user.session.start', 'SUCCESS', { target: [enrolment('Password'), enrolment('Okta Verify')] }),
      { step: 'session', complete: true },
    ],
    [
      event('user.authentication.auth_via_mfa', 'FAILURE', {
        reason: 'INVALID_CREDENTIALS',
        debug: { factor: 'PASSWORD_AS_FACTOR' },
      }),
      { step: 'first', reason: 'wrong-password', method: 'password', proved: false },
    ],
    [
      event('user.authentication.auth_via_AD_agent', 'FAILURE', { reason: 'INVALID_CREDENTIALS' }),
      { step: 'first', reason: 'wrong-password', complete: false },
    ],
    [event('user.authentication.auth_via_radius'), { complete: true, step: 'first' }],
    [event('user.authentication.auth_via_richclient'), { complete: true, legacy: true }],
    [
      event('user.authentication.auth_via_richclient', 'FAILURE', {
        reason: 'Sign-on policy evaluation resulted in DENY',
      }),
      { outcome: 'failure', step: 'policy', reason: 'legacy-block', legacy: true, complete: false },
    ],
    [event('user.session.start', 'FAILURE', { reason: 'GENERAL_NONSUCCESS' }), { step: 'first', reason: 'other' }],
    [event('user.authentication.auth_via_IDP'), { method: 'external', complete: false }],
    [event('user.authentication.sso'), { complete: true, step: 'session' }],
    [
      event('user.authentication.sso', 'FAILURE', { target: [{ type: 'AppInstance', displayName: 'Payroll' }] }),
      { outcome: 'failure', step: 'policy', reason: 'application', app: 'Payroll' },
    ],
    [event('user.authentication.verify'), { complete: true, step: 'session' }],
  ])
})

test('given second steps, when decoded, then the answer in the debug data counts, and no answer is no refusal', () => {
  const via = (result: string, debug: object, reason = result === 'SUCCESS' ? '' : 'INVALID_CREDENTIALS') =>
    event('user.authentication.auth_via_mfa', result, { reason, debug })
  const push = { factor: 'OKTA_VERIFY_PUSH' }
  check([
    [via('SUCCESS', push), { outcome: 'success', step: 'second', method: 'push', proved: true, complete: false }],
    [via('SUCCESS', { factor: 'SIGNED_NONCE' }), { method: 'passkey', proved: true }],
    [via('SUCCESS', { factor: 'FIDO_WEBAUTHN' }), { method: 'passkey', target: 'FIDO_WEBAUTHN' }],
    [
      via('FAILURE', { ...push, pushOnlyResponseType: 'OV_RESPONSE_DENY' }),
      { outcome: 'failure', step: 'second', reason: 'refused', method: 'push' },
    ],
    [
      via('FAILURE', { ...push, pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_INVALID' }),
      { reason: 'wrong-number', method: 'push-number' },
    ],
    [
      via('FAILURE', { ...push, pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_ERROR' }),
      { reason: 'second-step-failed', method: 'push-number' },
    ],
    [via('FAILURE', push), { reason: 'refused', method: 'push' }],
    [via('FAILURE', push, 'A_REASON_OF_TOMORROW'), { reason: 'second-step-failed' }],
    [via('FAILURE', push, 'GENERAL_NONSUCCESS'), { step: 'second', reason: 'second-step-failed' }],
    [via('UNANSWERED', push), { outcome: 'interrupt', reason: 'no-answer' }],
    [via('ABANDONED', push), { outcome: 'failure', reason: 'no-answer' }],
    [via('ABANDONED', { factor: 'GOOGLE_AUTH' }), { outcome: 'failure', reason: 'abandoned', method: 'totp' }],
    [via('FAILURE', { factor: 'GOOGLE_AUTH' }), { reason: 'wrong-code', method: 'totp' }],
    [via('FAILURE', { factor: 'SMS_FACTOR' }), { reason: 'wrong-code', method: 'sms' }],
    [via('FAILURE', { factor: 'SMS_FACTOR' }, 'LOCKED_OUT'), { step: 'account', reason: 'locked' }],
    [
      event('user.authentication.auth_via_mfa', 'SUCCESS', { target: [enrolment('Okta Verify', 'Get a push')] }),
      { method: 'push', proved: true, target: 'Okta Verify' },
    ],
    [
      event('user.mfa.okta_verify.deny_push'),
      { activity: 'prompt', outcome: 'failure', reason: 'refused', method: 'push' },
    ],
    [
      event('system.operation.rate_limit.violation', 'RATE_LIMIT', { reason: 'Too many attempts - OTP verification' }),
      { activity: 'sign-in', outcome: 'failure', step: 'second', reason: 'too-many-codes' },
    ],
  ])
})

test('given prompts and messages, when decoded, then what was sent is pending, and what was not is a failure', () => {
  check([
    [
      event('system.push.send_factor_verify_push'),
      { activity: 'prompt', outcome: 'pending', step: 'second', method: 'push', reason: 'none' },
    ],
    [
      event('system.push.send_factor_verify_push', 'FAILURE'),
      { activity: 'prompt', outcome: 'failure', reason: 'prompt-undeliverable' },
    ],
    [
      event('system.sms.send_factor_verify_message'),
      { activity: 'message', outcome: 'pending', method: 'sms', complete: false },
    ],
    [
      event('system.sms.send_factor_verify_message', 'DENY'),
      { activity: 'message', outcome: 'failure', reason: 'message-limit' },
    ],
    [event('system.voice.send_mfa_challenge_call'), { activity: 'message', method: 'voice' }],
    [
      event('system.email.send_factor_verify_message', 'FAILURE'),
      { method: 'email', outcome: 'failure', reason: 'message-undeliverable' },
    ],
    [
      event('system.email.delivery', 'FAILURE', { actor: { id: 'o', type: 'SystemPrincipal' }, target: [TOM] }),
      { activity: 'message', reason: 'message-undeliverable', account: '00utom', name: 'tom@example.com' },
    ],
  ])
})

test('given policy evaluations, when decoded, then a challenge is no failure, and a denial names its policy', () => {
  const target = [
    { type: 'PolicyEntity', displayName: 'Office' },
    { type: 'PolicyRule', displayName: 'Only from here' },
  ]
  check([
    [
      event('policy.evaluate_sign_on', 'CHALLENGE', { target }),
      { outcome: 'interrupt', reason: 'second-step-asked', policies: [] },
    ],
    [event('policy.evaluate_sign_on', 'ALLOW', { target }), { outcome: 'success', complete: false, step: 'policy' }],
    [
      event('policy.evaluate_sign_on', 'DENY', { target }),
      { outcome: 'failure', step: 'policy', reason: 'policy-block', policies: ['Office'] },
    ],
  ])
})

test('given changes, when decoded, then whose account it is, who did it, and what became of it', () => {
  const byTom = { actor: TOM, target: [ANA] }
  const self = { target: [ANA] }
  check([
    [
      event('user.account.lock', 'FAILURE', { reason: 'LOCKED_OUT', target: [ANA] }),
      {
        activity: 'change',
        change: 'account-locked',
        outcome: 'success',
        step: 'account',
        reason: 'locked',
        account: '00uana',
        actor: '',
      },
    ],
    [
      event('user.account.unlock', 'SUCCESS', byTom),
      { change: 'account-unlocked', account: '00uana', name: 'ana@example.com', actor: 'tom@example.com' },
    ],
    [
      event('user.account.unlock', 'FAILURE', byTom),
      { activity: 'change', change: 'account-unlocked', outcome: 'failure' },
    ],
    [event('user.account.update_password', 'SUCCESS', self), { change: 'password-changed', actor: '' }],
    [event('user.account.update_password', 'SUCCESS', byTom), { change: 'password-reset', actor: 'tom@example.com' }],
    [event('user.account.reset_password', 'SUCCESS', self), { change: 'password-self-reset' }],
    [event('user.account.reset_password', 'SUCCESS', byTom), { change: 'password-reset' }],
    [
      event('user.mfa.factor.activate', 'SUCCESS', { target: [ANA], reason: 'User set up OKTA_VERIFY_PUSH factor' }),
      { change: 'authenticator-added', method: 'push', target: 'OKTA_VERIFY_PUSH', actor: '' },
    ],
    [
      event('user.mfa.factor.deactivate', 'SUCCESS', { ...byTom, reason: 'User reset SMS_FACTOR factor' }),
      { change: 'authenticator-removed', method: 'sms', account: '00uana', actor: 'tom@example.com' },
    ],
    [
      event('user.mfa.factor.deactivate', 'SUCCESS', {
        target: [{ ...ANA, id: 'ana-in-another-form', alternateId: 'Ana@example.com' }],
      }),
      { change: 'authenticator-removed', actor: '' },
    ],
    [event('user.mfa.factor.suspend', 'SUCCESS', byTom), { change: 'authenticator-removed' }],
    [event('user.mfa.factor.reset_all', 'SUCCESS', byTom), { change: 'authenticators-reset', account: '00uana' }],
    [
      event('user.account.privilege.grant', 'SUCCESS', {
        ...byTom,
        debug: { privilegeGranted: 'Super administrator, Help Desk administrator' },
      }),
      { change: 'role-granted', target: 'Super administrator, Help Desk administrator' },
    ],
    [
      event('group.user_membership.add', 'SUCCESS', {
        actor: TOM,
        target: [ANA, { type: 'UserGroup', displayName: 'Finance' }],
      }),
      { change: 'group-joined', target: 'Finance', account: '00uana' },
    ],
    [event('user.lifecycle.deactivate', 'SUCCESS', byTom), { change: 'account-disabled' }],
    [event('user.lifecycle.create', 'SUCCESS', byTom), { change: 'account-created' }],
    [event('user.session.clear', 'SUCCESS', byTom), { change: 'sessions-revoked' }],
    [
      event('policy.rule.update', 'SUCCESS', { target: [{ type: 'PolicyRule', displayName: 'Only from here' }] }),
      { change: 'policy-changed', account: '', name: '', actor: 'ana@example.com', target: 'Only from here' },
    ],
    [event('policy.lifecycle.delete', 'SUCCESS', { target: [] }), { change: 'policy-deleted', account: '' }],
  ])
})

test('given suspicions, tokens and sign-outs, when decoded, then they are no sign-in of anybody’s', () => {
  check([
    [
      event('user.account.report_suspicious_activity_by_enduser'),
      { activity: 'report', reason: 'reported', account: '00uana' },
    ],
    [event('security.threat.detected', 'SUCCESS', { debug: {} }), { activity: 'risk', risk: 'high', complete: false }],
    [event('user.mfa.attempt_bypass'), { activity: 'risk', risk: 'low' }],
    [
      event('user.session.context.change', 'SUCCESS', { debug: { risk: '{level=HIGH}' } }),
      { activity: 'risk', risk: 'high' },
    ],
    [event('app.oauth2.token.grant.id_token'), { activity: 'refresh', complete: false }],
    [event('app.oauth2.as.token.grant.access_token', 'FAILURE'), { activity: 'refresh', outcome: 'failure' }],
    [event('user.session.end'), { activity: 'sign-out', outcome: 'success' }],
  ])
  const others = ['app.user_management', 'user.account.access_super_user_app', 'an.event.of_tomorrow'].map((type) =>
    event(type),
  )
  assert.deepEqual(readRows(oktaDecoders, JSON.stringify(others)).other, [
    'app.user_management',
    'user.account.access_super_user_app',
    'an.event.of_tomorrow',
  ])
})

test('given the ids that a row has, then an attempt is the run through the pages, else the session, else the request', () => {
  const attempt = (debug: object, root: string | null, session: string) =>
    decoded(
      event('user.session.start', 'SUCCESS', {
        debugContext: { debugData: debug },
        authenticationContext: { rootSessionId: root, externalSessionId: session },
      }),
    ).attempt
  assert.equal(attempt({ authnRequestId: 'r-1' }, 's-1', 's-2'), 'r-1')
  assert.equal(attempt({}, 's-1', 's-2'), 's-1')
  assert.equal(attempt({}, null, 's-2'), 's-2')
  assert.equal(attempt({}, 'unknown', 'unknown'), 't-1')
  assert.equal(attempt({}, null, 'trs0123'), 't-1')
})

test('given rows without a time or of wrong types, when decoded, then a problem or a thin row, and never a crash', () => {
  const rows = [
    { ...event('user.session.start'), published: null },
    { ...event('user.session.start'), published: 'yesterday' },
    { ...event('user.session.start'), actor: [], client: 7, securityContext: 'x', target: 'none', outcome: {} },
    { ...event('user.account.lock'), target: [1, null, 'User', { type: 5 }], debugContext: null },
  ]
  const read = readRows(oktaDecoders, JSON.stringify(rows))
  assert.deepEqual(
    read.problems.map(({ code, line }) => [line, code]),
    [
      [1, 'ERR_ROW_NO_TIME'],
      [2, 'ERR_ROW_BAD_TIME'],
    ],
  )
  assert.deepEqual(
    read.events.map(({ outcome, account, ip }) => [outcome, account, ip]),
    [
      ['unknown', '', ''],
      ['success', '00uana', '192.0.2.7'],
    ],
  )
})

test('given an event in the other shapes, when decoded, then it says the same', () => {
  const target = JSON.stringify([{ ...ANA }])
  const expected = { change: 'account-locked', account: '00uana', name: 'ana@example.com', ip: '192.0.2.7' } as const
  const lock = event('user.account.lock', 'FAILURE', { reason: 'LOCKED_OUT', target: [ANA] })
  const { eventType, ...rest } = lock as { eventType: string }
  check([
    [{ version: '0', 'detail-type': 'SystemLog', detail: lock }, expected],
    [{ eventtype: eventType, ...rest }, expected],
    [
      {
        TenantId: 'x',
        eventType_s: 'user.account.lock',
        published_t: '2026-03-01T08:00:00.500Z',
        outcome_result_s: 'FAILURE',
        outcome_reason_s: 'LOCKED_OUT',
        actor_id_s: '00uana',
        actor_alternateId_s: 'ana@example.com',
        actor_type_s: 'User',
        client_ipAddress_s: '192.0.2.7',
        target_s: target,
      },
      expected,
    ],
    [
      {
        TimeGenerated: '2026-03-01T08:00:00.5Z',
        EventOriginalType: 'user.account.lock',
        OriginalOutcomeResult: 'FAILURE',
        ActorUserId: '00uana',
        ActorUsername: 'ana@example.com',
        OriginalUserType: 'User',
        SrcIpAddr: '192.0.2.7',
        OriginalTarget: target,
      },
      expected,
    ],
  ])
})

test('given another provider’s word, when decoded, then the person is whom Okta acted for', () => {
  const [draft] = readRows(
    oktaDecoders,
    JSON.stringify({
      ...event('user.authentication.auth_via_IDP'),
      actor: { id: 'system', type: 'SystemPrincipal', alternateId: 'system@okta.com', displayName: 'Okta System' },
      target: [
        { id: '0oa1', type: 'AppInstance', alternateId: 'Org2Org', displayName: 'SAML 2.0 IdP' },
        { id: '00uana', type: 'User', alternateId: 'ana@example.com', displayName: 'Ana' },
      ],
    }),
  ).events
  assert.deepEqual(
    [draft?.account, draft?.name, draft?.method, draft?.outcome, draft?.complete],
    ['00uana', 'ana@example.com', 'external', 'success', false],
  )
})

test('given the Admin Console’s CSV, when decoded, then numbered targets are read as targets', () => {
  const csv = [
    'eventType,published,uuid,outcome.result,outcome.reason,actor.id,actor.type,actor.alternateId,client.ipAddress,target0.id,target0.type,target0.alternateId,target0.displayName',
    'user.mfa.factor.reset_all,2026-03-01T08:00:00.500Z,e-1,SUCCESS,,00utom,User,tom@example.com,192.0.2.7,00uana,User,ana@example.com,Ana',
  ].join('\n')
  const [draft] = readRows(oktaDecoders, csv).events
  assert.deepEqual(
    [draft?.change, draft?.account, draft?.actor, draft?.ip],
    ['authenticators-reset', '00uana', 'tom@example.com', '192.0.2.7'],
  )
})

test('given Sentinel’s newer table as CSV, when decoded, then a dash says nothing', () => {
  const row: Readonly<Record<string, string>> = {
    'TimeGenerated [UTC]': '"3/1/2026, 8:00:00.500 AM"',
    EventOriginalType: 'user.authentication.auth_via_mfa',
    EventOriginalUid: 'e-1',
    OriginalOutcomeResult: 'FAILURE',
    EventOriginalResultDetails: 'INVALID_CREDENTIALS',
    ActorUserId: '00uana',
    ActorUsername: '-',
    OriginalUserType: 'User',
    SrcIpAddr: '192.0.2.7',
    SrcGeoLatitude: '47.37',
    SrcGeoLongtitude: '8.54',
    SrcDvcId: '-',
    DebugData: '"{""factor"":""OKTA_SOFT_TOKEN""}"',
  }
  const csv = `${Object.keys(row).join()}\n${Object.values(row).join()}\n`
  const [draft] = readRows(oktaDecoders, csv).events
  assert.deepEqual(
    [draft?.time, draft?.account, draft?.name, draft?.device, draft?.longitude, draft?.method, draft?.reason],
    [Date.UTC(2026, 2, 1, 8, 0, 0, 500), '00uana', '', '', 8.54, 'totp', 'wrong-code'],
  )
})

test('given an event hook’s request, when decoded, then each of its events', () => {
  const hook = {
    eventType: 'com.okta.event_hook',
    eventTypeVersion: '1.0',
    source: 'https://example.okta.com/api/v1/eventHooks/1',
    data: { events: [event('user.session.start'), event('user.session.end')] },
  }
  const read = readRows(oktaDecoders, JSON.stringify(hook))
  assert.deepEqual(
    read.events.map((each) => each.code),
    ['user.session.start', 'user.session.end'],
  )
})

/** Panther’s rows, without what it wraps them in. */
function logsOf(file: string): string {
  const lines = readFileSync(new URL(file, SHARED), 'utf8').trim().split('\n')
  return JSON.stringify(lines.map((line) => (JSON.parse(line) as { log: object }).log))
}

function counts(text: string | Uint8Array): readonly number[] {
  const read = readRows(oktaDecoders, text)
  return [read.events.length, read.other.length, read.problems.length]
}

test('given the published Okta files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const files = [
    'okta/elastic-system-test-okta-system-events.log',
    'okta/sekoia-okta-a.ndjson',
    'ocsf/okta-account_change.raw.json',
    'ocsf/okta-authentication.raw.json',
    'ocsf/okta-group_management.raw.json',
  ]
  assert.deepEqual(
    files.map((file) => counts(readFileSync(new URL(file, SHARED)))),
    [
      [23, 1, 0],
      [5, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
    ],
  )
})

test('given Sekoia’s sample, when decoded, then exactly one account is locked', { skip: SKIP }, () => {
  const read = readRows(oktaDecoders, readFileSync(new URL('okta/sekoia-okta-a.ndjson', SHARED)))
  const locks = read.events.filter((each) => each.change === 'account-locked')
  assert.deepEqual(
    locks.map(({ activity, outcome, step, reason, name, detail }) => [activity, outcome, step, reason, name, detail]),
    [['change', 'success', 'account', 'locked', 'john.doe@example.com', 'LOCKED_OUT']],
  )
})

test('given Panther’s labelled rows, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const read = readRows(oktaDecoders, logsOf('okta/panther-labelled-okta.ndjson'))
  assert.deepEqual([read.events.length, read.other.length, read.problems.length], [23, 11, 20])
  // Results of Panther’s own queries, and rows whose time was redacted or taken out.
  const codes = ['ERR_ROW_UNKNOWN_FORMAT', 'ERR_ROW_BAD_TIME', 'ERR_ROW_NO_TIME'].map(
    (code) => read.problems.filter((problem) => problem.code === code).length,
  )
  assert.deepEqual(codes, [16, 2, 2])
  // Of four Okta rows the time was taken out; twelve are of other vendors.
  const rows = readRows(oktaDecoders, logsOf('multi/panther-labelled-multi.ndjson'))
  assert.deepEqual([rows.events.length, rows.other.length, rows.problems.length], [6, 0, 16])
})
