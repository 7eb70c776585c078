/** Who gets in, over HTTP: every route without, with a wrong and with an insufficient credential. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Type from 'typebox'
import { eventually } from '../../test/eventually.ts'
import { type Authenticators, anyone, type Caller } from './access.ts'
import { Nothing } from './answer.ts'
import type { ListenerName } from './listeners.ts'
import { route } from './route.ts'
import { sampleRoutes } from './sample-routes.ts'
import { ACCESS, bearer, NOW, PEOPLE, type Sample, session, withServer } from './sample-server.ts'
import { sweep } from './sweep.ts'

const OPEN = ['GET /healthz', 'GET /readyz', 'GET /openapi.json', 'GET /openapi', 'GET /help', 'POST /help']

function carry(sample: Sample, name: string, { who }: Caller, on: ListenerName): Record<string, string> {
  return who === 'staff' || who === 'claimant' ? session(sample.at[on], on, name) : bearer(name)
}

function sweepOf(sample: Sample, open: readonly string[] = OPEN): Promise<readonly string[]> {
  return sweep({
    routes: sample.server.routes(),
    open,
    credentials: Object.entries(PEOPLE).map(([name, caller]) => ({
      name,
      caller,
      headers: (on) => carry(sample, name, caller, on),
    })),
    forged: (on) => [session(sample.at[on], on, 'forged'), bearer('forged')],
    call: (on, method, path, headers) => sample.call(path, { on, method, headers }),
  })
}

describe('the door', () => {
  it('given every route and every credential that must not do, then each is refused as it has to be, and no handler runs', async () => {
    const reached: string[] = []
    await withServer({ routes: sampleRoutes((name) => reached.push(name)) }, async (sample) => {
      assert.deepEqual(await sweepOf(sample), [])
      assert.deepEqual(reached, [])
      assert.equal(sample.server.routes().length, 13)
    })
  })

  it('given the credential that does, then the handler runs, with the scopes that allowed it and no others', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call, at }) => {
      // Ana is an agent at acme, and at birch an auditor only.
      const headers = session(at.console, 'console', 'ana-session')
      const answer = await call('/organisations/acme/lockouts', { headers })
      assert.deepEqual(await answer.json(), { limit: 50, organisations: ['acme'] })
      const reader = await call('/organisations/birch/lockouts', { headers: bearer('reader-token') })
      assert.deepEqual(await reader.json(), { limit: 50, organisations: ['birch'] })
    })
  })

  const planted: readonly { readonly mistake: string; readonly access: Authenticators; readonly told: RegExp }[] = [
    {
      mistake: 'every session is an administrator',
      access: {
        ...ACCESS,
        staff: async () => ({
          who: 'staff',
          id: 'eve',
          grants: [{ role: 'administrator', scope: { organisations: ['acme'], groups: 'all', tierMax: 'emergency' } }],
          authenticatedAt: NOW,
        }),
      },
      told: /DELETE \/staff\/:id on console, with a forged credential: 204 instead of 401/,
    },
    {
      mistake: 'every token may everything',
      access: {
        ...ACCESS,
        machine: async () => ({
          who: 'machine',
          id: 'any',
          scope: { organisations: ['nobodys-organisation'], groups: 'all', tierMax: 'emergency' },
          permissions: ['lockouts:read', 'cases:open', 'metrics:read'],
        }),
      },
      told: /GET \/metrics on console, with a forged credential: 200 instead of 401/,
    },
    {
      mistake: 'a token of a source is good for the keeper',
      access: {
        ...ACCESS,
        keeper: async ({ credential }) => (credential === 'okta-token' ? { who: 'keeper', id: 'keeper' } : undefined),
      },
      told: /POST \/keeper\/reports on console, as okta-token for acme: 204 instead of 401/,
    },
  ]
  for (const { mistake, access, told } of planted) {
    it(`given a planted mistake (${mistake}), then the sweep sees it`, async () => {
      await withServer({ routes: sampleRoutes(() => undefined), access }, async (sample) => {
        const wrong = await sweepOf(sample)
        assert.ok(
          wrong.some((sentence) => told.test(sentence)),
          wrong.join('\n'),
        )
      })
    })
  }

  it('given a route that somebody opened to anyone, then the sweep sees it', async () => {
    const opened = route({
      method: 'POST',
      path: '/organisations/:organisation/approvals',
      on: 'console',
      access: anyone('easier to test'),
      summary: 'Approves.',
      params: Type.Object({ organisation: Type.String() }, { additionalProperties: false }),
      answers: { 204: Nothing },
      handle: async () => ({ status: 204 }),
    })
    await withServer({ routes: [...sampleRoutes(() => undefined), opened] }, async (sample) => {
      assert.deepEqual(await sweepOf(sample), [
        'POST /organisations/:organisation/approvals is open to anyone, and the list does not say so',
      ])
      const wrong = await sweepOf(sample, [...OPEN, 'POST /organisations/:organisation/approvals', 'GET /gone'])
      assert.deepEqual(wrong, ['GET /gone is in the list, and is not open to anyone'])
    })
  })

  it('given no authenticators at all, then nobody is let in anywhere', async () => {
    const reached: string[] = []
    await withServer({ routes: sampleRoutes((name) => reached.push(name)), access: {} }, async (sample) => {
      for (const [name, caller] of Object.entries(PEOPLE)) {
        const headers = carry(sample, name, caller, 'console')
        assert.equal((await sample.call('/organisations/acme/lockouts', { headers })).status, 401)
      }
      assert.deepEqual(reached, [])
    })
  })

  it('given an authenticator that fails, or makes a caller of another kind, then nobody is let in, and the log knows why', async () => {
    const failing: Authenticators[] = [
      { staff: () => Promise.reject(new Error('the database is gone')) },
      { staff: async () => ({ who: 'keeper', id: 'keeper' }) as never },
    ]
    for (const access of failing) {
      const reached: string[] = []
      await withServer({ routes: sampleRoutes((name) => reached.push(name)), access }, async ({ call, at, lines }) => {
        const answer = await call('/organisations/acme/lockouts', {
          headers: session(at.console, 'console', 'ana-session'),
        })
        assert.equal(answer.status, 500)
        assert.deepEqual(reached, [])
        await eventually('the error in the log', () =>
          lines.find(({ level, code }) => level === 'error' && code === 'ERR_INTERNAL'),
        )
        assert.doesNotMatch(await answer.text(), /database|keeper/)
      })
    }
  })

  it('given a sign-in that is too old for the route, then 401 names the age it takes (RFC 9470)', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call, at }) => {
      const answer = await call('/staff/ana', {
        method: 'DELETE',
        headers: session(at.console, 'console', 'tom-session'),
      })
      assert.equal(answer.status, 401)
      assert.equal(((await answer.json()) as { code: string }).code, 'ERR_STEP_UP')
      assert.match(
        answer.headers.get('www-authenticate') ?? '',
        /error="insufficient_user_authentication", max_age="300"/,
      )
    })
  })

  it('given an Authorization header, then the cookie beside it does not help', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call, at }) => {
      const cookie = session(at.console, 'console', 'ana-session')
      for (const authorization of [
        'Bearer forged',
        'Basic YTpi',
        'Bearer',
        'Bearer a b',
        `Bearer ${'x'.repeat(2000)}`,
      ]) {
        const answer = await call('/organisations/acme/lockouts', { headers: { ...cookie, authorization } })
        assert.equal(answer.status, 401, authorization)
      }
      // Nor does a token that came as a cookie.
      const token = { ...session(at.console, 'console', 'reader-token'), authorization: 'Basic YTpi' }
      assert.equal((await call('/organisations/acme/lockouts', { headers: token })).status, 401)
    })
  })

  it('given two session cookies of one name, then neither counts: one of them was planted', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call, at }) => {
      const { cookie = '', ...rest } = session(at.console, 'console', 'ana-session')
      const planted = `${cookie}; ${cookie.replace('ana', 'tom')}`
      assert.equal((await call('/organisations/acme/lockouts', { headers: { ...rest, cookie: planted } })).status, 401)
    })
  })

  it('given that the body would be wrong as well, then the refusal comes first and nothing is said about the body', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call }) => {
      const answer = await call('/organisations/acme/cases', {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'text/odd' },
      })
      assert.equal(answer.status, 401)
    })
  })

  it('given a refusal of somebody known, then the log says who it was', async () => {
    await withServer({ routes: sampleRoutes(() => undefined) }, async ({ call, at, lines }) => {
      await call('/organisations/birch/lockouts', { headers: session(at.console, 'console', 'ana-session') })
      const line = await eventually('the refusal in the log', () => lines.find(({ code }) => code === 'ERR_FORBIDDEN'))
      assert.deepEqual(line.caller, { who: 'staff', id: 'ana' })
    })
  })
})
