/**
 * Founding another organisation: two people at home decide it, then it is served like the first one, without a restart, over one,
 * and by a server beside; and the wall stands between the two.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { exportLedger, verifyExport } from '../src/ledger/index.ts'
import { type SampleHouse, startHouse, startKeeper } from '../src/main/sample-house.ts'
import { addSource, latestVerdicts } from '../src/watch/index.ts'
import { lines, NOON, refusal } from '../src/watch/sample-organisation.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { type Browser, browserOf, codeOf, foundersOf, type Human, tokenOf } from './staff-office.ts'

type Options = Parameters<Human['keys'][0]['assert']>[0]

const FIVE = lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute)))

onEachEngine('founding another organisation', (engine) => {
  let time = NOON
  const clock = () => (time += 1)
  const running = new Set<SampleHouse>()
  afterEach(async () => {
    for (const house of running) await stop(house)
  })

  async function start(at: Parameters<typeof startHouse>[0]): Promise<SampleHouse> {
    const house = await startHouse(at)
    running.add(house)
    return house
  }

  async function stop(house: SampleHouse): Promise<void> {
    running.delete(house)
    await house.stop()
  }

  async function founded(at: Parameters<typeof startHouse>[0]) {
    const house = await start(at)
    const { ada, bo } = await foundersOf(house.staff, clock())
    const [asAda, asBo] = [await browserFor(house, ada, clock()), await browserFor(house, bo, clock())]
    const changes = `/organisations/${house.house.home.organisation}/changes`
    const wanted = { kind: 'organisation-founded', data: { name: 'Birch & Co' } }
    const waits = await asserted(asAda, ada, changes, wanted)
    assert.equal(waits.status, 202)
    const { change } = (await waits.json()) as { readonly change: string }
    assert.equal(house.house.tenants.length, 1)
    assert.equal(await codeOf(await asAda.post(`${changes}/${change}/confirm/begin`)), '403 ERR_CHANGE_SECOND_PERSON')
    assert.equal((await asserted(asBo, bo, `${changes}/${change}/confirm`, {})).status, 200)
    const [home, birch] = house.house.tenants.map(({ organisation }) => organisation)
    assert.ok(home !== undefined && birch !== undefined)
    return { house, home, birch, ada, bo, asAda, asBo }
  }

  async function place() {
    return { place: await engine.newPlace(), keys: join(temporaryFolder(), 'keys'), clock }
  }

  it('given two administrators who agree, then it has ledger, keys, playbooks and watch of its own at once, and keeps them over a restart', async () => {
    const at = await place()
    const { house, home, birch, ada, bo, asAda } = await founded(at)
    const { organisations } = (await (await asAda.get('/me')).json()) as { readonly organisations: readonly object[] }
    assert.deepEqual(organisations, [
      { id: home, name: 'Our organisation', roles: ROLES },
      { id: birch, name: 'Birch & Co', roles: ROLES },
    ])
    const listed = await asAda.get(`/organisations/${home}/founded`)
    const [one] = (await listed.json()) as readonly { readonly id: string; readonly by: readonly object[] }[]
    assert.deepEqual(
      [one?.id, one?.by.map((by) => (by as { readonly id: string }).id).toSorted()],
      [birch, [ada.id, bo.id].toSorted()],
    )
    assert.equal(await codeOf(await asAda.get(`/organisations/${birch}/founded`)), '409 ERR_ORGANISATION_HOME')
    assert.ok((await listOf(asAda, `/organisations/${birch}/playbooks`)).length > 0)
    const { ledger } = house.house.tenant(birch)
    const { rows } = await ledger.db.transaction((tx) =>
      sql<{ name: string }>`select distinct name from pgboss.job order by name`.execute(tx),
    )
    assert.deepEqual(
      rows.map(({ name }) => name).filter((name) => ['purge', 'notice-rounds', 'notice-sweeps'].includes(name)),
      ['notice-rounds', 'notice-sweeps', 'purge'],
    )

    const source = { id: 'okta', name: 'Okta', tenant: 'northwind' }
    const token = await addSource(ledger, source, randomBytes(32), { actor: 'system/test', now: clock() })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
    assert.equal((await house.call('/ingest/okta', { method: 'POST', headers, body: FIVE })).status, 202)
    await until(async () => (await listOf(asAda, `/organisations/${birch}/incidents`))[0])
    assert.deepEqual(await listOf(asAda, `/organisations/${home}/findings`), [])
    await bothHold(house)
    await stop(house)

    const again = await start(at)
    assert.deepEqual(
      again.house.tenants.map(({ organisation }) => organisation),
      [home, birch],
    )
    const { db } = again.house.tenant(birch).ledger
    assert.equal((await db.transaction((tx) => latestVerdicts(tx, 'finding', 10))).length, 1)
    await bothHold(again)
  })

  it('given one who reaches only the new one, then home does not exist for them; and its administrators found nothing', async () => {
    const { house, home, birch, ada, bo, asAda } = await founded(await place())
    const act = { kind: 'organisation-founded', data: { name: 'Cedar' } }
    const refused = await asserted(asAda, ada, `/organisations/${birch}/changes`, act)
    assert.equal(await codeOf(refused), '409 ERR_ORGANISATION_HOME')
    const twice = { kind: 'organisation-founded', data: { name: ' birch & co' } }
    const waits = await asserted(asAda, ada, `/organisations/${home}/changes`, twice)
    const { change } = (await waits.json()) as { readonly change: string }
    const asBo = await browserFor(house, bo, clock())
    const confirmed = await asserted(asBo, bo, `/organisations/${home}/changes/${change}/confirm`, {})
    assert.equal(await codeOf(confirmed), '409 ERR_STAFF_ORGANISATION_KNOWN')
    assert.equal(house.house.tenants.length, 2)
  })

  const ofServers = { skip: engine.name === 'pglite' && 'one server alone has an embedded database', timeout: 120_000 }

  it(
    'given a server beside, when an organisation is founded at one, then the other serves it, too',
    ofServers,
    async () => {
      const at = { ...(await place()), socket: join(temporaryFolder(), 'keeper.sock') }
      const stopKeeper = await startKeeper(at)
      const second = await start(at)
      assert.equal(second.house.tenants.length, 1)
      const { house, birch } = await founded(at)
      await second.house.grow()
      assert.equal(second.house.tenant(birch).organisation, birch)
      await bothHold(house)
      for (const each of [second, house]) await stop(each)
      stopKeeper()
    },
  )
})

const ROLES = ['agent', 'approver', 'analyst', 'administrator']

async function browserFor(house: SampleHouse, human: Human, now: number): Promise<Browser> {
  const { origin } = new URL(house.origins.console)
  const sample = { call: house.call, at: { console: { origin, port: Number(new URL(origin).port) } } }
  return browserOf(sample as never, await tokenOf(house.staff, human, now))
}

/** Begins something, and sends it with the passkey's word. */
async function asserted(browser: Browser, human: Human, path: string, wanted: object): Promise<Response> {
  const isConfirming = Object.keys(wanted).length === 0
  const begun = await browser.post(`${path}/begin`, isConfirming ? undefined : wanted)
  if (begun.status !== 200) return begun
  const { options } = (await begun.json()) as { readonly options: Options }
  return await browser.post(path, { ...wanted, assertion: human.keys[0].assert(options) })
}

async function listOf(browser: Browser, path: string): Promise<readonly { readonly id: string }[]> {
  const answer = await browser.get(path)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as readonly { readonly id: string }[]
}

async function bothHold({ house }: SampleHouse): Promise<void> {
  assert.equal(new Set(house.tenants.map(({ keys }) => keys.checkpoints[0].verifier.text)).size, 2)
  for (const { ledger, keys } of house.tenants) {
    await ledger.seal()
    assert.equal(ledger.held(), undefined)
    assert.ok((await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })).holds)
  }
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    await setTimeout(20)
  }
}
