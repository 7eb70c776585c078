/** Signing in by a real provider, over real sockets on both sides. The clock is the machine's: the provider has no other. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Authenticator } from '../../../test/authenticator.ts'
import { embedded } from '../../../test/engines.ts'
import { CLIENT, type OidcServer, STRONG_ACR, startOidc } from '../../../test/oidc-server.ts'
import {
  type Browser,
  browserOf,
  codeOf,
  foundersOf,
  HOUR_MS,
  type Human,
  MINUTE_MS,
  newOffice,
  type Office,
  tokenOf,
} from '../../../test/staff-office.ts'
import { Nothing, type Route, route, staff } from '../../http/index.ts'
import { bearer, type Sample, session, withServer } from '../../http/sample-server.ts'
import { sweep } from '../../http/sweep.ts'
import { openStore, type Store } from '../../store/index.ts'
import { type Act, authenticate, createOidc, machineTokenRoutes, oidcRoutes, staffRoutes } from '../index.ts'
import { isStrong } from './claims.ts'
import { allowProvider, readProvider, writeProvider } from './settings-rows.ts'

type Options = Parameters<Authenticator['assert']>[0]
const WAIT_MS = 73 * HOUR_MS

interface Served {
  readonly room: Office
  readonly provider: OidcServer
  readonly sample: Sample
  readonly ada: Human
  readonly bo: Human
  readonly whys: readonly string[]
  browser(token?: string): Browser
  later(ms: number): void
  /** From now on the provider is asked so. */
  guard(fetch: ProviderFetch): void
  now(): number
  links(human: Human): Promise<Response>
}

type ProviderFetch = Parameters<typeof createOidc>[0]['fetch']

/** As notify's guard would, were the provider at a public address. */
const reach: ProviderFetch = (url, options) => fetch(url, options as RequestInit)

/** What takes a sign-in of the last ten minutes. */
const fresh: Route = route({
  method: 'POST',
  path: '/fresh',
  on: 'console',
  access: [staff(['analyst'], { withinMs: 10 * MINUTE_MS })],
  summary: 'Takes a step-up.',
  answers: { 204: Nothing },
  handle: async () => ({ status: 204 }),
})

async function json<T>(answer: Response): Promise<T> {
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await answer.json()) as T
}

