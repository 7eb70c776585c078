import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Confirming, confirmed, isPasswordShown, type ShownStep } from './at-provider.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const MINUTE_MS = 60_000
const STEP: ShownStep = { time: NOW, method: 'totp', accepted: true, source: 'address-1', authenticator: 'app-1' }
const RIGHT: Confirming = {
  ...{ check: 'totp', since: NOW - MINUTE_MS, nonce: 'n1', account: 'a1', now: NOW },
  shown: { account: 'a1', authenticatedAt: NOW - 10_000, nonce: 'n1' },
  steps: [STEP],
}

describe('a sign-in at the provider', () => {
  it('given a fresh token for this check and a log that shows the step, then that step confirms it', () => {
    assert.equal(confirmed(RIGHT), STEP)
  })

  it('given another nonce, another account, or a session from before, then it is stale', () => {
    const { shown } = RIGHT
    for (const changed of [
      { nonce: 'n2' },
      { account: 'a2' },
      { authenticatedAt: NOW - 2 * MINUTE_MS },
      { authenticatedAt: NOW + MINUTE_MS },
    ])
      assert.equal(confirmed({ ...RIGHT, shown: { ...shown, ...changed } }), 'ERR_CHECK_STALE')
  })

  it('given a log without it, with another method, with a failure, from before, or a prompt only pressed, then nothing confirms it', () => {
    const steps = [
      { ...STEP, method: 'sms' as const },
      { ...STEP, accepted: false },
      { ...STEP, time: NOW - 2 * MINUTE_MS },
    ]
    for (const given of [[], ...steps.map((one) => [one])])
      assert.equal(confirmed({ ...RIGHT, steps: given }), 'ERR_CHECK_UNCONFIRMED')
    const pressed = [{ ...STEP, method: 'push' as const }]
    assert.equal(confirmed({ ...RIGHT, check: 'push', steps: pressed }), 'ERR_CHECK_UNCONFIRMED')
  })

  it('given a password that the log shows accepted from this address minutes ago, then it counts; from another or earlier it does not', () => {
    const step = { ...STEP, method: 'password' as const }
    assert.ok(isPasswordShown([step], 'address-1', NOW + 5 * MINUTE_MS))
    assert.equal(isPasswordShown([step], 'address-2', NOW), false)
    assert.equal(isPasswordShown([step], 'address-1', NOW + 6 * MINUTE_MS), false)
    assert.equal(isPasswordShown([{ ...step, accepted: false }, STEP], 'address-1', NOW), false)
  })
})
