import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as words from './report-words.ts'

const { count } = words
const likelihood = plain(words.likelihood)
const duration = plain(words.duration)
const range = plain(words.range)
const ending = plain(words.ending)

/** With common spaces for no-break ones, so that what is expected can be read. */
function plain<T extends readonly unknown[]>(say: (...things: T) => string): (...things: T) => string {
  return (...things) => say(...things).replaceAll('\u00a0', ' ')
}

test('durations name their two largest units', () => {
  const from = '2026-02-23T08:00:00.000Z'
  assert.equal(duration(from, '2026-02-23T08:00:45.000Z'), '45 s')
  assert.equal(duration(from, '2026-02-23T08:12:59.000Z'), '12 m')
  assert.equal(duration(from, '2026-02-23T09:22:00.000Z'), '1 h 22 m')
  assert.equal(duration(from, '2026-02-26T12:59:00.000Z'), '3 d 4 h')
  assert.equal(duration(from, '2026-02-23T07:00:00.000Z'), '0 s')
  assert.equal(duration(from, 'never'), '0 s')
})

test('a range says the day once', () => {
  assert.equal(range('2026-02-23T13:40:00.000Z', '2026-02-23T15:02:00.000Z'), '23 Feb 2026 13:40 to 15:02 (1 h 22 m)')
  assert.equal(
    range('2026-02-22T23:50:00.000Z', '2026-02-23T00:19:00.000Z'),
    '22 Feb 2026 23:50 to 23 Feb 2026 00:19 (29 m)',
  )
  assert.equal(range('2026-02-22T23:50:01.000Z', '2026-02-22T23:50:59.000Z'), '22 Feb 2026 23:50')
})

test('counts, likelihoods and endings are said in words', () => {
  assert.equal(count(0, 'person', 'people'), 'no people')
  assert.equal(count(1, 'row'), '1 row')
  assert.equal(count(41_822, 'row'), '41,822 rows')
  assert.equal(likelihood(0.86), 'very likely (86 %)')
  assert.equal(likelihood(0.1), 'unlikely (10 %)')
  const start = '2026-02-23T08:00:00.000Z'
  assert.equal(ending(start, { at: '2026-02-23T08:12:00.000Z', by: 'unlock' }), 'back in after 12 m through an unlock')
  assert.equal(ending(start, { at: '2026-03-02T08:00:00.000Z', by: 'quiet' }), 'no further attempt for seven days')
})

test('a number stays with its unit', () => {
  assert.equal(words.duration('2026-02-23T08:00:00.000Z', '2026-02-23T09:22:00.000Z'), '1\u00a0h\u00a022\u00a0m')
})
