/** Teams, PagerDuty and webhooks against servers that answer as the vendors document. */
import assert from 'node:assert/strict'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { type Reply, startVendor } from '../../../test/vendor-server.ts'
import type { Channel, Sending } from '../channel.ts'
import type { Notice } from '../notice.ts'
import type { Outcome } from '../outcome.ts'
import { LOCAL, NOTICES, sendingOf } from '../sample-notices.ts'
import { createPagerDuty } from './pagerduty.ts'
import { createTeams } from './teams.ts'
import { createWebhook } from './webhook.ts'
import { signatureHeaders } from './webhook-signature.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const ROUTING_KEY = 'e93facc04764012d7bfb002500d5d1a6'

const MAKERS = {
  teams: (url: string) =>
    createTeams({ url: `${url}/powerautomate/automations/direct/workflows/1/triggers/manual?sig=s` }, LOCAL),
  pagerduty: (url: string) => createPagerDuty({ routingKey: ROUTING_KEY, region: 'us', api: url }, LOCAL),
  webhook: (url: string) => createWebhook({ url: `${url}/hook`, secrets: [SECRET] }, LOCAL),
}

async function exchange(
  make: (url: string) => Channel,
  reply: Reply,
  notice: Notice = NOTICES.incident,
  more: Partial<Sending> = {},
) {
  const vendor = await startVendor(() => reply)
  try {
    const outcome = await make(vendor.url).send(sendingOf(notice, more), AbortSignal.timeout(5000))
    const [request] = vendor.received
    return { outcome, request, body: request ? JSON.parse(request.body) : undefined }
  } finally {
    await vendor.close()
  }
}

function short(outcome: Outcome): string {
  if (outcome.result === 'delivered') return 'delivered'
  return `${outcome.result} ${outcome.reason.code} ${outcome.result === 'refused' ? outcome.scope : outcome.sent}`
}

