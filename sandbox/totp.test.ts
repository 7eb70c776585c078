import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Secret } from 'otpauth'
import { checkTotp, totpCodeAt } from './totp.ts'
import type { Totp } from './world.ts'

const NOW = Date.UTC(2026, 5, 1, 8)
/** The secret of RFC 6238, appendix B. */
const secret = Secret.fromLatin1('12345678901234567890').base32
const app = (more: Partial<Totp> = {}): Totp => ({
  ...{ kind: 'totp', id: 't', label: 'App', added: 0, lastUsed: null, secret, lastStep: 0, drift: 0 },
  ...more,
})

describe('codes of an app', () => {
  it('given the times of RFC 6238, appendix B, then the codes are its last six digits', () => {
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ] as const) {
      assert.equal(totpCodeAt(secret, seconds * 1000), code)
    }
  })

  it('given the counters of RFC 4226, appendix D, then the codes are its', () => {
    const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')
    for (const [counter, code] of codes.entries()) assert.equal(totpCodeAt(secret, counter * 30_000), code)
  })

  it('given a code that was taken, then neither it nor an older one is taken again', () => {
    const taken = checkTotp(app(), totpCodeAt(secret, NOW), NOW)
    assert.ok(taken.result === 'accepted')
    const spent = app({ lastStep: taken.step })
    assert.equal(checkTotp(spent, totpCodeAt(secret, NOW), NOW).result, 'reused')
    assert.equal(checkTotp(spent, totpCodeAt(secret, NOW - 30_000), NOW).result, 'reused')
    assert.equal(checkTotp(spent, totpCodeAt(secret, NOW + 30_000), NOW).result, 'accepted')
  })

  it('given a clock that drifts step by step, then it is followed, and no further than two steps', () => {
    let drift = 0
    for (const off of [-1, -2, -3]) {
      const checked = checkTotp(app({ drift }), totpCodeAt(secret, NOW + off * 30_000), NOW)
      assert.ok(checked.result === 'accepted')
      drift = checked.drift
    }
    assert.equal(drift, -2)
    assert.equal(checkTotp(app({ drift }), totpCodeAt(secret, NOW - 4 * 30_000), NOW).result, 'drifted')
  })

  it('given a right code of another time, then it is not taken, and it is said by how much the clock is off', () => {
    const checked = checkTotp(app(), totpCodeAt(secret, NOW - 600_000), NOW)
    assert.deepEqual(checked, { result: 'drifted', seconds: -600 })
    assert.equal(checkTotp(app(), '12345', NOW).result, 'wrong')
  })
})
