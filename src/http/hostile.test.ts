/** What only somebody hostile, or something broken, sends: bytes over real sockets. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { anyone } from './access.ts'
import { Nothing } from './answer.ts'
import { route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { type Sample, withServer } from './sample-server.ts'

const serve = (work: (sample: Sample) => Promise<void>) => withServer({ routes: sampleRoutes(() => undefined) }, work)

/** `lines` and an empty one, after a Host of ours. */
function request({ at }: Sample, first: string, ...lines: readonly string[]): string {
  return [first, `Host: localhost:${at.console.port}`, 'Connection: close', ...lines, '', ''].join('\r\n')
}

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
}

function codeOf(answer: string): string | undefined {
  return /"code":"(ERR_\w+)"/.exec(answer)?.[1]
}

describe('hostile requests', () => {
  const malformed: readonly (readonly [what: string, first: string, ...lines: string[]])[] = [
    ['two lengths', 'POST /help HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'],
    ['a length and chunks', 'POST /help HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['a length that is no number', 'POST /help HTTP/1.1', 'Content-Length: -1'],
    ['chunks that are not last', 'POST /help HTTP/1.1', 'Transfer-Encoding: chunked, gzip'],
    ['a control character in a header', 'GET /healthz HTTP/1.1', 'X-Odd: a\u0000b'],
    ['a space before the colon', 'GET /healthz HTTP/1.1', 'Content-Length : 1'],
    ['a line that ends in LF alone', 'GET /healthz HTTP/1.1', 'X-Odd: a\nX-Planted: b'],
    ['a line that is folded', 'GET /healthz HTTP/1.1', 'X-Odd: a', '\tb: c'],
    [
      'two Authorization headers',
      'GET /metrics HTTP/1.1',
      'Authorization: Bearer metrics-token',
      'authorization: Bearer x',
    ],
    ['another protocol', 'GET /healthz HTTP/9.9'],
    ['a method there is not', 'FETCH /healthz HTTP/1.1'],
  ]
  for (const [what, first, ...lines] of malformed) {
    it(`given ${what}, then it is malformed, and the connection ends`, async () => {
      await serve(async (sample) => {
        const answer = await sample.raw(request(sample, first, ...lines))
        assert.equal(statusOf(answer), 400)
        assert.equal(codeOf(answer), 'ERR_HTTP_MALFORMED')
        assert.match(answer, /\r\nconnection: close\r\n/i)
      })
    })
  }

  it('given something that is no HTTP at all, then it is malformed', async () => {
    await serve(async (sample) => {
      assert.equal(codeOf(await sample.raw(Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]))), 'ERR_HTTP_MALFORMED')
    })
  })

  it('given headers larger than are read, then it says so', async () => {
    await serve(async (sample) => {
      const answer = await sample.raw(request(sample, 'GET /healthz HTTP/1.1', `X-Large: ${'x'.repeat(20_000)}`))
      assert.equal(statusOf(answer), 431)
      assert.equal(codeOf(answer), 'ERR_HEADERS_TOO_LARGE')
    })
  })

  it('given an address that cannot be decoded or is too long, then it is refused with our words', async () => {
    await serve(async (sample) => {
      assert.equal(codeOf(await sample.raw(request(sample, 'GET /staff/%zz HTTP/1.1'))), 'ERR_HTTP_MALFORMED')
      const long = await sample.raw(request(sample, `DELETE /staff/${'x'.repeat(300)} HTTP/1.1`))
      assert.equal(codeOf(long), 'ERR_PATH_TOO_LONG')
      assert.doesNotMatch(long, /xxx/)
    })
  })

  it('given a second request smuggled behind a short length, then it is judged as any other', async () => {
    await serve(async (sample) => {
      const { port } = sample.at.console
      const smuggled = `GET /metrics HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`
      const both = `POST /nowhere HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: 0\r\n\r\n${smuggled}`
      const answers = await sample.raw(both)
      assert.match(answers, /^HTTP\/1\.1 404[\s\S]*HTTP\/1\.1 401/)
    })
  })

  it('given unknown addresses and unknown methods, then they are answered alike, but for the number', async () => {
    await serve(async (sample) => {
      const body = async (method: string, path: string) => {
        const answer = await sample.call(path, { method })
        assert.equal(answer.status, 404)
        assert.equal(answer.headers.get('allow'), null)
        return (await answer.text()).replace(/[0-9a-f-]{36}/, 'ID')
      }
      const unknown = await body('GET', '/nowhere')
      assert.equal(await body('PUT', '/healthz'), unknown)
      assert.equal(await body('OPTIONS', '/healthz'), unknown)
      assert.equal(await body('PATCH', '/organisations/acme/lockouts'), unknown)
      assert.equal(await body('GET', '/organisations/acme/lockouts/'), unknown)
      assert.equal(await body('GET', '//healthz'), unknown)
      assert.equal(await body('GET', '/..%2f..%2fetc/passwd'), unknown)
    })
  })

  it('given an answer into which a line break came, then nothing of it leaves as a header', async () => {
    const split = route({
      method: 'GET',
      path: '/split',
      on: 'console',
      access: anyone('a test'),
      summary: 'Redirects to what came in, as nobody should.',
      answers: { 303: Nothing },
      handle: async () => ({ status: 303, headers: { location: '/a\r\nset-cookie: session=eve' } }),
    })
    await withServer({ routes: [split] }, async (sample) => {
      const answer = await sample.raw(request(sample, 'GET /split HTTP/1.1'))
      assert.equal(statusOf(answer), 500)
      assert.doesNotMatch(answer, /eve/)
    })
  })

  it('given headers that never end, then the time for them ends', async () => {
    await withServer({ limits: { headersMs: 50, requestMs: 100, timeoutCheckMs: 20 } }, async (sample) => {
      const answer = await sample.raw(`GET /healthz HTTP/1.1\r\nHost: localhost:${sample.at.console.port}\r\nX-Slow: `)
      assert.equal(statusOf(answer), 408)
      assert.equal(codeOf(answer), 'ERR_REQUEST_TIMEOUT')
    })
  })

  it('given a body that never ends, then the time for it ends', async () => {
    const limits = { headersMs: 50, requestMs: 100, timeoutCheckMs: 20 }
    await withServer({ routes: sampleRoutes(() => undefined), limits }, async (sample) => {
      const head = request(
        sample,
        'POST /ingest/okta HTTP/1.1',
        'Authorization: Bearer okta-token',
        'Content-Type: application/json',
        'Content-Length: 5000',
      )
      const answer = await sample.raw(`${head}{"half":`)
      assert.ok(statusOf(answer) === 408 || answer === '', answer)
    })
  })

  it('given a handler that takes too long, then the caller is told, and the handler too', async () => {
    const { promise: told, resolve } = Promise.withResolvers<unknown>()
    const slow = route({
      method: 'POST',
      path: '/slow',
      on: 'console',
      access: anyone('a test'),
      summary: 'Never answers.',
      handlerMs: 20,
      answers: { 204: Nothing },
      async handle({ signal }) {
        signal.addEventListener('abort', () => resolve(signal.reason))
        await told
        return { status: 204 }
      },
    })
    await withServer({ routes: [slow] }, async ({ call }) => {
      const answer = await call('/slow', { method: 'POST' })
      assert.equal(answer.status, 503)
      assert.equal(((await answer.json()) as { code: string }).code, 'ERR_HANDLER_TIMEOUT')
      assert.equal(((await told) as { code: string }).code, 'ERR_HANDLER_TIMEOUT')
    })
  })

  it('given a caller who hangs up, then the handler is told', async () => {
    const { promise: told, resolve } = Promise.withResolvers<unknown>()
    const { promise: reached, resolve: arrive } = Promise.withResolvers<void>()
    const slow = route({
      method: 'GET',
      path: '/slow',
      on: 'console',
      access: anyone('a test'),
      summary: 'Never answers.',
      answers: { 204: Nothing },
      async handle({ signal }) {
        signal.addEventListener('abort', () => resolve(signal.reason))
        arrive()
        await told
        return { status: 204 }
      },
    })
    await withServer({ routes: [slow] }, async (sample) => {
      const socket = connect(sample.at.console.port, '127.0.0.1')
      socket.write(request(sample, 'GET /slow HTTP/1.1'))
      await reached
      socket.destroy()
      assert.equal(((await told) as Error).name, 'AbortError')
    })
  })

  it('given more connections from one address than are let in, then the next is closed unread, and a closed one makes room', async () => {
    await withServer({ limits: { connectionsPerAddressMax: 2 } }, async (sample) => {
      const open = async () => {
        const socket = connect(sample.at.console.port, '127.0.0.1')
        socket.on('error', () => undefined)
        await once(socket, 'connect')
        return socket
      }
      const [first, second] = [await open(), await open()]
      assert.equal(await sample.raw(request(sample, 'GET /healthz HTTP/1.1')), '')
      first.destroy()
      let answer = ''
      while (answer === '') answer = await sample.raw(request(sample, 'GET /healthz HTTP/1.1'))
      assert.equal(statusOf(answer), 200)
      second.destroy()
    })
  })

  it('given more connections in all than are let in, then the next is closed unread', async () => {
    await withServer({ limits: { connectionsMax: 1 } }, async (sample) => {
      const only = connect(sample.at.console.port, '127.0.0.1')
      await once(only, 'connect')
      only.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${sample.at.console.port}\r\n\r\n`)
      await once(only, 'data')
      assert.equal(await sample.raw(request(sample, 'GET /healthz HTTP/1.1')), '')
      only.destroy()
    })
  })
})