describe('signing in by a provider', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: Date.now })
  })
  after(() => store.close())

  async function serving(work: (served: Served) => Promise<void>): Promise<void> {
    const room = await newOffice(store)
    const whys: string[] = []
    let asked = reach
    // Linking happens three days ago, so that it counts by now.
    let behind = WAIT_MS
    const clock = () => Date.now() - behind
    const oidc = createOidc({
      room,
      fetch: (url, options) => asked(url, options),
      isInsecure: true,
      onRefused: (why) => void whys.push(why),
    })
    const routes = [
      ...staffRoutes({ store, room }),
      ...oidcRoutes({ store, oidc, random: randomBytes }),
      ...machineTokenRoutes(store),
      fresh,
    ]
    const access = { staff: (presented: Parameters<typeof authenticate>[1]) => authenticate(store, presented) }
    await withServer({ routes, access, clock }, async (sample) => {
      const { origin } = sample.at.console
      room.moveTo(origin)
      const provider = await startOidc(`${origin}/sign-in/oidc`)
      try {
        const { issuer } = provider
        const secret = CLIENT.clientSecret
        const keeping = { master: room.masters[0], random: randomBytes }
        await room.ledger.db.transaction(async (tx) => {
          await writeProvider(tx, { issuer, clientId: CLIENT.clientId, secret }, keeping)
          await allowProvider(tx, true, { acr: [STRONG_ACR], amr: [] })
        })
        const browser = (token?: string) => browserOf(sample, token)
        const founders = await foundersOf(room, clock())
        await work({
          ...founders,
          room,
          provider,
          sample,
          whys,
          browser,
          now: clock,
          guard: (refuse) => {
            asked = refuse
          },
          later: (ms) => {
            behind -= ms
          },
          async links(human) {
            const page = browser(await tokenOf(room, human, clock()))
            const { url } = await json<{ readonly url: string }>(await page.post('/staff/identities/begin'))
            const search = await provider.follow(url)
            const { identity } = await json<{ readonly identity: string }>(
              await page.post('/staff/identities', { search }),
            )
            return await acts(page, human, { type: 'link-identity', identity })
          },
        })
      } finally {
        await provider.stop()
      }
    })
  }

  async function acts(page: Browser, { keys }: Human, act: Act): Promise<Response> {
    const begun = await json<{ readonly options: Options }>(await page.post('/staff/acts/begin', { act }))
    return await page.post('/staff/acts', { act, assertion: keys[0].assert(begun.options) })
  }

  async function signsIn(page: Browser, provider: OidcServer, strong = false): Promise<Response> {
    const { url } = await json<{ readonly url: string }>(await page.post('/sign-in/oidc/begin', { strong }))
    return await page.post('/sign-in/oidc', { search: await provider.follow(url) })
  }

  it('given a guard that refuses the provider’s address, then nothing is asked of it, and nobody gets in by it', async () => {
    await serving(async ({ browser, guard, whys }) => {
      guard(() => Promise.reject(new Error('ERR_NOTIFY_ADDRESS')))
      const answer = await browser().post('/sign-in/oidc/begin', { strong: false })
      assert.match(await codeOf(answer), /ERR_STAFF_OIDC/)
      assert.equal(whys.length, 1)
      guard(reach)
      assert.equal((await browser().post('/sign-in/oidc/begin', { strong: false })).status, 200)
    })
  })

  it('given a linked identity, then after 72 hours it signs in to look, and satisfies no step-up', async () => {
    await serving(async ({ ada, links, browser, provider, later }) => {
      assert.equal((await links(ada)).status, 200)
      const page = browser()
      assert.equal(await codeOf(await signsIn(page, provider)), '403 ERR_STAFF_OIDC')
      later(WAIT_MS)
      assert.deepEqual(await json(await signsIn(page, provider)), { member: ada.id, strong: false })
      const me = await json<{ readonly member: string }>(await page.get('/me'))
      assert.equal(me.member, ada.id)
      assert.equal(await codeOf(await page.post('/fresh')), '401 ERR_STEP_UP')
    })
  })

  it('given a phishing-resistant sign-in there, asked for and of just now, then it satisfies a step-up, and decides nothing', async () => {
    await serving(async ({ ada, bo, links, browser, provider, later, whys }) => {
      await links(ada)
      later(WAIT_MS)
      const page = browser()
      assert.equal(await codeOf(await signsIn(page, provider, true)), '403 ERR_STAFF_OIDC')
      assert.match(whys.at(-1) ?? '', /phishing-resistant/)
      provider.person = { ...provider.person, acr: STRONG_ACR }
      assert.deepEqual(await json(await signsIn(page, provider, true)), { member: ada.id, strong: true })
      assert.equal((await page.post('/fresh')).status, 204)
      const act = { type: 'remove', member: bo.id } as const
      const { options } = await json<{ readonly options: Options }>(await page.post('/staff/acts/begin', { act }))
      assert.ok((options.allowCredentials ?? []).length > 0, 'an act takes a passkey, whoever signed in how')
    })
  })

  it('given somebody at the provider whom nobody linked, then nobody is signed in', async () => {
    await serving(async ({ ada, links, browser, provider, later }) => {
      await links(ada)
      later(WAIT_MS)
      provider.person = { sub: 'somebody-else', acr: STRONG_ACR }
      assert.equal(await codeOf(await signsIn(browser(), provider)), '403 ERR_STAFF_OIDC')
    })
  })

  it('given an answer in another browser, a second time, or with another state, then it opens nothing', async () => {
    await serving(async ({ ada, links, browser, provider, later }) => {
      await links(ada)
      later(WAIT_MS)
      const [mine, theirs] = [browser(), browser()]
      const { url } = await json<{ readonly url: string }>(await mine.post('/sign-in/oidc/begin', {}))
      await theirs.post('/sign-in/oidc/begin', {})
      const search = await provider.follow(url)
      assert.equal(await codeOf(await theirs.post('/sign-in/oidc', { search })), '403 ERR_STAFF_OIDC')
      assert.equal(await codeOf(await browser().post('/sign-in/oidc', { search })), '403 ERR_STAFF_OIDC')
      const forged = search.replace(/state=[^&]+/, 'state=AAAA')
      assert.equal(await codeOf(await mine.post('/sign-in/oidc', { search: forged })), '403 ERR_STAFF_OIDC')
      assert.equal((await mine.post('/sign-in/oidc', { search })).status, 200)
      assert.equal(await codeOf(await mine.post('/sign-in/oidc', { search })), '403 ERR_STAFF_OIDC')
    })
  })

  it('given an identity that its member has not just shown, or that is another’s, then it is not linked', async () => {
    await serving(async ({ ada, bo, links, browser, room, now }) => {
      const page = browser(await tokenOf(room, bo, now()))
      const made = { type: 'link-identity', identity: 'A'.repeat(43) } as const
      assert.equal(await codeOf(await acts(page, bo, made)), '409 ERR_STAFF_IDENTITY_UNPROVEN')
      assert.equal((await links(ada)).status, 200)
      assert.equal(await codeOf(await links(bo)), '409 ERR_STAFF_IDENTITY_KNOWN')
      assert.equal(room.notices.at(-1)?.fact.type, 'staff-refused')
    })
  })

  it('given that it is unlinked, or not allowed any more, then it signs nobody in', async () => {
    await serving(async ({ ada, links, browser, provider, later, room, now }) => {
      await links(ada)
      later(WAIT_MS)
      const strong = { acr: [STRONG_ACR], amr: [] }
      await room.ledger.db.transaction((tx) => allowProvider(tx, false, strong))
      assert.equal(await codeOf(await browser().post('/sign-in/oidc/begin', {})), '403 ERR_STAFF_OIDC_OFF')
      assert.deepEqual(await json(await browser().get('/sign-in/ways')), { oidc: false, demo: false })
      await room.ledger.db.transaction((tx) => allowProvider(tx, true, strong))

      const page = browser()
      assert.equal((await signsIn(page, provider)).status, 200)
      const { members } = await json<{
        readonly members: readonly { readonly id: string; readonly identities: readonly { identity: string }[] }[]
      }>(await page.get('/staff'))
      const identity = members.find(({ id }) => id === ada.id)?.identities[0]?.identity ?? ''
      const keyed = browser(await tokenOf(room, ada, now()))
      assert.equal((await acts(keyed, ada, { type: 'unlink-identity', member: ada.id, identity })).status, 200)
      assert.equal((await page.get('/me')).status, 401, 'sessions end with it')
      assert.equal(await codeOf(await signsIn(browser(), provider)), '403 ERR_STAFF_OIDC')
    })
  })

  it('given the address to which the browser is sent, then it carries state, nonce and PKCE, and asks anew where it has to', async () => {
    await serving(async ({ browser, provider }) => {
      const begun = await json<{ readonly url: string }>(await browser().post('/sign-in/oidc/begin', { strong: true }))
      const url = new URL(begun.url)
      assert.equal(url.origin, provider.issuer)
      const { state, nonce, code_challenge: challenge, ...rest } = Object.fromEntries(url.searchParams)
      assert.ok([state, nonce, challenge].every((text) => (text ?? '').length >= 43))
      assert.deepEqual(
        [rest.response_type, rest.scope, rest.code_challenge_method, rest.max_age, rest.acr_values],
        ['code', 'openid', 'S256', '0', STRONG_ACR],
      )
      assert.ok(!begun.url.includes(CLIENT.clientSecret))
    })
  })

  it('given every route and every credential that must not do, then each is refused', async () => {
    await serving(async ({ sample, ada, room, now }) => {
      const { server, call, at } = sample
      const credential = await tokenOf(room, ada, now())
      const caller = await authenticate(store, { credential, now: now(), isActivity: false })
      assert.ok(caller !== undefined)
      const wrong = await sweep({
        routes: server.routes().filter(({ path }) => /oidc|ways|identities|tokens/.test(path)),
        open: ['GET /sign-in/ways', 'POST /sign-in/oidc/begin', 'POST /sign-in/oidc'],
        credentials: [{ name: 'ada', caller, headers: () => session(at.console, 'console', credential) }],
        forged: () => [session(at.console, 'console', 'postern_staff_AAAA'), bearer(credential)],
        call: (on, method, path, headers) => call(path, { on, method, headers }),
      })
      assert.deepEqual(wrong, [])
    })
  })

  it('given the provider set anew, then it is not allowed, and its secret stands nowhere', async () => {
    await serving(async ({ room }) => {
      const provider = { issuer: 'https://id.example', clientId: 'postern', secret: 'another-secret-here' }
      const [settings, rows] = await room.ledger.db.transaction(async (tx) => {
        await writeProvider(tx, provider, { master: room.masters[0], random: randomBytes })
        return [await readProvider(tx), await tx.selectFrom('staff_oidc').selectAll().execute()] as const
      })
      assert.equal(settings?.allowed, false)
      assert.ok(!JSON.stringify(rows).includes(provider.secret))
    })
  })
})

describe('a strong sign-in', () => {
  const strong = { acr: ['phr'], amr: ['hwk'] }
  const at = { begun: 1_000_000_000, now: 1_000_060_000 }
  const claims = { iss: 'https://id.example', sub: 'ada', auth_time: 1_000_030 }

  it('is by a class or method that the organisation named, after we asked', () => {
    assert.ok(isStrong({ ...claims, acr: 'phr' }, strong, at))
    assert.ok(isStrong({ ...claims, amr: ['pwd', 'hwk'] }, strong, at))
    assert.ok(!isStrong({ ...claims, acr: 'pwd', amr: ['pwd'] }, strong, at))
    assert.ok(!isStrong({ ...claims, acr: 'phr' }, { acr: [], amr: [] }, at))
    assert.ok(!isStrong({ ...claims, acr: 'phr', auth_time: 999_000 }, strong, at), 'signed in long before')
    assert.ok(!isStrong({ ...claims, acr: 'phr', auth_time: 1_000_200 }, strong, at), 'signed in later than now')
    assert.ok(!isStrong({ iss: 'https://id.example', sub: 'ada', acr: 'phr' }, strong, at), 'does not say when')
  })
})
