/** Names, origins, cookies and proxies: whose page is it, and who is really calling? */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '../../test/eventually.ts'
import type { ProblemDetails } from './problem.ts'
import { sampleRoutes } from './sample-routes.ts'
import { bearer, type Sample, type SampleOptions, session, withServer } from './sample-server.ts'

const serve = (work: (sample: Sample) => Promise<void>, options: SampleOptions = {}) =>
  withServer({ routes: sampleRoutes(() => undefined), ...options }, work)

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as ProblemDetails).code
}

describe('the host', () => {
  it('given a name that is not ours, none, or two, then 421 says where we are', async () => {
    await serve(async ({ raw, at }) => {
      const { port } = at.console
      const ask = (target: string, ...hosts: readonly string[]) =>
        raw(`GET ${target} HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}Connection: close\r\n\r\n`)
      const ours = `localhost:${port}`
      assert.match(await ask('/healthz', ours), /^HTTP\/1\.1 200/)
      assert.match(await ask('/healthz', ours.toUpperCase()), /^HTTP\/1\.1 200/)
      const wrong = [
        'localhost',
        `127.0.0.1:${port}`,
        `evil.example:${port}`,
        `localhost.evil.example:${port}`,
        `ana.localhost:${port}`,
        '',
      ]
      for (const host of wrong) {
        const answer = await ask('/healthz', host)
        assert.match(answer, /^HTTP\/1\.1 421/, host)
        assert.ok(answer.includes(`Use ${at.console.origin} instead.`))
      }
      assert.match(await ask('/healthz'), /^HTTP\/1\.1 421/)
      assert.match(await ask('/healthz', ours, 'evil.example'), /^HTTP\/1\.1 400/)
      assert.match(await ask('/healthz', 'evil.example', ours), /^HTTP\/1\.1 400/)
      assert.match(await ask(`http://evil.example/healthz`, ours), /^HTTP\/1\.1 421/)
    })
  })

  it('given names under localhost that were allowed, then those and no others are ours', async () => {
    await serve(
      async ({ raw, at }) => {
        const ask = (host: string) =>
          raw(`GET /help HTTP/1.1\r\nHost: ${host}:${at.portal.port}\r\nConnection: close\r\n\r\n`, 'portal')
        assert.match(await ask('ana.localhost'), /^HTTP\/1\.1 200/)
        assert.match(await ask('localhost'), /^HTTP\/1\.1 200/)
        for (const host of [
          'evil.example',
          'ana.localhost.evil.example',
          '.localhost',
          'a/b.localhost',
          'evillocalhost',
        ]) {
          assert.match(await ask(host), /^HTTP\/1\.1 4(21|00)/, host)
        }
      },
      { listeners: { portal: { names: ['*.localhost'] } } },
    )
  })

  it('given one origin for both listeners, then they do not start', async () => {
    const listeners = { portal: { url: 'https://postern.example' }, console: { url: 'https://postern.example' } }
    await assert.rejects(
      serve(async () => undefined, { listeners }),
      { name: 'TypeError', message: /one origin/ },
    )
    const withPath = { portal: { url: 'https://postern.example/help' } }
    await assert.rejects(
      serve(async () => undefined, { listeners: withPath }),
      { name: 'TypeError', message: /nothing else/ },
    )
  })
})

