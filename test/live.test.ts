/**
 * Live and batch end with the same (CONTRACTS.md, "Sign-ins": Order): the server's fold over rows as they come, against the
 * command line's way over all of them at once.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createCollector } from '../src/cli/collector.ts'
import { assemble, createDiagnosis, type Diagnosis, type Report, type Verdicts } from '../src/diagnosis/index.ts'
import { blank, type Draft, keep, readKept } from '../src/signin/index.ts'
import { createFold, type Fold } from '../src/watch/index.ts'
import { anyStory } from './any-story.ts'
import { holds, mustFail } from './property.ts'

const MINUTE_MS = 60_000

/** Rows as the store gives them back: of a source that knows its tenant, without their place in a file. */
const anyRows = anyStory.map((story) =>
  story.map((row) => readKept(keep({ ...row, tenant: row.tenant || 'northwind' }).row)),
)

/** Into how large deliveries rows are cut, again and again; all at once if empty. */
const anySizes = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 })

type Delivery = readonly Draft[]

function delivered(rows: readonly Draft[], sizes: readonly number[]): readonly Delivery[] {
  const deliveries: Delivery[] = []
  for (let at = 0; at < rows.length; at += deliveries.at(-1)!.length) {
    deliveries.push(rows.slice(at, at + (sizes[deliveries.length % sizes.length] ?? rows.length)))
  }
  return deliveries
}

const inOrder = (rows: readonly Draft[]): readonly Draft[] => rows.toSorted((a, b) => a.time - b.time)
const lastOf = (rows: readonly Draft[]): number => rows.reduce((last, { time }) => Math.max(last, time), 0)

/** The way of the command line. */
function batch(rows: readonly Draft[], conclude: (diagnosis: Diagnosis) => Verdicts): Report {
  const collector = createCollector({ memoryBytes: 1 << 20 })
  for (const row of rows) collector.add({ ...row })
  const merged = collector.finish()
  const diagnosis = createDiagnosis()
  merged.forEach(diagnosis.see)
  merged.close()
  return reported(conclude(diagnosis), lastOf(rows))
}

function live(deliveries: readonly Delivery[], now: number, after: (fold: Fold) => void = () => {}): Report {
  const fold = createFold()
  for (const rows of deliveries) {
    fold.take(rows)
    after(fold)
  }
  fold.catchUp()
  assert.equal(fold.isBehind, false)
  return reported(fold.judgement(now).all, lastOf(deliveries.flat()))
}

