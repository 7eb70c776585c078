import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createActivity, createRise } from './rise.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
const LIMITS = { peopleMin: 5, aboveUsual: 5, priorShare: 0.05 }

/** A hundred people at work from nine to twelve, of whom two in each quarter of an hour are concerned. */
function morning(day: number, activity: ReturnType<typeof createActivity>, rise: ReturnType<typeof createRise>): void {
  for (let minute = 540; minute < 720; minute++) {
    const time = day * DAY_MS + minute * MINUTE_MS
    for (let n = 0; n < 10; n++) activity.see(time + n, `p${(minute * 10 + n) % 100}`)
    if (minute % 7 === 0) rise.see(time + 30_000, `p${minute % 100}`)
  }
}

function concerned(people: number, time: number, rise: ReturnType<typeof createRise>): boolean {
  for (let n = 0; n < people; n++) rise.see(time + n, `p${n}`)
  return rise.isHigh(time + people)
}

describe('a rise', () => {
  it('given what is usual on working mornings, when a weekend lies between, then it is still the usual', () => {
    const activity = createActivity(15 * MINUTE_MS)
    const rise = createRise(activity, LIMITS)
    for (const day of [0, 1, 2, 3, 4]) morning(day, activity, rise)
    const monday = 7 * DAY_MS + 540 * MINUTE_MS
    for (let n = 0; n < 100; n++) activity.see(monday + n, `p${n}`)
    assert.equal(concerned(7, monday + MINUTE_MS, rise), false)
    assert.equal(concerned(30, monday + 2 * MINUTE_MS, rise), true)
  })
})
