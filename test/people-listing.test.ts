/**
 * Everybody whom a provider lists, from the sandbox's API to the directory: with connectors in the server's own process, and with
 * a keeper that holds them. What breaks off in the middle leaves nothing, and says what to do.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startOrganisation } from '../sandbox/organisation.ts'
import type { Sandbox } from '../sandbox/server.ts'
import { listenOn, openKeeper } from '../src/keeper/index.ts'
import { type SampleHouse, startHouse } from '../src/main/sample-house.ts'
import type { ConnectedProvider, TenantPeople } from '../src/providers/index.ts'
import { createSandboxProvider } from '../src/providers/sandbox/index.ts'
import { type Deciders, decidersOf } from './deciders.ts'
import { embedded, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { NOON } from './staff-office.ts'

type Json = Record<string, unknown>

const API_TOKEN = 'the-credential-of-the-sandbox-api'
/** Two pages, each of them read twice. */
const PEOPLE = 210
const MIDDLE = 4
const FROM = { provider: 'sandbox', tenant: 'hospital' }

let sandbox: Sandbox
before(async () => {
  const options = { folder: temporaryFolder(), port: 0, people: PEOPLE, seed: 1, apiToken: API_TOKEN }
  ;({ sandbox } = await startOrganisation({ ...options, clock: () => NOON }))
})
after(() => sandbox.stop())

type Ask = TenantPeople['listPeople']

/** The sandbox, where a test may answer one question for a page in its place. */
function connector() {
  const real = createSandboxProvider({ issuer: sandbox.issuer, token: API_TOKEN, kind: 'demo' })
  let asked = 0
  let inTheMiddle: Ask | undefined
  const listPeople: Ask = (after, signal) => {
    asked += 1
    return asked === MIDDLE && inTheMiddle !== undefined ? inTheMiddle(after, signal) : real.listPeople(after, signal)
  }
  const provider: ConnectedProvider = { ...real, people: { ...real, tenant: FROM.tenant, listPeople } }
  return {
    real,
    provider,
    breaks(middle: Ask | undefined) {
      asked = 0
      inTheMiddle = middle
    },
  }
}

