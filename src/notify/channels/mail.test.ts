/** Mail against a real SMTP server. */
import assert from 'node:assert/strict'
import type { AddressInfo, Socket } from 'node:net'
import { before, describe, it } from 'node:test'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { type Certificate, makeCertificate } from '../../../test/certificate.ts'
import type { Sending } from '../channel.ts'
import type { Network } from '../network/lookup.ts'
import type { Notice } from '../notice.ts'
import type { Outcome } from '../outcome.ts'
import { HOSTILE, LOCAL, NOTICES, sendingOf, withNames } from '../sample-notices.ts'
import { createMail, type MailSettings } from './mail.ts'

let certificate: Certificate

before(async () => {
  certificate = await makeCertificate()
})

interface Exchange {
  readonly outcome: Outcome
  readonly mails: readonly ParsedMail[]
  readonly secure: readonly boolean[]
}

interface Wishes {
  readonly server?: SMTPServerOptions
  readonly settings?: Partial<MailSettings>
  readonly network?: Network
  readonly notice?: Notice
  readonly sending?: Partial<Sending>
  readonly probe?: boolean
  /** The server breaks the connection instead of answering to the text. */
  readonly cut?: boolean
}

async function mail({
  server = {},
  settings = {},
  network = LOCAL,
  notice = NOTICES.incident,
  sending,
  probe,
  cut,
}: Wishes): Promise<Exchange> {
  const raw: Buffer[] = []
  const sockets: Socket[] = []
  const secure: boolean[] = []
  const smtp = new SMTPServer({
    ...certificate,
    authOptional: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      secure.push(session.secure)
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        raw.push(Buffer.concat(chunks))
        if (cut) for (const socket of sockets) socket.destroy()
        else done()
      })
    },
    ...server,
  })
  smtp.on('error', () => undefined)
  smtp.server.on('connection', (socket) => sockets.push(socket))
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as AddressInfo
  const base = {
    host: 'localhost',
    port,
    security: 'starttls',
    from: 'postern@example.com',
    to: 'oncall@example.net',
  } as const
  const channel = createMail({ ...base, ca: certificate.cert, ...settings }, network)
  const signal = AbortSignal.timeout(5000)
  const outcome = probe ? await channel.probe!(0, signal) : await channel.send(sendingOf(notice, sending), signal)
  await new Promise<void>((resolve) => smtp.close(resolve))
  return { outcome, secure, mails: await Promise.all(raw.map((one) => simpleParser(one))) }
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('the server’s own words, s3cret'), { responseCode })
}

function short({ outcome }: Exchange): string {
  if (outcome.result === 'delivered') return 'delivered'
  const { code, detail } = outcome.reason
  return `${outcome.result} ${code} ${detail} ${outcome.result === 'refused' ? outcome.scope : outcome.sent}`
}

