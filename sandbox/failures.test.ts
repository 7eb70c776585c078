import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFailures } from './failures.ts'
import { DEFAULT_SETTINGS } from './world.ts'

describe('failures', () => {
  function counted(times: number) {
    let now = 1_000_000
    const failures = createFailures(DEFAULT_SETTINGS, () => now)
    const pass = (ms: number): void => {
      now += ms
    }
    for (let time = 0; time < times; time++) failures.failed('ana', 'totp', 'address x')
    return { failures, pass }
  }

  it('given four, then nothing; given five, then slowed for a minute', () => {
    assert.equal(counted(4).failures.standing('ana', 'totp', 'address x').state, 'free')
    const { failures, pass } = counted(5)
    assert.equal(failures.standing('ana', 'totp', 'address x').state, 'slowed')
    pass(60_000)
    assert.equal(failures.standing('ana', 'totp', 'address x').state, 'free')
  })

  it('given ten, then locked, and time alone ends it', () => {
    const { failures, pass } = counted(10)
    assert.equal(failures.standing('ana', 'totp', 'address x').state, 'locked')
    assert.ok(failures.isLocked('ana') && failures.isLocked('ana', 'totp'))
    assert.equal(failures.isLocked('ana', 'pass') || failures.isLocked('ben'), false)
    pass(15 * 60_000)
    assert.equal(failures.standing('ana', 'totp', 'address x').state, 'free')
  })

  it('given a lock, then another way, another source and another person are free', () => {
    const { failures } = counted(10)
    for (const [person, way, source] of [
      ['ana', 'push', 'address x'],
      ['ana', 'totp', 'device d'],
      ['ben', 'totp', 'address x'],
    ] as const) {
      assert.equal(failures.standing(person, way, source).state, 'free')
    }
  })

  it('given an unlock or a right answer, then what failed is forgotten', () => {
    const { failures } = counted(10)
    failures.clear('ana')
    assert.equal(failures.standing('ana', 'totp', 'address x').state, 'free')
    const again = counted(10).failures
    again.succeeded('ana', 'totp', 'address x')
    assert.equal(again.isLocked('ana'), false)
  })
})
