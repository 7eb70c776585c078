import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Reply, startVendor } from '../../../test/vendor-server.ts'
import type { Sending } from '../channel.ts'
import { subjectKey } from '../identity.ts'
import { LOCAL, NOTICES, sendingOf } from '../sample-notices.ts'
import { createSlack } from './slack.ts'

const TOKEN = 'xoxb-1234567890-test'

/** Sends to a Slack that answers as told, by method; gives back the outcome and what Slack was asked. */
async function sendTo(replies: Readonly<Record<string, Reply>>, more: Partial<Sending> = {}) {
  const vendor = await startVendor(({ path }) => replies[path.slice(1)] ?? { status: 404 })
  try {
    const slack = createSlack({ token: TOKEN, channel: 'C0123456789', api: vendor.url }, LOCAL)
    const outcome = await slack.send(sendingOf(NOTICES.incident, more), AbortSignal.timeout(5000))
    return { outcome, asked: vendor.received.map(({ path }) => path.slice(1)), received: vendor.received }
  } finally {
    await vendor.close()
  }
}

const OK = { status: 200, body: { ok: true, channel: 'C0123456789', ts: '1700000000.000100' } }
const says = (error: string, headers = {}): Reply => ({ status: 200, headers, body: { ok: false, error } })

test('the first message is posted, with nothing that Slack would unfurl or parse, and its ts kept', async () => {
  const { outcome, asked, received } = await sendTo({ 'chat.postMessage': OK })
  assert.deepEqual(outcome, { result: 'delivered', reference: '1700000000.000100' })
  assert.deepEqual(asked, ['chat.postMessage'])
  assert.equal(received[0]?.headers.authorization, `Bearer ${TOKEN}`)
  const body = JSON.parse(received[0]?.body ?? '')
  assert.equal(body.channel, 'C0123456789')
  assert.equal(body.text, 'Incident open (high)')
  assert.deepEqual(
    [body.parse, body.link_names, body.mrkdwn, body.unfurl_links, body.unfurl_media],
    ['none', false, false, false, false],
  )
  assert.equal(body.metadata.event_payload.key, subjectKey({ organisation: 'org-1', subject: 'incident:4f2a' }))
  assert.equal(body.token, undefined)
})

test('a later state changes the message in place', async () => {
  const { outcome, asked, received } = await sendTo(
    { 'chat.update': OK },
    { reference: '1600000000.000001', first: false },
  )
  assert.deepEqual(outcome, { result: 'delivered', reference: '1600000000.000001' })
  assert.deepEqual(asked, ['chat.update'])
  assert.equal(JSON.parse(received[0]?.body ?? '').ts, '1600000000.000001')
})

test('a message that somebody deleted is posted anew', async () => {
  const { outcome, asked } = await sendTo(
    { 'chat.update': says('message_not_found'), 'chat.postMessage': OK },
    { reference: '1600000000.000001' },
  )
  assert.deepEqual(outcome, { result: 'delivered', reference: '1700000000.000100' })
  assert.deepEqual(asked, ['chat.update', 'chat.postMessage'])
})

test('a first message of unknown fate is looked for, and changed if it is there', async () => {
  const key = subjectKey({ organisation: 'org-1', subject: 'incident:4f2a' })
  const history = (found: string) => ({
    status: 200,
    body: {
      ok: true,
      messages: [
        { ts: '1.1' },
        { ts: '2.2', metadata: { event_type: 'postern_notice', event_payload: { key: found } } },
      ],
    },
  })
  const there = await sendTo(
    { 'conversations.history': history(key), 'chat.update': OK },
    { unsureSince: 1_700_000_000_000 },
  )
  assert.deepEqual(there.outcome, { result: 'delivered', reference: '2.2' })
  assert.deepEqual(there.asked, ['conversations.history', 'chat.update'])
  assert.equal(new URLSearchParams(there.received[0]?.body).get('oldest'), '1699999700')

  const absent = await sendTo(
    { 'conversations.history': history('another'), 'chat.postMessage': OK },
    { unsureSince: 1 },
  )
  assert.deepEqual(absent.asked, ['conversations.history', 'chat.postMessage'])

  const blind = await sendTo(
    { 'conversations.history': says('missing_scope'), 'chat.postMessage': OK },
    { unsureSince: 1 },
  )
  assert.deepEqual(blind.outcome, { result: 'delivered', reference: '1700000000.000100' })
})

