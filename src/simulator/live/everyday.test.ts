import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hospitalRoster } from '../roster.ts'
import { everydayOf } from './everyday.ts'

const HOSPITAL = { people: 100, seed: 3 }
/** Monday, 1 June 2026. */
const DAY = 20_605

describe('an ordinary day of the hospital', () => {
  it('given a day, then it is the same whatever was asked for before, and other days are others', () => {
    const day = everydayOf({ ...HOSPITAL, day: DAY })
    const next = everydayOf({ ...HOSPITAL, day: DAY + 1 })
    assert.deepEqual(everydayOf({ ...HOSPITAL, day: DAY }), day)
    assert.notDeepEqual(next, day)
  })

  it('given the roster of the same seed, then these are its people, and most of them sign in', () => {
    const accounts = new Set(hospitalRoster({ ...HOSPITAL, time: 0 }).map(({ account }) => account))
    const signedIn = new Set(everydayOf({ ...HOSPITAL, day: DAY }).map(({ account }) => account))
    assert.deepEqual(
      [...signedIn].filter((account) => !accounts.has(account)),
      [],
    )
    assert.ok(signedIn.size > 0.8 * accounts.size)
  })

  it('lies within a day and a half around its own', () => {
    const times = everydayOf({ ...HOSPITAL, day: DAY }).map(({ time }) => time / 86_400_000 - DAY)
    assert.ok(times.every((time, index) => time >= (times[index - 1] ?? -0.5) && time < 2))
  })
})