describe('a page of another origin', () => {
  it('given a write, then only our own page, the address bar or a program gets through', async () => {
    await serve(async ({ call, at }) => {
      const { cookie = '' } = session(at.console, 'console', 'ana-session')
      const write = (headers: Record<string, string>) =>
        call('/organisations/acme/cases', {
          method: 'POST',
          body: '{"person":"ana"}',
          headers: { cookie, 'content-type': 'application/json', ...headers },
        })
      const own = { 'sec-fetch-site': 'same-origin', origin: at.console.origin }
      assert.equal((await write(own)).status, 201)
      // Browsers that do not have Fetch Metadata say the origin.
      assert.equal((await write({ origin: at.console.origin })).status, 201)
      const refused: readonly Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site' },
        // The portal on another port is the same site, and shares the cookies.
        { 'sec-fetch-site': 'same-site', origin: at.portal.origin },
        { origin: at.portal.origin },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site', origin: at.console.origin },
        // A cookie, and no word of where it comes from.
        {},
      ]
      for (const headers of refused) {
        const answer = await write(headers)
        assert.equal(answer.status, 403, JSON.stringify(headers))
        assert.equal(await codeOf(answer), 'ERR_CROSS_ORIGIN')
      }
    })
  })

  it('given a write to a page that anybody may call, then another site cannot make it either (login CSRF)', async () => {
    await serve(async ({ call }) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
      const answer = await call('/help', { on: 'portal', method: 'POST', body: 'who=eve', headers })
      assert.equal(await codeOf(answer), 'ERR_CROSS_ORIGIN')
    })
  })

  it('given a read with our cookie, then another site may follow a link, and not fetch, frame or embed', async () => {
    await serve(async ({ call, at }) => {
      const { cookie = '' } = session(at.console, 'console', 'ana-session')
      const read = (site: string, mode: string, dest: string) =>
        call('/organisations/acme/lockouts', {
          headers: { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
        })
      // Node's fetch sets the mode itself, so that a navigation cannot be made with it; cross-origin.test.ts has that.
      assert.equal((await read('same-origin', 'cors', 'empty')).status, 200)
      assert.equal((await read('cross-site', 'no-cors', 'image')).status, 403)
      assert.equal((await read('same-site', 'cors', 'empty')).status, 403)
    })
  })

  it('given any origin, then no answer lets it read: there is no CORS here', async () => {
    await serve(async ({ call, at }) => {
      const answer = await call('/healthz', { headers: { origin: at.portal.origin } })
      const allowing = [...answer.headers.keys()].filter((name) => name.startsWith('access-control'))
      assert.deepEqual(allowing, [])
    })
  })
})

describe('the session cookie', () => {
  it('given http on localhost, then it names listener and port, and is out of the reach of scripts', async () => {
    await serve(async ({ call, at }) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const begun = await call('/help', { on: 'portal', method: 'POST', body: 'who=lea', headers })
      assert.deepEqual(begun.headers.getSetCookie(), [
        `postern-portal-${at.portal.port}=lea-session; Max-Age=600; Path=/; HttpOnly; SameSite=Lax`,
      ])
      const left = await call('/case/leave', {
        on: 'portal',
        method: 'POST',
        headers: session(at.portal, 'portal', 'lea-session'),
      })
      assert.equal(left.status, 303)
      assert.match(left.headers.getSetCookie()[0] ?? '', /=; Max-Age=0; /)
      assert.equal(left.headers.get('clear-site-data'), '"cache", "storage"')
    })
  })

  it('given https, then it is __Host- and Secure, HSTS is on, and without https it is off', async () => {
    const url = 'https://help.example'
    await serve(
      async ({ raw, call }) => {
        const body = 'who=lea'
        const type = 'application/x-www-form-urlencoded'
        const answer = await raw(
          `POST /help HTTP/1.1\r\nHost: help.example\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
          'portal',
        )
        assert.match(
          answer,
          /\r\nset-cookie: __Host-postern-portal=lea-session; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax\r\n/i,
        )
        assert.match(answer, /\r\nstrict-transport-security: max-age=63072000; includeSubDomains\r\n/i)
        assert.equal((await call('/healthz')).headers.get('strict-transport-security'), null)
      },
      { listeners: { portal: { url } } },
    )
  })
})

describe('X-Forwarded-For', () => {
  const forwarded = {
    ...bearer('forged'),
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  }

  it('given no trusted proxy, then nobody can say where they come from, or who we are', async () => {
    await serve(async ({ call, lines }) => {
      assert.equal((await call('/metrics', { headers: forwarded })).status, 401)
      const line = await eventually('the refusal in the log', () => lines.find(({ status }) => status === 401))
      assert.equal(line.address, '127.0.0.1')
    })
  })

  it('given a trusted proxy, then the address is the one before it, however many were made up before that', async () => {
    await serve(
      async ({ call, lines }) => {
        await call('/metrics', { headers: { ...forwarded, 'x-forwarded-for': '198.51.100.1, 203.0.113.9' } })
        const line = await eventually('the refusal in the log', () => lines.find(({ status }) => status === 401))
        assert.equal(line.address, '203.0.113.9')
      },
      { listeners: { console: { trustedProxies: ['127.0.0.0/8'] } } },
    )
  })
})
