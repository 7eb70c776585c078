/** Staff over real sockets, with passkeys in software. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Authenticator } from '../../test/authenticator.ts'
import { embedded } from '../../test/engines.ts'
import {
  type Browser,
  browserOf,
  codeOf,
  firstPerson,
  good,
  HOUR_MS,
  type Human,
  MINUTE_MS,
  NOON,
  newKeys,
  newOffice,
  type Office,
  tokenOf,
} from '../../test/staff-office.ts'
import { type Sample, withServer } from '../http/sample-server.ts'
import { sweep } from '../http/sweep.ts'
import { openStore, type Store } from '../store/index.ts'
import { type Act, authenticate, openSetUp, staffRoutes } from './index.ts'

interface Served extends Sample {
  readonly room: Office
  /** Moves the clock on. */
  later(ms: number): void
  now(): number
  browser(token?: string): Browser
}

type Options = Parameters<Authenticator['assert']>[0]
type Creation = Parameters<Authenticator['register']>[0]

async function json<T>(answer: Response): Promise<T> {
  assert.equal(answer.status, 200, `${answer.url}: ${await answer.clone().text()}`)
  return (await answer.json()) as T
}

async function acts(browser: Browser, { keys }: Pick<Human, 'keys'>, act: Act): Promise<Response> {
  const begun = await browser.post('/staff/acts/begin', { act })
  if (begun.status !== 200) return begun
  const { options } = (await begun.json()) as { readonly options: Options }
  return await browser.post('/staff/acts', { act, assertion: keys[0].assert(options) })
}

async function signInBy(browser: Browser, { keys }: Pick<Human, 'keys'>): Promise<Response> {
  const options = await json<Options>(await browser.post('/sign-in/begin'))
  return await browser.post('/sign-in', { assertion: keys[0].assert(options) })
}

/** Comes in through the pages: `path` is /set-up or /join. */
async function comesIn(browser: Browser, room: Office, path: string, ticket: object): Promise<Human> {
  const keys = newKeys(room)
  const { options } = await json<{ readonly options: readonly [Creation, Creation] }>(
    await browser.post(`${path}/begin`, ticket),
  )
  const registrations = [keys[0].register(options[0]), keys[1].register(options[1])]
  const { member } = await json<{ readonly member: string }>(await browser.post(path, { ...ticket, registrations }))
  return { id: member, keys }
}

const who = (name: string) => ({ name, email: `${name.toLowerCase()}@northwind.example` })
const newId = () => randomBytes(16).toString('hex')

