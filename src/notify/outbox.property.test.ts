/**
 * Whatever changes, fails, crashes and is mended: at the end everybody has heard the newest state, in order, and nobody
 * twice where the vendor can tell.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holdsAsync, mustFailAsync } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { MANNERS } from './channel.ts'
import { NOTHING_TOLD, nextStep } from './delivery.ts'
import { commands, play, type World } from './outbox-world.ts'

function nothingIsLost({ subjects, vendors, deliveries }: World): void {
  for (const subject of subjects.values()) {
    for (const channel of subject.told) {
      const { messages, kind } = vendors.get(channel)!
      const shown = messages.filter((message) => message.subject === subject.id).flatMap(({ revisions }) => revisions)
      const target = MANNERS[kind].updates === 'milestones' ? subject.milestone : subject.revision
      assert.ok(Math.max(0, ...shown) >= target, `${channel} shows ${shown} of ${subject.id}, revision ${target}`)
      const step = nextStep(
        deliveries.get(`${channel} ${subject.id}`) ?? NOTHING_TOLD,
        subject,
        MANNERS[kind],
        Number.MAX_SAFE_INTEGER,
      )
      assert.equal(step.do, 'nothing')
    }
    for (const channel of subject.heldBack) {
      const counting = [...subjects.values()].filter(({ kind, told }) => kind === 'held-back' && told.includes(channel))
      assert.ok(counting.length > 0, `${subject.id} is nowhere on ${channel}`)
    }
    assert.ok(
      subject.kind === 'held-back' || subject.told.length + subject.heldBack.length >= 3,
      'somebody was not thought of',
    )
  }
}

function nothingIsDoubled({ subjects, vendors }: World): void {
  for (const [channel, { kind, messages, keys, unanswered }] of vendors) {
    if (MANNERS[kind].updates === 'in-place') {
      for (const subject of subjects.values()) {
        const count = messages.filter((message) => message.subject === subject.id).length
        assert.ok(count <= 1, `${count} messages about ${subject.id} on ${channel}`)
      }
    } else {
      // Each repetition is of a call whose answer was lost, and bears the same key.
      assert.ok(keys.length - new Set(keys).size <= unanswered, `${channel} was told twice without need`)
    }
  }
}

function orderIsKept({ subjects, vendors }: World): void {
  for (const { messages } of vendors.values()) {
    for (const subject of subjects.values()) {
      const shown = messages.filter((message) => message.subject === subject.id).flatMap(({ revisions }) => revisions)
      assert.deepEqual(
        shown,
        shown.toSorted((a, b) => a - b),
        `${subject.id} went back in time`,
      )
    }
  }
}

const RUNS = 300

function property(check: (world: World) => void, canFind = true) {
  return fc.asyncProperty(commands, async (script) => check(await play(script, canFind)))
}

describe('the outbox, whatever happens', () => {
  it('loses nothing', () => holdsAsync(property(nothingIsLost), RUNS))
  it('doubles nothing where the vendor can tell, and elsewhere only what may have been lost', () =>
    holdsAsync(property(nothingIsDoubled), RUNS))
  it('keeps the order of each subject', () => holdsAsync(property(orderIsKept), RUNS))
})

describe('planted mistakes are seen', () => {
  it('Slack is not asked for a message of unknown fate', () => mustFailAsync(property(nothingIsDoubled, false), RUNS))

  it('two workers do not know of each other', async () => {
    const before = DEFAULTS.notify.leaseMs
    Object.assign(DEFAULTS.notify, { leaseMs: 0 })
    try {
      await mustFailAsync(property(nothingIsDoubled), RUNS)
    } finally {
      Object.assign(DEFAULTS.notify, { leaseMs: before })
    }
  })
})
