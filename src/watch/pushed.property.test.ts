/**
 * DESIGN §3 rule 7, for any stream: whatever is pushed beside what was read, and whatever is pushed after something was told,
 * no verdict goes, sinks or closes by it (docs/adr/0008-pushed-and-read.md).
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyStory } from '../../test/any-story.ts'
import { holds, mustFail } from '../../test/property.ts'
import { type Draft, keep, readKept } from '../signin/index.ts'
import { coverage } from './coverage.ts'
import { createFold } from './fold.ts'
import { read, type Verdict } from './live-verdict.ts'
import { createTelling } from './telling.ts'
import { changes } from './told.ts'

const MINUTE_MS = 60_000

/** Rows as the store gives them back. */
function kept(rows: readonly Draft[], pushed: boolean): readonly Draft[] {
  return rows.map((row) => readKept(keep({ ...row, tenant: 'northwind', pushed }).row))
}

/** What stands after these deliveries, each judged at the latest time so far. */
function standing(deliveries: readonly (readonly Draft[])[], now: number): ReadonlyMap<string, Verdict> {
  const fold = createFold()
  const telling = createTelling()
  const told = new Map<string, Verdict>()
  for (const rows of deliveries) {
    fold.take(rows)
    fold.catchUp()
    const judgement = fold.judgement(now)
    const changed = changes(told, telling.verdicts(judgement, now), { now, first: fold.first, gotIn: judgement.gotIn })
    for (const verdict of changed.told) told.set(verdict.id, verdict)
    for (const id of changed.withdrawn) told.delete(id)
  }
  return told
}

/** Each of the first is still told: itself, or by another that says all that matters of it. */
function assertUpheld(without: ReadonlyMap<string, Verdict>, with_: ReadonlyMap<string, Verdict>): void {
  const isCovered = coverage([...with_.values()].map(read))
  for (const verdict of without.values()) {
    assert.ok(isCovered(read(verdict)), `no longer told: ${verdict.body}`)
  }
}

const lastOf = (rows: readonly Draft[]): number => rows.reduce((last, { time }) => Math.max(last, time), 0)

/** A forger knows all that happened: real rows turned into successes or said otherwise, and stories of their own. */
const anyForgery = (rows: readonly Draft[]): fc.Arbitrary<readonly Draft[]> => {
  const turned = fc.subarray([...rows], { maxLength: Math.min(30, rows.length) }).chain((some) =>
    fc
      .tuple(...some.map((row) => fc.tuple(fc.constant(row), fc.nat(3), fc.integer({ min: -40, max: 40 }))))
      .map((all) =>
        all.map(([row, how, minutes]): Draft => {
          if (how === 0) return { ...row, ...SUCCESS }
          const moved = { ...row, id: `forged ${row.id}`, time: row.time + minutes * MINUTE_MS }
          return how === 1 ? moved : { ...moved, ...SUCCESS }
        }),
      ),
  )
  const told = anyStory.map((story) => story.map((row) => ({ ...row, id: `forged ${row.id}` })))
  return fc.tuple(turned, told).map(([some, others]) => kept([...some, ...others], true))
}

const SUCCESS = {
  activity: 'sign-in',
  outcome: 'success',
  step: 'session',
  reason: 'none',
  complete: true,
  proved: true,
  change: 'none',
} as const

const anyCase = anyStory.chain((story) => anyForgery(story).map((forged) => ({ story, forged })))

const forgedRows = (forgedAs: 'pushed' | 'read') =>
  fc.property(anyCase, fc.nat(100), fc.nat(100), ({ story, forged }, percent, lying) => {
    const rows = cut(kept(story, false), percent)
    const lies = cut(forgedAs === 'pushed' ? forged : forged.map((row) => ({ ...row, pushed: false })), lying)
    const now = Math.max(lastOf(story), lastOf(forged)) + MINUTE_MS
    assertUpheld(standing(rows, now), standing([lies[0], rows[0], lies[1], rows[1]], now))
  })

/** In two, the first with so many of a hundred. */
function cut(rows: readonly Draft[], percent: number): readonly [readonly Draft[], readonly Draft[]] {
  const at = Math.floor((rows.length * percent) / 100)
  return [rows.slice(0, at), rows.slice(at)]
}

describe('what is pushed', () => {
  it('given any rows that were read, when anything is pushed before, between and after, then every verdict stands', () => {
    holds(forgedRows('pushed'), 150)
  })

  it('given the same rows as if they had been read, then the property fails', () => {
    mustFail(forgedRows('read'), 300)
  })

  it('given any rows that were pushed themselves, when they were told and more is pushed, then every verdict stands', () => {
    holds(
      fc.property(anyCase, ({ story, forged }) => {
        const rows = kept(story, true)
        const now = Math.max(lastOf(rows), lastOf(forged)) + MINUTE_MS
        assertUpheld(standing([rows], now), standing([rows, forged], now))
      }),
      150,
    )
  })

  it('given rows that were pushed and then read, then what stands is what stands by reading them', () => {
    holds(
      fc.property(anyStory, (story) => {
        const now = lastOf(story) + MINUTE_MS
        const bothWays = standing([[...kept(story, true), ...kept(story, false)]], now)
        assert.deepEqual([...bothWays.entries()].sort(), [...standing([kept(story, false)], now).entries()].sort())
      }),
      50,
    )
  })
})