describe('staff over HTTP', () => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await embedded.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function serving(work: (served: Served) => Promise<void>): Promise<void> {
    const room = await newOffice(store)
    let now = NOON
    await withServer(
      {
        routes: staffRoutes({ store, room }),
        access: { staff: (presented) => authenticate(store, presented) },
        clock: () => now,
      },
      async (sample) => {
        room.moveTo(sample.at.console.origin)
        await work({
          ...sample,
          room,
          now: () => now,
          later: (ms) => {
            now += ms
          },
          browser: (token) => browserOf(sample, token),
        })
      },
    )
  }

  interface Founded extends Served {
    readonly ada: Human & Browser
    readonly bo: Human & Browser
  }

  async function founded(work: (served: Founded) => Promise<void>): Promise<void> {
    await serving(async (served) => {
      const { room, browser, now } = served
      const ada = await firstPerson(room, now())
      const adas = browser(await tokenOf(room, ada, now()))
      const { code = '' } = await json<{ readonly code?: string }>(await acts(adas, ada, { type: 'invite-founder' }))
      const bos = browser()
      const bo = await comesIn(bos, room, '/set-up', { code, ...who('Bo') })
      assert.equal((await signInBy(bos, bo)).status, 200)
      await work({ ...served, ada: { ...ada, ...adas }, bo: { ...bo, ...bos } })
    })
  }

  it('given the terminal’s code, then the first person comes in, sees who they are, and lets the second in', async () => {
    await serving(async ({ room, browser }) => {
      const { code } = good(await openSetUp(room, NOON))
      const page = browser()
      const ada = await comesIn(page, room, '/set-up', { code, ...who('Ada') })
      assert.equal(await codeOf(await page.get('/me')), '401 ERR_UNAUTHENTICATED')

      assert.deepEqual(await json(await signInBy(page, ada)), { member: ada.id })
      const me = await json<Record<string, unknown>>(await page.get('/me'))
      assert.deepEqual(
        [me.member, me.name, me.email, me.demo, me.organisations],
        [ada.id, 'Ada', 'ada@northwind.example', false, []],
      )

      const { code: second } = await json<{ readonly code: string }>(await acts(page, ada, { type: 'invite-founder' }))
      await comesIn(browser(), room, '/set-up', { code: second, ...who('Bo') })
      const { organisations } = await json<{ readonly organisations: unknown }>(await page.get('/me'))
      const roles = ['agent', 'approver', 'analyst', 'administrator']
      assert.deepEqual(organisations, [{ id: room.ledger.db.organisation, name: 'Northwind', roles }])
    })
  })

  it('given a wrong code, then nobody is asked for a passkey, and after ten tries from one address there is a pause', async () => {
    await serving(async ({ room, browser }) => {
      good(await openSetUp(room, NOON))
      const stranger = browser()
      const tries = []
      for (let i = 0; i < 11; i++) {
        tries.push(await codeOf(await stranger.post('/set-up/begin', { code: '0000-0000', ...who('Mallory') })))
      }
      assert.deepEqual(new Set(tries.slice(0, 10)), new Set(['403 ERR_STAFF_SET_UP_CODE']))
      assert.equal(tries[10], '429 ERR_RATE_LIMITED')
    })
  })

  it('given a passkey of nobody here, one with a bent answer, or an answer used before, then all are refused alike', async () => {
    await founded(async ({ ada, browser, room }) => {
      const [stranger] = newKeys(room)
      const options = await json<Options>(await browser().post('/sign-in/begin'))
      stranger.register({ ...options, rp: { id: 'localhost' }, user: { id: 'bm9ib2R5' } })
      const foreign = await browser().post('/sign-in', { assertion: stranger.assert(options) })
      const other = await json<Options>(await browser().post('/sign-in/begin'))
      const bent = ada.keys[0].assert(other, { userVerified: false })
      const refusals = [await codeOf(foreign), await codeOf(await browser().post('/sign-in', { assertion: bent }))]
      assert.deepEqual(refusals, ['403 ERR_STAFF_SIGN_IN', '403 ERR_STAFF_SIGN_IN'])

      const third = await json<Options>(await browser().post('/sign-in/begin'))
      const assertion = ada.keys[0].assert(third)
      assert.equal((await browser().post('/sign-in', { assertion })).status, 200)
      assert.equal(await codeOf(await browser().post('/sign-in', { assertion })), '409 ERR_STAFF_CHALLENGE')
    })
  })

  it('given a session, when its member signs in again or out, then the old cookie opens nothing', async () => {
    await founded(async ({ ada, browser }) => {
      const first = browser(ada.cookie)
      const old = first.cookie
      assert.equal((await signInBy(first, ada)).status, 200)
      assert.notEqual(first.cookie, old)
      assert.equal((await browser(old).get('/me')).status, 401)

      const last = first.cookie
      assert.equal((await first.post('/sign-out')).status, 204)
      assert.equal(first.cookie, undefined)
      assert.equal((await browser(last).get('/me')).status, 401)
    })
  })

  it('R38: given a stolen cookie, then it shows, and decides nothing without the passkey', async () => {
    await founded(async ({ ada, bo, browser, later, room }) => {
      const thief = browser(ada.cookie)
      assert.equal((await thief.get('/staff')).status, 200)
      const act = { type: 'remove', member: bo.id } as const
      const { options } = await json<{ readonly options: Options }>(await thief.post('/staff/acts/begin', { act }))
      const [key] = newKeys(room)
      key.register({ ...options, rp: { id: 'localhost' }, user: { id: Buffer.from(ada.id).toString('base64url') } })
      const forged = { ...key.assert({ ...options, allowCredentials: [] }), id: ada.keys[0].ids[0] }
      assert.equal(
        await codeOf(await thief.post('/staff/acts', { act, assertion: forged })),
        '403 ERR_STAFF_PASSKEY_INVALID',
      )

      // What the owner signed for something harmless does not carry the thief's act, either.
      const stop = { type: 'stop', proposal: newId() } as const
      const begun = await json<{ readonly options: Options }>(await ada.post('/staff/acts/begin', { act: stop }))
      const assertion = ada.keys[0].assert(begun.options)
      assert.equal(await codeOf(await thief.post('/staff/acts', { act, assertion })), '409 ERR_STAFF_CHALLENGE')

      later(16 * MINUTE_MS)
      assert.equal((await thief.get('/me')).status, 401)
      const { members } = await json<{ readonly members: readonly { readonly standing: string }[] }>(
        await (await again(browser, ada)).get('/staff'),
      )
      assert.deepEqual(
        members.map(({ standing }) => standing),
        ['member', 'member'],
      )
    })
  })

  async function again(browser: Founded['browser'], human: Human): Promise<Browser> {
    const page = browser()
    assert.equal((await signInBy(page, human)).status, 200)
    return page
  }

  it('given an invitation that two agreed to, then who has both halves comes in, and counts after 72 hours', async () => {
    await founded(async ({ ada, bo, browser, room, later }) => {
      const [proposal, subject] = [newId(), newId()]
      const scope = { organisations: [room.ledger.db.organisation], groups: 'all', tierMax: 'standard' } as const
      const grants = [{ id: newId(), role: 'agent', scope }] as const
      const invite = { type: 'propose', kind: 'invitation', proposal, subject, grants, profile: who('Cy') } as const
      const { code: one } = await json<{ readonly code: string }>(await acts(ada, ada, invite))
      const listed = await json<{ readonly proposals: readonly Record<string, unknown>[] }>(await bo.get('/staff'))
      assert.deepEqual(
        listed.proposals.map(({ id, kind, name, by }) => [id, kind, name, by]),
        [[proposal, 'invitation', 'Cy', ada.id]],
      )
      const { code: other } = await json<{ readonly code: string }>(await acts(bo, bo, { type: 'confirm', proposal }))
      const page = browser()
      const cy = await comesIn(page, room, '/join', { proposal, codes: [other, one] })
      assert.equal(await codeOf(await signInBy(page, cy)), '403 ERR_STAFF_SIGN_IN')
      later(72 * HOUR_MS)
      assert.equal((await signInBy(page, cy)).status, 200)
      const me = await json<{ readonly organisations: readonly { readonly roles: unknown }[] }>(await page.get('/me'))
      assert.deepEqual(me.organisations[0]?.roles, ['agent'])
    })
  })

  it('R47: given one who invites a second self, then neither alone nor with half a code do they get in, and all hear of it', async () => {
    await founded(async ({ ada, bo, browser, room }) => {
      const [proposal, subject] = [newId(), newId()]
      const scope = { organisations: [room.ledger.db.organisation], groups: 'all', tierMax: 'standard' } as const
      const grants = [{ id: newId(), role: 'administrator', scope }] as const
      const profile = { name: 'Ada Two', email: 'ada+two@northwind.example' }
      const herself = { type: 'propose', kind: 'invitation', proposal, subject, grants, profile } as const
      assert.equal(await codeOf(await acts(ada, ada, herself)), '409 ERR_STAFF_SAME_HUMAN')

      const other = { ...herself, profile: who('Eve') }
      const { code } = await json<{ readonly code: string }>(await acts(ada, ada, other))
      assert.equal(await codeOf(await acts(ada, ada, { type: 'confirm', proposal })), '403 ERR_STAFF_SECOND_PERSON')
      assert.equal((await acts(bo, bo, { type: 'confirm', proposal })).status, 200)
      const tried = await browser().post('/join/begin', { proposal, codes: [code, code] })
      assert.equal(await codeOf(tried), '403 ERR_STAFF_CODE_WRONG')
      const aloud = room.notices.flatMap(({ to, fact }) =>
        fact.type === 'staff-refused' ? [[fact.data.code, to.includes(bo.id)]] : [],
      )
      assert.deepEqual(aloud, [
        ['ERR_STAFF_SAME_HUMAN', true],
        ['ERR_STAFF_SECOND_PERSON', true],
        ['ERR_STAFF_CODE_WRONG', true],
      ])
    })
  })

  it('given one more passkey, when its owner adds it with another, then it is listed and counts after 72 hours', async () => {
    await founded(async ({ ada, room, now }) => {
      const [key] = newKeys(room)
      const creation = await json<Creation>(await ada.post('/staff/passkeys/begin'))
      assert.equal((await acts(ada, ada, { type: 'add-passkey', registration: key.register(creation) })).status, 200)
      const { members } = await json<{
        readonly members: readonly { readonly id: string; readonly passkeys: readonly Record<string, unknown>[] }[]
      }>(await ada.get('/staff'))
      const { passkeys = [] } = members.find(({ id }) => id === ada.id) ?? {}
      const added = passkeys.find(({ id }) => id === key.ids[0])
      assert.equal(passkeys.length, 3)
      assert.deepEqual(
        [added?.added, added?.countsFrom, added?.model],
        [new Date(now()).toISOString(), new Date(now() + 72 * HOUR_MS).toISOString(), null],
      )
    })
  })

  it('given an act with a member too many, then it is refused before anybody looks at it', async () => {
    await founded(async ({ ada, bo }) => {
      const act = { type: 'remove', member: bo.id, by: bo.id }
      assert.equal(await codeOf(await ada.post('/staff/acts/begin', { act })), '400 ERR_INVALID_REQUEST')
    })
  })

  it('given every route and every credential that must not do, then each is refused', async () => {
    await founded(async ({ server, call, ada, at, room }) => {
      const cookie = `postern-console-${at.console.port}`
      const caller = await authenticate(store, {
        credential: ada.cookie ?? '',

        now: NOON,
        isActivity: false,
      })
      assert.ok(caller !== undefined)
      const ours = staffRoutes({ store, room }).map(({ method, path }) => `${method} ${path}`)
      const wrong = await sweep({
        routes: server.routes().filter(({ method, path }) => ours.includes(`${method} ${path}`)),
        open: [
          'POST /sign-in/begin',
          'POST /sign-in',
          'POST /set-up/begin',
          'POST /set-up',
          'POST /join/begin',
          'POST /join',
        ],
        credentials: [
          {
            name: 'ada',
            caller,
            headers: () => ({ cookie: `${cookie}=${ada.cookie}`, 'sec-fetch-site': 'same-origin' }),
          },
        ],
        forged: () => [
          { cookie: `${cookie}=postern_staff_AAAA`, 'sec-fetch-site': 'same-origin' },
          { authorization: `Bearer ${ada.cookie}` },
        ],
        call: (on, method, path, headers) => call(path, { on, method, headers }),
      })
      assert.deepEqual(wrong, [])
    })
  })

  it('given all of this, then no line of the log has a code, a session or a name', async () => {
    await founded(async ({ lines, ada }) => {
      const text = JSON.stringify(lines)
      assert.ok(lines.length > 0 && !text.includes(ada.cookie ?? '?') && !/northwind\.example|Ada/.test(text))
    })
  })
})
