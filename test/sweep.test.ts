/**
 * Every route that the server has, as it is put together, called by everybody who must not: DESIGN §3 rules 23 and 25. A route
 * that is open to anyone stands in the list below, by hand: whoever adds one has judged it.
 */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Caller } from '../src/http/index.ts'
import { type SweepCredential, sweep } from '../src/http/sweep.ts'
import { demoRoutes } from '../src/main/demo-routes.ts'
import { authenticate } from '../src/staff/index.ts'
import { embedded } from './engines.ts'
import { type Installation, startInstallation } from './installation.ts'
import { codeOf, does } from './staff-office.ts'

/** Says no more than that something is there, or is how one comes in. */
const OPEN = [
  'GET /healthz',
  'GET /readyz',
  'GET /openapi.json',
  'GET /openapi',
  'POST /sign-in/begin',
  'POST /sign-in',
  'GET /sign-in/ways',
  'POST /sign-in/oidc/begin',
  'POST /sign-in/oidc',
  'POST /set-up/begin',
  'POST /set-up',
  'POST /join/begin',
  'POST /join',
  // The console's page, which holds nothing, and its files.
  'GET /',
  'GET /sign-in',
  'GET /sign-in/oidc',
  'GET /set-up',
  'GET /join',
  'GET /o/*',
  'GET /assets/app.js',
]

/** Every other route: a new one fails the test until somebody has looked at who may call it. */
const GUARDED = 97

async function swept(work: (there: Installation) => Promise<void>): Promise<void> {
  const there = await startInstallation(await embedded.newPlace())
  try {
    await work(there)
  } finally {
    await there.stop()
  }
}

it('given everybody who must not, when every route is called, then each is refused as it has to be', async () => {
  await swept(async (there) => {
    const { origins, call, later, house, ada, eve, nora, home, other } = there
    const port = new URL(origins.console).port
    const bySession = (token: string) => ({
      cookie: `postern-console-${port}=${token}`,
      'sec-fetch-site': 'same-origin',
    })
    const byBearer = (token: string) => ({ authorization: `Bearer ${token}` })

    const staffed = async (name: string, token: string): Promise<SweepCredential> => {
      const caller = await authenticate(house.store, { credential: token, now: there.now(), isActivity: false })
      assert.ok(caller !== undefined, name)
      return { name, caller: caller as Caller, headers: () => bySession(token) }
    }
    const sourceToken = await there.sourceIn(home, 'okta')
    const machineToken = await tokenWith(there, ['sources:read'])
    const scope = { organisations: [home], groups: 'all', tierMax: 'standard' } as const
    const credentials: SweepCredential[] = [
      await staffed('an administrator', await there.token(ada)),
      await staffed('staff of another organisation', await there.token(eve)),
      await staffed('a member without a role', await there.token(nora)),
      {
        name: 'a source',
        caller: { who: 'source', id: 'okta', organisation: home },
        headers: () => byBearer(sourceToken),
      },
      {
        name: 'a program that reads sources',
        caller: { who: 'machine', id: 'm', scope, permissions: ['sources:read'] },
        headers: () => byBearer(machineToken),
      },
    ]

    const ended = await there.token(ada)
    const { status } = await call('/sign-out', { method: 'POST', headers: bySession(ended) })
    assert.equal(status, 204)
    const removed = await there.token(there.mel)
    assert.ok(!('refused' in (await does(there.staff, eve, { type: 'remove', member: there.mel.id }, there.now()))))
    const wrong = await sweep({
      routes: there.routes(),
      open: OPEN,
      credentials,
      forged: () => [
        bySession(ended),
        bySession(removed),
        bySession(machineToken),
        byBearer(ended),
        byBearer(`${sourceToken.slice(0, -4)}AAAA`),
        byBearer('postern_token_AAAA'),
      ],
      call(on, method, path, headers) {
        later(20)
        return fetch(`${origins[on]}${path}`, { method, headers, redirect: 'manual' })
      },
    })
    assert.deepEqual(wrong, [])
    assert.equal(
      there.routes().length - OPEN.length,
      GUARDED,
      'a route was added: judge who may call it, then count it',
    )
    assert.notEqual(home, other)
  })
})

