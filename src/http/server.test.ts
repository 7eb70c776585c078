/** The server as a whole: its own routes, errors, headers, and its end. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { describe, it } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import Type from 'typebox'
import { eventually } from '../../test/eventually.ts'
import { anyone } from './access.ts'
import { Bytes, Nothing } from './answer.ts'
import { createFeed } from './feed.ts'
import { createLog } from './log.ts'
import { Problem, type ProblemDetails } from './problem.ts'
import { route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { bearer, NOW, type Sample, withServer } from './sample-server.ts'
import { createServer } from './server.ts'

const serve = (work: (sample: Sample) => Promise<void>) => withServer({ routes: sampleRoutes(() => undefined) }, work)

/** A public route that runs `handle`. */
function running(handle: () => Promise<void>, path = '/run') {
  return route({
    method: 'GET',
    path,
    on: 'console',
    access: anyone('a test'),
    summary: 'Runs.',
    answers: { 204: Nothing },
    async handle() {
      await handle()
      return { status: 204 }
    },
  })
}

describe('a problem', () => {
  it('given a refusal of a room, then the answer has its code, words and headers, a number, and nothing of its cause', async () => {
    const refuse = running(async () => {
      throw new Problem({
        code: 'ERR_CASE_OPEN',
        status: 409,
        title: 'Open already',
        detail: 'There is an open case for this person.',
        next: 'Join that one.',
        headers: { 'retry-after': '5' },
        cause: new Error('duplicate key value violates unique constraint'),
      })
    })
    await withServer({ routes: [refuse] }, async ({ call }) => {
      const answer = await call('/run')
      const details = (await answer.json()) as ProblemDetails
      const id = answer.headers.get('request-id')
      assert.match(id ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      assert.deepEqual(details, {
        type: 'urn:problem-type:postern:ERR_CASE_OPEN',
        title: 'Open already',
        status: 409,
        detail: 'There is an open case for this person.',
        next: 'Join that one.',
        code: 'ERR_CASE_OPEN',
        instance: `urn:uuid:${id}`,
      })
      assert.equal(answer.headers.get('retry-after'), '5')
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    })
  })

  it('given what nobody foresaw, then the caller gets a number and the log everything under that number', async () => {
    const thrown: readonly unknown[] = [
      new Error('select secret from t'),
      'a string',
      undefined,
      { statusCode: 418, message: 'odd' },
    ]
    for (const value of thrown) {
      const fail = running(async () => {
        throw value
      })
      await withServer({ routes: [fail] }, async ({ call, lines }) => {
        const answer = await call('/run')
        const text = await answer.text()
        assert.equal(answer.status, 500, text)
        assert.match(text, /ERR_INTERNAL/)
        assert.doesNotMatch(text, /secret|server\.test|node_modules|odd|a string/)
        const line = await eventually('the error in the log', () => lines.find(({ level }) => level === 'error'))
        assert.equal(line.reqId, answer.headers.get('request-id'))
      })
    }
  })

  it('given an error of a lower room that main.ts knows how to answer, then that is the answer', async () => {
    const gone = Object.assign(new Error('no connection'), { code: 'ERR_DATABASE_GONE' })
    const fail = running(async () => {
      throw gone
    })
    const translate = (error: unknown) =>
      error === gone
        ? new Problem({
            code: 'ERR_DATABASE_GONE',
            status: 503,
            title: 'Gone',
            detail: 'The database is gone.',
            next: 'Wait.',
            cause: error,
          })
        : undefined
    await withServer({ routes: [fail], translate }, async ({ call }) => {
      const answer = await call('/run')
      assert.equal(answer.status, 503)
      assert.equal(((await answer.json()) as ProblemDetails).code, 'ERR_DATABASE_GONE')
    })
  })

  it('given a browser and a listener that has a page for it, then people see the page, and programs JSON', async () => {
    const problemPage = ({ code }: ProblemDetails, { style }: { style: string }) =>
      `<p>${code}<style nonce="${style}"></style>`
    await withServer({ listeners: { portal: { problemPage } } }, async ({ call }) => {
      const page = await call('/nowhere', {
        on: 'portal',
        headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
      })
      assert.equal(page.status, 404)
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
      const [, nonce = ''] = /^<p>ERR_NOT_FOUND<style nonce="(\w{32})">/.exec(await page.text()) ?? []
      assert.ok(page.headers.get('content-security-policy')?.includes(`style-src 'self' 'nonce-${nonce}'`))
      const json = await call('/nowhere', { on: 'portal', headers: { accept: 'application/json' } })
      assert.equal(json.headers.get('content-type'), 'application/problem+json; charset=utf-8')
    })
  })
})

describe('every answer', () => {
  it('given any of them, then it carries the strict headers, and nothing is for a cache', async () => {
    await serve(async ({ call }) => {
      const answers = [
        await call('/healthz'),
        await call('/nowhere'),
        await call('/organisations/acme/lockouts'),
        await call('/help', { on: 'portal' }),
        await call('/metrics', { headers: bearer('metrics-token') }),
        await call('/openapi'),
      ]
      for (const { headers } of answers) {
        assert.equal(headers.get('cache-control'), 'no-store')
        assert.equal(headers.get('x-content-type-options'), 'nosniff')
        assert.equal(headers.get('referrer-policy'), 'same-origin')
        assert.equal(headers.get('x-frame-options'), 'DENY')
        assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
        assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
        assert.match(headers.get('permissions-policy') ?? '', /camera=\(\)/)
        const policy = headers.get('content-security-policy') ?? ''
        assert.match(policy, /default-src 'none'/)
        assert.match(policy, /frame-ancestors 'none'/)
        assert.doesNotMatch(policy, /unsafe|https?:|\*/)
        assert.equal(headers.get('server'), null)
        assert.equal(headers.get('x-powered-by'), null)
      }
      const nonces = answers.map(
        ({ headers }) => /script-src 'self' 'nonce-(\w+)'/.exec(headers.get('content-security-policy') ?? '')?.[1],
      )
      assert.equal(new Set(nonces).size, answers.length)
    })
  })

  it('given a file that never changes, then its route may say so, and what it is', async () => {
    const file = route({
      method: 'GET',
      path: '/assets/*',
      on: 'console',
      access: anyone('scripts of the console'),
      summary: 'A file.',
      params: Type.Object({ '*': Type.String() }, { additionalProperties: false }),
      answers: { 200: Bytes },
      handle: async () => ({
        status: 200,
        headers: {
          'cache-control': 'public, max-age=31536000, immutable',
          'content-type': 'text/javascript; charset=utf-8',
        },
        body: Buffer.from('export {}'),
      }),
    })
    await withServer({ routes: [file] }, async ({ call }) => {
      const answer = await call('/assets/a/b.js')
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(answer.headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.equal(await answer.text(), 'export {}')
    })
  })

  it('given HEAD, then it is answered as GET without the body, and judged as GET', async () => {
    await serve(async ({ call }) => {
      const head = await call('/healthz', { method: 'HEAD' })
      assert.equal(head.status, 200)
      assert.equal(await head.text(), '')
      assert.equal((await call('/metrics', { method: 'HEAD' })).status, 401)
    })
  })
})

describe('the state of the server', () => {
  it('given checks, then /readyz names those that fail, and the log the reason; /healthz does not ask them', async () => {
    const checks = {
      store: async () => undefined,
      mail: async () => {
        throw new Error('no route to mail.internal.example')
      },
      jobs: () => new Promise<void>(() => undefined),
    }
    await withServer({ checks, limits: { readyMs: 10 } }, async ({ call, lines }) => {
      for (const on of ['portal', 'console'] as const) {
        const answer = await call('/readyz', { on })
        assert.equal(answer.status, 503)
        assert.deepEqual(await answer.json(), { status: 'failed', failed: ['mail', 'jobs'] })
        assert.equal((await call('/healthz', { on })).status, 200)
      }
      const line = lines.find(({ check }) => check === 'mail')
      assert.equal((line?.err as { message: string } | undefined)?.message, 'no route to mail.internal.example')
    })
    await withServer({ checks: { store: checks.store } }, async ({ call }) => {
      assert.deepEqual(await (await call('/readyz')).json(), { status: 'ok', failed: [] })
    })
  })

  it('given requests, then the metrics count them by pattern, and rooms can add their own', async () => {
    await serve(async ({ call, server }) => {
      await call('/organisations/acme/lockouts', { headers: bearer('reader-token') })
      await call('/organisations/birch/lockouts', { headers: bearer('reader-token') })
      await call('/nowhere/with/a/secret')
      assert.ok(server.metrics.getSingleMetric('postern_http_request_seconds'))
      const series =
        /postern_http_request_seconds_count\{listener="console",method="GET",route="\/organisations\/:organisation\/lockouts",status="200"\} 2/
      // The counting comes after the answer.
      const text = await eventually('the count', async () => {
        const now = await (await call('/metrics', { headers: bearer('metrics-token') })).text()
        return now.includes('code="ERR_NOT_FOUND"') && now
      })
      assert.match(text, series)
      assert.match(text, /postern_http_problems_total\{listener="console",code="ERR_NOT_FOUND"\} 1/)
      assert.doesNotMatch(text, /secret/)
    })
  })

  it('given the routes, then the description is OpenAPI 3.1 by its own schema, and says who may call each', async () => {
    const feed = createFeed({ keep: 1, epoch: 'e' })
    await withServer({ routes: sampleRoutes(() => undefined, feed) }, async ({ call, server }) => {
      const document = (await (await call('/openapi.json')).json()) as Record<string, unknown>
      const { valid, errors } = await new Validator().validate(document)
      assert.ok(valid, JSON.stringify(errors))
      assert.equal(document.openapi, '3.1.0')
      const paths = document.paths as Record<string, Record<string, Record<string, unknown>>>
      const described = Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method} ${path}`),
      )
      const onConsole = server.routes().filter(({ on }) => on !== 'portal')
      assert.deepEqual(
        described.toSorted(),
        onConsole.map(({ method, path }) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`).toSorted(),
      )
      const cases = paths['/organisations/{organisation}/cases']?.post
      assert.deepEqual(cases?.['x-access'], ['staff: agent', 'a program with cases:open'])
      assert.deepEqual(cases?.security, [{ session: [] }, { bearer: [] }])
      assert.deepEqual(Object.keys(cases?.responses as object), ['201', 'default'])
      const ingest = paths['/ingest/{source}']?.post?.requestBody as { content: object } | undefined
      assert.deepEqual(Object.keys(ingest?.content ?? {}), ['application/json', 'application/x-ndjson'])
    })
  })

  it('given the page of the API, then it needs no script and nothing from outside, and its style has the nonce', async () => {
    await serve(async ({ call }) => {
      const answer = await call('/openapi')
      const page = await answer.text()
      const [, nonce = ''] = /<style nonce="(\w+)">/.exec(page) ?? []
      assert.ok(answer.headers.get('content-security-policy')?.includes(`'nonce-${nonce}'`))
      assert.doesNotMatch(page, /<script|style="|src=|url\(|https?:\/\//)
      assert.match(page, /<b>POST<\/b> <code>\/organisations\/\{organisation\}\/cases<\/code>/)
      assert.match(page, /Who may: staff: agent; or a program with cases:open\./)
    })
  })
})

