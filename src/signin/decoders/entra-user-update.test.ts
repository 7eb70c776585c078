import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Modified, readUpdate } from './entra-user-update.ts'

function property(name: string, before: unknown, after: unknown): Modified {
  return { name, before: JSON.stringify(before), after: JSON.stringify(after) }
}

const REQUIREMENT = 'StrongAuthenticationRequirement'
const METHOD = 'StrongAuthenticationMethod'
const APP = 'StrongAuthenticationPhoneAppDetail'
const CONTACT = 'StrongAuthenticationUserDetails'
const PUSH = { MethodType: 6, Default: true }
const CODE = { MethodType: 7, Default: false }
const PHONE = { Id: 'a-1', DeviceName: 'iPhone 12', DeviceToken: 'x' }

const UPDATES: readonly (readonly [string, readonly Modified[], readonly unknown[] | undefined])[] = [
  ['MFA enabled', [property(REQUIREMENT, [], [{ State: 1 }])], ['mfa-enabled', '', 'none']],
  ['MFA enforced', [property(REQUIREMENT, [{ State: 1 }], [{ State: 2 }])], ['mfa-enabled', '', 'none']],
  ['MFA off by State 0', [property(REQUIREMENT, [{ State: 1 }], [{ State: 0 }])], ['mfa-disabled', '', 'none']],
  ['MFA off by an empty list', [property(REQUIREMENT, [{ State: 2 }], [])], ['mfa-disabled', '', 'none']],
  ['only the date of remembered devices', [property(REQUIREMENT, [{ State: 1 }], [{ State: 1, X: 1 }])], undefined],
  [
    'all methods gone',
    [property(METHOD, [PUSH, CODE], [])],
    ['authenticators-reset', 'PhoneAppNotification, PhoneAppOTP', 'none'],
  ],
  ['a method more', [property(METHOD, [PUSH], [PUSH, CODE])], ['authenticator-added', 'PhoneAppOTP', 'push']],
  ['a method less', [property(METHOD, [PUSH, CODE], [PUSH])], ['authenticator-removed', 'PhoneAppOTP', 'push']],
  ['another default', [property(METHOD, [PUSH, CODE], [CODE, PUSH])], undefined],
  ['an app more', [property(APP, [], [PHONE])], ['authenticator-added', 'iPhone 12', 'push']],
  ['an app less', [property(APP, [PHONE], [])], ['authenticator-removed', 'iPhone 12', 'push']],
  [
    'an app exchanged for another',
    [property(APP, [PHONE], [{ ...PHONE, Id: 'a-2', DeviceName: 'Pixel' }])],
    ['authenticator-added', 'Pixel', 'push'],
  ],
  ['a new token of the same app', [property(APP, [PHONE], [{ ...PHONE, DeviceToken: 'y' }])], undefined],
  [
    'a passkey more',
    [property('SearchableDeviceKey', [], [{ Usage: 'FIDO', KeyIdentifier: 'k' }])],
    ['authenticator-added', 'FIDO', 'passkey'],
  ],
  [
    'another phone number',
    [property(CONTACT, [{ PhoneNumber: '1', Email: null }], [{ PhoneNumber: '2', Email: null }])],
    ['contact-changed', 'PhoneNumber', 'none'],
  ],
  ['the mobile number of the profile', [property('Mobile', ['1'], ['2'])], ['contact-changed', 'Mobile', 'none']],
  ['an account disabled', [property('AccountEnabled', [true], [false])], ['account-disabled', '', 'none']],
  ['sessions ended', [property('StsRefreshTokensValidFrom', ['a'], ['b'])], ['sessions-revoked', '', 'none']],
  ['another department', [property('Department', ['a'], ['b'])], undefined],
  ['nothing', [], undefined],
]

for (const [title, modified, expected] of UPDATES) {
  test(`given ${title}, when read, then ${expected ? expected[0] : 'it is nobody’s way in'}`, () => {
    const update = readUpdate(modified)
    assert.deepEqual(update && [update.change, update.target, update.method], expected)
  })
}

test('given MFA off and an app removed in one row, when read, then MFA matters most', () => {
  const both = [property(APP, [PHONE], []), property(REQUIREMENT, [{ State: 1 }], [])]
  assert.equal(readUpdate(both)?.change, 'mfa-disabled')
})

test('given values that are no JSON, when read, then nothing is made up of them', () => {
  assert.equal(readUpdate([{ name: APP, before: '[{"Id":', after: 'x' }]), undefined)
})
