import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StepResult } from '../happening.ts'
import { REHEARSAL_START, rehearse } from '../rehearsal.ts'
import { attempt, workSeat } from '../world.ts'

const MINUTE = 60_000
const SECOND = 1000

/** Detections in truth after second steps with these results at these minutes, by an attacker or by the person. */
function found(times: readonly number[], result: StepResult | readonly StepResult[], attack = true): string[] {
  const method = result === 'wrong-code' ? 'totp' : result === 'no-answer' ? 'sms' : 'push'
  const { truth } = rehearse('entra', 1, (world) => {
    const who = world.org.people[20]!
    for (const [index, time] of times.entries()) {
      const at = REHEARSAL_START + 9 * 60 * MINUTE + time
      const one = typeof result === 'string' ? result : result[index]!
      attempt(world, {
        who,
        time: at - 10 * SECOND,
        seat: workSeat(world, who, at),
        steps: [{ at: 10 * SECOND, method, authenticator: who.authenticators[0]!, result: one }],
        tag: attack ? { attack: true, incident: 1 } : null,
      })
    }
  })
  return truth.findings.map((finding) => finding.detection)
}

const spread = (count: number, whole: number): number[] =>
  Array.from({ length: count }, (_, at) => (at * whole) / (count - 1))

test('given five refused prompts, when first and last are 60:00 apart, then it is fatigue', () => {
  assert.ok(found(spread(5, 60 * MINUTE), 'refused').includes('mfa-fatigue'))
})

test('given five refused prompts, when first and last are 60:01 apart, then it is none', () => {
  assert.ok(!found(spread(5, 60 * MINUTE + SECOND), 'refused').includes('mfa-fatigue'))
})

test('given four refused prompts in a minute, then it is no fatigue', () => {
  assert.ok(!found(spread(4, MINUTE), 'refused').includes('mfa-fatigue'))
})

test('given one prompt, when the person says that it was not them, then it is fatigue at once', () => {
  assert.deepEqual(found([0], 'reported'), ['mfa-fatigue'])
})

test('given refusals over hours, when each window overlaps the next, then they are one episode', () => {
  assert.equal(found(spread(20, 190 * MINUTE), 'refused').filter((id) => id === 'mfa-fatigue').length, 1)
})

test('given refusals by the person at their own desk, then it is no fatigue', () => {
  assert.ok(!found(spread(6, 30 * MINUTE), 'refused', false).includes('mfa-fatigue'))
})

test("given mistakes by Duo's button, then they never count", () => {
  assert.ok(!found(spread(8, 20 * MINUTE), 'mistake').includes('mfa-fatigue'))
})

test('given an approval, when three refusals went before, then it is suspect; after two it is not', () => {
  const refused = (count: number): StepResult[] => [...new Array<StepResult>(count).fill('refused'), 'approved']
  assert.ok(found(spread(4, 20 * MINUTE), refused(3)).includes('fatigue-approved'))
  assert.ok(!found(spread(3, 20 * MINUTE), refused(2)).includes('fatigue-approved'))
})

test('given five wrong codes, when they lie within 30:00, then it is for the throttle; in 30:01 it is not', () => {
  assert.ok(found(spread(5, 30 * MINUTE), 'wrong-code').includes('second-step-throttle'))
  assert.ok(!found(spread(5, 30 * MINUTE + SECOND), 'wrong-code').includes('second-step-throttle'))
})

test('given messages to one phone within the hour, when there are eleven, then it is a flood; ten are none', () => {
  assert.ok(found(spread(11, 60 * MINUTE), 'no-answer').includes('sms-flood'))
  assert.ok(!found(spread(10, 60 * MINUTE), 'no-answer').includes('sms-flood'))
  assert.ok(!found(spread(11, 60 * MINUTE + 11 * SECOND), 'no-answer').includes('sms-flood'))
})
