/** Tokens, keys, passwords and webhook addresses never come out again: everything that is said is searched for them. */
import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { before, test } from 'node:test'
import { inspect } from 'node:util'
import { SMTPServer } from 'smtp-server'
import { type Certificate, makeCertificate } from '../../test/certificate.ts'
import { type Reply, startVendor } from '../../test/vendor-server.ts'
import type { Channel } from './channel.ts'
import { createMail, type MailSettings } from './channels/mail.ts'
import { createPagerDuty } from './channels/pagerduty.ts'
import { createSlack } from './channels/slack.ts'
import { createTeams } from './channels/teams.ts'
import { createWebhook } from './channels/webhook.ts'
import { evolveDelivery, NOTHING_TOLD, resultOf } from './delivery.ts'
import { evolveHealth, judgeHealth, newHealth } from './health.ts'
import type { Network } from './network/lookup.ts'
import { type Outcome, reasonText } from './outcome.ts'
import { LOCAL, NOTICES, sendingOf } from './sample-notices.ts'
import { createSender } from './sender.ts'

/** A mark in every secret, and what base64 and percent encoding make of it. */
const MARK = 'S3cretMarkS3cretMarkS3cretMark'
const KEY = 'S3cretMarkS3cretMarkS3cretMark12'
const SECRET = `whsec_${Buffer.from(KEY).toString('base64')}`
const TRACES = [
  MARK,
  'S3cretMark',
  Buffer.from(MARK).toString('base64').slice(2, -4),
  SECRET.slice(6),
  Buffer.from(`\0postern\0${MARK}`).toString('base64'),
]

let certificate: Certificate

before(async () => {
  certificate = await makeCertificate()
})

/** Slack's and PagerDuty's servers are where operators cannot point elsewhere. */
function httpChannels(url: string, network: Network): readonly Channel[] {
  return [
    createSlack({ token: `xoxb-${MARK}`, channel: 'C0123456789', api: url }, network),
    createTeams({ url: `${url}/workflows/${MARK}?sig=${MARK}` }, network),
    createPagerDuty({ routingKey: KEY, region: 'us', api: url }, network),
    createWebhook({ url: `${url}/${MARK}`, secrets: [SECRET] }, network),
  ]
}

/** Runs everything that could say something about an outcome, and gives back all of it. */
async function everythingSaid(channel: Channel): Promise<string> {
  const sender = createSender(channel, { timeoutMs: 300, quickRetryMs: 1 })
  const said: unknown[] = []
  const outcomes: (Outcome | undefined)[] = []
  for (const reference of [undefined, '1.1']) {
    const sending = sendingOf(NOTICES.incident, reference === undefined ? { unsureSince: 1 } : { reference })
    outcomes.push(await sender.send(sending, new AbortController().signal))
  }
  outcomes.push(await sender.probe(0, new AbortController().signal))
  for (const outcome of outcomes) {
    if (outcome === undefined) continue
    said.push(outcome, 'reason' in outcome ? reasonText(outcome.reason) : '')
    const fact = resultOf(outcome, NOTHING_TOLD, 1, 1, 0)
    said.push(fact, evolveDelivery(NOTHING_TOLD, fact), judgeHealth(evolveHealth(newHealth(0), fact), 1))
  }
  return inspect(said, { depth: null, maxStringLength: null })
}

/** What was written to the terminal meanwhile, too. */
async function listening(run: () => Promise<string>): Promise<string> {
  const written: string[] = []
  const warned = (warning: Error) => written.push(inspect(warning))
  const { log, error, warn, info, debug } = console
  const note = (...values: readonly unknown[]) => void written.push(inspect(values))
  Object.assign(console, { log: note, error: note, warn: note, info: note, debug: note })
  process.on('warning', warned)
  try {
    return (await run()) + written.join('\n')
  } finally {
    process.off('warning', warned)
    Object.assign(console, { log, error, warn, info, debug })
  }
}

function assertNoTrace(text: string, where: string): void {
  for (const trace of TRACES) assert.ok(!text.includes(trace), `${where} says ${trace}: ${text}`)
  assert.ok(text.length > 100, `${where} said nothing: the test does not look`)
}

test('whatever a vendor answers, even our secrets themselves', async () => {
  const echo = JSON.stringify({
    ok: false,
    error: MARK,
    message: `bad key ${KEY} at ${MARK}`,
    errors: [`routing_key ${KEY}`],
  })
  const replies: readonly Reply[] = [
    { status: 200, body: { ok: true, ts: '1.1' } },
    ...[200, 400, 401, 403, 404, 410, 429, 500, 503].map(
      (status): Reply => ({ status, body: echo, headers: { 'retry-after': MARK } }),
    ),
    { status: 302, headers: { location: `https://example.com/${MARK}` }, body: MARK },
    'cut',
    'never',
  ]
  for (const reply of replies) {
    const vendor = await startVendor(() => reply)
    for (const channel of httpChannels(vendor.url, LOCAL)) {
      const said = await listening(() => everythingSaid(channel))
      assertNoTrace(said, `${channel.kind} after ${JSON.stringify(reply)}`)
    }
    assert.ok(vendor.received.some(({ headers, path, body }) => JSON.stringify([headers, path, body]).includes(MARK)))
    await vendor.close()
  }
})

test('names that do not resolve, addresses that are forbidden, servers that are none', async () => {
  const failing: Network = {
    ...LOCAL,
    resolve: async (hostname) => {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname} ${MARK}`), { code: 'ENOTFOUND', hostname })
    },
  }
  const garbage = createServer((socket) =>
    socket
      .resume()
      .on('error', () => undefined)
      .end(`${MARK}\r\n`),
  )
  await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve))
  const { port } = garbage.address() as AddressInfo
  const cases: readonly (readonly [string, Network])[] = [
    ['http://unknown.example', failing],
    ['https://127.0.0.1:9', { allowed: [], plain: false }],
    ['http://127.0.0.1:9', LOCAL],
    [`http://127.0.0.1:${port}`, LOCAL],
    [`https://127.0.0.1:${port}`, LOCAL],
  ]
  for (const [url, network] of cases) {
    for (const channel of httpChannels(url, network)) {
      assertNoTrace(await listening(() => everythingSaid(channel)), `${channel.kind} at ${url}`)
    }
  }
  await new Promise<void>((resolve) => garbage.close(() => resolve()))
})

test('mail servers that quote what they were told', async () => {
  for (const code of [421, 454, 535]) {
    const smtp = new SMTPServer({
      ...certificate,
      onAuth: ({ password }, _session, done) =>
        done(Object.assign(new Error(`no such password ${password} ${MARK}`), { responseCode: code })),
    })
    smtp.on('error', () => undefined)
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
    const { port } = smtp.server.address() as AddressInfo
    const settings: MailSettings = {
      ...{ host: 'localhost', port, security: 'starttls', from: 'a@example.com', to: 'b@example.com' },
      ...{ user: 'postern', password: MARK, ca: certificate.cert },
    }
    assertNoTrace(await listening(() => everythingSaid(createMail(settings, LOCAL))), `mail after ${code}`)
    await new Promise<void>((resolve) => smtp.close(resolve))
  }
})
