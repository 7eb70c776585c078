import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { describe, it } from 'node:test'
import type { Channel, ChannelKind } from './channel.ts'
import { createWebhook } from './channels/webhook.ts'
import { later, type Outcome, refused } from './outcome.ts'
import { LOCAL, NOTICES, sendingOf } from './sample-notices.ts'
import { createSender } from './sender.ts'

const DELIVERED: Outcome = { result: 'delivered' }
const REFUSED = refused('ERR_NOTIFY_CREDENTIALS', '', 'channel')
const CUT = later('ERR_NOTIFY_CONNECTION', '', 'unknown')
const UNREACHED = later('ERR_NOTIFY_CONNECTION', '', 'no')
const DOWN = later('ERR_NOTIFY_VENDOR_DOWN', 'HTTP 503', 'unknown')
const SLOW_DOWN = later('ERR_NOTIFY_RATE_LIMITED', 'HTTP 429', 'no', 60_000)

/** A channel that answers one after the other, and then as the last. */
function channelOf(
  kind: ChannelKind,
  outcomes: readonly (Outcome | 'hangs' | 'throws')[],
): Channel & { calls: number } {
  return {
    kind,
    calls: 0,
    send() {
      const outcome = outcomes[Math.min(this.calls++, outcomes.length - 1)]!
      if (outcome === 'throws') return Promise.reject(new Error('s3cret'))
      return outcome === 'hangs' ? new Promise(() => undefined) : Promise.resolve(outcome)
    },
  }
}

async function send(kind: ChannelKind, outcomes: Parameters<typeof channelOf>[1], times = 1, limits = {}) {
  const channel = channelOf(kind, outcomes)
  const sender = createSender(channel, { quickRetryMs: 1, ...limits })
  const results: Outcome[] = []
  for (let time = 0; time < times; time++) {
    results.push(await sender.send(sendingOf(NOTICES.incident), new AbortController().signal))
  }
  return { results, calls: channel.calls }
}

describe('a sender', () => {
  it('tries again at once what surely did not leave', async () => {
    assert.deepEqual(await send('mail', [UNREACHED, DELIVERED]), { results: [DELIVERED], calls: 2 })
    assert.deepEqual(await send('mail', [UNREACHED]), { results: [UNREACHED], calls: 3 })
  })

  it('tries again at once what may have left only where twice is harmless', async () => {
    assert.deepEqual(await send('pagerduty', [CUT, DELIVERED]), { results: [DELIVERED], calls: 2 })
    assert.deepEqual(await send('mail', [CUT, DELIVERED]), { results: [CUT], calls: 1 })
    assert.deepEqual(await send('teams', [DOWN, DELIVERED]), { results: [DOWN], calls: 1 })
  })

  it('does not argue with a refusal', async () => {
    assert.deepEqual(await send('webhook', [REFUSED]), { results: [REFUSED], calls: 1 })
  })

  it('does not call before the time that the vendor names', async () => {
    const { results, calls } = await send('webhook', [SLOW_DOWN, DELIVERED], 2)
    assert.deepEqual(results, [SLOW_DOWN, later('ERR_NOTIFY_RATE_LIMITED', 'still waiting', 'no', 60_000)])
    assert.equal(calls, 1)
  })

  it('gives up waiting, and does not know whether it arrived', async () => {
    const { results } = await send('mail', ['hangs'], 1, { timeoutMs: 20 })
    assert.deepEqual(results, [later('ERR_NOTIFY_TIMEOUT', '', 'unknown')])
  })

  it('hangs up on a vendor that never answers', async () => {
    const closed = Promise.withResolvers<void>()
    const server = createServer((socket) =>
      socket
        .resume()
        .on('error', () => undefined)
        .on('close', () => closed.resolve()),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw']
    const sender = createSender(createWebhook({ url: `http://127.0.0.1:${port}/`, secrets }, LOCAL), { timeoutMs: 20 })
    const outcome = await sender.send(sendingOf(NOTICES.incident), new AbortController().signal)
    assert.deepEqual(outcome, later('ERR_NOTIFY_TIMEOUT', '', 'unknown'))
    await closed.promise
    server.close()
  })

  it('turns what a channel throws into an outcome without its words', async () => {
    const { results } = await send('mail', ['throws'])
    assert.doesNotMatch(JSON.stringify(results), /s3cret/)
    assert.equal(results[0]?.result, 'later')
  })

  it('leaves a vendor alone that failed five times in a row, and asks it again after the pause', async () => {
    const channel = channelOf('mail', [CUT, CUT, CUT, CUT, CUT, DELIVERED])
    const sender = createSender(channel, { pauseMs: 30 })
    const signal = new AbortController().signal
    for (let time = 0; time < 5; time++) assert.deepEqual(await sender.send(sendingOf(NOTICES.incident), signal), CUT)
    assert.deepEqual(await sender.send(sendingOf(NOTICES.incident), signal), later('ERR_NOTIFY_PAUSED', '', 'no', 30))
    assert.equal(channel.calls, 5)
    await new Promise((resolve) => setTimeout(resolve, 60))
    assert.deepEqual(await sender.send(sendingOf(NOTICES.incident), signal), DELIVERED)
    assert.equal(channel.calls, 6)
  })

  it('does not take a vendor that asks for patience for one in trouble', async () => {
    const patience = later('ERR_NOTIFY_RATE_LIMITED', 'HTTP 429', 'no')
    const { calls } = await send('mail', [patience], 8)
    assert.equal(calls, 8)
  })

  it('has no answer where a vendor cannot be asked', async () => {
    assert.equal(await createSender(channelOf('teams', [])).probe(0, new AbortController().signal), undefined)
  })
})
