import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DEFAULTS } from '../base/defaults.ts'
import { CHECK_IDS, type CheckId } from './checks.ts'
import { after, COUNTED, type Counter, type Counters, isUnhindered, NONE, refusalOf } from './throttle.ts'

const { failuresMax, freeFailures, pauseMs, pauseMsMax, perPersonMax, perVerifierMax, dayMs } = DEFAULTS.verification
const NOW = Date.UTC(2026, 10, 22)

function failed(who: Parameters<typeof after>[1], times: number, at = NOW): Counter {
  let counter = NONE
  for (let n = 0; n < times; n++) counter = after(counter, who, false, at)
  return counter
}

describe('throttles', () => {
  it('given five failures from a source, then the sixth waits half a minute, and ever longer up to an hour', () => {
    assert.equal(refusalOf('totp', { source: failed('source', freeFailures - 1) }, NOW), undefined)
    const sixth = refusalOf('totp', { source: failed('source', freeFailures) }, NOW)
    assert.deepEqual([sixth?.code, sixth?.until], ['ERR_CHECK_TOO_FAST', NOW + pauseMs])
    assert.equal(refusalOf('totp', { source: failed('source', freeFailures) }, NOW + pauseMs), undefined)
    assert.equal(refusalOf('totp', { source: failed('source', freeFailures + 1) }, NOW)?.until, NOW + 2 * pauseMs)
    assert.equal(refusalOf('totp', { source: failed('source', 60) }, NOW)?.until, NOW + pauseMsMax)
  })

  it('given the failures of a source, then a check that a member of staff does feels no pause', () => {
    assert.equal(refusalOf('callback-landline', { source: failed('source', 60) }, NOW), undefined)
  })

  it('given a success of an own account, then the source is not forgiven; a day without failure forgives it', () => {
    const source = after(failed('source', freeFailures), 'source', true, NOW)
    assert.equal(refusalOf('totp', { source }, NOW)?.code, 'ERR_CHECK_TOO_FAST')
    assert.equal(after(source, 'source', false, NOW + dayMs).failures, 1)
  })

  it('given ten attempts for a person in a day, then the eleventh waits for the first to be a day old (R9)', () => {
    let person = NONE
    for (let n = 0; n < perPersonMax; n++) person = after(person, 'person', n % 2 === 0, NOW + n)
    const refused = refusalOf('callback-landline', { person }, NOW + 60_000)
    assert.deepEqual([refused?.code, refused?.until], ['ERR_CHECK_PERSON_LIMIT', NOW + dayMs])
    assert.equal(refusalOf('callback-landline', { person }, NOW + dayMs - 1)?.code, 'ERR_CHECK_PERSON_LIMIT')
    assert.equal(refusalOf('callback-landline', { person }, NOW + dayMs), undefined)
  })

  it('given a verifier who has done as many as one does in a day, then a colleague goes on', () => {
    const verifier = failed('verifier', perVerifierMax)
    assert.equal(refusalOf('manager', { verifier }, NOW)?.code, 'ERR_CHECK_VERIFIER_LIMIT')
    assert.equal(refusalOf('manager', { verifier: NONE }, NOW), undefined)
  })

  it('given a hundred failures in a row of one authenticator, then it is disabled for ever, and no other', () => {
    const authenticator = failed('authenticator', failuresMax)
    assert.equal(refusalOf('totp', { authenticator: failed('authenticator', failuresMax - 1) }, NOW), undefined)
    const refused = refusalOf('totp', { authenticator }, NOW + 400 * dayMs)
    assert.deepEqual([refused?.code, refused?.until], ['ERR_CHECK_DISABLED', null])
    assert.equal(refusalOf('totp', { authenticator: NONE }, NOW), undefined)
    assert.equal(refusalOf('passkey', { authenticator }, NOW)?.code, 'ERR_CHECK_DISABLED')
  })

  it('given ninety-nine failures and a success of it, then it starts at nothing', () => {
    const authenticator = after(failed('authenticator', failuresMax - 1), 'authenticator', true, NOW)
    assert.equal(authenticator.failures, 0)
  })

  it('property: whatever others did, a passkey and a visit in person are never refused', () => {
    fc.assert(
      fc.property(anyCounters(), fc.nat({ max: 3 * dayMs }), (counters, later) => {
        const { authenticator: _, ...others } = counters
        for (const check of CHECK_IDS.filter(isUnhindered))
          assert.equal(refusalOf(check, others, NOW + later), undefined)
      }),
    )
  })

  it('property: each refusal ends at the time that it says, and not before, unless an authenticator is disabled', () => {
    fc.assert(
      fc.property(anyCheck(), anyCounters(), (check, counters) => {
        let now = NOW
        for (
          let refused = refusalOf(check, counters, now);
          refused !== undefined;
          refused = refusalOf(check, counters, now)
        ) {
          if (refused.until === null) return assert.equal(refused.code, 'ERR_CHECK_DISABLED')
          assert.ok(refused.until > now)
          assert.notEqual(refusalOf(check, counters, refused.until - 1), undefined)
          now = refused.until
        }
      }),
    )
  })

  it('property: in no stretch of a day are there more attempts for a person than allowed, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: dayMs / 4 }), fc.boolean()), { maxLength: 80 }), (tries) => {
        let person = NONE
        let now = NOW
        const allowed: number[] = []
        for (const [pause, passed] of tries) {
          now += pause
          if (refusalOf('callback-landline', { person }, now) !== undefined) continue
          person = after(person, 'person', passed, now)
          allowed.push(now)
        }
        for (const from of allowed)
          assert.ok(allowed.filter((at) => at >= from && at < from + dayMs).length <= perPersonMax)
      }),
    )
  })

  it('property: a failure more never ends anything sooner', () => {
    fc.assert(
      fc.property(anyCheck(), anyCounters(), fc.constantFrom(...COUNTED), (check, counters, who) => {
        const before = refusalOf(check, counters, NOW)
        const worse = { ...counters, [who]: after(counters[who] ?? NONE, who, false, NOW) }
        const then = refusalOf(check, worse, NOW)
        if (before !== undefined) assert.ok(then !== undefined)
        if (before?.until != null && before.code === then?.code) assert.ok((then.until ?? 0) >= before.until)
      }),
    )
  })
})

function anyCheck(): fc.Arbitrary<CheckId> {
  return fc.constantFrom(...CHECK_IDS)
}

function anyCounters(): fc.Arbitrary<Counters> {
  const counter = fc
    .record({
      failures: fc.nat({ max: 130 }),
      ago: fc.nat({ max: dayMs / 2 }),
      attempts: fc.array(fc.nat({ max: dayMs - 1 }), { maxLength: 70 }),
    })
    .map(({ failures, ago, attempts }): Counter => {
      return { failures, failedAt: NOW - ago, attempts: attempts.map((one) => NOW - one).sort((a, b) => a - b) }
    })
  return fc.record({ source: counter, case: counter, person: counter, verifier: counter, authenticator: counter })
}
