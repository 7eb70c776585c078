/** Two whole servers at work on one PostgreSQL: what people do at one counts at the other, and of two at once one wins. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFileSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, it } from 'node:test'
import { readEntry } from '../src/ledger/entry.ts'
import { type SampleHouse, startHouse, startKeeper } from '../src/main/sample-house.ts'
import { settingsOf } from '../src/organisation/index.ts'
import { readKept } from '../src/signin/index.ts'
import { latestVerdicts } from '../src/watch/index.ts'
import { lines, NOON, refusal } from '../src/watch/sample-organisation.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { browserOf, foundersOf, type Human, tokenOf } from './staff-office.ts'

type Options = Parameters<Human['keys'][0]['assert']>[0]

onEachEngine('two servers', (engine) => {
  const skip = engine.name === 'pglite' && 'one process has an embedded database'
  let time = NOON
  const clock = () => (time += 1)
  const running = new Set<SampleHouse>()
  let stopKeeper = (): void => undefined
  afterEach(async () => {
    for (const house of running) await stop(house)
    stopKeeper()
  })

  async function stop(house: SampleHouse): Promise<void> {
    running.delete(house)
    await house.stop()
  }

  async function start(at: Parameters<typeof startHouse>[0]): Promise<SampleHouse> {
    const house = await startHouse(at)
    running.add(house)
    return house
  }

  /** Both under the address of the first, as behind a proxy. */
  async function two() {
    const folder = temporaryFolder()
    const [keys, socket] = [join(folder, 'keys'), join(folder, 'keeper.sock')]
    const at = { place: await engine.newPlace(), keys, socket, clock }
    stopKeeper = await startKeeper(at)
    const one = await start(at)
    const port = await freePort()
    const environment = { POSTERN_URL: one.origins.console, PORT: String(port) }
    const other = await start({ ...at, environment })
    const { host } = new URL(one.origins.console)
    const call: SampleHouse['call'] = (path, init) => askAs(host, port, path, init)
    return { at, servers: [one, { ...other, call }] as const }
  }

  function browserAt({ call, origins }: SampleHouse, token: string) {
    const at = { console: { origin: origins.console, port: Number(new URL(origins.console).port) } }
    return browserOf({ call, at } as never, token)
  }

  it('given somebody who signed in at one, then they are known at the other, until they sign out there', {
    skip,
  }, async () => {
    const { servers } = await two()
    const [one] = servers
    const { ada } = await foundersOf(one.staff, clock())
    const token = await tokenOf(one.staff, ada, clock())
    const [atOne, atOther] = servers.map((server) => browserAt(server, token))
    assert.equal((await atOther!.get('/me')).status, 200)
    assert.equal((await atOther!.post('/sign-out')).status, 204)
    assert.equal((await atOne!.get('/me')).status, 401)
  })

  it('given a change that is confirmed at both at once, then one does it, and it counts at both', {
    skip,
  }, async () => {
    const { servers } = await two()
    const [one, other] = servers
    const { ada, bo } = await foundersOf(one.staff, clock())
    const changes = `/organisations/${one.house.home.organisation}/changes`
    const asAda = browserAt(one, await tokenOf(one.staff, ada, clock()))
    const wanted = { kind: 'retention-changed', data: { keptDays: 7 } }
    const begun = (await (await asAda.post(`${changes}/begin`, wanted)).json()) as { readonly options: Options }
    const proposed = await asAda.post(changes, { ...wanted, assertion: ada.keys[0].assert(begun.options) })
    const { change } = (await proposed.json()) as { readonly change: string }

    const token = await tokenOf(one.staff, bo, clock())
    const confirmations = await Promise.all(
      servers.map(async (server, index) => {
        const browser = browserAt(server, token)
        const asked = await browser.post(`${changes}/${change}/confirm/begin`)
        const { options } = (await asked.json()) as { readonly options: Options }
        return { browser, assertion: bo.keys[index]!.assert(options) }
      }),
    )
    const answers = await Promise.all(
      confirmations.map(({ browser, assertion }) => browser.post(`${changes}/${change}/confirm`, { assertion })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const { db } = other.house.home.ledger
    assert.equal((await db.transaction(settingsOf)).keptDays, 7)
    const entries = await db.transaction((tx) => tx.selectFrom('ledger_entries').select('bytes').execute())
    const types = entries.map(({ bytes }) => readEntry(bytes).entry.type)
    assert.equal(types.filter((type) => type === 'change-applied').length, 1)
  })

  it('given rows that one takes in, then whichever of them has the turn tells; and if that one stops, the other', {
    skip,
  }, async () => {
    const { servers } = await two()
    const [one, other] = servers
    const { db } = one.house.home.ledger
    const headers = { authorization: `Bearer ${await one.source('okta')}`, 'content-type': 'application/x-ndjson' }
    const deliver = async (server: SampleHouse, body: string) =>
      assert.equal((await server.call('/ingest/okta', { method: 'POST', headers, body })).status, 202)
    const findings = () => db.transaction((tx) => latestVerdicts(tx, 'finding', 10))
    await deliver(other, lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute))))
    await eventually('the finding', async () => (await findings()).length === 1)
    await stop(one)
    await deliver(other, lines(...[5, 6, 7].map((minute) => refusal(minute))))
    const of8 = other.house.home.ledger.db
    await eventually('that it grew', async () => {
      const [finding] = await of8.transaction((tx) => latestVerdicts(tx, 'finding', 10))
      return JSON.parse(finding!.body).summary.startsWith('8 prompts')
    })
  })

  it('given a file that both are to follow, then one does, and the other goes on where it stopped', {
    skip,
  }, async () => {
    const { at, servers } = await two()
    const { organisation, ledger } = servers[0].house.home
    const path = join(temporaryFolder(), 'auth.log')
    writeFileSync(path, lines(refusal(0)))
    const files = join(temporaryFolder(), 'files.json')
    const source = { organisation, id: 'kc', name: 'Keycloak', tenant: 'acme', kind: 'tail', path }
    writeFileSync(files, JSON.stringify([source]))
    for (const server of servers) await stop(server)

    const environment = { POSTERN_FILES: files }
    const again = await Promise.all([start({ ...at, environment }), start({ ...at, environment })])
    const rows = (house: SampleHouse) =>
      house.house.home.ledger.db.transaction(async (tx) => {
        const kept = await tx.selectFrom('sign_ins').select('row').execute()
        const [file] = await tx.selectFrom('source_files').select('position').execute()
        return { ids: kept.map(({ row }) => readKept(row).id).toSorted(), position: file?.position }
      })
    await eventually('the first line', async () => (await rows(again[0])).ids.length === 1)
    assert.equal(ledger.db.organisation, organisation)
    await stop(again[0])
    appendFileSync(path, lines(refusal(1)))
    await eventually('the second line', async () => (await rows(again[1])).ids.length === 2)
    const both = Buffer.byteLength(lines(refusal(0), refusal(1)))
    await eventually('how far it was read', async () => (await rows(again[1])).position === both)
    assert.deepEqual(
      again.flatMap(({ lines }) => lines.filter(({ level }) => level === 50)),
      [],
    )
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** As a proxy does: the host that was asked for, at another port. `fetch` would name the port. */
async function askAs(host: string, port: number, path: string, { method, headers, body }: RequestInit = {}) {
  const asked = request({ host: '127.0.0.1', port, path, method, headers: { ...(headers as object), host } })
  asked.end(body)
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const said = await text(answer)
  return new Response(said === '' ? null : said, { status: answer.statusCode! })
}
