import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lockout } from '../../diagnosis/index.ts'
import type { StepResult, Stop } from '../happening.ts'
import { REHEARSAL_START, rehearse } from '../rehearsal.ts'
import type { Vendor } from '../vendors.ts'
import { attempt, change, workSeat } from '../world.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const NINE = REHEARSAL_START + 9 * 60 * MINUTE

interface Try {
  readonly at: number
  readonly result?: StepResult
  readonly stop?: Stop
  readonly abandoned?: boolean
  readonly unlock?: boolean
}

/** The lockouts of one person who tried at these minutes after nine. */
function lockouts(tries: readonly Try[], vendor: Vendor = 'entra'): readonly Lockout[] {
  return rehearse(vendor, 2, (world) => {
    const who = world.org.people[30]!
    const used = who.authenticators[0]!
    for (const { at, result, stop, abandoned, unlock } of tries) {
      const time = NINE + at * MINUTE
      const seat = workSeat(world, who, time)
      if (unlock) change(world, { time, change: 'account-unlocked', actor: world.org.administrators[0]!, who })
      else if (stop) attempt(world, { who, time, seat, stop })
      else if (abandoned) attempt(world, { who, time, seat, abandoned: true, pages: ['asked'] })
      else
        attempt(world, { who, time, seat, steps: [{ at: 5000, method: 'push', authenticator: used, result: result! }] })
    }
  }).truth.lockouts
}

test('given two failed attempts, when the person is in within ten minutes, then nobody was locked out', () => {
  assert.deepEqual(
    lockouts([
      { at: 0, result: 'no-answer' },
      { at: 3, result: 'no-answer' },
      { at: 9, result: 'approved' },
    ]),
    [],
  )
})

test('given one failed attempt, when ten minutes pass without success, then it is a lockout from its beginning', () => {
  const [lockout] = lockouts([
    { at: 0, result: 'no-answer' },
    { at: 25, result: 'approved' },
  ])
  assert.equal(lockout?.cause, 'push-not-answered')
  assert.equal(lockout?.start, new Date(NINE).toISOString())
  assert.equal(lockout?.verdictAt, new Date(NINE + 10 * MINUTE).toISOString())
  assert.deepEqual(lockout?.ended?.by, 'same-authenticator')
})

test('given three failed attempts in a minute, when the person is in at once, then it was a lockout all the same', () => {
  const tries = [0, 0.3, 0.6].map((at) => ({ at, result: 'wrong-code' as const }))
  const [lockout] = lockouts([...tries, { at: 1, result: 'approved' }])
  assert.equal(lockout?.cause, 'wrong-code')
  assert.equal(lockout?.attempts, 3)
})

test('given that the provider says locked, then it is a lockout at once, and ends with the unlock', () => {
  const [lockout] = lockouts([
    { at: 0, stop: 'locked' },
    { at: 4, unlock: true },
    { at: 5, result: 'approved' },
  ])
  assert.equal(lockout?.cause, 'locked-by-attempts')
  assert.equal(lockout?.ended?.by, 'unlock')
})

test('given an expired password, when it is changed within minutes, then it was a step and no lockout', () => {
  assert.deepEqual(
    lockouts([
      { at: 0, stop: 'password-expired' },
      { at: 3, result: 'approved' },
    ]),
    [],
  )
})

test('given a page that was left, when nothing else happens, then no lockout is demanded', () => {
  assert.deepEqual(lockouts([{ at: 0, abandoned: true }]), [])
})

test('given seven quiet days after the last failure, then the lockout ended quietly', () => {
  const [lockout] = lockouts([{ at: 0, stop: 'disabled' }])
  assert.equal(lockout?.ended?.by, 'quiet')
  assert.ok(Date.parse(lockout!.ended!.at) - NINE >= 7 * DAY)
})

test('given a log without attempt ids, when wrong codes are minutes apart and then one is right, then it was one attempt, and none is demanded', () => {
  const tries = [0, 1, 2, 3].map((at) => ({ at, result: 'wrong-code' as const }))
  assert.equal(lockouts([...tries, { at: 7.5, result: 'approved' }], 'entra').length, 1)
  assert.deepEqual(lockouts([...tries, { at: 7.5, result: 'approved' }], 'aws'), [])
})

test('given a log without attempt ids, when the right code comes more than five minutes later, then the attempt before had failed', () => {
  const tries = [0, 1, 2, 3].map((at) => ({ at, result: 'wrong-code' as const }))
  const [lockout] = lockouts([...tries, { at: 12, result: 'approved' }], 'aws')
  assert.equal(lockout?.cause, 'wrong-code')
  assert.equal(lockout?.attempts, 1)
})

test('given a page left in the morning and one failure before success at noon, then the lockout does not begin in the morning', () => {
  assert.deepEqual(
    lockouts([
      { at: 0, abandoned: true },
      { at: 180, result: 'wrong-code' },
      { at: 181, result: 'approved' },
    ]),
    [],
  )
})
