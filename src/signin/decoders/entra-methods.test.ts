import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wayOf } from './entra-methods.ts'

const NAMES: readonly (readonly [string, string, string])[] = [
  ['Password', 'password', 'first'],
  ['Password Hash Sync', 'password', 'first'],
  ['Previously satisfied', 'claim', 'claim'],
  ['Mobile app notification', 'push', 'second'],
  ['Passwordless Microsoft Authenticator', 'push', 'second'],
  ['Microsoft Authenticator (push notification)', 'push', 'second'],
  ['OATH verification code', 'totp', 'second'],
  ['Software OATH token', 'totp', 'second'],
  ['Text message', 'sms', 'second'],
  ['SMS', 'sms', 'second'],
  ['Phone call approval (Office phone)', 'voice', 'second'],
  ['Voice call', 'voice', 'second'],
  ['FIDO2', 'passkey', 'second'],
  ['Passkey (device-bound)', 'passkey', 'second'],
  ['Windows Hello for Business', 'passkey', 'second'],
  ['X.509 Certificate', 'certificate', 'second'],
  ['Certificate-based authentication', 'certificate', 'second'],
  ['Temporary Access Pass', 'pass', 'second'],
  ['Email one-time passcode', 'email', 'second'],
  ['External authentication method', 'external', 'second'],
  ['Something new', 'other', 'second'],
  ['', 'none', 'second'],
]
for (const [name, method, role] of NAMES) {
  test(`given "${name}", when looked up, then ${method} as ${role}`, () => {
    assert.deepEqual(wayOf(name), { method, role })
  })
}
