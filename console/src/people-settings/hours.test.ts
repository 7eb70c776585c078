/** Hours as people read and write them. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { approverHoursText, clockOf, minuteOf } from './hours.ts'

it('given days in a row, then they are told as a run, and others one by one', () => {
  const text = (days: number[]) => approverHoursText({ days, from: 480, to: 1080 })
  assert.equal(text([5, 4, 3, 2, 1]), 'Mon to Fri, 08:00 to 18:00')
  assert.equal(text([1, 3, 6]), 'Mon, Wed, Sat, 08:00 to 18:00')
  assert.equal(text([6, 7]), 'Sat, Sun, 08:00 to 18:00')
  assert.equal(text([1, 2, 3, 4, 5, 6, 7]), 'every day, 08:00 to 18:00')
})

it('given any minute of a day, then its clock says the same minute', () => {
  for (let minute = 0; minute <= 1440; minute++) assert.equal(minuteOf(clockOf(minute)), minute)
  assert.equal(clockOf(1440), '24:00')
})
