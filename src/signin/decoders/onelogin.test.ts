import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { oneloginDecoders } from './onelogin.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

function event(type: number | string, more: object = {}): object {
  return {
    id: 900,
    created_at: '2026-03-01T08:00:00.250Z',
    account_id: 44,
    event_type_id: type,
    user_id: 7,
    user_name: 'Ana Example',
    actor_user_id: 7,
    actor_user_name: 'Ana Example',
    ipaddr: '192.0.2.7',
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(oneloginDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given events, when decoded, then the number says what happened', () => {
  const admin = { actor_user_id: 8, actor_user_name: 'Tom Admin' }
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      event(5),
      {
        time: Date.UTC(2026, 2, 1, 8, 0, 0, 250),
        id: '900',
        tenant: '44',
        account: '7',
        name: 'Ana Example',
        ip: '192.0.2.7',
        activity: 'sign-in',
        complete: true,
        proved: false,
        step: 'session',
        code: '5',
      },
    ],
    [event('6'), { outcome: 'failure', step: 'first', reason: 'wrong-password', complete: false }],
    [event(8, { app_name: 'Mail' }), { complete: true, method: 'claim', app: 'Mail' }],
    [event(90), { outcome: 'failure', step: 'policy', reason: 'policy-block' }],
    [
      event(1002, { otp_device_name: 'Phone' }),
      { outcome: 'failure', step: 'second', reason: 'wrong-code', target: 'Phone' },
    ],
    [event(1400), { outcome: 'success', step: 'second', proved: true, complete: false }],
    [event(7), { activity: 'sign-out' }],
    [event(105), { activity: 'message', method: 'sms', reason: 'message-undeliverable' }],
    [event(19), { activity: 'change', change: 'account-locked', reason: 'locked', step: 'account' }],
    [event(553, admin), { change: 'account-locked', actor: 'Tom Admin' }],
    [event(36), { change: 'authenticator-removed', reason: 'authenticator-invalid' }],
    [
      event(24, { ...admin, otp_device_name: 'Phone' }),
      { change: 'authenticator-removed', actor: 'Tom Admin', target: 'Phone' },
    ],
    [event(11), { change: 'password-changed', actor: '' }],
    [event(11, admin), { change: 'password-reset', actor: 'Tom Admin', account: '7' }],
    [event(72, { ...admin, privilege_name: 'Super user' }), { change: 'role-granted', target: 'Super user' }],
    [
      event(157, { policy_name: 'Default' }),
      { change: 'policy-changed', account: '', target: 'Default', actor: 'Ana Example' },
    ],
    [event(5, { risk_score: 80 }), { risk: 'high' }],
    [event(5, { created_at: null, event_timestamp: '2026-03-01 08:00:00 UTC' }), { time: Date.UTC(2026, 2, 1, 8) }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given a number that two lists explain differently, or that nobody explains, then it is named only', () => {
  assert.deepEqual(readRows(oneloginDecoders, JSON.stringify([event(532), event(99_999)])).other, ['532', '99999'])
})

test('given Panther’s labelled rows, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const lines = readFileSync(new URL('onelogin/panther-labelled-onelogin.ndjson', SHARED), 'utf8').trim().split('\n')
  const read = readRows(
    oneloginDecoders,
    JSON.stringify(lines.map((line) => (JSON.parse(line) as { log: object }).log)),
  )
  // None of these rows has a time; those that are only named need none.
  assert.deepEqual(read.events, [])
  assert.deepEqual(read.other, ['240', '240'])
  assert.equal(read.problems.length, 14)
  assert.ok(read.problems.every((problem) => problem.code === 'ERR_ROW_NO_TIME'))
})
