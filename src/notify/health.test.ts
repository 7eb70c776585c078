import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEFAULTS } from '../base/defaults.ts'
import { evolveHealth, type Health, type HealthFact, judgeHealth, newHealth } from './health.ts'
import { later, type Reason, refused } from './outcome.ts'

const MINUTE = 60_000
const { heartbeatMs } = DEFAULTS.notify

const DOWN: Reason = { code: 'ERR_NOTIFY_VENDOR_DOWN', detail: 'HTTP 503' }
const REVOKED: Reason = { code: 'ERR_NOTIFY_CREDENTIALS', detail: 'token_revoked' }

const delivered = (at: number): HealthFact => ({ type: 'notice-delivered', revision: 1, at })
const delayed = (at: number, reason = DOWN): HealthFact => ({
  type: 'notice-delayed',
  revision: 1,
  at,
  retryAt: at + 5,
  reason,
  sent: 'no',
})
const gone = (at: number, scope: 'message' | 'channel'): HealthFact => ({
  type: 'notice-refused',
  revision: 1,
  at,
  reason: REVOKED,
  scope,
})
const probed = (at: number, good: boolean): HealthFact => ({
  type: 'channel-probed',
  at,
  outcome: good ? { result: 'delivered' } : later('ERR_NOTIFY_CONNECTION', 'ECONNREFUSED', 'no'),
})

function after(...facts: readonly HealthFact[]): Health {
  return facts.reduce(evolveHealth, newHealth(0))
}

function colour(health: Health, now: number, confirmMs?: number): string {
  const judged = judgeHealth(health, now, confirmMs === undefined ? {} : { confirmMs })
  return `${judged.colour} ${judged.reason}`
}

describe('a channel', () => {
  it('given nothing, is amber until a message proved it', () => {
    assert.equal(colour(after(), 1), 'amber never-proven')
    assert.equal(colour(after(probed(1, true)), 2), 'amber never-proven')
    assert.equal(colour(after(delivered(1)), 2), 'green ok')
  })

  it('given one failure, is amber; given three, or one that lasts, red', () => {
    assert.equal(colour(after(delivered(1), delayed(2)), 3), 'amber stumbled')
    assert.equal(colour(after(delivered(1), delayed(2), delayed(3), delayed(4)), 5), 'red failing')
    assert.equal(colour(after(delivered(1), delayed(2)), 2 + 5 * MINUTE), 'red failing')
    assert.equal(colour(after(delivered(1), delayed(2), delayed(3), delivered(4)), 5), 'green ok')
  })

  it('given a refusal for ever, is red at once, says what to do, and a good question changes nothing', () => {
    const health = after(delivered(1), gone(2, 'channel'), probed(3, true))
    assert.equal(colour(health, 4), 'red stopped')
    assert.equal(
      judgeHealth(health, 4).text,
      'It does not accept our token, key or password. Enter a new one. (token_revoked)',
    )
    assert.equal(colour(evolveHealth(health, delivered(5)), 6), 'green ok')
  })

  it('given a message that was refused, a good question is not enough to be green again', () => {
    assert.equal(colour(after(delivered(1), gone(2, 'message'), probed(3, true)), 4), 'amber stumbled')
  })

  it('given questions that fail and then succeed, is green again', () => {
    assert.equal(colour(after(delivered(1), probed(2, false), probed(3, false), probed(4, false)), 5), 'red failing')
    assert.equal(colour(after(delivered(1), probed(2, false), probed(3, true)), 4), 'green ok')
    const wrongKey: HealthFact = {
      type: 'channel-probed',
      at: 2,
      outcome: refused('ERR_NOTIFY_CREDENTIALS', '', 'channel'),
    }
    assert.equal(colour(after(delivered(1), wrongKey), 3), 'red stopped')
  })

  it('that is dead without a word is red before anybody needs it (R32)', () => {
    assert.equal(colour(after(delivered(1)), 1 + 2 * heartbeatMs + 1), 'red silent')
    assert.equal(colour(after(), 2 * heartbeatMs + 1), 'red silent')
  })

  it('whose mailbox takes everything and is read by nobody is red too', () => {
    const week = 7 * heartbeatMs
    const now = week + 2
    const confirmed: HealthFact = { type: 'channel-confirmed', at: 2 * heartbeatMs }
    assert.equal(colour(after(delivered(now - 1)), now, week), 'red unconfirmed')
    assert.equal(colour(after(confirmed, delivered(now - 1)), now, week), 'green ok')
  })

  it('that is paused tells why', () => {
    const paused = delayed(3, { code: 'ERR_NOTIFY_PAUSED', detail: '' })
    assert.match(judgeHealth(after(delayed(1), delayed(2), paused), 4).text, /HTTP 503/)
  })
})
