/** Changes of settings over HTTP, from the browser to the ledger, on both engines, with passkeys in software. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { Type } from 'typebox'
import type { Authenticator } from '../../test/authenticator.ts'
import { onEachEngine } from '../../test/engines.ts'
import {
  type Browser,
  browserOf,
  codeOf,
  DAY_MS,
  does,
  foundersOf,
  good,
  type Human,
  NOON,
  newKeys,
  newLedger,
  newOffice,
  type Office,
  tokenOf,
} from '../../test/staff-office.ts'
import { type Sample, withServer } from '../http/sample-server.ts'
import { sweep } from '../http/sweep.ts'
import { appendEntries, type Draft, type Entry, type Ledger } from '../ledger/index.ts'
import { type ChangeKind, changeKind } from '../organisation/index.ts'
import { authenticate } from '../staff/index.ts'
import { openStore, type Store } from '../store/index.ts'
import { type ChangeNotice, changeRoutes, createChanges } from './index.ts'

type Options = Parameters<Authenticator['assert']>[0]

interface Served extends Sample {
  readonly room: Office
  /** The organisation whose settings change. */
  readonly ledger: Ledger
  readonly ada: Human & Browser
  readonly bo: Human & Browser
  readonly notices: readonly ChangeNotice[]
  readonly hints: readonly string[]
  later(ms: number): void
  now(): number
  /** Session after session: they end after 15 minutes. */
  again(human: Human): Promise<Human & Browser>
  path(rest?: string): string
  days(): Promise<number>
  /** Types of the entries about changes, in order. */
  entries(): Promise<readonly Entry[]>
  expire(): Promise<number>
}

const Strict = { additionalProperties: false }

/** How long sign-ins are kept: less weakens. It refuses 13, after it has begun. */
const retention = changeKind({
  name: 'retention-changed',
  summary: 'Keeps sign-ins for so many days.',
  data: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 3650 }) }, Strict),
  roles: ['administrator'],
  isWeakening: async (tx, { days }) => days < (await keptDays(tx)),
  stands: async (tx) => await keptDays(tx),
  async apply(tx, { data }) {
    await tx.updateTable('organisations').set({ kept_days: data.days }).execute()
    if (data.days === 13) return { applied: false, code: 'ERR_UNLUCKY', message: 'Thirteen is unlucky. Take another.' }
    return { applied: true }
  },
})
/** Says nothing about what it replaces. */
const renaming = changeKind({
  name: 'renamed',
  summary: 'Gives the organisation another name.',
  data: Type.Object({ name: Type.String({ maxLength: 20 }), isSecret: Type.Optional(Type.Boolean()) }, Strict),
  secret: Type.Object({ key: Type.String({ maxLength: 100 }) }, Strict),
  roles: ['administrator', 'approver'],
  isWeakening: async (_, { isSecret }) => isSecret === true,
  reach: () => 'privileged',
  async apply(tx, { data, secret, decisions }) {
    await tx.updateTable('organisations').set({ name: data.name }).execute()
    return { applied: true, shown: `${secret?.key ?? 'none'} by ${decisions.map(({ staff }) => staff).length}` }
  },
})

async function keptDays(tx: Parameters<ChangeKind['isWeakening']>[0]): Promise<number> {
  return (await tx.selectFrom('organisations').select('kept_days').executeTakeFirstOrThrow()).kept_days
}

