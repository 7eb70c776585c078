import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Draft } from '../sign-in.ts'
import { assertPart, DENIED, decoded, decodedAll, failed, PASSWORD, signIn, step } from './entra-graph.fixture.ts'

describe('what the steps of a sign-in say', () => {
  const SUCCESSES: readonly (readonly [string, object, Partial<Draft>])[] = [
    ['password alone', { authenticationDetails: [PASSWORD] }, { method: 'password', proved: false }],
    [
      'password and an approved prompt',
      {
        authenticationDetails: [PASSWORD, step('Mobile app notification', true, 'MFA successfully completed')],
      },
      { method: 'push', proved: true },
    ],
    [
      'MFA by an earlier claim',
      {
        status: { errorCode: 0, additionalDetails: 'MFA requirement satisfied by claim in the token' },
        authenticationDetails: [
          PASSWORD,
          step('Previously satisfied', true, 'MFA requirement satisfied by claim in the token'),
        ],
      },
      { method: 'claim', proved: false, detail: 'MFA requirement satisfied by claim in the token' },
    ],
    [
      'a claim of 2020, whose step has no name and did not succeed',
      {
        authenticationDetails: [step(null, false, 'MFA requirement satisfied by claim in the token')],
      },
      { method: 'claim', proved: false },
    ],
    [
      'only the summary says that MFA was done (steps hidden from the reader)',
      {
        status: { errorCode: 0, additionalDetails: 'MFA completed in Azure AD' },
        mfaDetail: { authMethod: 'Text message' },
      },
      { method: 'sms', proved: true },
    ],
    [
      'the summary says done while the step is still in progress',
      {
        status: { errorCode: 0, additionalDetails: 'MFA completed in Azure AD' },
        authenticationDetails: [PASSWORD, step('Mobile app notification', false, 'Authentication in progress')],
      },
      { method: 'push', proved: true },
    ],
    [
      'a remembered device',
      { status: { errorCode: 0, additionalDetails: 'MFA requirement skipped due to remembered device' } },
      { method: 'claim', proved: false },
    ],
    [
      'a trusted address',
      {
        status: { errorCode: 0, additionalDetails: 'MFA requirement skipped due to IP address' },
        authenticationDetails: [PASSWORD],
      },
      { method: 'password', proved: false },
    ],
    [
      'MFA at a federated provider',
      {
        status: {
          errorCode: 0,
          additionalDetails: 'MFA requirement satisfied by claim provided by external provider',
        },
      },
      { method: 'external', proved: false },
    ],
    [
      'a passkey as the only step',
      { authenticationDetails: [step('FIDO2 security key', true)] },
      { method: 'passkey', proved: true },
    ],
    [
      'a passkey, and the step that Entra adds behind it',
      {
        authenticationDetails: [
          step('Passkey (device-bound)', true),
          step('Other', true, 'MFA requirement satisfied by multi-factor device'),
        ],
      },
      { method: 'passkey', proved: true },
    ],
    [
      'a temporary access pass',
      { authenticationDetails: [step('Temporary Access Pass', true)] },
      { method: 'pass', proved: true },
    ],
  ]
  for (const [title, more, expected] of SUCCESSES) {
    test(`given a success with ${title}, when decoded, then method and proof are its own`, () => {
      assertPart(decoded(signIn(more)), { outcome: 'success', complete: true, ...expected })
    })
  }

  const SECOND_STEPS: readonly (readonly [string, string, Partial<Draft>])[] = [
    ['Mobile app notification', 'MFA denied; user declined the authentication', { reason: 'refused', method: 'push' }],
    ['Mobile app notification', 'MFA denied; Phone App Reported Fraud', { reason: 'reported', method: 'push' }],
    [
      'Mobile app notification',
      'MFA denied; user did not respond to mobile app notification',
      { reason: 'no-answer', method: 'push' },
    ],
    [
      'Mobile app notification',
      'MFA denied; user did not select the correct number',
      { reason: 'wrong-number', method: 'push-number' },
    ],
    ['OATH verification code', 'MFA denied; user entered incorrect code', { reason: 'wrong-code', method: 'totp' }],
    [
      'OATH verification code',
      'MFA denied; verification code already used once',
      { reason: 'code-reused', method: 'totp' },
    ],
    [
      'Mobile app notification',
      'MFA denied; unable to send the mobile app notification',
      { reason: 'prompt-undeliverable', method: 'push' },
    ],
    [
      'Phone call approval (Authentication phone)',
      'MFA denied; phone call went to voicemail',
      { reason: 'message-undeliverable', method: 'voice' },
    ],
  ]
  for (const [method, result, expected] of SECOND_STEPS) {
    test(`given 500121 and "${result}", when decoded, then the step says why`, () => {
      const row = failed(500121, { authenticationDetails: [PASSWORD, step(method, false, result)] })
      const common = { activity: 'sign-in', outcome: 'failure', step: 'second', code: '500121' } as const
      assertPart(decoded(row), { ...common, complete: false, proved: false, detail: result, ...expected })
    })
  }

  test('given 500121 of v1.0 with nothing but the code, when decoded, then only "failed" is known', () => {
    assertPart(decoded(failed(500121)), { outcome: 'failure', step: 'second', reason: 'second-step-failed' })
  })

  test('given 500121 with the words in the summary alone, when decoded, then they say why', () => {
    const row = failed(500121, {
      status: { errorCode: 500121, additionalDetails: 'MFA denied; user declined the authentication' },
      mfaDetail: { authMethod: 'Mobile app notification' },
    })
    assertPart(decoded(row), { reason: 'refused', method: 'push' })
  })

  test('given 50074 whose prompt was refused, when decoded, then it is no mere interrupt', () => {
    const steps = [PASSWORD, step('Mobile app notification', false, 'MFA denied; user declined the authentication')]
    assertPart(decoded(failed(50074, { authenticationDetails: steps })), { outcome: 'failure', reason: 'refused' })
  })

  test('given 50076 that asks for a second step, when decoded, then it is an interrupt', () => {
    const row = failed(50076, {
      status: { errorCode: 50076, failureReason: 'Words.', additionalDetails: 'MFA required in Azure AD' },
      authenticationDetails: [PASSWORD, step(null, false, 'MFA required in Azure AD')],
    })
    assertPart(decoded(row), { outcome: 'interrupt', step: 'second', reason: 'second-step-asked', complete: false })
  })
})

