import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Reason } from '../sign-in.ts'
import { lookUpResult } from './entra-results.ts'

describe('given Microsoft’s words for a failed second step', () => {
  const DENIED: readonly (readonly [words: string, reason: Reason])[] = [
    ['user declined the authentication', 'refused'],
    ['Phone App Reported Fraud', 'reported'],
    ['user did not respond to mobile app notification', 'no-answer'],
    ['user never entered the verification code', 'no-answer'],
    ['user hung up the phone call without succeeding the authentication', 'no-answer'],
    ['user did not select the correct number', 'wrong-number'],
    ['invalid mobile app verification code', 'wrong-code'],
    ['user entered incorrect code', 'wrong-code'],
    ['user entered incorrect PIN', 'wrong-code'],
    ['verification code already used once', 'code-reused'],
    ['entered incorrect code too many times', 'too-many-codes'],
    ['unable to send the mobile app notification', 'prompt-undeliverable'],
    ['unable to send the mobile app notification to the device', 'prompt-undeliverable'],
    ['phone call went to voicemail', 'message-undeliverable'],
    ["unable to reach the user's phone", 'message-undeliverable'],
    ['phone number has an invalid format', 'message-undeliverable'],
    ['user does not have any verification methods registered', 'no-authenticator'],
    ['service error', 'service-error'],
    ['user is blocked', 'locked'],
    ['misconfiguration', 'second-step-failed'],
    ['duplicate authentication attempt', 'second-step-failed'],
  ]
  for (const [words, reason] of DENIED) {
    test(`when a log says “${words}”, then ${reason}, in every way of writing it`, () => {
      for (const written of [
        words,
        `MFA denied; ${words}`,
        `MFA Denied; ${words}.`,
        `mfa denied; ${words.toUpperCase()}`,
        ` ${words}. `,
      ]) {
        const result = lookUpResult(written)
        assert.equal(result?.reason, reason, written)
        assert.equal(result?.outcome, 'failure', written)
      }
    })
  }
})

describe('given words for a second step that passed', () => {
  test('when the person answered, then the second step passed', () => {
    for (const words of ['MFA completed in Azure AD', 'MFA successfully completed', 'completed in the cloud']) {
      const result = lookUpResult(words)
      assert.equal(result?.outcome, 'success', words)
    }
  })

  test('when it was remembered or skipped, then the second step counts as passed', () => {
    for (const words of [
      'MFA requirement satisfied by claim in the token',
      'satisfied by claim in the token',
      'MFA requirement skipped due to remembered device',
      'skipped due to location',
      'MFA requirement satisfied by strong authentication',
    ]) {
      const result = lookUpResult(words)
      assert.equal(result?.outcome, 'success', words)
      assert.equal(result?.step, 'second', words)
    }
  })

  test('when only the first step was remembered, then it says nothing of the second', () => {
    assert.equal(lookUpResult('First factor requirement satisfied by claim in the token')?.step, 'first')
    assert.equal(lookUpResult('Correct password')?.step, 'first')
  })
})

describe('given the failure reason of 50053', () => {
  test('when it speaks of a malicious address, then the address is refused, not the person', () => {
    const text = 'Sign-in was blocked because it came from an IP address with malicious activity.'
    assert.equal(lookUpResult(text)?.reason, 'address-blocked')
  })
})

describe('given text that is no result', () => {
  test('when it is unknown, empty or far too long, then nothing is found', () => {
    for (const text of ['', 'something else', 'MFA denied; ', 'x'.repeat(1_000_000), '__proto__', 'constructor']) {
      assert.equal(lookUpResult(text), undefined)
      assert.equal(lookUpResult(text), undefined)
    }
  })

  test('when a log invents thousands of texts, then known ones are still found', () => {
    for (let index = 0; index < 5_000; index += 1) assert.equal(lookUpResult(`invented ${index}`), undefined)
    assert.equal(lookUpResult('MFA denied; user declined the authentication')?.reason, 'refused')
  })
})

const STRINGS = new URL('../../../../shared/data/reference/entra-mfa-result-strings.json', import.meta.url)

test(
  'given the collected result strings in ../shared, then every one is known',
  existsSync(STRINGS) ? {} : { skip: '../shared is absent: the comparison with collected strings is left out' },
  () => {
    const { strings } = JSON.parse(readFileSync(STRINGS, 'utf8')) as { strings: readonly { string: string }[] }
    assert.equal(strings.length, 59)
    assert.deepEqual(
      strings.filter(({ string }) => !lookUpResult(string)),
      [],
    )
  },
)
