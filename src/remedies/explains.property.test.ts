/**
 * Whatever remedies ran and whatever came in the log, in any order: no row is explained that no call was intended for, and none
 * is told that one was (DESIGN §3 rule 19).
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds, mustFail } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { type Calls, explains, type Intention, intentionsOf, type LoggedChange } from './explains.ts'

const MINUTE_MS = 60_000
const people = ['ana', 'bo'] as const
const changes = ['password-reset', 'pass-issued', 'role-granted'] as const

const calls: fc.Arbitrary<Calls> = fc
  .record({
    verb: fc.constantFrom('reset-password', 'require-password-reset', 'issue-pass', 'suspend'),
    target: fc.constantFrom(...people),
    at: fc.integer({ min: 0, max: 40 }),
    tries: fc.integer({ min: 1, max: 3 }),
    lastsMinutes: fc.integer({ min: 0, max: 5 }),
    outcome: fc.constantFrom('done', 'already', 'failed', undefined),
    code: fc.constantFrom('ERR_PROVIDER_REFUSED', 'ERR_REMEDY_NOT_SEEN'),
  })
  .map(({ verb, target, at, tries, lastsMinutes, outcome, code }) => ({
    what: { verb, target, provider: 'okta' },
    tries: Array.from({ length: tries }, (_, number) => (at + number) * MINUTE_MS),
    ended: outcome && { at: (at + tries - 1 + lastsMinutes) * MINUTE_MS, outcome, code },
  }))

const rows: fc.Arbitrary<readonly LoggedChange[]> = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 60 * MINUTE_MS }),
      target: fc.constantFrom(...people, undefined),
      change: fc.constantFrom(...changes),
    }),
    { maxLength: 12 },
  )
  .map((all) => all.map((row, number) => ({ ...row, id: String(number), provider: 'okta' })))

const worlds = fc.record({ remedies: fc.array(calls, { maxLength: 8 }), rows, seed: fc.nat() })

type Explains = typeof explains<LoggedChange>

/** Whether one may explain the other, said anew and not as the code has it. */
function fits(row: LoggedChange, { verb, target }: NonNullable<Calls['what']>, call: Calls, at: number): boolean {
  const looksLike = {
    'reset-password': 'password-reset',
    'require-password-reset': 'password-reset',
    'issue-pass': 'pass-issued',
  }
  const { beforeStartMs, afterEndMs, withoutEndMs } = DEFAULTS.sentinels
  const end = call.ended === undefined ? Math.max(...call.tries) + withoutEndMs : call.ended.at + afterEndMs
  const wasCalled = call.ended?.outcome !== 'already'
  const isRefused = call.tries.length === 1 && call.ended?.code === 'ERR_PROVIDER_REFUSED'
  const isLike = looksLike[verb as keyof typeof looksLike] === row.change && row.target === target
  return wasCalled && !isRefused && isLike && at - beforeStartMs <= row.time && row.time <= end
}

/** As many rows as can have a call of their own: augmenting paths (Kuhn). */
function mostExplained(all: readonly LoggedChange[], remedies: readonly Calls[]): number {
  const slots = remedies.flatMap((call) => call.tries.map((at) => ({ call, at })))
  const taken = new Map<number, LoggedChange>()
  const place = (row: LoggedChange, tried: Set<number>): boolean =>
    slots.some(({ call, at }, slot) => {
      if (tried.has(slot) || !fits(row, call.what!, call, at)) return false
      tried.add(slot)
      const holder = taken.get(slot)
      if (holder !== undefined && !place(holder, tried)) return false
      taken.set(slot, row)
      return true
    })
  return all.filter((row) => place(row, new Set())).length
}

function explainsWhatWasIntended(explain: Explains) {
  return fc.property(worlds, ({ remedies, rows: all, seed }) => {
    const intentions = remedies.flatMap((one, number) => intentionsOf(String(number), one))
    const explained = explain(all, intentions)
    const used = [...explained.values()]
    assert.equal(new Set(used).size, used.length, 'one intention explains two rows')
    for (const [row, intention] of explained) {
      const call = remedies[Number(intention.remedy)]
      const at = intention.from + DEFAULTS.sentinels.beforeStartMs
      assert.ok(
        call !== undefined && fits(row, call.what!, call, at),
        'a row is explained that nothing was intended for',
      )
    }
    assert.equal(explained.size, mostExplained(all, remedies), 'a row is told that was intended')
    const ids = (given: typeof explained) => [...given.keys()].map(({ id }) => id).sort()
    const shuffled = all.toSorted((one, other) => hash(one.id, seed) - hash(other.id, seed))
    assert.deepEqual(ids(explain(shuffled, intentions.toReversed())), ids(explained))
  })
}

function hash(id: string, seed: number): number {
  return ((Number(id) + 1) * 7919 + seed * 104_729) % 1009
}

describe('what explains a change in the log', () => {
  it('given any remedies and any rows, then as many rows are explained as calls were intended, and no others', () => {
    holds(explainsWhatWasIntended(explains), 400)
  })

  it('given that our own credential explained by itself, or one intention twice, then the property fails', () => {
    const ofCredential: Explains = (all) =>
      new Map(all.map((row) => [row, { ...row, remedy: 'none', target: '', from: 0, until: 0 } satisfies Intention]))
    const again: Explains = (all, intentions) => new Map(all.flatMap((row) => [...explains([row], intentions)]))
    mustFail(explainsWhatWasIntended(ofCredential), 400)
    mustFail(explainsWhatWasIntended(again), 400)
  })
})
