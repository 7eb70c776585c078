import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { jumpcloudDecoders } from './jumpcloud.ts'

const SHARED = new URL('../../../../shared/data/', import.meta.url)
const SKIP = existsSync(SHARED) ? false : 'no ../shared/data beside the project'

function event(event_type: string, more: object = {}): object {
  return {
    id: 'j-1',
    '@version': '1',
    event_type,
    service: 'directory',
    organization: 'o-1',
    timestamp: '2026-03-01T08:00:00.250123456Z',
    client_ip: '192.0.2.7',
    geoip: { country_code: 'FR', latitude: 48.8, longitude: 2.4 },
    useragent: { name: 'Firefox', os_name: 'Mac OS X' },
    initiated_by: { id: 'u-1', type: 'user', username: 'ana' },
    ...more,
  }
}

function decoded(value: object): Draft {
  const read = readRows(jumpcloudDecoders, JSON.stringify([value]))
  assert.deepEqual(read.problems, [])
  assert.equal(read.events.length, 1, JSON.stringify(read.other))
  return read.events[0]!
}

function part(draft: Draft, expected: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.keys(expected).map((key) => [key, draft[key as keyof Draft]]))
}

test('given sign-ins, when decoded, then success, mfa and the words say how far it came', () => {
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      event('user_login_attempt', { success: true, mfa: true }),
      {
        time: Date.UTC(2026, 2, 1, 8, 0, 0, 250),
        id: 'j-1',
        tenant: 'o-1',
        account: 'u-1',
        name: 'ana',
        ip: '192.0.2.7',
        country: 'FR',
        latitude: 48.8,
        longitude: 2.4,
        client: 'Firefox Mac OS X',
        complete: true,
        proved: true,
        step: 'session',
      },
    ],
    [event('user_login_attempt', { success: true, mfa: false }), { complete: true, proved: false, method: 'password' }],
    [event('user_login_attempt', { success: false }), { outcome: 'failure', step: 'first', reason: 'wrong-password' }],
    [event('admin_login_attempt', { success: false, mfa: true }), { step: 'second', reason: 'second-step-failed' }],
    [
      event('user_login_attempt', { success: false, error_message: 'account locked' }),
      { step: 'account', reason: 'locked' },
    ],
    [
      event('radius_auth_attempt', { success: false, error_message: 'invalid TOTP' }),
      { step: 'second', reason: 'wrong-code' },
    ],
    [event('ldap_bind', {}), { outcome: 'unknown', complete: false }],
    [
      event('sso_auth', {
        sso_token_success: true,
        mfa: false,
        auth_context: { auth_methods: {}, system: { id: 's-1' } },
      }),
      { complete: true, proved: false, method: 'claim', device: 's-1', managed: true },
    ],
    [
      event('sso_auth', {
        sso_token_success: true,
        mfa: true,
        auth_context: { auth_methods: { password: { success: true }, push: { success: true } } },
      }),
      { proved: true, method: 'push' },
    ],
    [
      event('sso_auth', { sso_token_success: false, error_message: 'application unreachable' }),
      { outcome: 'failure', reason: 'application' },
    ],
    [
      event('sso_auth', {
        sso_token_success: false,
        auth_context: { policies_applied: [{ name: 'No VPN', metadata: { action: 'DENY' } }] },
      }),
      { reason: 'policy-block', policies: ['No VPN'] },
    ],
    [event('user_password_reset_request'), { activity: 'message', method: 'email', outcome: 'pending' }],
  ]
  for (const [value, expected] of cases) {
    assert.deepEqual(part(decoded(value), expected), expected, JSON.stringify(value))
  }
})

test('given changes, when decoded, then whose account, what, and by whom', () => {
  const admin = {
    initiated_by: { id: 'a-1', type: 'admin', email: 'it@example.com' },
    resource: { id: 'u-1', type: 'user', username: 'ana' },
  }
  const changed = (field: string, to: unknown) =>
    event('user_update', { ...admin, changes: [{ field, from: null, to }] })
  const cases: readonly (readonly [object, Partial<Draft>])[] = [
    [
      event('user_lockout', admin),
      { change: 'account-locked', reason: 'locked', account: 'u-1', actor: 'it@example.com' },
    ],
    [event('totp_finish_enrollment'), { change: 'authenticator-added', account: 'u-1', actor: '', target: 'TOTP' }],
    [event('totp_delete_enrollment', admin), { change: 'authenticator-removed', name: 'ana', actor: 'it@example.com' }],
    [event('user_password_change'), { change: 'password-changed' }],
    [event('user_password_change', admin), { change: 'password-reset' }],
    [event('user_admin_granted', admin), { change: 'role-granted' }],
    [
      event('authnpolicy_update', { ...admin, resource: { id: 'p-1', name: 'Portal' } }),
      { change: 'policy-changed', account: '', target: 'Portal' },
    ],
    [changed('suspended', true), { change: 'account-disabled' }],
    [changed('enable_user_portal_multifactor', false), { change: 'mfa-disabled' }],
    [changed('phoneNumbers', []), { change: 'contact-changed' }],
    [event('user_password_expired', admin), { change: 'other', reason: 'password-expired' }],
  ]
  for (const [value, expected] of cases) {
    const draft = decoded(value)
    assert.equal(draft.activity, 'change')
    assert.deepEqual(part(draft, expected), expected, JSON.stringify(value))
  }
  const aside = [changed('attributes', []), event('system_update'), event('command_run')]
  assert.deepEqual(readRows(jumpcloudDecoders, JSON.stringify(aside)).other, [
    'user_update',
    'system_update',
    'command_run',
  ])
})

test('given the published JumpCloud files, when decoded, then every row is accounted for', { skip: SKIP }, () => {
  const text = (file: string) => readFileSync(new URL(`jumpcloud/${file}`, SHARED), 'utf8')
  // Elastic keeps the event as text in a message; the intake unwraps that for every vendor.
  const { events } = JSON.parse(text('elastic-events-test-events.json')) as { events: { message: string }[] }
  const elastic = readRows(jumpcloudDecoders, events.map((each) => each.message).join('\n'))
  assert.deepEqual([elastic.events.length, elastic.other.length, elastic.problems.length], [1, 0, 0])
  assert.deepEqual([elastic.events[0]?.proved, elastic.events[0]?.country], [true, 'AU'])
  const sekoia = readRows(jumpcloudDecoders, text('sekoia-jumpcloud-a.ndjson'))
  assert.deepEqual(
    sekoia.events.map((each) => [each.code, each.outcome, each.complete, each.reason]),
    [
      ['admin_login_attempt', 'success', true, 'none'],
      ['radius_auth_attempt', 'success', true, 'none'],
      ['sso_auth', 'success', true, 'none'],
      ['sso_auth', 'failure', false, 'application'],
    ],
  )
  assert.deepEqual([sekoia.other, sekoia.problems.length], [['user_update'], 0])
})
