import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgeOutage } from './judged-outage.ts'
import type { OpenOutage } from './open-outage.ts'

const TEN = Date.UTC(2026, 5, 1, 10)
const MINUTE_MS = 60_000

/** An outage that rose at 10:00, from the minutes after ten at which each person failed. */
function outageOf(minutes: readonly number[]): OpenOutage {
  const times = minutes.map((minute) => TEN + minute * MINUTE_MS)
  const named = new Map(times.map((time, n) => [`p${n}`, time]))
  return {
    provider: 'entra',
    tenant: 'tenant',
    what: 'sign-in',
    routes: new Set(['sign-in']),
    byRoute: new Map([['sign-in', named]]),
    firedBy: 'row',
    risen: TEN + 5 * MINUTE_MS,
    end: Math.max(...times),
    people: named,
    firsts: new Map([...named].filter(([, time]) => time <= TEN + 65 * MINUTE_MS)),
    rows: [],
  }
}

const MANY = Array.from({ length: 80 }, (_, n) => n)

describe('when an outage was over', () => {
  it('given troubles that go on, a few an hour, then it was when the many had failed last', () => {
    const { start, end } = judgeOutage(outageOf([-100, ...MANY, 110, 140, 165, 200]))
    assert.equal(start, TEN)
    assert.ok(Math.abs(end - (TEN + 79 * MINUTE_MS)) <= MINUTE_MS, new Date(end).toISOString())
  })

  it('given one that thins out, far from as calm as before it, then it lasts until then', () => {
    const thinning = Array.from({ length: 20 }, (_, n) => 82 + n * 4)
    const { end } = judgeOutage(outageOf([-100, ...MANY, ...thinning]))
    assert.equal(end, TEN + 158 * MINUTE_MS)
  })
})