it('given a session by the identity provider, when something asks for a recent sign-in, then it never is one', async () => {
  await swept(async (there) => {
    const token = await there.showOnlyToken(there.ada)
    const cookie = `postern-console-${new URL(there.origins.console).port}=${token}`
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
    const stepUps = there
      .routes()
      .filter(({ access }) => access.every((way) => way.who === 'staff' && way.withinMs !== undefined))
    assert.ok(stepUps.length >= 3)
    for (const { method, path } of stepUps) {
      const url = path.replace(':organisation', there.home).replaceAll(/:\w+/g, 'x')
      assert.equal(await codeOf(await there.call(url, { method, headers })), '401 ERR_STEP_UP', path)
    }
  })
})

/** What a session may do that only shows: look a thing over, note who called, sign out, and ask what a passkey is to sign. */
const SHOWN_ONLY = [
  'POST /organisations/:organisation/switchboard/:trouble/callers',
  'POST /organisations/:organisation/switchboard/:trouble/callers/:caller/told',
  'POST /organisations/:organisation/ledger/verify',
  'POST /organisations/:organisation/playbooks/dry-run',
  'POST /organisations/:organisation/policy/lint',
  'POST /sign-out',
  'POST /staff/passkeys/begin',
  'POST /staff/identities',
  'POST /staff/identities/begin',
]

it('given a session that only shows, then whatever it may write carries a passkey’s assertion', async () => {
  await swept(async (there) => {
    const { paths } = (await (await there.call('/openapi.json')).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
    }
    const asserts = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
      JSON.stringify(paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] ?? {}).includes('"assertion"')
    const doing = there
      .routes()
      .filter(({ method, access }) => method !== 'GET' && access.some(({ who }) => who === 'staff'))
      .filter(({ access }) => access.some((way) => way.who === 'staff' && way.withinMs === undefined))
      .filter((route) => !asserts(route))
      .map(({ method, path }) => `${method} ${path}`)
      // What is begun there ends in a route that takes the assertion.
      .filter((name) => !name.endsWith('/begin') || SHOWN_ONLY.includes(name))
    assert.deepEqual(doing.toSorted(), SHOWN_ONLY.toSorted())
  })
})

it('given the demo’s routes, then they do not exist beside real data, nor where others on the network could call them', () => {
  const room = {} as never
  const parts = { room, personas: [] }
  const loopback = { console: { bind: '127.0.0.1' }, portal: {} }
  const demo = { kind: 'demo' } as never
  assert.deepEqual(
    demoRoutes({ ...parts, store: demo, listeners: loopback }).map(({ method, path }) => `${method} ${path}`),
    ['GET /demo/personas', 'POST /demo/sign-in', 'POST /demo/assert'],
  )
  assert.throws(() => demoRoutes({ ...parts, store: { kind: 'real' } as never, listeners: loopback }), {
    code: 'ERR_DEMO_ONLY',
  })
  for (const bind of ['0.0.0.0', '::', '192.0.2.7']) {
    assert.throws(() => demoRoutes({ ...parts, store: demo, listeners: { ...loopback, portal: { bind } } }), {
      code: 'ERR_DEMO_ONLY',
    })
  }
})

/** A program's token, as one administrator adds it. */
async function tokenWith(there: Installation, permissions: readonly string[]): Promise<string> {
  const ada = await there.browser(there.ada)
  const wanted = { kind: 'machine-token-added', data: { name: 'siem', permissions } }
  const path = `/organisations/${there.home}/changes`
  const begun = await ada.post(`${path}/begin`, wanted)
  const { options } = (await begun.json()) as { readonly options: Parameters<(typeof there.ada.keys)[0]['assert']>[0] }
  const made = await ada.post(path, { ...wanted, assertion: there.ada.keys[0].assert(options) })
  assert.equal(made.status, 200)
  return ((await made.json()) as { readonly shown: string }).shown
}
