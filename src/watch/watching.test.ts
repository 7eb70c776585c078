import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWatching } from './index.ts'

/** A watch whose passes end when the test says so. */
function started() {
  const passes: PromiseWithResolvers<{ told: []; withdrawn: [] }>[] = []
  const clock = { now: 1000 }
  const errors: unknown[] = []
  const retries: (() => void)[] = []
  const watching = createWatching({
    watchOf: () => ({
      offer: () => undefined,
      follow() {
        const pass = Promise.withResolvers<{ told: []; withdrawn: [] }>()
        passes.push(pass)
        return pass.promise
      },
    }),
    clock: () => clock.now,
    timer: (run) => {
      retries.push(run)
      return () => undefined
    },
    onError: (_organisation, error) => void errors.push(error),
  })
  return { watching, clock, passes, retries, errors }
}

const NOTHING = { told: [], withdrawn: [] } as { told: []; withdrawn: [] }

describe('how late verdicts are', () => {
  it('given nothing yet, then it is not known', () => {
    assert.equal(started().watching.delayMs('acme'), undefined)
  })

  it('given a delivery, then it grows while it is judged, and stays as it was afterwards', async () => {
    const { watching, clock, passes } = started()
    watching.wake('acme')
    clock.now += 300
    assert.equal(watching.delayMs('acme'), 300)
    passes[0]!.resolve(NOTHING)
    await watching.settled()
    clock.now += 5000
    assert.equal(watching.delayMs('acme'), 300)
  })

  it('given one that comes while another is judged, then it counts from when it came', async () => {
    const { watching, clock, passes } = started()
    watching.wake('acme')
    clock.now += 100
    watching.wake('acme')
    clock.now += 100
    passes[0]!.resolve(NOTHING)
    while (passes.length < 2) await new Promise(setImmediate)
    clock.now += 50
    passes[1]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(watching.delayMs('acme'), 150)
  })

  it('given a pass that fails, then what it was to judge still waits, and is counted from when it came', async () => {
    const { watching, clock, passes, retries, errors } = started()
    watching.wake('acme')
    passes[0]!.reject(new Error('the database'))
    await watching.settled()
    clock.now += 5000
    assert.equal(watching.delayMs('acme'), 5000)
    retries[0]!()
    passes[1]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(watching.delayMs('acme'), 5000)
    assert.equal(errors.length, 1)
  })
})
