import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { elsewhere, type Story, tell } from '../signin/story.ts'
import { createFailedAttempts, type FailuresOverTime, inStretchesOf } from './failed-attempts.ts'

const HOUR_MS = 3_600_000

function counted(story: Story): FailuresOverTime {
  const failedAttempts = createFailedAttempts()
  for (const row of story.rows()) failedAttempts.see(row)
  return failedAttempts.told()
}

/** `HH:MM first second stopped provider`, one line a stretch. */
function lines({ widthMs, counts }: FailuresOverTime): readonly string[] {
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([index, { first, second, stopped, provider }]) => {
      const clock = new Date(index * widthMs).toISOString().slice(11, 16)
      return [clock, first, second, stopped, provider].join(' ')
    })
}

describe('failed attempts over time', () => {
  it('given failures at each step, then each counts where it failed, and interrupts count nowhere', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.mistypesPassword({ at: '09:01', attempt: 'a' })
    ana.entersWrongCode({ at: '09:06', attempt: 'b' })
    ana.ignoresPush({ at: '09:07', attempt: 'c' })
    ana.isLocked({ at: '09:11', attempt: 'd' })
    ana.isBlockedBy('Compliant device', { at: '09:12', attempt: 'e' })
    ana.meetsServiceError({ at: '09:16', attempt: 'f' })
    ana.isAskedForSecondStep({ at: '09:21', attempt: 'g' })
    ana.isSentMessage({ at: '09:26', attempt: 'h' })
    assert.deepEqual(lines(counted(story)), ['09:00 1 0 0 0', '09:05 0 2 0 0', '09:10 0 0 2 0', '09:15 0 0 0 1'])
  })

  it('given an attempt of several rows, then it counts once, at its first failure, as what it failed at last', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.mistypesPassword({ at: '09:04', attempt: 'a' })
    ana.mistypesPassword({ at: '09:05', attempt: 'a' })
    ana.entersWrongCode({ at: '09:06', attempt: 'a' })
    assert.deepEqual(lines(counted(story)), ['09:00 0 1 0 0'])
  })

  it('given an attempt that ends in success, then it has not failed; one beside it still has', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.entersWrongCode({ at: '09:01', attempt: 'a' })
    ana.entersWrongCode({ at: '09:02', attempt: 'b' })
    ana.signsIn({ at: '09:03', attempt: 'a' })
    assert.deepEqual(lines(counted(story)), ['09:00 0 1 0 0'])
  })

  it('given rows without an id of their attempt, then gaps below five minutes from one client are one attempt', () => {
    const story = tell()
    const ana = story.person('ana')
    const ben = story.person('ben')
    ana.mistypesPassword({ at: '09:00:00' })
    ana.mistypesPassword({ at: '09:04:59' })
    ana.mistypesPassword({ at: '09:09:59' })
    ana.signsIn({ at: '09:10:30' })
    ben.mistypesPassword({ at: '09:21', from: elsewhere })
    ben.signsIn({ at: '09:22' })
    assert.deepEqual(lines(counted(story)), ['09:00 1 0 0 0', '09:20 1 0 0 0'])
  })

  it('given names that the provider does not know, then they count as well', () => {
    const story = tell()
    const row = { person: '', account: '', known: false, name: 'nobody@example.com' }
    story.person('nobody').mistypesPassword({ at: '09:00', row })
    assert.deepEqual(lines(counted(story)), ['09:00 1 0 0 0'])
  })

  it('property: however long the log, all failures are counted, in at most 48 stretches that can be joined', () => {
    const times = fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(times, (list) => {
        const story = tell()
        const ana = story.person('ana')
        for (const [index, time] of list.entries()) {
          ana.entersWrongCode({ at: '09:00', attempt: `${index}`, row: { time } })
        }
        const failures = counted(story)
        const wider = inStretchesOf(failures.widthMs * 4, failures)
        for (const { counts } of [failures, wider]) {
          assert.ok(counts.size <= 48)
          assert.equal(
            [...counts.values()].reduce((sum, { second }) => sum + second, 0),
            list.length,
          )
        }
      }),
    )
  })

  it('given a day after a quiet month, then it is told in days, not in hours', () => {
    const story = tell()
    const ana = story.person('ana')
    ana.mistypesPassword({ at: '1 09:00' })
    ana.mistypesPassword({ at: '30 09:00' })
    ana.mistypesPassword({ at: '30 10:00' })
    const { widthMs, counts } = counted(story)
    assert.equal(widthMs, 24 * HOUR_MS)
    assert.deepEqual(
      [...counts.values()].map(({ first }) => first),
      [1, 2],
    )
  })
})