describe('several second steps in one row', () => {
  test('given three refusals and an approval, when decoded, then four events in the log’s order', () => {
    const approved = step('Mobile app notification', true, 'MFA successfully completed')
    const events = decodedAll(signIn({ authenticationDetails: [PASSWORD, DENIED, DENIED, DENIED, approved] }))
    const sorted = events.toSorted((a, b) => a.time - b.time)
    assert.deepEqual(
      sorted.map((event) => [event.id, event.outcome, event.reason, event.complete]),
      [
        ['r-1/1', 'failure', 'refused', false],
        ['r-1/2', 'failure', 'refused', false],
        ['r-1/3', 'failure', 'refused', false],
        ['r-1', 'success', 'none', true],
      ],
    )
    assert.deepEqual(new Set(events.map((event) => event.attempt)), new Set(['c-1']))
    assert.equal(Date.UTC(2026, 2, 2, 8) - (sorted[0]?.time ?? 0), 3)
  })

  test('given a wrong number and then a wrong code, when decoded, then the row tells the last and the other stands before', () => {
    const number = step('Mobile app notification', false, 'MFA denied; user did not select the correct number')
    const code = step('Text message', false, 'MFA denied; user entered incorrect code')
    const events = decodedAll(failed(500121, { authenticationDetails: [PASSWORD, number, code] }))
    assert.deepEqual(
      events.map((event) => [event.id, event.reason, event.method]),
      [
        ['r-1', 'wrong-code', 'sms'],
        ['r-1/1', 'wrong-number', 'push-number'],
      ],
    )
  })

  test('given a reported prompt and then another refusal, when decoded, then the row tells the report', () => {
    const reported = step('Mobile app notification', false, 'MFA denied; Phone App Reported Fraud')
    const events = decodedAll(failed(500121, { authenticationDetails: [PASSWORD, DENIED, reported, DENIED] }))
    assert.deepEqual(
      events.map((event) => event.reason),
      ['reported', 'refused', 'refused'],
    )
  })

  test('given steps that are not ended, when decoded, then they are no events', () => {
    const waiting = step('Mobile app notification', false, 'Authentication in progress')
    assert.equal(decodedAll(failed(500121, { authenticationDetails: [PASSWORD, waiting, DENIED] })).length, 1)
  })
})