onEachEngine('changes of settings', (engine) => {
  let store: Store
  before(async () => {
    store = await openStore({ place: await engine.newPlace(), kind: 'real', clock: () => NOON })
  })
  after(() => store.close())

  async function serving(work: (served: Served) => Promise<void>): Promise<void> {
    const room = await newOffice(store)
    const ledger = room.ledger
    const notices: ChangeNotice[] = []
    const hints: string[] = []
    let now = NOON
    const changes = createChanges({
      kinds: [retention, renaming],
      room,
      ledgerOf: (organisation) =>
        organisation === ledger.db.organisation ? ledger : (others.get(organisation) as Ledger),
      owe: async (_, owed) => void notices.push(...owed),
      onChange: async (_, change) => void hints.push(change),
    })
    const access = { staff: (presented: Parameters<typeof authenticate>[1]) => authenticate(store, presented) }
    await withServer({ routes: changeRoutes(changes), access, clock: () => now }, async (sample) => {
      room.moveTo(sample.at.console.origin)
      const again = async (human: Human) => {
        const browser = browserOf(sample, await tokenOf(room, human, now))
        return { id: human.id, keys: human.keys, ...browser }
      }
      const { ada, bo } = await foundersOf(room)
      await work({
        ...sample,
        room,
        ledger,
        notices,
        hints,
        ada: await again(ada),
        bo: await again(bo),
        again,
        now: () => now,
        later: (ms) => {
          now += ms
        },
        path: (rest = '') => `/organisations/${ledger.db.organisation}/changes${rest}`,
        days: () => ledger.db.transaction(keptDays),
        expire: () => changes.expire(ledger.db.organisation, now),
        async entries() {
          const rows = await ledger.db.transaction((tx) =>
            tx
              .selectFrom('ledger_entries')
              .select('bytes')
              .where('stream', 'like', 'change/%')
              .orderBy('seq')
              .execute(),
          )
          return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry)
        },
      })
    })
  }

  const others = new Map<string, Ledger>()

  async function proposes(who: Human & Browser, path: string, wanted: object, secret?: object): Promise<Response> {
    const begun = await who.post(`${path}/begin`, wanted)
    if (begun.status !== 200) return begun
    const { options } = (await begun.json()) as { readonly options: Options }
    const besides = secret === undefined ? {} : { secret }
    return await who.post(path, { ...wanted, ...besides, assertion: who.keys[0].assert(options) })
  }

  async function confirms(who: Human & Browser, path: string): Promise<Response> {
    const begun = await who.post(`${path}/confirm/begin`)
    if (begun.status !== 200) return begun
    const { options } = (await begun.json()) as { readonly options: Options }
    return await who.post(`${path}/confirm`, { assertion: who.keys[0].assert(options) })
  }

  const keep = (days: number) => ({ kind: 'retention-changed', data: { days } })
  const rename = (name: string, isSecret?: boolean) => ({
    kind: 'renamed',
    data: { name, ...(isSecret === undefined ? {} : { isSecret }) },
  })

  async function waits(answer: Response): Promise<string> {
    const { change, waitsFor } = (await answer.json()) as { readonly change: string; readonly waitsFor: string }
    assert.deepEqual([answer.status, waitsFor], [202, 'second-person'])
    return change
  }

  const types = (entries: readonly Entry[]) => entries.map(({ type }) => type)

  it('given a change that does not weaken, then one person makes it, with a passkey, and nobody is disturbed', async () => {
    await serving(async ({ ada, path, days, entries, notices, hints }) => {
      const answer = await proposes(ada, path(), keep(120))
      assert.deepEqual([answer.status, await answer.json()], [200, { applied: true }])
      assert.equal(await days(), 120)
      const written = await entries()
      assert.deepEqual(types(written), ['change-proposed', 'change-applied'])
      assert.deepEqual(written[0]?.data.data, { days: 120 })
      assert.deepEqual(
        written[0]?.decisions?.map(({ staff }) => staff),
        [ada.id],
      )
      assert.deepEqual([notices.length, hints.length], [0, 1])
    })
  })

  it('given one that weakens, then it waits, all administrators hear of it, and a second person makes it so', async () => {
    await serving(async ({ ada, bo, path, days, entries, notices, room }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      assert.equal(await days(), 90)
      const listed = (await (await bo.get(path())).json()) as readonly Record<string, unknown>[]
      assert.deepEqual(
        listed.map(({ id, kind, summary, data, by, weakens }) => [id, kind, summary, data, by, weakens]),
        [[change, 'retention-changed', 'Keeps sign-ins for so many days.', { days: 7 }, ada.id, true]],
      )
      const answer = await confirms(bo, path(`/${change}`))
      assert.deepEqual([answer.status, await answer.json()], [200, { applied: true }])
      assert.equal(await days(), 7)
      assert.deepEqual(types(await entries()), ['change-proposed', 'change-confirmed', 'change-applied'])
      assert.deepEqual(await (await ada.get(path())).json(), [])
      assert.deepEqual(
        notices.map(({ fact, to, organisation }) => [fact.type, to.length, organisation]),
        ['change-proposed', 'change-confirmed', 'change-applied'].map((type) => [type, 2, room.ledger.db.organisation]),
      )
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '404 ERR_CHANGE_UNKNOWN')
    })
  })

  it('R10: given one who agrees to their own, then it goes on waiting, and it is written down and told', async () => {
    await serving(async ({ ada, bo, path, days, entries, notices }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      assert.equal(await codeOf(await ada.post(path(`/${change}/confirm/begin`))), '403 ERR_CHANGE_SECOND_PERSON')
      // Also with an answer of their passkey, whatever it was for.
      const begun = await ada.post(path('/begin'), keep(8))
      const assertion = ada.keys[0].assert(((await begun.json()) as { readonly options: Options }).options)
      const alone = await ada.post(path(`/${change}/confirm`), { assertion })
      assert.equal(await codeOf(alone), '403 ERR_CHANGE_SECOND_PERSON')
      assert.equal(await days(), 90)
      const last = (await entries()).at(-1)
      assert.deepEqual([last?.type, last?.data.code], ['change-refused', 'ERR_CHANGE_SECOND_PERSON'])
      assert.ok(notices.at(-1)?.to.includes(bo.id))
      assert.equal((await confirms(bo, path(`/${change}`))).status, 200)
    })
  })

  it('R38: given a stolen cookie of each of the two, then it proposes nothing and agrees to nothing', async () => {
    await serving(async ({ ada, bo, path, days, room, now }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      const begun = await bo.post(path(`/${change}/confirm/begin`))
      const { options } = (await begun.json()) as { readonly options: Options }
      const [thief] = newKeys(room)
      thief.register({ ...options, rp: { id: 'localhost' }, user: { id: 'dGhpZWY' } })
      const forged = { ...thief.assert({ ...options, allowCredentials: [] }), id: bo.keys[0].ids[0] }
      const tried = await bo.post(path(`/${change}/confirm`), { assertion: forged })
      assert.equal(await codeOf(tried), '403 ERR_STAFF_PASSKEY_INVALID')

      // What its owner's passkey says to sign in, or to agree to something else, agrees to nothing either.
      const other = await waits(await proposes(ada, path(), keep(8)))
      const wrong = await bo.post(path(`/${other}/confirm/begin`))
      const assertion = bo.keys[0].assert(((await wrong.json()) as { readonly options: Options }).options)
      assert.equal(await codeOf(await bo.post(path(`/${change}/confirm`), { assertion })), '409 ERR_STAFF_CHALLENGE')
      assert.deepEqual([await days(), now()], [90, NOON])
    })
  })

  it('given one that says something else than what was signed, then it is refused', async () => {
    await serving(async ({ ada, path, days }) => {
      const begun = await ada.post(path('/begin'), keep(120))
      const assertion = ada.keys[0].assert(((await begun.json()) as { readonly options: Options }).options)
      const answer = await ada.post(path(), { ...keep(3000), assertion })
      assert.equal(await codeOf(answer), '409 ERR_STAFF_CHALLENGE')
      assert.equal(await days(), 90)
    })
  })

  it('given that what it would replace changes while it waits, then it is refused for good', async () => {
    await serving(async ({ ada, bo, path, days, entries }) => {
      const change = await waits(await proposes(ada, path(), keep(60)))
      assert.equal((await proposes(bo, path(), keep(365))).status, 200)
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '409 ERR_CHANGE_STALE')
      assert.equal(await days(), 365)
      assert.equal(types(await entries()).at(-1), 'change-refused')
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '404 ERR_CHANGE_UNKNOWN')
    })
  })

  it('given a kind that does not say what it replaces, then another of its kind meanwhile refuses it', async () => {
    await serving(async ({ ada, bo, path }) => {
      const change = await waits(await proposes(ada, path(), rename('Southwind', true)))
      const other = await waits(await proposes(ada, path(), rename('Eastwind', true)))
      assert.equal((await confirms(bo, path(`/${other}`))).status, 200)
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '409 ERR_CHANGE_STALE')
    })
  })

  it('given that it became weakening between looking and signing, then it is not made by one', async () => {
    await serving(async ({ ada, bo, path, days }) => {
      const begun = await ada.post(path('/begin'), keep(100))
      const assertion = ada.keys[0].assert(((await begun.json()) as { readonly options: Options }).options)
      assert.equal((await proposes(bo, path(), keep(365))).status, 200)
      assert.equal(await codeOf(await ada.post(path(), { ...keep(100), assertion })), '409 ERR_STAFF_CHALLENGE')
      assert.equal(await days(), 365)
    })
  })

  it('given a kind that cannot carry it out, then nothing of it stays, whether one decided or two', async () => {
    await serving(async ({ ada, bo, path, days, entries }) => {
      const change = await waits(await proposes(ada, path(), keep(13)))
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '409 ERR_UNLUCKY')
      assert.equal(await days(), 90)
      assert.deepEqual(types(await entries()), ['change-proposed', 'change-refused'])
    })
  })

  it('given a secret, then it comes with what one person decides, never waits, and stands nowhere', async () => {
    await serving(async ({ ada, path, entries, lines }) => {
      const secret = { key: 'hunter2-hunter2' }
      const answer = await proposes(ada, path(), rename('Westwind'), secret)
      assert.deepEqual(await answer.json(), { applied: true, shown: 'hunter2-hunter2 by 1' })
      assert.equal(
        await codeOf(await proposes(ada, path(), rename('Westwind', true), secret)),
        '409 ERR_CHANGE_SECRET_WAITS',
      )
      assert.ok(!JSON.stringify([await entries(), lines]).includes('hunter2'))
    })
  })

  it('given data that the kind does not take, or no such kind, then nobody is asked for a passkey', async () => {
    await serving(async ({ ada, path }) => {
      const answer = await ada.post(path('/begin'), { kind: 'retention-changed', data: { days: 0, more: 1 } })
      const { code, errors } = (await answer.json()) as { code: string; errors: readonly { pointer: string }[] }
      assert.deepEqual([answer.status, code], [400, 'ERR_CHANGE_DATA'])
      assert.ok(errors.some(({ pointer }) => pointer === '#/data/days'))
      const unknown = await ada.post(path('/begin'), { kind: 'mfa-switched-off', data: {} })
      assert.equal(await codeOf(unknown), '400 ERR_CHANGE_KIND_UNKNOWN')
    })
  })

  it('given a week without agreement, then it expires closed', async () => {
    await serving(async ({ ada, bo, path, later, again, expire, entries, days }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      later(7 * DAY_MS + 1)
      const late = await again(bo)
      assert.equal(await codeOf(await confirms(late, path(`/${change}`))), '409 ERR_CHANGE_EXPIRED')
      assert.deepEqual(await (await late.get(path())).json(), [])
      assert.equal(await expire(), 1)
      assert.equal(await expire(), 0)
      assert.deepEqual([types(await entries()).at(-1), await days()], ['change-expired', 90])
    })
  })

  it('given a change that waits, then one is enough to withdraw it', async () => {
    await serving(async ({ ada, bo, path, entries }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      assert.equal((await bo.post(path(`/${change}/withdraw`))).status, 204)
      assert.equal(types(await entries()).at(-1), 'change-withdrawn')
      assert.equal(await codeOf(await confirms(bo, path(`/${change}`))), '404 ERR_CHANGE_UNKNOWN')
    })
  })

  it('given that who proposed it is not administrator any more, then nobody can agree to it', async () => {
    await serving(async ({ ada, bo, path, room, entries, again }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      good(await does(room, bo, { type: 'remove', member: ada.id }))
      const still = await again(bo)
      assert.equal(await codeOf(await confirms(still, path(`/${change}`))), '409 ERR_CHANGE_PROPOSER')
      assert.equal(types(await entries()).at(-1), 'change-refused')
    })
  })

  it('given the other organisation, or a row that the database made up, then there is no such change', async () => {
    await serving(async ({ ada, bo, path, ledger }) => {
      const other = await newLedger(store, 'Birch')
      others.set(other.db.organisation, other)
      const elsewhere = `/organisations/${other.db.organisation}/changes`
      assert.equal(await codeOf(await ada.post(`${elsewhere}/begin`, keep(120))), '404 ERR_NOT_FOUND')
      const row = { id: 'made-up', kind: 'retention-changed', standing: 'open', until: NOON + DAY_MS } as const
      await ledger.db.transaction((tx) => tx.insertInto('changes').values(row).execute())
      assert.deepEqual(await (await bo.get(path())).json(), [])
      assert.equal(await codeOf(await confirms(bo, path('/made-up'))), '404 ERR_CHANGE_UNKNOWN')
    })
  })

  it('given a proposal that the ledger’s own key signed and its proposer never did, then the second person’s word applies nothing (DESIGN §3 rule 20)', async () => {
    await serving(async ({ ada, bo, path, ledger, entries, days }) => {
      await waits(await proposes(ada, path(), keep(80)))
      const [honest] = await entries()
      const { actor, decisions = [], time } = honest!
      const data = { ...honest!.data, data: { days: 1 } }
      for (const id of ['forged', 'alone']) {
        const entry = { type: 'change-proposed', version: 1, stream: `change/${id}`, actor, time }
        const bare: Draft = { ...entry, data: { ...data, change: id } }
        const draft = id === 'alone' ? bare : { ...bare, decisions: [...decisions] }
        await ledger.db.transaction((tx) => appendEntries(tx, [draft], ledger.sealer))
        assert.equal(await codeOf(await confirms(bo, path(`/${id}`))), '409 ERR_CHANGE_FORGED', id)
      }
      assert.equal(await days(), 90)
    })
  })

  it('given two who confirm at once, then it is applied once', async () => {
    await serving(async ({ ada, bo, path, entries }) => {
      const change = await waits(await proposes(ada, path(), keep(7)))
      const begin = async () => {
        const begun = await bo.post(path(`/${change}/confirm/begin`))
        return bo.keys[0].assert(((await begun.json()) as { readonly options: Options }).options)
      }
      const assertions = [await begin(), await begin()]
      const answers = await Promise.all(
        assertions.map((assertion) => bo.post(path(`/${change}/confirm`), { assertion })),
      )
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      assert.equal(types(await entries()).filter((type) => type === 'change-applied').length, 1)
    })
  })

  it('given every route and every credential that must not do, then each is refused', async () => {
    await serving(async ({ server, call, ada, at }) => {
      const cookie = `postern-console-${at.console.port}`
      const caller = await authenticate(store, { credential: ada.cookie ?? '', now: NOON, isActivity: false })
      assert.ok(caller !== undefined)
      const routes = server.routes().filter(({ path }) => path.includes('/changes'))
      assert.equal(routes.length, 6)
      const same = { 'sec-fetch-site': 'same-origin' }
      const wrong = await sweep({
        routes,
        open: [],
        credentials: [{ name: 'ada', caller, headers: () => ({ cookie: `${cookie}=${ada.cookie}`, ...same }) }],
        forged: () => [{ cookie: `${cookie}=postern_staff_AAAA`, ...same }, { authorization: `Bearer ${ada.cookie}` }],
        call: (on, method, path, headers) => call(path, { on, method, headers }),
      })
      assert.deepEqual(wrong, [])
    })
  })
})