describe('each vendor’s answers', () => {
  const table: Readonly<Record<keyof typeof MAKERS, readonly (readonly [Reply, string])[]>> = {
    teams: [
      [{ status: 202 }, 'delivered'],
      [
        { status: 400, body: { error: { code: 'TriggerInputSchemaMismatch' } } },
        'refused ERR_NOTIFY_MALFORMED message',
      ],
      [
        { status: 401, body: { error: { code: 'DirectApiAuthorizationRequired' } } },
        'refused ERR_NOTIFY_CREDENTIALS channel',
      ],
      [{ status: 404, body: { error: { code: 'WorkflowNotFound' } } }, 'refused ERR_NOTIFY_GONE channel'],
      [{ status: 410 }, 'refused ERR_NOTIFY_GONE channel'],
      [{ status: 429, headers: { 'retry-after': '7' } }, 'later ERR_NOTIFY_RATE_LIMITED no'],
      [{ status: 502 }, 'later ERR_NOTIFY_VENDOR_DOWN unknown'],
      ['cut', 'later ERR_NOTIFY_CONNECTION unknown'],
    ],
    pagerduty: [
      [{ status: 202, body: { status: 'success', message: 'Event processed', dedup_key: 'x' } }, 'delivered'],
      [
        { status: 400, body: { status: 'invalid event', errors: ["'payload.summary' is missing or blank"] } },
        'refused ERR_NOTIFY_MALFORMED message',
      ],
      [
        { status: 400, body: { errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"] } },
        'refused ERR_NOTIFY_CREDENTIALS channel',
      ],
      [{ status: 429 }, 'later ERR_NOTIFY_RATE_LIMITED no'],
      [{ status: 500 }, 'later ERR_NOTIFY_VENDOR_DOWN unknown'],
      ['cut', 'later ERR_NOTIFY_CONNECTION unknown'],
    ],
    webhook: [
      [{ status: 200 }, 'delivered'],
      [{ status: 204 }, 'delivered'],
      [{ status: 301, headers: { location: 'http://169.254.169.254/' } }, 'refused ERR_NOTIFY_REDIRECTED channel'],
      [{ status: 400 }, 'later ERR_NOTIFY_ANSWER no'],
      [{ status: 401 }, 'refused ERR_NOTIFY_CREDENTIALS channel'],
      [{ status: 404 }, 'later ERR_NOTIFY_ANSWER no'],
      [{ status: 410 }, 'refused ERR_NOTIFY_GONE channel'],
      [{ status: 429, headers: { 'retry-after': '2' } }, 'later ERR_NOTIFY_RATE_LIMITED no'],
      [{ status: 504 }, 'later ERR_NOTIFY_VENDOR_DOWN unknown'],
      ['cut', 'later ERR_NOTIFY_CONNECTION unknown'],
    ],
  }
  for (const [kind, rows] of Object.entries(table)) {
    it(kind, async () => {
      for (const [reply, expected] of rows) {
        const { outcome } = await exchange(MAKERS[kind as keyof typeof MAKERS], reply)
        assert.equal(short(outcome), expected, JSON.stringify(reply))
      }
    })
  }

  it('nobody listening is a connection that was not made', async () => {
    const vendor = await startVendor(() => ({ status: 200 }))
    await vendor.close()
    for (const make of Object.values(MAKERS)) {
      const outcome = await make(vendor.url).send(sendingOf(NOTICES.incident), AbortSignal.timeout(5000))
      assert.equal(short(outcome), 'later ERR_NOTIFY_CONNECTION no')
    }
  })

  it('Retry-After is read as seconds and as a date, and no vendor silences us for more than an hour', async () => {
    const wait = async (value: string) => {
      const { outcome } = await exchange(
        MAKERS.webhook,
        { status: 503, headers: { 'retry-after': value } },
        NOTICES.incident,
        {
          now: Date.UTC(2026, 10, 22, 12),
        },
      )
      return outcome.result === 'later' ? outcome.retryAfterMs : undefined
    }
    assert.equal(await wait('5'), 5000)
    assert.equal(await wait('Sun, 22 Nov 2026 12:01:00 GMT'), 60_000)
    assert.equal(await wait('Sun, 22 Nov 2020 12:01:00 GMT'), 0)
    assert.equal(await wait('9999999999'), 3_600_000)
    assert.equal(await wait('soon'), undefined)
  })
})

describe('Teams', () => {
  it('gets an Adaptive Card in a message, with a link and no other action', async () => {
    const { body } = await exchange(MAKERS.teams, { status: 202 }, NOTICES.lockout)
    assert.equal(body.type, 'message')
    assert.equal(body.attachments[0].contentType, 'application/vnd.microsoft.card.adaptive')
    const { content } = body.attachments[0]
    assert.deepEqual([content.type, content.version], ['AdaptiveCard', '1.4'])
    assert.deepEqual(content.actions, [{ type: 'Action.OpenUrl', title: 'Open in Postern', url: NOTICES.lockout.link }])
  })
})

describe('PagerDuty', () => {
  it('opens, acknowledges and resolves one alert', async () => {
    const actions: string[] = []
    const keys = new Set<string>()
    for (const state of ['open', 'taken', 'closed'] as const) {
      const { body } = await exchange(
        MAKERS.pagerduty,
        { status: 202 },
        { ...NOTICES.incident, state },
        { first: state === 'open' },
      )
      actions.push(body.event_action)
      keys.add(body.dedup_key)
      assert.equal(body.routing_key, ROUTING_KEY)
    }
    assert.deepEqual(actions, ['trigger', 'acknowledge', 'resolve'])
    assert.equal(keys.size, 1)
  })

  it('an incident that was taken before PagerDuty heard of it is opened there', async () => {
    const { body } = await exchange(MAKERS.pagerduty, { status: 202 }, { ...NOTICES.incident, state: 'taken' })
    assert.equal(body.event_action, 'trigger')
    assert.deepEqual([body.payload.severity, body.payload.source], ['error', 'postern'])
  })

  it('a heartbeat and a probe wake nobody', async () => {
    const { body } = await exchange(MAKERS.pagerduty, { status: 202 }, NOTICES.heartbeat)
    assert.equal(body.event_action, 'resolve')
    const vendor = await startVendor(() => ({ status: 202 }))
    await MAKERS.pagerduty(vendor.url).probe?.(0, AbortSignal.timeout(5000))
    assert.equal(JSON.parse(vendor.received[0]?.body ?? '').event_action, 'resolve')
    await vendor.close()
  })
})

describe('webhook', () => {
  it('is signed so that the reference implementation takes it, and nothing altered', async () => {
    const { request } = await exchange(MAKERS.webhook, { status: 200 }, NOTICES.emergency, { now: Date.now() })
    const headers = request?.headers as Record<string, string>
    const verifier = new Webhook(SECRET)
    const body = verifier.verify(request?.body ?? '', headers) as { readonly type: string }
    assert.equal(body.type, 'emergency.open')
    assert.throws(() => verifier.verify(`${request?.body} `, headers))
    assert.throws(() =>
      new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`).verify(request?.body ?? '', headers),
    )
  })

  it('keeps its id over tries, with a new time, and has another for another revision', async () => {
    const ids = []
    for (const more of [
      { revision: 3, now: 1_000 },
      { revision: 3, now: 9_000 },
      { revision: 4, now: 9_000 },
    ]) {
      const { request } = await exchange(MAKERS.webhook, { status: 200 }, NOTICES.incident, more)
      ids.push([request?.headers['webhook-id'], request?.headers['webhook-timestamp']])
    }
    assert.equal(ids[0]?.[0], ids[1]?.[0])
    assert.deepEqual([ids[0]?.[1], ids[1]?.[1]], ['1', '9'])
    assert.notEqual(ids[1]?.[0], ids[2]?.[0])
    assert.match(String(ids[0]?.[0]), /^msg_[A-Za-z0-9_-]{43}$/)
  })

  it('carries a signature for each secret while they are changed', () => {
    const old = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
    const headers = signatureHeaders({ id: 'msg_1', timestampS: 5, body: '{}' }, [SECRET, old])
    const signatures = headers['webhook-signature']?.split(' ') ?? []
    assert.equal(signatures.length, 2)
    const expected = createHmac('sha256', Buffer.alloc(24, 1)).update('msg_1.5.{}').digest()
    assert.ok(timingSafeEqual(expected, Buffer.from(signatures[1]?.slice(3) ?? '', 'base64')))
  })

  const vectors = new URL('../../../../shared/standards/vectors/standard-webhooks.json', import.meta.url)
  it('signs the vector of the specification', { skip: existsSync(vectors) ? false : 'shared/ is not here' }, () => {
    const vector = JSON.parse(readFileSync(vectors, 'utf8'))
    const headers = signatureHeaders({ id: vector.id, timestampS: vector.timestamp, body: vector.payload }, [
      vector.secret,
    ])
    assert.equal(headers['webhook-signature'], vector.signature)
  })
})
