import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { DEFAULTS } from '../base/defaults.ts'
import { backOffMs } from './back-off.ts'
import { MANNERS } from './channel.ts'
import { type Delivery, type DeliveryFact, evolveDelivery, NOTHING_TOLD, nextStep, resultOf } from './delivery.ts'
import { later, refused } from './outcome.ts'
import type { Subject } from './subject.ts'

const { leaseMs, detailEveryMs, giveUpAfterMs, backOffMsMax } = DEFAULTS.notify
const DOWN = later('ERR_NOTIFY_VENDOR_DOWN', 'HTTP 503', 'no')

const subject = (revision: number, milestone = revision): Subject => ({
  ...{ id: 'incident-1', kind: 'incident', severity: 'high', told: ['slack'], heldBack: [], about: {} },
  revision,
  milestone,
})

function after(...facts: readonly DeliveryFact[]): Delivery {
  return facts.reduce(evolveDelivery, NOTHING_TOLD)
}

const started = (revision: number, at: number): DeliveryFact => ({ type: 'notice-started', revision, at })
const delivered = (revision: number, at: number): DeliveryFact => ({ type: 'notice-delivered', revision, at })
const { slack, mail } = MANNERS

describe('what a channel is to be told', () => {
  it('given nothing, the newest state at once; given that, nothing', () => {
    assert.deepEqual(nextStep(NOTHING_TOLD, subject(3), slack, 0), { do: 'send', revision: 3 })
    assert.deepEqual(nextStep(after(started(3, 0), delivered(3, 1)), subject(3), slack, 2), { do: 'nothing' })
  })

  it('given more of the same, people with a mailbox hear nothing, and a chat after a while', () => {
    const told = after(started(1, 0), delivered(1, 10))
    assert.deepEqual(nextStep(told, subject(2, 1), mail, 11), { do: 'nothing' })
    assert.deepEqual(nextStep(told, subject(2, 1), slack, 11), { do: 'wait', until: 10 + detailEveryMs })
    assert.deepEqual(nextStep(told, subject(2, 1), slack, 10 + detailEveryMs), { do: 'send', revision: 2 })
    assert.deepEqual(nextStep(told, subject(2, 2), slack, 11), { do: 'send', revision: 2 })
  })

  it('given a try that is still going on, it waits; given one that was cut off, it remembers since when', () => {
    const running = after(started(1, 100))
    assert.deepEqual(nextStep(running, subject(1), slack, 101), { do: 'wait', until: 100 + leaseMs })
    assert.deepEqual(nextStep(running, subject(1), slack, 100 + leaseMs), { do: 'send', revision: 1 })
    assert.equal(evolveDelivery(running, started(1, 100 + leaseMs)).unsureSince, 100)
  })

  it('given an answer that was lost, it is unsure until a message arrives', () => {
    const lost = resultOf(later('ERR_NOTIFY_TIMEOUT', '', 'unknown'), NOTHING_TOLD, 1, 20, 0)
    const unsure = after(started(1, 10), lost)
    assert.equal(unsure.unsureSince, 10)
    assert.equal(evolveDelivery(evolveDelivery(unsure, started(1, 999)), delivered(1, 1000)).unsureSince, undefined)
  })

  it('given a refusal of this message, only a newer one is tried; of the channel, nothing until it is mended', () => {
    const byMessage = after(
      started(1, 0),
      resultOf(refused('ERR_NOTIFY_MALFORMED', '', 'message'), NOTHING_TOLD, 1, 1, 0),
    )
    assert.equal(nextStep(byMessage, subject(1), slack, 2).do, 'nothing')
    assert.equal(nextStep(byMessage, subject(2), slack, 2).do, 'send')
    const byChannel = after(started(1, 0), resultOf(refused('ERR_NOTIFY_GONE', '', 'channel'), NOTHING_TOLD, 1, 1, 0))
    assert.equal(nextStep(byChannel, subject(2), slack, 2).do, 'nothing')
    assert.equal(
      nextStep(evolveDelivery(byChannel, { type: 'notice-resumed', at: 3 }), subject(2), slack, 4).do,
      'send',
    )
  })

  it('given failures for three days, it gives this message up, and tries the next one afresh', () => {
    let delivery = NOTHING_TOLD
    for (let now = 0; now <= giveUpAfterMs; now += giveUpAfterMs / 10) {
      delivery = evolveDelivery(evolveDelivery(delivery, started(1, now)), resultOf(DOWN, delivery, 1, now, 0))
    }
    assert.deepEqual(delivery.refused?.reason, { code: 'ERR_NOTIFY_EXPIRED', detail: 'ERR_NOTIFY_VENDOR_DOWN' })
    assert.equal(nextStep(delivery, subject(1), slack, giveUpAfterMs + 1).do, 'nothing')
    assert.equal(nextStep(delivery, subject(2), slack, giveUpAfterMs + 1).do, 'send')
    assert.equal(resultOf(DOWN, delivery, 2, giveUpAfterMs + 2, 0).type, 'notice-delayed')
  })
})

describe('the pause before the next try', () => {
  it('grows, never beyond its maximum, never below half of it or what the vendor asks', () => {
    const failures = fc.integer({ min: 1, max: 1000 })
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    holds(
      fc.property(failures, chance, fc.nat(4_000_000), (count, luck, asked) => {
        const pause = backOffMs(count, luck, asked)
        assert.ok(pause >= asked && pause <= Math.max(backOffMsMax, asked))
        assert.ok(backOffMs(count + 1, luck) >= backOffMs(count, luck))
        assert.ok(backOffMs(count, luck) >= backOffMs(count, 0) && backOffMs(count, luck) <= 2 * backOffMs(count, 0))
      }),
      200,
    )
    assert.equal(backOffMs(1, 0), 2500)
    assert.equal(backOffMs(2, 0.5), 7500)
    assert.equal(backOffMs(50, 0.999999), backOffMsMax)
  })
})