describe('mail', () => {
  it('arrives over STARTTLS, as text and as HTML, in the subject’s thread', async () => {
    const exchange = await mail({})
    assert.equal(short(exchange), 'delivered')
    assert.deepEqual(exchange.secure, [true])
    const [message] = exchange.mails
    assert.equal(message?.subject, '[Postern] Incident open: ana@example.com, tom@example.com')
    assert.match(message?.text ?? '', /What was seen: 5 prompts refused in 12 minutes/)
    assert.match(String(message?.html), /<bdi>What was seen: 5 prompts refused in 12 minutes<\/bdi>/)
    assert.equal(message?.headers.get('auto-submitted'), 'auto-generated')
    assert.equal(message?.inReplyTo, message?.references)
  })

  it('a second try has the same Message-ID, a later state another in the same thread', async () => {
    const [first, again, next] = await Promise.all([
      mail({ sending: { revision: 2, now: 1 } }),
      mail({ sending: { revision: 2, now: 99 } }),
      mail({ sending: { revision: 3 } }),
    ])
    assert.equal(first?.mails[0]?.messageId, again?.mails[0]?.messageId)
    assert.notEqual(first?.mails[0]?.messageId, next?.mails[0]?.messageId)
    assert.equal(first?.mails[0]?.inReplyTo, next?.mails[0]?.inReplyTo)
  })

  it('names add no header, no recipient and no part', async () => {
    for (const hostile of HOSTILE.filter((text) => /[\r<"]/.test(text))) {
      const { outcome, mails } = await mail({ notice: withNames(NOTICES.incident, hostile) })
      assert.equal(outcome.result, 'delivered')
      const [message] = mails
      assert.deepEqual([message?.bcc, message?.cc, message?.attachments.length], [undefined, undefined, 0])
      assert.ok(message?.subject?.startsWith('[Postern] Incident open: '))
      assert.doesNotMatch(
        String(message?.html),
        /<script|<img|<a (?!href="https:\/\/postern\.example\.com\/incidents\/4f2a")/,
      )
    }
  })

  it('is not sent to a server that offers no encryption', async () => {
    const exchange = await mail({ server: { disabledCommands: ['STARTTLS'] } })
    assert.match(short(exchange), /^later ERR_NOTIFY_TLS/)
    assert.equal(exchange.mails.length, 0)
  })

  it('is not sent to a server with a certificate that nobody vouches for, or of another name', async () => {
    const unknown = await makeCertificate()
    assert.match(short(await mail({ settings: { ca: unknown.cert } })), /^later ERR_NOTIFY_TLS/)
    const byAddress = await mail({ settings: { host: '127.0.0.1' } })
    assert.match(short(byAddress), /^later ERR_NOTIFY_TLS/)
    assert.equal(byAddress.mails.length, 0)
  })

  it('goes unencrypted only where settings and server both say so', async () => {
    const server = { disabledCommands: ['STARTTLS'] }
    assert.equal(short(await mail({ server, settings: { security: 'none' } })), 'delivered')
    const strict = await mail({ server, settings: { security: 'none' }, network: { ...LOCAL, plain: false } })
    assert.equal(short(strict), 'refused ERR_NOTIFY_ADDRESS  channel')
  })

  it('uses TLS from the first byte where told', async () => {
    const exchange = await mail({ server: { secure: true }, settings: { security: 'tls' } })
    assert.equal(short(exchange), 'delivered')
    assert.deepEqual(exchange.secure, [true])
  })

  it('what the server answers becomes an outcome, without its words', async () => {
    const rcpt = (code: number) => mail({ server: { onRcptTo: (_address, _session, done) => done(refusal(code)) } })
    assert.equal(short(await rcpt(550)), 'refused ERR_NOTIFY_RECIPIENT SMTP 550 channel')
    assert.equal(short(await rcpt(451)), 'later ERR_NOTIFY_VENDOR_DOWN SMTP 451 no')
    const data = (code: number) =>
      mail({
        server: {
          onData(stream, _session, done) {
            stream.resume()
            stream.on('end', () => done(refusal(code)))
          },
        },
      })
    assert.equal(short(await data(554)), 'refused ERR_NOTIFY_MALFORMED SMTP 554 message')
    assert.equal(short(await data(452)), 'later ERR_NOTIFY_VENDOR_DOWN SMTP 452 no')
    const login = await mail({
      server: { authOptional: false, onAuth: (_auth, _session, done) => done(refusal(535)) },
      settings: { user: 'postern', password: 's3cret' },
    })
    assert.equal(short(login), 'refused ERR_NOTIFY_CREDENTIALS SMTP 535 channel')
  })

  it('a connection cut after the text may have delivered', async () => {
    assert.match(short(await mail({ cut: true })), /^later ERR_NOTIFY_CONNECTION \S+ unknown$/)
  })

  it('the probe connects, encrypts and logs in, and sends nothing', async () => {
    const exchange = await mail({
      probe: true,
      server: {
        onAuth: ({ username, password }, _session, done) =>
          done(password === 's3cret' ? null : refusal(535), { user: username }),
      },
      settings: { user: 'postern', password: 's3cret' },
    })
    assert.equal(short(exchange), 'delivered')
    assert.equal(exchange.mails.length, 0)
  })

  it('nobody listening is tried again', async () => {
    const channel = createMail(
      { host: 'localhost', port: 1, security: 'starttls', from: 'a@example.com', to: 'b@example.com' },
      LOCAL,
    )
    const outcome = await channel.send(sendingOf(NOTICES.incident), AbortSignal.timeout(5000))
    assert.ok(outcome.result === 'later' && outcome.sent === 'no')
  })
})
