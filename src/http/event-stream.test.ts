/** Server-sent events over real sockets. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { eventually } from '../../test/eventually.ts'
import { holds } from '../../test/property.ts'
import { anyone, machine, type Presented, type Scope } from './access.ts'
import { EventStream } from './answer.ts'
import { format, type StreamEvent } from './event-stream.ts'
import { createFeed } from './feed.ts'
import { route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { ACCESS, bearer, withServer } from './sample-server.ts'

/** Text of a stream as it comes, until `seen` is in it or the stream has ended. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, seen: string, text = ''): Promise<string> {
  const { done, value } = await reader.read()
  const more = text + Buffer.from(value ?? []).toString('utf8')
  return done || more.includes(seen) ? more : readUntil(reader, seen, more)
}

const open = (answer: Response) => (answer.body as ReadableStream<Uint8Array>).getReader()

describe('an event stream', () => {
  it('given a caller who opens more and more, then the next is refused until one is closed, and others have theirs', async () => {
    const feed = createFeed({ keep: 10, epoch: 'e' })
    const limits = { streamsPerCallerMax: 2, heartbeatMs: 20 }
    await withServer({ routes: sampleRoutes(() => undefined, feed), limits }, async ({ call }) => {
      const open = () => call('/events', { headers: bearer('reader-token') })
      const [first, second] = [await open(), await open()]
      const third = await open()
      await third.body?.cancel()
      assert.deepEqual([first.status, second.status, third.status], [200, 200, 429])
      await first.body?.cancel()
      await eventually('room for another stream', async () => {
        const again = await open()
        await again.body?.cancel()
        return again.status === 200
      })
      await second.body?.cancel()
    })
  })

  it('given messages, then each reader gets those of their organisations, with ids to come back with', async () => {
    const feed = createFeed({ keep: 10, epoch: 'e' })
    await withServer({ routes: sampleRoutes(() => undefined, feed) }, async ({ call }) => {
      const answer = await call('/events', { headers: bearer('reader-token') })
      assert.equal(answer.headers.get('content-type'), 'text/event-stream')
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
      const reader = open(answer)
      await readUntil(reader, 'retry: 2000')
      feed.publish({ organisation: 'cedar', event: 'lockout', data: 'not theirs' })
      feed.publish({ organisation: 'acme', event: 'lockout', data: { person: 'ana' } })
      const text = await readUntil(reader, 'ana')
      assert.equal(text, 'id: e-1\nevent: lockout\ndata: {"person":"ana"}\n\n')
      await reader.cancel()

      feed.publish({ organisation: 'birch', event: 'incident', data: 1 })
      const again = await call('/events', { headers: { ...bearer('reader-token'), 'last-event-id': 'e-1' } })
      assert.match(await readUntil(open(again), 'e-2'), /id: e-2\nevent: incident\ndata: 1\n\n/)
    })
  })

  it('given a quiet stream, then a comment keeps it open', async () => {
    const feed = createFeed({ keep: 10, epoch: 'e' })
    await withServer({ routes: sampleRoutes(() => undefined, feed), limits: { heartbeatMs: 5 } }, async ({ call }) => {
      const reader = open(await call('/events', { headers: bearer('reader-token') }))
      assert.match(await readUntil(reader, ': still here'), /: still here\n\n/)
    })
  })

  it('given a token that was withdrawn, then the stream ends at the next heartbeat; asking again was no activity', async () => {
    const feed = createFeed({ keep: 10, epoch: 'e' })
    const activity: boolean[] = []
    let isValid = true
    const scope: Scope = { organisations: ['acme'], groups: 'all', tierMax: 'standard' }
    const access = {
      ...ACCESS,
      machine: async ({ isActivity }: { isActivity: boolean }) => {
        activity.push(isActivity)
        return isValid
          ? { who: 'machine' as const, id: 'm', scope, permissions: ['lockouts:read' as const] }
          : undefined
      },
    }
    await withServer(
      { routes: sampleRoutes(() => undefined, feed), access, limits: { heartbeatMs: 5, streamJudgedMs: 0 } },
      async ({ call, lines }) => {
        const reader = open(await call('/events', { headers: bearer('any') }))
        await readUntil(reader, ': still here')
        isValid = false
        await readUntil(reader, 'never comes')
        const line = await eventually('the end in the log', () => lines.find(({ end }) => end !== undefined))
        assert.equal(line.end, 'not-allowed')
        assert.deepEqual(activity.slice(0, 2), [true, false])
      },
    )
  })

  it('given a token that was withdrawn, when something happens before the next heartbeat, then it is not told', async () => {
    const feed = createFeed({ keep: 10, epoch: 'e' })
    let isValid = true
    const machine = async (presented: Presented) => (isValid ? await ACCESS.machine?.(presented) : undefined)
    const limits = { streamJudgedMs: 0 }
    const routes = sampleRoutes(() => undefined, feed)
    await withServer({ routes, access: { ...ACCESS, machine }, limits }, async ({ call }) => {
      const answer = await call('/events', { headers: bearer('reader-token') })
      isValid = false
      feed.publish({ organisation: 'acme', event: 'incident', data: 'secret' })
      assert.doesNotMatch(await answer.text(), /secret/)
    })
  })

  it('given a reader who does not read, then no more is taken from the source than the sockets hold, and the reader is dropped', async () => {
    let made = 0
    const chunk = 'x'.repeat(64 * 1024)
    const flood = route({
      method: 'GET',
      path: '/flood',
      on: 'console',
      access: anyone('a test'),
      summary: 'Never ends.',
      answers: { 200: EventStream },
      async handle() {
        const events: AsyncIterable<StreamEvent> = {
          async *[Symbol.asyncIterator]() {
            while (true) {
              made++
              yield { data: chunk }
            }
          },
        }
        return { status: 200, body: events }
      },
    })
    await withServer({ routes: [flood], limits: { streamStallMs: 30 } }, async ({ at, lines }) => {
      const socket = connect(at.console.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(`GET /flood HTTP/1.1\r\nHost: localhost:${at.console.port}\r\n\r\n`)
      const line = await eventually('the end in the log', () => lines.find(({ end }) => end !== undefined))
      assert.equal(line.end, 'reader-too-slow')
      const takenWhenDropped = made
      assert.ok(made < 1000, `${made} chunks of 64 KiB were taken for a reader who reads nothing`)
      // The connection is closed by the server, with what was not taken.
      socket.resume()
      await once(socket, 'close')
      assert.equal(made, takenWhenDropped)
    })
  })

  it('given a source that fails midway, then the stream ends, and the log has the reason', async () => {
    const broken = route({
      method: 'GET',
      path: '/broken',
      on: 'console',
      access: [machine('lockouts:read')],
      summary: 'Fails.',
      answers: { 200: EventStream },
      async handle() {
        async function* events(): AsyncGenerator<StreamEvent> {
          yield { data: 'one' }
          throw new Error('the source is gone')
        }
        return { status: 200, body: events() }
      },
    })
    await withServer({ routes: [broken] }, async ({ call, lines }) => {
      const text = await (await call('/broken', { headers: bearer('reader-token') })).text()
      assert.equal(text, 'retry: 2000\n\ndata: one\n\n')
      const line = await eventually('the error in the log', () => lines.find(({ level }) => level === 'error'))
      assert.equal((line.err as { message: string }).message, 'the source is gone')
    })
  })

  it('given any text, then it stays within its event: no line of it begins a field', () => {
    holds(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (data, id, event) => {
        const text = format({
          id: `${id}\nretry: 1`,
          event: `${event}\r\ndata: x`,
          data: `${data}\n\nid: eve\r\revent: y`,
        })
        assert.ok(text.endsWith('\n\n'))
        const lines = text.slice(0, -2).split(/\r\n|\r|\n/)
        assert.ok(lines[0]?.startsWith('id: ') && lines[1]?.startsWith('event: '))
        assert.ok(lines.slice(2).every((line) => line.startsWith('data: ')))
      }),
      300,
    )
  })
})
