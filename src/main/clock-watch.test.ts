import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Jump, watchClock } from './clock-watch.ts'

const HOUR_MS = 3_600_000

function world() {
  const at = { clock: 1_000_000, steady: 0 }
  const jumps: Jump[] = []
  const watch = watchClock({ clock: () => at.clock, steady: () => at.steady, onJump: (jump) => jumps.push(jump) })
  function pass(ms: number, jump = 0): void {
    at.clock += ms + jump
    at.steady += ms
    watch.look()
  }
  return { pass, jumps }
}

describe('the clock', () => {
  it('given one that runs, when hours pass, then nothing is told', () => {
    const { pass, jumps } = world()
    for (let hour = 0; hour < 5; hour++) pass(HOUR_MS)
    assert.deepEqual(jumps, [])
  })

  it('given one that is set 72 hours ahead, when it is looked at, then the jump is told once, from where it should be', () => {
    const { pass, jumps } = world()
    pass(5000, 72 * HOUR_MS)
    pass(5000)
    assert.deepEqual(jumps, [{ from: 1_005_000, to: 1_005_000 + 72 * HOUR_MS }])
  })

  it('given a steady clock with fractions, then the jump is in whole milliseconds, as the ledger wants it', () => {
    const { pass, jumps } = world()
    pass(5000.25)
    pass(5000.4, HOUR_MS)
    assert.ok(Number.isInteger(jumps[0]?.from), String(jumps[0]?.from))
  })

  it('given one that goes back, when it is looked at, then that is a jump, too', () => {
    const { pass, jumps } = world()
    pass(5000, -HOUR_MS)
    assert.deepEqual(jumps, [{ from: 1_005_000, to: 1_005_000 - HOUR_MS }])
  })
})
