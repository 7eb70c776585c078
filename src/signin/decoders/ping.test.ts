import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { pingDecoders } from './ping.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

const ANA = { type: 'USER', id: 'u-1', name: 'ana@example.com', environment: { id: 'env-1' } }

function activity(type: string, more: object = {}): object {
  return {
    id: 'p-1',
    recordedAt: '2026-03-01T08:00:00.250Z',
    createdAt: '2026-03-01T08:00:00.300Z',
    correlationId: 'c-1',
    action: { type },
    resources: [ANA],
    result: { status: 'SUCCESS', description: 'done' },
    ...more,
  }
}

const BY_TOM = { actors: { user: { id: 'u-2', name: 'tom@example.com' }, client: { name: 'Admin Console' } } }

function decoded(value: object | string): Draft {
  const read = readRows(pingDecoders, typeof value === 'string' ? value : JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given PingOne’s checks, when decoded, then the action’s type counts and not its status', () => {
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      activity('PASSWORD.CHECK_FAILED'),
      {
        time: Date.UTC(2026, 2, 1, 8, 0, 0, 250),
        id: 'p-1',
        tenant: 'env-1',
        account: 'u-1',
        name: 'ana@example.com',
        attempt: 'c-1',
        outcome: 'failure',
        step: 'first',
        reason: 'wrong-password',
        complete: false,
      },
    ],
    [activity('PASSWORD.CHECK_SUCCEEDED'), { outcome: 'success', step: 'first', complete: false }],
    [activity('OTP.CHECK_INVALID'), { outcome: 'failure', step: 'second', reason: 'wrong-code' }],
    [activity('OTP.CHECK_SUCCESS'), { outcome: 'success', step: 'second', proved: true, complete: false }],
    [activity('DEVICE_PAYLOAD.CHECK_INVALID'), { step: 'second', reason: 'second-step-failed', method: 'push' }],
    [activity('DEVICE.LOCKED'), { step: 'second', reason: 'too-many-codes' }],
    [activity('SESSION.CREATED'), { complete: true, step: 'session' }],
    [activity('USER.ACCESS_DENIED'), { outcome: 'failure', step: 'policy', reason: 'policy-block' }],
    [activity('USER.ACCESS_ALLOWED'), { outcome: 'success', complete: false }],
    [activity('DEVICE.FRAUD_REPORTED'), { activity: 'report', reason: 'reported' }],
    [activity('NOTIFICATION.REJECTED'), { activity: 'message', outcome: 'failure', reason: 'message-undeliverable' }],
    [activity('SESSION.DELETED'), { activity: 'sign-out' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given PingOne’s changes, when decoded, then whose account, what, and by whom', () => {
  const device = { type: 'DEVICE', id: 'd-1', name: 'Phone' }
  const member = {
    type: 'MEMBER_OF_GROUP',
    id: 'g-1',
    name: 'Ops',
    href: 'https://api.example.com/v1/environments/env-1/users/u-1/memberOfGroups/g-1',
  }
  const role = "Created role assignment 'a-1' for role 'r-1' scoped for ORGANIZATION 'o-1'"
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [activity('USER.LOCKED'), { change: 'account-locked', reason: 'locked', step: 'account' }],
    [
      activity('DEVICE.ACTIVATED', { resources: [ANA, device] }),
      { change: 'authenticator-added', target: 'Phone', account: 'u-1' },
    ],
    [
      activity('DEVICE.DELETED', { resources: [device, ANA], ...BY_TOM }),
      { change: 'authenticator-removed', actor: 'tom@example.com' },
    ],
    [activity('PASSWORD.RESET', BY_TOM), { change: 'password-reset', actor: 'tom@example.com' }],
    [activity('PASSWORD.SET'), { change: 'password-changed', actor: '' }],
    [
      activity('MEMBER_OF_GROUP.CREATED', { resources: [member], ...BY_TOM }),
      { change: 'group-joined', account: 'u-1', target: 'Ops' },
    ],
    [
      activity('ROLE_ASSIGNMENT.CREATED', { result: { status: 'SUCCESS', description: role } }),
      { change: 'role-granted', target: 'r-1' },
    ],
    [
      activity('MFA_SETTINGS.UPDATED', { resources: [{ type: 'MFA_SETTINGS', id: 'env-1', name: 'mfa' }], ...BY_TOM }),
      { change: 'policy-changed', account: '', name: '', target: 'mfa', actor: 'tom@example.com' },
    ],
    [activity('DEVICE.ACTIVATION_OTP_INVALID'), { change: 'authenticator-added', outcome: 'failure' }],
  ]
  for (const [value, expected] of cases) {
    const draft = decoded(value)
    assert.equal(draft.activity, 'change')
    assert.deepEqual(part(draft, expected), expected, JSON.stringify(value))
  }
})

