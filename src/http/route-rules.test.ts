import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Type from 'typebox'
import { type Access, anyone, claimant, keeper, machine, staff } from './access.ts'
import { Nothing, Page } from './answer.ts'
import { RawBody, type Route, route } from './route.ts'
import { checkRoute } from './route-rules.ts'
import { withServer } from './sample-server.ts'

const good = route({
  method: 'GET',
  path: '/things/:id',
  on: 'console',
  access: [staff(['agent'])],
  summary: 'A thing.',
  params: Type.Object({ id: Type.String() }, { additionalProperties: false }),
  answers: { 200: Type.Object({ id: Type.String() }) },
  handle: async ({ params }) => ({ status: 200, body: params }),
})
const OpenObject = Type.Object({ a: Type.String() })
const NestedOpen = Type.Object({ list: Type.Array(OpenObject) }, { additionalProperties: false })
const TokenQuery = Type.Object({ access_token: Type.String() }, { additionalProperties: false })

describe('a route', () => {
  it('given one that keeps the rules, then it registers', () => {
    checkRoute(good)
  })

  const wrong: readonly (readonly [what: string, change: Partial<Route>, code: string, message: RegExp])[] = [
    ['no access', { access: undefined as never }, 'ERR_ROUTE_ACCESS', /does not say who may call it/],
    ['an empty access', { access: [] as never }, 'ERR_ROUTE_ACCESS', /does not say who may call it/],
    [
      'anyone besides somebody',
      { access: [...anyone('why'), staff(['agent'])] as Access },
      'ERR_ROUTE_ACCESS',
      /anyone and to somebody/,
    ],
    ['anyone without a reason', { access: anyone(' ') }, 'ERR_ROUTE_ACCESS', /does not say why/],
    ['staff without a role', { access: [staff([])] }, 'ERR_ROUTE_ACCESS', /names no role/],
    [
      'a role there is not',
      { access: [staff(['root' as never])] },
      'ERR_ROUTE_ACCESS',
      /names no role of staff, or one/,
    ],
    ['a program that decides', { access: [machine('cases:approve' as never)] }, 'ERR_ROUTE_ACCESS', /read and open/],
    [
      'a program that reads by POST',
      { access: [machine('x:read')], method: 'POST' },
      'ERR_ROUTE_ACCESS',
      /reads by GET/,
    ],
    ['a program that opens by GET', { access: [machine('x:open')] }, 'ERR_ROUTE_ACCESS', /opens by POST/],
    [
      'a program that opens by DELETE',
      { access: [machine('x:open')], method: 'DELETE' },
      'ERR_ROUTE_ACCESS',
      /opens by POST/,
    ],
    ['staff in the portal', { on: 'portal' }, 'ERR_ROUTE_ACCESS', /comes to the console only/],
    ['a claimant in the console', { access: [claimant()] }, 'ERR_ROUTE_ACCESS', /comes to the portal only/],
    ['the keeper on both', { access: [keeper()], on: 'both' }, 'ERR_ROUTE_ACCESS', /comes to the console only/],
    ['a parameter that is not described', { path: '/things/:id/:part' }, 'ERR_ROUTE_PATH', /\[id,part\].*\[id\]/],
    ['a path without a slash', { path: 'things/:id' }, 'ERR_ROUTE_PATH', /things/],
    ['a token in the query', { query: TokenQuery }, 'ERR_ROUTE_SCHEMA', /"access_token" in the query/],
    ['a body on GET', { body: good.params! }, 'ERR_ROUTE_SCHEMA', /cannot have a body/],
    ['raw bytes of any type', { method: 'POST', body: RawBody }, 'ERR_ROUTE_SCHEMA', /content types/],
    ['an open body', { method: 'POST', body: OpenObject }, 'ERR_ROUTE_SCHEMA', /the object at "" does not say/],
    ['an open object within', { method: 'POST', body: NestedOpen }, 'ERR_ROUTE_SCHEMA', /"\/properties\/list\/items"/],
    ['a page as 204', { answers: { 204: Page } }, 'ERR_ROUTE_SCHEMA', /204 has no body/],
  ]
  for (const [what, change, code, message] of wrong) {
    it(`given ${what}, then it does not register`, () => {
      assert.throws(() => checkRoute({ ...good, ...change }), { name: 'RouteError', code, message })
    })
  }

  it('given one that is there already under another name, then the second does not register', async () => {
    await withServer({}, async ({ server }) => {
      const late = { code: 'ERR_SERVER_STARTED', message: /has started/ }
      assert.throws(() => server.add([good]), late)
    })
    const twin: Route = {
      ...good,
      path: '/things/:name',
      params: Type.Object({ name: Type.String() }, { additionalProperties: false }),
    }
    const start = withServer({ routes: [good, twin] }, async () => undefined)
    await assert.rejects(start, { code: 'ERR_ROUTE_DUPLICATE', message: /there already, as \/things\/:id/ })
  })

  it('given a handler that answers what the route does not declare, then nothing of it leaves', async () => {
    const odd: Route = {
      ...good,
      path: '/odd',
      params: Type.Object({}, { additionalProperties: false }),
      access: anyone('a test'),
      answers: { 204: Nothing },
      handle: async () => ({ status: 200, body: 'a secret' }) as never,
    }
    await withServer({ routes: [odd] }, async ({ call }) => {
      const answer = await call('/odd')
      assert.equal(answer.status, 500)
      assert.doesNotMatch(await answer.text(), /secret/)
    })
  })

  it('given a body with members that the answer does not declare, then they stay here', async () => {
    const odd: Route = {
      ...good,
      access: anyone('a test'),
      handle: async () => ({ status: 200, body: { id: '1', passwordHash: 'x' } }) as never,
    }
    await withServer({ routes: [odd] }, async ({ call }) => {
      assert.deepEqual(await (await call('/things/1')).json(), { id: '1' })
    })
  })
})
