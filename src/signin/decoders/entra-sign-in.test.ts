import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readRows } from '../read-rows.ts'
import type { Draft } from '../sign-in.ts'
import { ANA, assertPart, decoded, failed, PASSWORD, signIn, step } from './entra-graph.fixture.ts'
import { entraGraphDecoders } from './entra-graph.ts'
import { SIGN_IN } from './entra-sign-in.ts'

describe('sign-in rows', () => {
  test('reads 31 paths at most', () => {
    assert.ok(Object.keys(SIGN_IN).length <= 31)
  })

  test('given a plain success, when decoded, then every member of the frame is there', () => {
    assertPart(decoded(signIn()), {
      time: Date.UTC(2026, 2, 2, 8),
      id: 'r-1',
      provider: 'entra',
      tenant: '',
      family: 'sign-in',
      activity: 'sign-in',
      account: ANA,
      name: 'ana@example.com',
      known: true,
      outcome: 'success',
      step: 'session',
      reason: 'none',
      complete: true,
      proved: false,
      code: '0',
      attempt: 'c-1',
      ip: '192.0.2.7',
      country: 'AT',
      city: 'Graz',
      latitude: 47.07,
      longitude: 15.44,
      asn: 0,
      anonymous: false,
      device: '',
      managed: false,
      client: 'Mozilla/5.0',
      legacy: false,
      app: 'Mail',
      risk: 'none',
      policies: [],
    })
  })

  const STOPS: readonly (readonly [string, object, Partial<Draft>])[] = [
    ['50126', failed(50126), { outcome: 'failure', step: 'first', reason: 'wrong-password', method: 'password' }],
    ['50034', failed(50034, { userId: '' }), { reason: 'unknown-user', known: false, account: '' }],
    ['50140', failed(50140), { outcome: 'interrupt', reason: 'page-shown', complete: false }],
    ['50072', failed(50072), { outcome: 'interrupt', reason: 'enrolment-required' }],
    ['50057', failed(50057), { outcome: 'failure', step: 'account', reason: 'disabled' }],
    [
      '50053 by tries',
      failed(50053, {
        status: {
          errorCode: 50053,
          failureReason: 'The account is locked, too many tries with an incorrect password.',
        },
      }),
      { step: 'account', reason: 'locked' },
    ],
    [
      '50053 by address',
      failed(50053, {
        status: { errorCode: 50053, failureReason: 'It came from an IP address with malicious activity.' },
      }),
      { step: 'policy', reason: 'address-blocked', outcome: 'failure' },
    ],
    [
      'a code nobody knows',
      failed(999_999_999),
      { outcome: 'failure', step: 'none', reason: 'other', code: '999999999' },
    ],
  ]
  for (const [title, row, expected] of STOPS) {
    test(`given ${title}, when decoded, then it means what the catalogue says`, () => {
      assertPart(decoded(row), { complete: false, ...expected })
    })
  }

  const POLICIES = [
    { id: 'p-1', displayName: 'Block old clients', result: 'failure' },
    { id: 'p-2', displayName: 'Trial', result: 'reportOnlyFailure' },
    { id: 'p-3', displayName: 'MFA', result: 'success' },
    { id: 'p-4', displayName: null, result: 'failure' },
  ]

  test('given 53003, when decoded, then the policies that failed are named, and report-only ones are not', () => {
    assertPart(decoded(failed(53003, { appliedConditionalAccessPolicies: POLICIES })), {
      outcome: 'failure',
      step: 'policy',
      reason: 'policy-block',
      policies: ['Block old clients', 'p-4'],
    })
  })

  test('given 53003 for a client that cannot do MFA, when decoded, then the client is the reason', () => {
    assertPart(decoded(failed(53003, { clientAppUsed: 'IMAP4' })), { reason: 'legacy-block', legacy: true })
  })

  test('given a success, when decoded, then its policies stopped nobody', () => {
    assert.deepEqual(decoded(signIn({ appliedConditionalAccessPolicies: POLICIES })).policies, [])
  })

  const CLIENTS: readonly (readonly [string, boolean])[] = [
    ['Browser', false],
    ['Mobile Apps and Desktop clients', false],
    ['', false],
    ['Exchange ActiveSync', true],
    ['Authenticated SMTP', true],
    ['Other clients; POP', true],
  ]
  for (const [client, legacy] of CLIENTS) {
    test(`given the client app "${client}", when decoded, then legacy is ${legacy}`, () => {
      assert.equal(decoded(signIn({ clientAppUsed: client })).legacy, legacy)
    })
  }

  test('given a non-interactive success, when decoded, then it is a renewal and nobody came in', () => {
    const claim = step('Previously satisfied', true, 'MFA requirement satisfied by claim in the token')
    const row = signIn({ isInteractive: false, authenticationDetails: [claim] })
    assertPart(decoded(row), { activity: 'refresh', outcome: 'success', complete: false })
  })

  test('given a non-interactive success that names a method and no step, when decoded, then it is a renewal', () => {
    const row = signIn({ isInteractive: false, mfaDetail: { authMethod: 'Mobile app notification' } })
    assertPart(decoded(row), { activity: 'refresh', proved: false })
  })

  test('given a non-interactive refresh that policy blocked, when decoded, then it is still a renewal', () => {
    assertPart(decoded(failed(53003, { isInteractive: false })), { activity: 'refresh', reason: 'policy-block' })
  })

  const SILENT_PEOPLE: readonly (readonly [string, object])[] = [
    ['a refused password (spraying through ROPC)', failed(50126, { isInteractive: false })],
    ['an account locked by tries', failed(50053, { isInteractive: false })],
    ['a password accepted', signIn({ isInteractive: false, authenticationDetails: [PASSWORD] })],
    ['a protocol that sends it each time', signIn({ isInteractive: false, clientAppUsed: 'POP3' })],
    [
      'a refused prompt',
      failed(500121, {
        isInteractive: false,
        authenticationDetails: [step('Mobile app notification', false, 'MFA denied; user declined the authentication')],
      }),
    ],
  ]
  for (const [title, row] of SILENT_PEOPLE) {
    test(`given a non-interactive row with ${title}, when decoded, then it is a sign-in`, () => {
      assert.equal(decoded(row).activity, 'sign-in')
    })
  }

  test('given a mail client that polls with a password, when decoded, then the person did not come in', () => {
    assert.equal(decoded(signIn({ isInteractive: false, clientAppUsed: 'POP3' })).complete, false)
  })

  test('given a device and a risk, when decoded, then both are there', () => {
    const row = signIn({
      userAgent: undefined,
      autonomousSystemNumber: 64500,
      deviceDetail: { deviceId: 'd-1', operatingSystem: 'Ios', browser: 'Mobile Safari', isManaged: true },
      riskLevelDuringSignIn: 'medium',
      riskEventTypes_v2: ['anonymizedIPAddress'],
    })
    assertPart(decoded(row), {
      asn: 64500,
      device: 'd-1',
      managed: true,
      client: 'Mobile Safari Ios',
      risk: 'medium',
      anonymous: true,
    })
  })

  test('given a device without an id, when decoded, then its name stands for it', () => {
    assert.equal(decoded(signIn({ deviceDetail: { deviceId: '', displayName: 'LAPTOP-7' } })).device, 'LAPTOP-7')
  })

  test('given a risk that was dismissed, remedied or confirmed safe, when decoded, then there is none', () => {
    for (const riskState of ['dismissed', 'remediated', 'confirmedSafe']) {
      const row = signIn({ riskLevelDuringSignIn: 'high', riskState, riskEventTypes_v2: ['anonymizedIPAddress'] })
      assertPart(decoded(row), { risk: 'none', anonymous: true })
    }
    assert.equal(decoded(signIn({ riskLevelDuringSignIn: 'high', riskState: 'atRisk' })).risk, 'high')
  })

  test('given a risk level that the licence hides, when decoded, then there is none', () => {
    assert.equal(decoded(signIn({ riskLevelDuringSignIn: 'hidden' })).risk, 'none')
  })

  test('given a sign-in of a service principal, when decoded, then it is named and no event', () => {
    const row = signIn({ userId: '', userPrincipalName: '', servicePrincipalId: 's-1' })
    const read = readRows(entraGraphDecoders, JSON.stringify(row))
    assert.deepEqual([read.other, read.events], [['Sign-in without a user'], []])
  })

  test('given values of wrong types, when decoded, then they are empty and nothing breaks', () => {
    const row = signIn({
      userPrincipalName: 7,
      location: 'Graz',
      deviceDetail: [],
      authenticationDetails: { a: 1 },
      appliedConditionalAccessPolicies: 'none',
      status: { errorCode: 53003, failureReason: {} },
    })
    assertPart(decoded(row), { name: '7', country: '', device: '', policies: [], detail: '' })
  })

  test('given a time that does not exist, when decoded, then it is a problem that quotes nothing', () => {
    const read = readRows(entraGraphDecoders, JSON.stringify(signIn({ createdDateTime: '2026-02-30T08:00:00Z' })))
    assert.equal(read.problems[0]?.code, 'ERR_ROW_BAD_TIME')
    assert.doesNotMatch(read.problems[0]?.message ?? '', /2026/)
  })
})
