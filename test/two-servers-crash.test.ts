/**
 * Two whole servers on one PostgreSQL, at random moments killed with kill -9 or stopped for longer than their turn lasts, while
 * a source delivers to both: no acknowledged row is lost and none doubled, findings are those of one diagnosis of all rows, each
 * finding is gathered, answered and told once, and the ledger verifies each time.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { holdsFolder, openKeyFolder } from '../src/ledger/index.ts'
import { openHouse } from '../src/main/house.ts'
import { startHouse } from '../src/main/sample-house.ts'
import type { Place } from '../src/store/index.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { chances, KILLS, SEED } from './kills.ts'
import { type ServerProcess, serverProcess } from './server-process.ts'
import { setUpServer } from './server-set-up.ts'
import { bodyOf, draftsOf, expectAllOnce, findingsIn, look, onceEach, playSlack, verify } from './whole-server.ts'

/** As in server-crash.test.ts. */
const BEHIND_MS = 150_000
const DELIVERIES_MAX = 15
/** Until a delivery goes to the other server: one that is stopped does not answer. */
const ANSWER_MS_MAX = 3000
/** What happens to one of two servers while deliveries go on. `teller`: whose turn it is to tell. */
const ACTS = ['kill the teller', 'stop the teller for a while', 'kill the other'] as const

async function twoServers(place: Place, keys: string, environment: Record<string, string>) {
  const clock = () => Date.now() - BEHIND_MS
  const house = await openHouse({
    place,
    keys: holdsFolder(openKeyFolder(keys, randomBytes)),
    kind: 'real',
    name: '',
    host: '',
    clock,
    random: randomBytes,
  })
  const { db } = house.home.ledger
  const start = async (): Promise<ServerProcess> => {
    const server = serverProcess({ place, keys, environment })
    await server.origin
    return server
  }
  const turn = async () =>
    await db.transaction((tx) => tx.selectFrom('leases').select('term').where('duty', '=', 'watch').executeTakeFirst())
  const nextTurn = async (after: number) =>
    await eventually('the other tells', async () => ((await turn())?.term ?? 0) > after)
  const before = (await turn())?.term ?? 0
  const teller = await start()
  await nextTurn(before)
  return {
    house,
    db,
    start,
    turn: async () => (await turn())?.term ?? 0,
    nextTurn,
    pair: { teller, other: await start() },
  }
}

/** To the first that acknowledges it, beginning with either. */
async function deliver(
  pair: { teller: ServerProcess; other: ServerProcess },
  token: string,
  body: string,
  chance: () => number,
) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  let isTeller = chance() < 0.5
  await eventually('a server that acknowledges', async () => {
    const { origin } = isTeller ? pair.teller : pair.other
    isTeller = !isTeller
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(`${await origin}/ingest/okta`, { method: 'POST', headers, body, signal }).catch(
      () => undefined,
    )
    return answer?.status === 202
  })
}

onEachEngine('two whole servers', (engine) => {
  const skip = engine.name === 'pglite' && 'one process has an embedded database'
  it(`lose nothing, and do nothing twice, through ${KILLS} kills and stops (seed ${SEED})`, { skip }, async () => {
    console.log(`two whole servers: seed ${SEED}`)
    const chance = chances(SEED)
    const slack = await playSlack()
    const begin = Date.now() - BEHIND_MS
    const [place, keys] = [await engine.newPlace(), join(temporaryFolder(), 'keys')]
    const { token } = await setUpServer({ place, keys, clock: () => Date.now() - BEHIND_MS })
    const networks = { POSTERN_NETWORKS: '127.0.0.0/8' }
    const played = { POSTERN_TEST_SLACK: slack.vendor.url, POSTERN_TEST_BEHIND: String(BEHIND_MS) }
    const { house, db, start, turn, nextTurn, pair } = await twoServers(place, keys, { ...networks, ...played })

    async function happen(act: (typeof ACTS)[number]): Promise<void> {
      const before = await turn()
      const { teller, other } = pair
      if (act === 'kill the other') {
        await other.end('SIGKILL')
        pair.other = await start()
        return
      }
      if (act === 'kill the teller') await teller.end('SIGKILL')
      else teller.child.kill('SIGSTOP')
      await nextTurn(before)
      pair.teller = other
      pair.other = act === 'kill the teller' ? await start() : teller
      teller.child.kill('SIGCONT')
    }

    const first = Math.floor(chance() * ACTS.length)
    let next = 0
    for (let round = 1; round <= KILLS; round++) {
      const act = ACTS[(first + round) % ACTS.length]!
      const happening = setTimeout(chance() * 300).then(() => happen(act))
      for (let count = 1 + Math.floor(chance() * DELIVERIES_MAX); count > 0; count--) {
        await deliver(pair, token, bodyOf(next++, begin), chance)
      }
      await happening
      await verify(house, `round ${round}: ${act}`)
      const { rows } = await db.transaction(look)
      onceEach(rows, `round ${round}: a row was kept twice`)
      const kept = new Set(rows)
      const missing = Array.from({ length: next }, (_, number) => number).filter(
        (number) => !draftsOf(bodyOf(number, begin)).every(({ id }) => kept.has(id)),
      )
      assert.deepEqual(missing, [], `round ${round}: deliveries that were acknowledged`)
    }
    const bodies = Array.from({ length: next }, (_, number) => bodyOf(number, begin))
    const expected = findingsIn(bodies, Date.now()).length
    await eventually('the two tell everything', async () => (await db.transaction(look)).findings.length === expected)
    for (const server of [pair.teller, pair.other]) await server.end('SIGTERM')
    await house.store.close()

    const environment = networks
    const last = await startHouse({ place, keys, clock: Date.now, environment, vendors: { slack: slack.vendor.url } })
    const all = await expectAllOnce({ db: last.house.home.ledger.db, house: last.house, bodies, slack })
    await last.stop()
    await slack.vendor.close()
    console.log(
      `two whole servers: ${KILLS} kills and stops, ${next} deliveries, ${all.findings} findings, ` +
        `${all.incidents} incidents, ${all.responses} responses, ${all.messages} messages`,
    )
    assert.ok(all.findings > 3, 'nothing was found: this test looked at nothing')
  })
})
