import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { awsDecoders } from './aws.ts'
import { googleDecoders } from './google.ts'
import { jumpcloudDecoders } from './jumpcloud.ts'
import { keycloakDecoders } from './keycloak.ts'
import { ocsfDecoders } from './ocsf.ts'
import { oneloginDecoders } from './onelogin.ts'
import { pingDecoders } from './ping.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

function event(class_uid: number, activity_id: number, more: object = {}): object {
  return {
    class_uid,
    activity_id,
    category_uid: 3,
    type_uid: class_uid * 100 + activity_id,
    severity_id: 1,
    time: 1_772_352_000_250,
    metadata: {
      version: '1.1.0',
      product: { vendor_name: 'Example' },
      uid: 'o-1',
      event_code: 'login',
      tenant_uid: 't-1',
    },
    user: { uid: 'u-1', name: 'ana', email_addr: 'ana@example.com' },
    src_endpoint: { ip: '192.0.2.7', location: { country: 'France', city: 'Paris', lat: 48.9, long: 2.3 } },
    status_id: 1,
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(ocsfDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given somebody else’s Authentication, when decoded, then what OCSF says, and no more', () => {
  const failed = (status_detail: string) => event(3002, 1, { status_id: 2, status_detail })
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      event(3002, 1),
      {
        time: 1_772_352_000_250,
        provider: 'ocsf',
        id: 'o-1',
        tenant: 't-1',
        account: 'u-1',
        name: 'ana',
        ip: '192.0.2.7',
        country: 'FR',
        latitude: 48.9,
        activity: 'sign-in',
        outcome: 'success',
        complete: true,
        proved: false,
        code: 'login',
      },
    ],
    [
      event(3002, 1, { is_mfa: true, auth_factors: [{ factor_type_id: 11 }, { factor_type_id: 5 }] }),
      { proved: true, method: 'push' },
    ],
    [event(3002, 1, { status_id: undefined, status: 'Success' }), { complete: true }],
    [failed('INVALID_CREDENTIALS'), { outcome: 'failure', step: 'first', reason: 'wrong-password', complete: false }],
    [failed('LOCKED_OUT'), { step: 'account', reason: 'locked' }],
    [failed('MFA denied'), { step: 'second', reason: 'second-step-failed' }],
    [failed('User does not exist'), { reason: 'unknown-user', known: false }],
    [failed('Something else'), { step: 'first', reason: 'other' }],
    [event(3002, 2), { activity: 'sign-out' }],
    [event(3002, 6), { activity: 'sign-in', complete: false, step: 'first' }],
    [event(3002, 5), { activity: 'refresh' }],
    [event(3002, 1, { auth_protocol_id: 11 }), { legacy: true }],
    [event(3002, 1, { time: 1_772_352_000 }), { time: 1_772_352_000_000 }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given somebody else’s Account Change, when decoded, then the change, and by whom', () => {
  const admin = { actor: { user: { uid: 'a-1', name: 'tom' } } }
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      event(3001, 9, { status_id: 2 }),
      { change: 'account-locked', outcome: 'success', reason: 'locked', step: 'account' },
    ],
    [event(3001, 10, admin), { change: 'authenticator-added', actor: 'tom' }],
    [event(3001, 11), { change: 'authenticator-removed', actor: '' }],
    [event(3001, 4, { ...admin, status_id: 2 }), { change: 'password-reset', outcome: 'failure' }],
    [event(3001, 7, { policies: [{ name: 'Admin' }] }), { change: 'role-granted', target: 'Admin' }],
    [event(3001, 99), { change: 'other' }],
    [event(3006, 3, { group: { name: 'Ops' } }), { change: 'group-joined', target: 'Ops' }],
    [event(3005, 2, { privileges: ['Admin'] }), { change: 'role-revoked', target: 'Admin' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
  assert.deepEqual(readRows(ocsfDecoders, JSON.stringify([event(1001, 1, { time: null })])).other, ['login'])
})

test('given words of our own that are not on our lists, when decoded, then they count as not said', () => {
  const postern = { activity: 'sign-in', outcome: 'splendid', step: 'third', reason: '__proto__', provider: 'nobody' }
  const draft = decoded(event(3002, 1, { unmapped: { postern } }))
  assert.deepEqual([draft.outcome, draft.step, draft.reason, draft.provider], ['unknown', 'none', 'other', 'ocsf'])
})

test('given the published OCSF files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const read = (file: string) =>
    readRows([...ocsfDecoders, ...awsDecoders], readFileSync(new URL(`ocsf/${file}`, SHARED)))
  const events = [
    'aws-authentication.ocsf',
    'aws-authentication.raw',
    'okta-authentication.ocsf',
    'okta-account_change.ocsf',
    'okta-group_management.ocsf',
  ].map((file) => {
    const { events, other, problems } = read(`${file}.json`)
    assert.deepEqual([events.length, other.length, problems.length], [1, 0, 0], file)
    return events[0]!
  })
  assert.deepEqual(
    events.map((each) => [each.provider, each.activity, each.change, each.complete, each.proved]),
    [
      ['ocsf', 'sign-in', 'none', true, true],
      ['aws', 'sign-in', 'none', true, true],
      ['ocsf', 'sign-in', 'none', true, false],
      ['ocsf', 'change', 'account-locked', false, false],
      ['ocsf', 'change', 'group-joined', false, false],
    ],
  )
  // The same sign-in, raw and translated, happened at one time and came from one address.
  assert.deepEqual([events[0]?.time, events[0]?.ip], [events[1]?.time, events[1]?.ip])
})

const MINE = [
  ...keycloakDecoders,
  ...googleDecoders,
  ...awsDecoders,
  ...oneloginDecoders,
  ...pingDecoders,
  ...jumpcloudDecoders,
  ...ocsfDecoders,
]

test('given logs of other products, when read, then no decoder of these vendors claims a row', { skip: SKIP }, () => {
  for (const [file, rows] of [
    ['rsa/sekoia-rsa.log', 5],
    ['rba/rba-first2000-lossy.csv', 2000],
  ] as const) {
    const read = readRows(MINE, readFileSync(new URL(file, SHARED)))
    assert.deepEqual([read.events.length, read.other.length], [0, 0], file)
    assert.ok(read.problems.length > 0 && read.problems.length <= rows, file)
    assert.deepEqual(new Set(read.problems.map((problem) => problem.code)), new Set([unknown(file)]), file)
  }
})

test('given rows of many products, when read, then these vendors’ are claimed and no others', { skip: SKIP }, () => {
  const lines = readFileSync(new URL('multi/panther-labelled-multi.ndjson', SHARED), 'utf8').trim().split('\n')
  const logs = lines.map((line) => (JSON.parse(line) as { log: object & { p_log_type?: string } }).log)
  const read = readRows(MINE, JSON.stringify(logs))
  assert.equal(logs.length, 22)
  const claimed = [...read.events.map((each) => each.line)].sort((a, b) => a - b)
  assert.deepEqual(
    claimed.map((line) => logs[line - 1]?.p_log_type),
    [
      'AWS.CloudTrail',
      'GSuite.ActivityEvent',
      'GSuite.ActivityEvent',
      'OneLogin.Events',
      'OneLogin.Events',
      'AWS.CloudTrail',
      'AWS.CloudTrail',
    ],
  )
  assert.deepEqual([read.other, read.problems.length], [[], 15])
  assert.deepEqual(new Set(read.problems.map((problem) => problem.code)), new Set(['ERR_ROW_UNKNOWN_FORMAT']))
})

test('given every other vendor’s published rows, when asked, then these recognisers say no', { skip: SKIP }, () => {
  const files = [
    'auth0/elastic-auth0-ndjson.log',
    'auth0/elastic-logs-test-login-failure.json',
    'duo/elastic-auth-test-auth.log',
    'duo/elastic-admin-test-admin.log',
    'duo/sentinel-CiscoDuo_CL.json',
    'entra/elastic-signinlogs-test-signinlogs-raw.log',
    'entra/msgraph-docs-signin.ndjson',
    'entra/msticpy-aad-signinlogs-table.ndjson',
    'entra/sekoia-entra-graph-a.ndjson',
    'm365-ual/splunk-o365-a.ndjson',
    'm365-ual/invictus-aad-ual-2021-03_05.ndjson',
    'okta/elastic-system-test-okta-system-events.log',
  ]
  for (const file of files) {
    const read = readRows(MINE, readFileSync(new URL(file, SHARED)))
    assert.deepEqual([read.events.length, read.other.length], [0, 0], file)
  }
})

/** Of a table nobody knows the columns, of anything else the form. */
function unknown(file: string): string {
  return file.endsWith('.csv') ? 'ERR_ROW_UNKNOWN_COLUMNS' : 'ERR_ROW_UNKNOWN_FORMAT'
}
