/** Syslog against real receivers: TLS, TCP, UDP. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { before, describe, it } from 'node:test'
import { createServer as createSecureServer } from 'node:tls'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Certificate, makeCertificate } from '../../../test/certificate.ts'
import { LOCAL, NOTICES, sendingOf, withNames } from '../sample-notices.ts'
import { ocsfFinding } from './ocsf-finding.ts'
import { createSyslog, type SyslogSettings } from './syslog.ts'

let certificate: Certificate

before(async () => {
  certificate = await makeCertificate()
})

const BASE = { host: 'localhost', hostname: 'postern-1.example.com' } as const

/** Receives one connection's bytes as they are. */
async function receive(
  transport: 'tls' | 'tcp',
  send: (settings: SyslogSettings) => Promise<unknown>,
  cut = false,
): Promise<string> {
  const chunks: Buffer[] = []
  const listener = (socket: Socket) => {
    if (cut) socket.resetAndDestroy()
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  }
  const server: Server = transport === 'tls' ? createSecureServer(certificate, listener) : createServer(listener)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await send({ ...BASE, transport, port: (server.address() as AddressInfo).port, ca: certificate.cert })
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return Buffer.concat(chunks).toString()
}

const signal = () => AbortSignal.timeout(5000)

/** RFC 5424 §6, as far as we use it. */
const LINE = /^<(\d{1,3})>1 (\S+) (\S+) postern - (\S+) - (\{.*\})$/

describe('syslog', () => {
  for (const transport of ['tls', 'tcp'] as const) {
    it(`over ${transport}: one message, counted in octets, whose text is an OCSF finding`, async () => {
      const bytes = await receive(transport, async (settings) => {
        const outcome = await createSyslog(settings, LOCAL).send(sendingOf(NOTICES.incident), signal())
        assert.deepEqual(outcome, { result: 'delivered' })
      })
      const space = bytes.indexOf(' ')
      const message = bytes.slice(space + 1)
      assert.equal(Number(bytes.slice(0, space)), Buffer.byteLength(message))
      const [, priority, time, host, id, json] = LINE.exec(message) ?? []
      // Facility 10 (security), severity 3 (error) for high.
      assert.deepEqual(
        [priority, time, host, id],
        ['83', '2026-11-22T14:10:00.000Z', 'postern-1.example.com', 'incident'],
      )
      assert.deepEqual(JSON.parse(json ?? ''), ocsfFinding(sendingOf(NOTICES.incident)))
    })
  }

  it('over udp: one datagram, no longer than receivers must take', async () => {
    const receiver = createSocket('udp4')
    await new Promise<void>((resolve) => receiver.bind(0, '127.0.0.1', resolve))
    const { port } = receiver.address()
    const channel = createSyslog({ ...BASE, host: '127.0.0.1', transport: 'udp', port }, LOCAL)
    for (const notice of [NOTICES.incident, withNames(NOTICES.incident, 'Ж'.repeat(600))]) {
      const received = new Promise<string>((resolve) =>
        receiver.once('message', (message) => resolve(message.toString())),
      )
      assert.deepEqual(await channel.send(sendingOf(notice), signal()), { result: 'delivered' })
      const message = await received
      assert.ok(Buffer.byteLength(message) <= 2048)
      const [, , , , , json] = LINE.exec(message) ?? []
      assert.equal(
        JSON.parse(json ?? '').finding_info_list[0].uid,
        (ocsfFinding(sendingOf(notice)).finding_info_list ?? [])[0]?.uid,
      )
    }
    assert.equal(channel.probe, undefined)
    receiver.close()
  })

  it('a certificate that nobody vouches for is not talked to', async () => {
    const bytes = await receive('tls', async (settings) => {
      const { ca: _ca, ...without } = settings
      const outcome = await createSyslog(without, LOCAL).send(sendingOf(NOTICES.incident), signal())
      assert.ok(outcome.result === 'later' && outcome.reason.code === 'ERR_NOTIFY_TLS' && outcome.sent === 'no')
    })
    assert.equal(bytes, '')
  })

  it('a connection that breaks may have delivered; nobody listening has not', async () => {
    let port = 0
    await receive(
      'tcp',
      async (settings) => {
        port = settings.port
        const outcome = await createSyslog(settings, LOCAL).send(sendingOf(NOTICES.incident), signal())
        assert.ok(outcome.result === 'later' && outcome.reason.code === 'ERR_NOTIFY_CONNECTION')
      },
      true,
    )
    const outcome = await createSyslog({ ...BASE, transport: 'tcp', port }, LOCAL).send(
      sendingOf(NOTICES.incident),
      signal(),
    )
    assert.ok(outcome.result === 'later' && outcome.sent === 'no')
  })

  it('unencrypted only where the server allows it', async () => {
    for (const transport of ['tcp', 'udp'] as const) {
      const channel = createSyslog({ ...BASE, transport, port: 514 }, { ...LOCAL, plain: false })
      const outcome = await channel.send(sendingOf(NOTICES.incident), signal())
      assert.ok(outcome.result === 'refused' && outcome.reason.code === 'ERR_NOTIFY_ADDRESS')
    }
  })

  it('the probe connects and says nothing', async () => {
    const bytes = await receive('tls', async (settings) => {
      assert.deepEqual(await createSyslog(settings, LOCAL).probe?.(0, signal()), { result: 'delivered' })
    })
    assert.equal(bytes, '')
  })

  const schemas = new URL('../../../../shared/standards/ocsf/1.8.0/', import.meta.url)
  it('every notice is valid OCSF 1.8.0', { skip: existsSync(schemas) ? false : 'shared/ is not here' }, () => {
    const ajv = new Ajv2020({ strict: false })
    const validate = (name: string) =>
      ajv.compile(JSON.parse(readFileSync(new URL(`${name}.schema.json`, schemas), 'utf8')) as object)
    const incident = validate('incident_finding')
    const detection = validate('detection_finding')
    const taken = { ...NOTICES.incident, state: 'taken', takenBy: 'tom@example.com' } as const
    for (const notice of [...Object.values(NOTICES), taken, { ...NOTICES.incident, state: 'closed' } as const]) {
      const check = notice.kind === 'incident' ? incident : detection
      assert.ok(check(ocsfFinding(sendingOf(notice))), JSON.stringify(check.errors))
    }
  })
})