test('what Slack answers becomes an outcome', async () => {
  const judged = async (reply: Reply) => (await sendTo({ 'chat.postMessage': reply })).outcome
  const limited = { result: 'later', sent: 'no', retryAfterMs: 30_000 }
  assert.deepEqual(await judged({ status: 429, headers: { 'retry-after': '30' } }), {
    ...limited,
    reason: { code: 'ERR_NOTIFY_RATE_LIMITED', detail: 'HTTP 429' },
  })
  assert.deepEqual(await judged(says('ratelimited', { 'retry-after': '30' })), {
    ...limited,
    reason: { code: 'ERR_NOTIFY_RATE_LIMITED', detail: 'ratelimited' },
  })
  const code = async (reply: Reply) => {
    const outcome = await judged(reply)
    return outcome.result === 'delivered'
      ? 'delivered'
      : `${outcome.result} ${outcome.reason.code} ${'scope' in outcome ? outcome.scope : outcome.sent}`
  }
  assert.equal(await code(says('invalid_auth')), 'refused ERR_NOTIFY_CREDENTIALS channel')
  assert.equal(await code(says('token_revoked')), 'refused ERR_NOTIFY_CREDENTIALS channel')
  assert.equal(await code(says('is_archived')), 'refused ERR_NOTIFY_RECIPIENT channel')
  assert.equal(await code(says('not_in_channel')), 'refused ERR_NOTIFY_RECIPIENT channel')
  assert.equal(await code(says('invalid_blocks')), 'refused ERR_NOTIFY_MALFORMED message')
  assert.equal(await code(says('internal_error')), 'later ERR_NOTIFY_VENDOR_DOWN unknown')
  assert.equal(await code(says('something <new>')), 'later ERR_NOTIFY_ANSWER unknown')
  assert.equal(await code({ status: 503 }), 'later ERR_NOTIFY_VENDOR_DOWN unknown')
  assert.equal(
    await code({ status: 302, headers: { location: 'http://127.0.0.1:1/' } }),
    'refused ERR_NOTIFY_REDIRECTED channel',
  )
  assert.equal(await code({ status: 200, body: '<html>a captive portal</html>' }), 'later ERR_NOTIFY_ANSWER unknown')
  assert.equal(await code('cut'), 'later ERR_NOTIFY_CONNECTION unknown')
})

test('the probe asks Slack whether the token is good, and posts nothing', async () => {
  const vendor = await startVendor(() => OK)
  const slack = createSlack({ token: TOKEN, channel: 'C0123456789', api: vendor.url }, LOCAL)
  assert.equal((await slack.probe?.(0, AbortSignal.timeout(5000)))?.result, 'delivered')
  assert.deepEqual(
    vendor.received.map(({ path }) => path),
    ['/auth.test'],
  )
  await vendor.close()
})

test('a message whose fate nobody knows is found in a long history', async () => {
  const key = subjectKey({ organisation: 'org-1', subject: 'incident:4f2a' })
  const others = Array.from({ length: 199 }, (_, number) => ({ ts: `1.${number}`, text: 'x'.repeat(2000) }))
  const own = { ts: '1700000000.000100', metadata: { event_type: 'postern_notice', event_payload: { key } } }
  const history = { status: 200, body: { ok: true, messages: [...others, own] } }
  const { outcome, asked } = await sendTo(
    { 'conversations.history': history, 'chat.update': OK, 'chat.postMessage': OK },
    { unsureSince: 1_700_000_000_000 },
  )
  assert.deepEqual(outcome, { result: 'delivered', reference: '1700000000.000100' })
  assert.deepEqual(asked, ['conversations.history', 'chat.update'])
})
