import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Lockout, Report } from '../../diagnosis/index.ts'
import { emptyReport, sampleReport } from '../sample-report.ts'
import { bucketFailures, bucketLockouts } from './buckets.ts'

const HOUR_MS = 3_600_000

function lockout(start: string, end: string, ended: Lockout['ended'], cause: Lockout['cause'] = 'wrong-code'): Lockout {
  return { ...(sampleReport().lockouts[0] as Lockout), cause, start, end, ended, peopleCount: 2 }
}

function report(start: string, end: string, lockouts: readonly Lockout[]): Report {
  return { ...emptyReport(10), period: { start, end }, lockouts }
}

test('a lockout counts in every bucket that it touches, by its kind of cause', () => {
  const ended = { at: '2026-02-23T11:10:00.000Z', by: 'unlock' } as const
  const given = lockout('2026-02-23T09:30:00.000Z', '2026-02-23T10:00:00.000Z', ended, 'policy-block')
  const { widthMs, list } = bucketLockouts(report('2026-02-23T00:00:00.000Z', '2026-02-23T23:59:00.000Z', [given]))
  assert.equal(widthMs, HOUR_MS)
  assert.equal(list.length, 24)
  const touched = list.filter(({ total }) => total > 0)
  assert.deepEqual(
    touched.map(({ start, values }) => [new Date(start).getUTCHours(), values.policy, values.authenticator]),
    [
      [9, 2, 0],
      [10, 2, 0],
      [11, 2, 0],
    ],
  )
})

test('a lockout without an end lasts to the end of the log; a quiet one to its last attempt', () => {
  const quiet = { at: '2026-02-23T23:00:00.000Z', by: 'quiet' } as const
  const open = lockout('2026-02-23T20:00:00.000Z', '2026-02-23T20:10:00.000Z', null)
  const silent = lockout('2026-02-23T01:00:00.000Z', '2026-02-23T01:10:00.000Z', quiet)
  const { list } = bucketLockouts(report('2026-02-23T00:00:00.000Z', '2026-02-23T23:59:00.000Z', [open, silent]))
  assert.deepEqual(
    list.filter(({ total }) => total > 0).map(({ start }) => new Date(start).getUTCHours()),
    [1, 20, 21, 22, 23],
  )
})

test('any length of log gives at most 48 bars', () => {
  for (const end of [
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T03:00:00.000Z',
    '2026-02-03T00:00:00.000Z',
    '2044-01-01T00:00:00.000Z',
  ]) {
    const { list } = bucketLockouts(report('2026-01-01T00:00:00.000Z', end, []))
    assert.ok(list.length >= 1 && list.length <= 48, `${end}: ${list.length}`)
  }
})

test('without a period there is no bar', () => {
  assert.deepEqual(bucketLockouts(emptyReport(0)).list, [])
})

test('failed attempts have every stretch of the period, those without a failure as well', () => {
  const given: Report = {
    ...report('2026-02-23T09:30:00.000Z', '2026-02-23T12:10:00.000Z', []),
    failedAttempts: {
      bucketMinutes: 60,
      buckets: [{ start: '2026-02-23T11:00:00.000Z', first: 3, second: 2, stopped: 1, provider: 0 }],
    },
  }
  const { widthMs, list } = bucketFailures(given)
  assert.equal(widthMs, HOUR_MS)
  assert.deepEqual(
    list.map(({ start, values, total }) => [new Date(start).getUTCHours(), values.second, total]),
    [
      [9, 0, 0],
      [10, 0, 0],
      [11, 2, 6],
      [12, 0, 0],
    ],
  )
})