describe('the end', () => {
  it('given requests under way, then they are answered, new ones are not taken, and streams end; nothing is cut', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
    const slow = running(async () => {
      arrive()
      await finished
    })
    const feed = createFeed({ keep: 1, epoch: 'e' })
    await withServer(
      { routes: [slow, ...sampleRoutes(() => undefined, feed)] },
      async ({ call, server, at, raw, lines }) => {
        const stream = await call('/events', { headers: bearer('reader-token') })
        const underWay = raw(`GET /run HTTP/1.1\r\nHost: localhost:${at.console.port}\r\n\r\n`)
        await arrived
        // A connection that was opened before, and asks after.
        const kept = connect(at.console.port, '127.0.0.1')
        await once(kept, 'connect')
        const stopping = server.stop()
        assert.equal(server.stopping.aborted, true)
        assert.match(await stream.text(), /^retry/)
        await assert.rejects(fetch(`http://localhost:${at.console.port}/healthz`))
        finish()
        assert.match(await underWay, /^HTTP\/1\.1 204[\s\S]*connection: close/i)
        kept.destroy()
        assert.deepEqual(await stopping, { cut: 0 })
        assert.ok(lines.some(({ end }) => end === 'stopping'))
        assert.deepEqual(await server.stop(), { cut: 0 })
      },
    )
  })

  it('given a request that does not end, then it is cut when the time is up, and that is told', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const stuck = running(async () => {
      arrive()
      await new Promise(() => undefined)
    })
    await withServer({ routes: [stuck], limits: { stopMs: 20 } }, async ({ server, at, raw }) => {
      const underWay = raw(`GET /run HTTP/1.1\r\nHost: localhost:${at.console.port}\r\n\r\n`)
      await arrived
      assert.deepEqual(await server.stop(), { cut: 1 })
      assert.equal(await underWay, '')
    })
  })

  it('given a port that is taken, then the start fails, and the listener that had begun is closed again', async () => {
    const taken = createTcpServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    await assert.rejects(
      withServer({ listeners: { console: { port } } }, async () => undefined),
      { code: 'EADDRINUSE' },
    )
    taken.close()
  })

  it('given an order to stop before the start has ended, then nothing is left bound, and it does not start again', async () => {
    const log = createLog({ clock: () => NOW, level: 'fatal' })
    const listeners = { portal: { port: 0 }, console: { port: 0 } }
    const server = createServer({ clock: () => NOW, random: randomBytes, log, access: {}, listeners, version: '0' })
    const starting = server.start()
    assert.deepEqual(await server.stop(), { cut: 0 })
    const { portal, console } = await starting
    for (const { port } of [portal, console]) await assert.rejects(fetch(`http://localhost:${port}/healthz`))
    assert.throws(() => server.start(), { code: 'ERR_SERVER_STARTED' })
  })

  it('given nothing else said, then it listens on loopback only', async () => {
    await serve(async ({ lines }) => {
      const addresses = lines.filter(({ msg }) => /^listening at/.test(String(msg))).map(({ msg }) => msg)
      assert.equal(addresses.length, 2)
      for (const address of addresses) assert.match(String(address), /^listening at http:\/\/127\.0\.0\.1:\d+$/)
    })
  })
})
