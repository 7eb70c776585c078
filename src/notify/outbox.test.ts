/** The whole way, from a change to what stands in front of people: real channels against servers that act as the vendors. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Reply, startVendor, type VendorServer } from '../../test/vendor-server.ts'
import { createPagerDuty } from './channels/pagerduty.ts'
import { createSlack } from './channels/slack.ts'
import { createWebhook } from './channels/webhook.ts'
import { evolveHealth, judgeHealth, newHealth } from './health.ts'
import { createMemoryOutbox, type MemoryOutbox, nameOf } from './memory-outbox.ts'
import type { Routing } from './routing.ts'
import { LOCAL, NOTICES } from './sample-notices.ts'
import { createSender, type Sender } from './sender.ts'

const NOW = Date.UTC(2026, 10, 22, 14)
const ROUTING: Routing = {
  routes: [{ channels: ['slack', 'pager', 'hook'], atLeast: 'low' }],
  emergency: ['slack', 'pager'],
}
const OK: Reply = { status: 200, body: { ok: true, ts: '1700000000.000100' } }

interface World {
  readonly vendor: VendorServer
  readonly outbox: MemoryOutbox
  /** Runs what falls due within this time. */
  during(ms: number): Promise<void>
  /** What each vendor was asked: `/chat.postMessage`, … */
  asked(): readonly string[]
}

/** All vendors on one server. The breaker is off: it keeps real time. */
async function withVendor(reply: (path: string) => Reply, story: (world: World) => Promise<void>): Promise<void> {
  const vendor = await startVendor(({ path }) => reply(path))
  const limits = { failuresMax: 1000, quickRetries: 0 }
  const senders: Readonly<Record<string, Sender>> = {
    slack: createSender(
      createSlack({ token: 'xoxb-1234567890', channel: 'C0123456789', api: vendor.url }, LOCAL),
      limits,
    ),
    pager: createSender(createPagerDuty({ routingKey: 'e'.repeat(32), region: 'us', api: vendor.url }, LOCAL), limits),
    hook: createSender(
      createWebhook({ url: `${vendor.url}/hook`, secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }, LOCAL),
      limits,
    ),
  }
  const outbox = createMemoryOutbox(ROUTING, NOW, ({ kind, id, revision }) => {
    if (kind === 'held-back') return { ...NOTICES['held-back'], count: revision }
    if (kind === 'emergency') return NOTICES.emergency
    return { ...NOTICES.incident, state: id.endsWith('closed') ? 'closed' : 'open', findings: revision }
  })
  async function during(ms: number): Promise<void> {
    const end = outbox.now + ms
    for (let job = outbox.first(); job !== undefined && job.at <= end; job = outbox.first()) {
      outbox.now = Math.max(outbox.now, job.at)
      await outbox.run(job, senders[job.channel]!)
    }
    outbox.now = end
  }
  try {
    await story({ vendor, outbox, during, asked: () => vendor.received.map(({ path }) => path) })
  } finally {
    await vendor.close()
  }
}

const INCIDENT = { subject: 'incident-1', kind: 'incident', severity: 'high' } as const

