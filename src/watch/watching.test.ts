import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createWatching, type Watch } from './index.ts'

const NOBODY_ELSE = { look: async () => false, leave: async () => undefined }

/** A watch whose passes end when the test says so. */
function started(goesOn = { is: false }, others: Pick<Watch, 'look' | 'leave'> = NOBODY_ELSE) {
  const passes: PromiseWithResolvers<{ told: []; withdrawn: [] }>[] = []
  const clock = { now: 1000 }
  const errors: unknown[] = []
  const retries: (() => void)[] = []
  const watching = createWatching({
    watchOf: () => ({
      ...others,
      offer: () => undefined,
      get goesOn() {
        return goesOn.is
      },
      isBehind: false,
      catchingUp: undefined,
      catchUp: () => true,
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
    retries.at(-1)!()
    passes[1]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(watching.delayMs('acme'), 5000)
    assert.equal(errors.length, 1)
  })
})

describe('what time alone changes', () => {
  it('given no further delivery, then it is looked at once more, and again as long as something goes on', async () => {
    const goesOn = { is: true }
    const { watching, passes, retries } = started(goesOn)
    watching.wake('acme')
    passes[0]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(retries.length, 1)
    retries[0]!()
    passes[1]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(retries.length, 2)
    goesOn.is = false
    retries[1]!()
    passes[2]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(retries.length, 2)
  })

  it('given a look that no delivery asked for, then it says nothing about how late verdicts are', async () => {
    const { watching, clock, passes, retries } = started()
    watching.wake('acme')
    clock.now += 300
    passes[0]!.resolve(NOTHING)
    await watching.settled()
    retries[0]!()
    clock.now += 5000
    assert.equal(watching.delayMs('acme'), 300)
    passes[1]!.resolve(NOTHING)
    await watching.settled()
    assert.equal(watching.delayMs('acme'), 300)
  })
})

describe('rows that come late', () => {
  it('given a watch that is behind, then it catches up in steps, tells what is new by it, and settles', async () => {
    let left = 3
    const passes: boolean[] = []
    const watching = createWatching({
      watchOf: () => ({
        ...NOBODY_ELSE,
        offer: () => undefined,
        goesOn: false,
        get isBehind() {
          return left > 0
        },
        catchingUp: undefined,
        catchUp: () => --left === 0,
        async follow(_now, late) {
          passes.push(late === 'left')
          return NOTHING
        },
      }),
      clock: () => 1000,
      timer: (run, ms) => {
        if (ms < 60_000) setImmediate(run)
        return () => undefined
      },
      onError: (_organisation, error) => assert.fail(String(error)),
    })
    watching.wake('acme')
    await watching.settled()
    assert.equal(left, 0)
    assert.deepEqual(passes, [true, true])
  })
})

describe('other servers', () => {
  it('given one that kept something, when it is looked, then it is followed; given none, then nothing is done', async () => {
    const others = { isKept: true, look: async () => others.isKept, leave: async () => undefined }
    const { watching, passes } = started(undefined, others)
    await watching.look('acme')
    assert.equal(passes.length, 1)
    passes[0]!.resolve(NOTHING)
    await watching.settled()
    others.isKept = false
    await watching.look('acme')
    assert.equal(passes.length, 1)
  })

  it('given a database that is away, when it is looked or left, then that is told, and nothing throws', async () => {
    const away = async () => Promise.reject(new Error('away'))
    const { watching, errors } = started(undefined, { look: away, leave: away })
    await watching.look('acme')
    await watching.stop()
    assert.deepEqual(errors.map(String), ['Error: away', 'Error: away'])
  })
})
