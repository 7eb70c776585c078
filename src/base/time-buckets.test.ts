import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketWidthMs } from './time-buckets.ts'

const HOUR_MS = 3_600_000

test('an hour is cut into five minutes, a day into hours, a month into days', () => {
  const from = Date.UTC(2026, 1, 1)
  assert.deepEqual(
    [1, 24, 24 * 30].map((hours) => bucketWidthMs(from, from + hours * HOUR_MS) / HOUR_MS),
    [1 / 12, 1, 24],
  )
})

test('property: at most 48 stretches cover any time, and a longer time has a multiple of the width of a shorter', () => {
  const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
  fc.assert(
    fc.property(instant, instant, instant, (...instants) => {
      const [from = 0, between = 0, to = 0] = instants.sort((a, b) => a - b)
      const widthMs = bucketWidthMs(from, to)
      assert.ok(Math.floor(to / widthMs) - Math.floor(from / widthMs) < 48)
      assert.equal(widthMs % bucketWidthMs(from, between), 0)
    }),
  )
})