describe('the outbox', () => {
  it('given an incident that grows, then one Slack message changed in place and one alert', () =>
    withVendor(
      () => OK,
      async ({ outbox, during, asked, vendor }) => {
        outbox.change({ ...INCIDENT, weight: 'milestone' })
        await during(1000)
        for (let count = 0; count < 50; count++) outbox.change({ ...INCIDENT, weight: 'detail' })
        await during(10_000)
        const slack = asked().filter((path) => path.startsWith('/chat.'))
        assert.deepEqual(slack, ['/chat.postMessage', '/chat.update'])
        const alerts = vendor.received
          .filter(({ path }) => path === '/v2/enqueue')
          .map(({ body }) => JSON.parse(body).dedup_key)
        assert.equal(new Set(alerts).size, 1)
        const last = vendor.received.findLast(({ path }) => path === '/chat.update')
        assert.match(last?.body ?? '', /"text":"51\\n"/)
      },
    ))

  it('given 500 incidents at once, then ten messages and one that counts the rest, however long it goes on (R40)', () =>
    withVendor(
      () => OK,
      async ({ outbox, during, vendor }) => {
        for (let index = 0; index < 500; index++)
          outbox.change({ ...INCIDENT, subject: `incident-${index}`, weight: 'milestone' })
        await during(60_000)
        const posts = vendor.received
          .filter(({ path }) => path === '/chat.postMessage')
          .map(({ body }) => JSON.parse(body).text)
        assert.equal(posts.length, 11)
        assert.equal(posts.filter((text) => text === '490 more notices held back (high)').length, 1)
      },
    ))

  it('given an emergency account in use in the middle of a flood, then both channels know at once (R31)', () =>
    withVendor(
      () => OK,
      async ({ outbox, during, vendor }) => {
        for (let index = 0; index < 100; index++)
          outbox.change({ ...INCIDENT, subject: `incident-${index}`, weight: 'milestone' })
        await during(1000)
        const before = vendor.received.length
        outbox.change({ subject: 'em001', kind: 'emergency', weight: 'milestone', severity: 'critical' })
        await during(0)
        const paths = vendor.received.slice(before).map(({ path }) => path)
        assert.deepEqual(paths.sort(), ['/chat.postMessage', '/v2/enqueue'])
      },
    ))

  it('given Slack and PagerDuty down for an hour, then red, nothing lost, and one message each when they are back (R42)', async () => {
    let isDown = true
    await withVendor(
      (path) => (isDown && path !== '/hook' ? { status: 503 } : OK),
      async ({ outbox, during, vendor }) => {
        outbox.change({ ...INCIDENT, weight: 'milestone' })
        await during(30 * 60_000)
        outbox.change({ ...INCIDENT, weight: 'detail' })
        await during(30 * 60_000)
        const hooks = vendor.received.filter(({ path }) => path === '/hook')
        assert.equal(hooks.length, 2, 'the channel that works was held up')
        const failing = outbox.deliveries.get(nameOf({ channel: 'slack', subject: 'incident-1' }))
        assert.ok((failing?.failures ?? 0) >= 3)

        isDown = false
        const before = vendor.received.length
        await during(20 * 60_000)
        const after = vendor.received.slice(before).map(({ path }) => path)
        assert.deepEqual(after.filter((path) => path === '/chat.postMessage').length, 1)
        assert.deepEqual(after.filter((path) => path === '/v2/enqueue').length, 1)
        assert.equal(outbox.jobs.size, 0)
      },
    )
  })

  it('given a vendor that fails, then its channel is red with the reason', () => {
    const reason = { code: 'ERR_NOTIFY_VENDOR_DOWN', detail: 'HTTP 503' } as const
    const health = [1, 2, 3].reduce(
      (so, at) => evolveHealth(so, { type: 'notice-delayed', revision: 1, at, retryAt: at, reason, sent: 'unknown' }),
      newHealth(0),
    )
    assert.deepEqual(judgeHealth(health, 4), {
      colour: 'red',
      reason: 'failing',
      text: 'It is in trouble itself. It is tried again. (HTTP 503)',
    })
  })

  it('given a token that was revoked, then it stops asking, and tells all when there is a new one', async () => {
    let isRevoked = true
    await withVendor(
      (path) =>
        isRevoked && path.startsWith('/chat.') ? { status: 200, body: { ok: false, error: 'token_revoked' } } : OK,
      async ({ outbox, during, vendor }) => {
        outbox.change({ ...INCIDENT, weight: 'milestone' })
        await during(86_400_000)
        assert.equal(vendor.received.filter(({ path }) => path === '/chat.postMessage').length, 1)
        isRevoked = false
        outbox.mend()
        await during(1000)
        assert.equal(vendor.received.filter(({ path }) => path === '/chat.postMessage').length, 2)
        assert.equal(outbox.jobs.size, 0)
      },
    )
  })
})
