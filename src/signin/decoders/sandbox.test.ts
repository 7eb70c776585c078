import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENTRIES_OF_ALL } from '../index.ts'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { DECODERS } from './index.ts'

function signIn(code: string, more: object = {}): object {
  return {
    schema: 'sandbox.sign-in/1',
    id: 'row_1',
    time: '2026-06-01T08:00:00.000Z',
    tenant: 'sandbox',
    code,
    user: { id: 'person_1', name: 'ana' },
    attempt: 'a-1',
    method: null,
    authenticator: null,
    proved: false,
    amr: [],
    detail: '',
    app: 'Payroll',
    rules: [],
    client: { address: '192.0.2.7', userAgent: 'Firefox', device: 'd-1', managed: true, place: null },
    ...more,
  }
}

function audit(action: string, actor: string): object {
  return {
    schema: 'sandbox.audit/1',
    id: 'row_2',
    time: '2026-06-01T08:00:00.000Z',
    tenant: 'sandbox',
    action,
    actor: { id: actor, name: actor },
    user: { id: 'person_1', name: 'ana' },
    target: 'totp_1',
    address: '192.0.2.9',
  }
}

function decoded(value: object): Draft {
  const read = readRows(DECODERS, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  return read.events[0] as Draft
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given any code of the catalogue, when decoded, then step, outcome and reason are the catalogue’s', () => {
  const entries = ENTRIES_OF_ALL.filter(({ provider }) => provider === 'sandbox')
  assert.ok(entries.length > 20)
  for (const { code, step, outcome, reason } of entries) {
    const draft = decoded(signIn(code))
    assert.deepEqual(part(draft, { step, outcome, reason, code }), { step, outcome, reason, code })
    assert.notEqual(draft.activity, 'other', code)
  }
})

test('given rows, when decoded, then who, how, where and what stopped them are there', () => {
  const place = { country: 'DE', city: 'Berlin', latitude: 52.5, longitude: 13.4, asn: 64_496 }
  const client = { address: '198.51.100.9', userAgent: 'Chrome', device: 'd-2', managed: false, place }
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      signIn('signed_in', { method: 'push', proved: true, authenticator: { id: 'push_1', label: 'Phone' } }),
      { complete: true, proved: true, method: 'push-number', target: 'push_1', managed: true, attempt: 'a-1' },
    ],
    [signIn('signed_in', { method: 'password' }), { complete: true, proved: false, method: 'password' }],
    [signIn('rule.blocked', { rules: ['A', 'B'] }), { policies: ['A', 'B'], activity: 'sign-in' }],
    [signIn('push.sent', { method: 'push' }), { activity: 'prompt', outcome: 'pending' }],
    [signIn('inbox.sent', { method: 'inbox' }), { activity: 'message', method: 'email' }],
    [signIn('user.unknown', { user: { id: null, name: 'nobody' } }), { known: false, name: 'nobody', account: '' }],
    [signIn('attempts.slowed', { method: 'password' }), { step: 'first' }],
    [
      signIn('totp.wrong', { client }),
      { ip: '198.51.100.9', country: 'DE', latitude: 52.5, asn: 64_496, device: 'd-2' },
    ],
  ]
  for (const [row, expected] of cases) assert.deepEqual(part(decoded(row), expected), expected)
})

test('given changes, when decoded, then an administrator’s name the actor, and a person’s own do not', () => {
  const byOther = { activity: 'change', change: 'authenticators-reset', actor: 'gus', account: 'person_1' } as const
  assert.deepEqual(part(decoded(audit('authenticators.reset', 'gus')), byOther), byOther)
  const own = { change: 'authenticator-added', actor: '', family: 'audit', target: 'totp_1' } as const
  assert.deepEqual(part(decoded(audit('authenticator.added', 'person_1')), own), own)
})

test('given a code that nobody knows yet, when decoded, then the row is named and means nothing', () => {
  const read = readRows(DECODERS, JSON.stringify([signIn('something.new')]))
  assert.deepEqual([read.events, read.other, read.problems], [[], ['something.new'], []])
})