function reported(verdicts: Verdicts, end: number): Report {
  const counts = { files: [], rows: 0, events: 0, duplicates: 0, other: 0, otherNames: {}, problems: [] }
  return assemble(verdicts, {
    input: { ...counts, problemCount: 0, people: verdicts.surroundings.people },
    period: { start: 0, end },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
}

/** Rows shuffled, some of them again. */
const anyArrival = fc.tuple(anyRows, anySizes).chain(([rows, sizes]) => {
  const all = [...rows]
  const shuffled = fc.shuffledSubarray(all, { minLength: all.length })
  const again = fc.subarray(all, { maxLength: Math.min(10, all.length) })
  return fc.tuple(shuffled, again).map((arrived) => ({ rows, deliveries: delivered(arrived.flat(), sizes) }))
})

const arrivalDoesNotMatter = (after?: (fold: Fold) => void, catchingUp = true) =>
  fc.property(anyArrival, ({ rows, deliveries }) => {
    const now = lastOf(rows) + MINUTE_MS
    const expected = batch(rows, (diagnosis) => diagnosis.soFar(now))
    if (catchingUp) return assert.deepEqual(live(deliveries, now, after), expected)
    const fold = createFold()
    for (const each of deliveries) fold.take(each)
    assert.deepEqual(reported(fold.judgement(now).all, lastOf(rows)), expected)
  })

describe('live and batch', () => {
  it('given any order, deliveries and repetitions, when the fold has caught up, then it tells what the command line tells', () => {
    holds(arrivalDoesNotMatter(), 100)
  })

  it('given a fold that catches up after each delivery, then it is the same', () => {
    holds(
      arrivalDoesNotMatter((fold) => fold.catchUp()),
      30,
    )
  })

  it('given rows in the order of their time, then nothing has to be judged again but what shares an instant', () => {
    holds(
      fc.property(anyRows, anySizes, (rows, sizes) => {
        const apart = rows.map((row, index) => ({ ...row, time: row.time + index }))
        const fold = createFold()
        for (const each of delivered(inOrder(apart), sizes)) fold.take(each)
        const now = lastOf(apart) + MINUTE_MS
        if (fold.isBehind) return
        assert.deepEqual(
          reported(fold.judgement(now).all, lastOf(apart)),
          batch(apart, (diagnosis) => diagnosis.soFar(now)),
        )
      }),
      50,
    )
  })

  it('given verdicts asked for after each delivery, then what comes later is judged as if nobody had asked', () => {
    holds(
      fc.property(anyRows, anySizes, (rows, sizes) => {
        const deliveries = delivered(inOrder(rows), sizes)
        const now = lastOf(rows) + MINUTE_MS
        let seen = 0
        let turn = 0
        const asked = live(deliveries, now, (fold) => {
          seen = Math.max(seen, lastOf(deliveries[turn++]!))
          if (!fold.isBehind) fold.judgement(seen)
        })
        assert.deepEqual(asked, live(deliveries, now))
      }),
      50,
    )
  })

  it('given no answer for longer than a prompt lives, then the end of a log and waiting are the same', () => {
    holds(
      fc.property(anyRows, (rows) => {
        const now = lastOf(rows) + 3 * MINUTE_MS
        assert.deepEqual(
          batch(rows, (diagnosis) => diagnosis.soFar(now)),
          batch(rows, (diagnosis) => diagnosis.finish(now)),
        )
      }),
      50,
    )
  })

  it('given a fold that never catches up, then the property fails', () => {
    mustFail(arrivalDoesNotMatter(undefined, false), 100)
  })
})

describe('a row that says whose another is', () => {
  const NOON = Date.UTC(2026, 1, 23, 12)
  const WRONG_CODE = {
    activity: 'sign-in',
    outcome: 'failure',
    step: 'second',
    reason: 'wrong-code',
    method: 'totp',
  } as const

  function row(minute: number, account: string): Draft {
    const who = { provider: 'okta', tenant: 'northwind', name: 'ana@example.com', account } as const
    return { ...blank(), ...WRONG_CODE, ...who, id: `row ${minute}`, time: NOON + minute * MINUTE_MS }
  }

  const lockedOut = (fold: Fold): unknown =>
    fold.judgement(NOON + 60 * MINUTE_MS).all.lockouts.map(({ people }) => people)

  it('given wrong codes under a name, when a later row names its account, then the fold is behind until it has caught up', () => {
    const fold = createFold()
    fold.take([row(1, ''), row(2, ''), row(3, '')])
    assert.deepEqual(lockedOut(fold), [['okta:northwind:~ana@example.com']])
    fold.take([row(10, '00u1')])
    assert.equal(fold.isBehind, true)
    fold.catchUp()
    assert.deepEqual(lockedOut(fold), [['okta:northwind:00u1']])
  })

  it('given two accounts of one name, then rows that give only the name are nobody’s of the two', () => {
    const fold = createFold()
    fold.take([row(1, '00u1')])
    fold.take([row(2, ''), row(3, ''), row(4, '')])
    fold.take([row(5, '00u2')])
    fold.catchUp()
    assert.deepEqual(lockedOut(fold), [
      ['okta:northwind:00u1'],
      ['okta:northwind:~ana@example.com'],
      ['okta:northwind:00u2'],
    ])
  })

  it('given a time from which rows are kept, when runs are merged, then older ones go, and are not judged again', () => {
    const fold = createFold()
    fold.take([row(1, '00u1'), row(2, '00u1'), row(3, '00u1')])
    fold.keepFrom(NOON + 30 * MINUTE_MS)
    for (let minute = 40; minute < 44; minute++) fold.take([row(minute, '00u2')])
    fold.take([row(41, '00u2')])
    fold.catchUp()
    assert.deepEqual(lockedOut(fold), [['okta:northwind:00u2']])
  })
})