test('given PingID’s sentences, when decoded, then those that are known', () => {
  const said = (status: string, message: string) => ({
    source: 'PINGID',
    id: 'i-1',
    recorded: '2026-03-01T08:00:00Z',
    actors: [{ type: 'user', name: 'ana' }],
    resources: [{ ipaddress: '192.0.2.7', websession: 'w-1' }],
    result: { status, message },
  })
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      said('SUCCESS', 'Device Paired SMS "Phone"'),
      { change: 'authenticator-added', target: 'SMS "Phone"', name: 'ana' },
    ],
    [said('SUCCESS', 'Device Unpaired Mobile "Phone"'), { change: 'authenticator-removed' }],
    [
      said('SUCCESS', 'Mobile Authentication Swipe'),
      { step: 'second', outcome: 'success', proved: true, method: 'push', ip: '192.0.2.7' },
    ],
    [said('FAILURE', 'Authentication denied by user'), { outcome: 'failure', reason: 'refused' }],
    [said('UNSUCCESSFUL ATTEMPT', 'Authentication timed out'), { outcome: 'failure', reason: 'no-answer' }],
    [said('FAILURE', 'Authentication failed'), { reason: 'second-step-failed' }],
    [said('IN PROGRESS', 'Authentication started'), { outcome: 'pending' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
  assert.deepEqual(readRows(pingDecoders, JSON.stringify([said('SUCCESS', 'Policy updated')])).other, [
    'PINGID SUCCESS',
  ])
})

test('given PingFederate’s lines, when decoded, then both forms say the same', () => {
  const barred =
    '2026-03-01 08:00:00,250| tid:abc| SSO| ana| 192.0.2.7 | https://app.example.com| conn| SAML20| host| IdP| success| FormAdapter| | 12'
  const newer =
    '2026-03-01 08:00:00,250| tid:abc| tx-1| SSO| ana| 192.0.2.7 | https://app.example.com| conn| SAML20| host| IdP| success| FormAdapter| | 12'
  const keyed =
    '2026-03-01 08:00:00,250 trackingid="tid:abc" event="SSO" subject="ana" ip="192.0.2.7" connectionname="https://app.example.com" status="success"'
  const expected = {
    time: Date.UTC(2026, 2, 1, 8, 0, 0, 250),
    name: 'ana',
    ip: '192.0.2.7',
    attempt: 'tid:abc',
    app: 'https://app.example.com',
    complete: true,
    step: 'session',
  } as const
  for (const line of [barred, newer, keyed]) assert.deepEqual(part(decoded(line), expected), expected, line)
})

test('given PingFederate’s Common Event Format, when decoded, then the same, and no name is taken for a key', () => {
  const line = (subject: string, status: string): string =>
    `CEF:0|Ping Identity|PingFederate|12.0|AUTHN_ATTEMPT|AUTHN_ATTEMPT|0|rt=Mar 01 2026 08:00:00.250 duid=${subject} src=192.0.2.7 msg=${status} cs1Label=Target Application URL cs1=https://app.example.com cs2Label=Connection ID cs2= cs3Label=Protocol cs3=SAML20 dvchost=sso.example.com cs4Label=Role cs4=IdP externalId=tid:x1 cs5Label=SP Local User ID cs5= cs6Label=Attributes cs6={}`
  const expected: Partial<Draft> = {
    time: Date.UTC(2026, 2, 1, 8, 0, 0, 250),
    name: 'ana@example.com',
    activity: 'sign-in',
    outcome: 'failure',
    step: 'first',
    ip: '192.0.2.7',
    app: 'https://app.example.com',
    attempt: 'tid:x1',
  }
  assert.deepEqual(part(decoded(line('ana@example.com', 'failure')), expected), expected)
  const behindSyslog = decoded(`<134>1 2026-03-01T08:00:00Z sso pf - - - ${line('ana@example.com', 'failure')}`)
  assert.deepEqual(part(behindSyslog, expected), expected)
  assert.equal(decoded(line('ana', 'in progress')).outcome, 'interrupt')
  const hostile = decoded(line('ana msg\\=success duid\\=tom', 'failure'))
  assert.deepEqual([hostile.name, hostile.outcome], ['ana msg=success duid=tom', 'failure'])
})

test('given PingFederate’s steps, when decoded, then being asked is an interrupt', () => {
  const line = (event: string, status: string, adapter = 'adapter.HTMLForm') =>
    `2026-03-01 08:00:00,250 trackingid="t" event="${event}" subject="ana" ip="192.0.2.7" status="${status}" authenticationsourceid="${adapter}"`
  const cases: readonly (readonly [string, Partial<Draft>])[] = [
    [line('AUTHN_ATTEMPT', 'inprogress'), { outcome: 'interrupt', step: 'first', reason: 'page-shown' }],
    [line('AUTHN_ATTEMPT', 'failure'), { outcome: 'failure', step: 'first', reason: 'other' }],
    [
      line('AUTHN_ATTEMPT', 'inprogress', 'adapter.PingID'),
      { outcome: 'interrupt', step: 'second', reason: 'second-step-asked' },
    ],
    [line('AUTHN_ATTEMPT', 'failure', 'adapter.PingID'), { step: 'second', reason: 'second-step-failed' }],
    [line('AUTHN_ATTEMPT', 'success', 'adapter.PingID'), { step: 'second', proved: true, complete: false }],
    [line('OAuth', 'failure'), { activity: 'refresh', outcome: 'failure' }],
    [line('SSO', 'failure'), { outcome: 'failure', step: 'session', complete: false }],
  ]
  for (const [value, expected] of cases) assert.deepEqual(part(decoded(value), expected), expected, value)
})

test('given the published Ping files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const read = (file: string) => readRows(pingDecoders, readFileSync(new URL(`ping/${file}`, SHARED)))
  const one = read('elastic-audit-test-pipeline-audit.log')
  assert.deepEqual([one.events.length, one.other.length, one.problems.length], [25, 73, 0])
  assert.deepEqual(
    one.events.filter((event) => event.activity === 'sign-in').map((event) => `${event.code} ${event.outcome}`),
    [
      'PASSWORD.CHECK_FAILED failure',
      'PASSWORD.CHECK_SUCCEEDED success',
      'USER.ACCESS_ALLOWED success',
      'USER.ACCESS_ALLOWED success',
    ],
  )
  const federate = read('sekoia-pingfederate-a.log')
  assert.deepEqual(
    federate.events.map((event) => `${event.code} ${event.activity} ${event.outcome} ${event.complete}`),
    [
      'AUTHN_ATTEMPT sign-in success false',
      'AUTHN_REQUEST sign-in interrupt false',
      'SSO sign-in failure false',
      'OAuth refresh failure false',
    ],
  )
  assert.deepEqual([federate.other.length, federate.problems.length], [0, 0])
  const id = read('splunk-pingid.ndjson')
  assert.deepEqual(
    id.events.map((event) => [event.change, event.target, event.name]),
    [['authenticator-added', 'SMS "Mobile 1"', 'victim_user']],
  )
})