for (const way of ['in the server’s own process', 'with a keeper'] as const) {
  describe(`people of a provider that is connected ${way}`, () => {
    let house: SampleHouse
    let people: Deciders
    let stopKeeper = () => {}
    let base: string
    let organisation: string
    const connections = new Set<Socket>()
    let there: ReturnType<typeof connector>
    const real = () => there.real
    const breaks = (middle: Ask | undefined) => there.breaks(middle)

    before(async () => {
      there = connector()
      const { provider } = there
      let time = NOON
      const clock = () => (time += 1)
      const folder = temporaryFolder()
      const [keys, socket] = [join(folder, 'keys'), join(folder, 'keeper.sock')]
      const isKept = way === 'with a keeper'
      if (isKept) {
        const providersOf = () => [provider]
        const keeper = openKeeper({ folder: keys, providersOf, console: undefined, clock, random: randomBytes })
        const listening = await listenOn(socket, keeper)
        listening.on('connection', (connection) => connections.add(connection))
        stopKeeper = () => {
          listening.close()
          keeper.close()
        }
      }
      const demo = { providers: [provider], ownNames: () => [] }
      const place = await embedded.newPlace()
      house = await startHouse({ place, keys, clock, demo, ...(isKept ? { socket } : { unjudged: true }) })
      people = await decidersOf(house, clock)
      organisation = `/organisations/${house.house.home.organisation}`
      base = `${organisation}/directory`
    })
    after(async () => {
      await house.stop()
      stopKeeper()
    })

    async function get<Answer = readonly Json[]>(path: string): Promise<Answer> {
      const answer = await people.asBo.get(`${base}/${path}`)
      assert.equal(answer.status, 200, path)
      return (await answer.json()) as Answer
    }
    async function begin(): Promise<string> {
      const begun = await people.asAda.post(`${base}/imports`)
      return ((await begun.json()) as { readonly import: string }).import
    }
    const list = (id: string, from = FROM) => people.asAda.post(`${base}/imports/${id}/listing`, from)

    async function assertRefused(id: string, code: string): Promise<void> {
      const decided = await people.decide('directory-imported', { import: id })
      assert.deepEqual([decided.status, ((await decided.json()) as Json).code], [409, code])
    }

    async function assertNothingIsLeft(id: string): Promise<void> {
      assert.equal((await people.asBo.get(`${base}/imports/${id}`)).status, 404)
      await assertRefused(id, 'ERR_IMPORT_UNKNOWN')
      assert.deepEqual(await get('people'), [])
    }

    const faults: readonly (readonly [string, RegExp, () => Ask])[] = [
      [
        'that is asked too often',
        /ERR_PROVIDER_THROTTLED.*in a few minutes/,
        () => (after, signal) => {
          sandbox.faults.next('throttled')
          return real().listPeople(after, signal)
        },
      ],
      [
        'whose connection is cut',
        /ERR_PROVIDER_DOWN.*once the provider answers/,
        () => (after, signal) => {
          sandbox.faults.next('silent-after')
          return real().listPeople(after, signal)
        },
      ],
      [
        'that refuses our credential',
        /ERR_PROVIDER_REFUSED.*what its credential may read/,
        () => (after, signal) => {
          sandbox.faults.next('refused')
          return real().listPeople(after, signal)
        },
      ],
      [
        'that gives a page again',
        /listed the same twice.*ERR_PROVIDER_DOWN/,
        () => (_, signal) => real().listPeople(undefined, signal),
      ],
      [
        'that sends the same place for ever',
        /listed the same twice.*ERR_PROVIDER_DOWN/,
        () => async (after) => ({ people: [], next: after ?? null }),
      ],
    ]
    for (const [what, said, fault] of faults) {
      it(`given a provider ${what}, in the middle of a list, then nothing is left, and it is said what to do`, async () => {
        breaks(fault())
        const id = await begin()
        const answer = await list(id)
        assert.equal(answer.status, 502)
        const { code, detail, next } = (await answer.json()) as Json
        assert.equal(code, 'ERR_IMPORT_BROKEN_OFF')
        assert.match(`${detail} ${next}`, said)
        assert.doesNotMatch(`${detail} ${next}`, new RegExp(API_TOKEN))
        await assertNothingIsLeft(id)
      })
    }

    it('given a keeper that goes away in the middle, then nothing is left, and after a moment it can be begun anew', {
      skip: way !== 'with a keeper' && 'there is none',
    }, async () => {
      breaks(async (after, signal) => {
        for (const connection of connections) connection.destroy()
        return await real().listPeople(after, signal)
      })
      const id = await begin()
      const answer = await list(id)
      const { code, detail } = (await answer.json()) as Json
      assert.deepEqual([answer.status, code], [502, 'ERR_IMPORT_BROKEN_OFF'])
      assert.match(`${detail}`, /ERR_KEEPER_AWAY/)
      await eventually('the keeper', async () => (await house.call('/readyz')).ok || undefined)
      await assertNothingIsLeft(id)
    })

    it('given somebody who closes the window in the middle, then nothing is left', {
      skip: way === 'with a keeper' && 'the signal stays in the server',
    }, async () => {
      const window = new AbortController()
      breaks(async (_, signal) => {
        window.abort()
        if (!signal.aborted) await once(signal, 'abort')
        throw signal.reason
      })
      const id = await begin()
      const { port } = new URL(house.origins.console)
      const headers = { 'sec-fetch-site': 'same-origin', cookie: `postern-console-${port}=${people.asAda.cookie}` }
      const sent = house.call(`${base}/imports/${id}/listing`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(FROM),
        signal: window.signal,
      })
      await assert.rejects(sent, { name: 'AbortError' })
      await eventually('the end of it', async () =>
        (await get('imports')).every((one) => one.id !== id) ? true : undefined,
      )
      await assertNothingIsLeft(id)
    })

    it('given a tenant or a provider that is not connected, then it is refused', async () => {
      assert.deepEqual(await (await people.asAda.get(`${base}/listings`)).json(), [FROM])
      const id = await begin()
      for (const from of [
        { ...FROM, tenant: 'another' },
        { ...FROM, provider: 'okta' },
      ]) {
        const answer = await list(id, from)
        assert.deepEqual([answer.status, ((await answer.json()) as Json).code], [409, 'ERR_IMPORT_LISTING'])
      }
    })

    it('given a list that two people approve, then everybody is there, and a second list changes nothing', async () => {
      breaks(undefined)
      const id = await begin()
      const answer = await list(id)
      assert.equal(answer.status, 200, await answer.clone().text())
      const { parts, lines, problems, whole } = (await answer.json()) as Json
      assert.deepEqual({ parts, lines, problems, whole }, { parts: 2, lines: PEOPLE, problems: 0, whole: true })
      const { outcomes } = await get<Json>(`imports/${id}`)
      assert.deepEqual(outcomes, { new: PEOPLE, known: 0, linked: 0, recreated: 0, doubt: 0 })
      await people.change('directory-imported', { import: id })

      const ana = (await get('people?q=ana')).find(({ accounts }) =>
        (accounts as readonly Json[]).some(({ label }) => label === 'ana'),
      )
      const contacts = await get(`people/${ana?.person}/contacts`)
      assert.deepEqual(
        contacts.map(({ kind, counts }) => [kind, counts]).sort(),
        ['landline', 'mail', 'manager', 'mobile'].map((kind) => [kind, true]),
      )
      const ours = sandbox.world.people.find(({ userName }) => userName === 'ana')
      const authenticators = await get(`people/${ana?.person}/authenticators`)
      assert.deepEqual(
        authenticators.map(({ id: authenticator }) => authenticator).sort(),
        ours?.authenticators.map(({ id: authenticator }) => authenticator).sort(),
      )
      const administrator = sandbox.world.people.find((person) => person.administrator)
      const [found] = await get(`people?q=${administrator?.userName}`)
      const { accounts } = await get<{ accounts: readonly Json[] }>(`people/${found?.person}`)
      assert.deepEqual(accounts[0]?.roles, ['administrator'])

      const again = await begin()
      assert.equal((await list(again)).status, 200)
      const second = await get<Json>(`imports/${again}`)
      assert.deepEqual([(second.outcomes as Json).known, second.replaced], [PEOPLE, 0])
    })

    it('given a person whose number is none, then it is said with their account, and nobody is imported', async () => {
      breaks(async (after, signal) => {
        const page = await real().listPeople(after, signal)
        return { ...page, people: page.people.map((person) => ({ ...person, mobile: '110' })) }
      })
      const id = await begin()
      assert.equal((await list(id)).status, 200)
      const { faults } = await get<{ faults: readonly Json[] }>(`imports/${id}`)
      assert.match(`${faults[0]?.message}`, /^Account [\w-]+: mobile takes a number/)
      await assertRefused(id, 'ERR_IMPORT_PROBLEMS')
    })
  })
}
