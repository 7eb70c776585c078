/**
 * kill -9 at random moments of the whole server, while a source delivers over HTTP and a Slack is told: no acknowledged row is
 * lost and none doubled, findings are those of one diagnosis of all rows, each finding is gathered, answered and told once, and
 * the ledger verifies each time.
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
import { chances, KILLS, SEED } from './kills.ts'
import { serverProcess } from './server-process.ts'
import { setUpServer } from './server-set-up.ts'
import { bodyOf, draftsOf, expectAllOnce, look, onceEach, playSlack, verify } from './whole-server.ts'

/** Longer than a message that was cut off is left to whoever may be at it, shorter than the rounds of notices. */
const BEHIND_MS = 150_000
const DELIVERIES_MAX = 15
/** A server is up after seconds; some die before. */
const START_MS = 4000

/** Delivers one after another, beginning with `first`, until it is killed; gives the number of the first that was not acknowledged. */
async function deliverUntilKilled(
  start: { readonly place: Place; readonly keys: string; readonly environment: Record<string, string> },
  token: string,
  { first, begin, chance }: { readonly first: number; readonly begin: number; readonly chance: () => number },
): Promise<number> {
  const server = serverProcess(start)
  if (chance() < 0.15) {
    await setTimeout(chance() * START_MS)
    await server.end('SIGKILL')
    return first
  }
  const url = `${await server.origin}/ingest/okta`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const last = first + Math.floor(chance() * DELIVERIES_MAX)
  let next = first
  let killing: Promise<void> | undefined
  for (;;) {
    // The one after the last that is waited for is under way when it dies.
    if (next > last) killing ??= setTimeout(chance() * 100).then(() => server.end('SIGKILL'))
    const answer = await fetch(url, { method: 'POST', headers, body: bodyOf(next, begin) }).catch(() => undefined)
    if (answer === undefined) break
    assert.equal(answer.status, 202)
    await answer.arrayBuffer()
    next++
  }
  await killing
  return next
}

onEachEngine('kill -9 of the whole server', (engine) => {
  it(`loses nothing, and does nothing twice, ${KILLS} times (seed ${SEED})`, async () => {
    console.log(`kill -9 of the whole server, ${engine.name}: seed ${SEED}`)
    const chance = chances(SEED)
    const slack = await playSlack()
    const begin = Date.now() - BEHIND_MS
    const [place, keys] = [await engine.newPlace(), join(temporaryFolder(), 'keys')]
    const environment = { POSTERN_NETWORKS: '127.0.0.0/8' }
    const clock = () => Date.now() - BEHIND_MS
    const { token } = await setUpServer({ place, keys, clock })

    const env = { ...environment, POSTERN_TEST_SLACK: slack.vendor.url, POSTERN_TEST_BEHIND: String(BEHIND_MS) }
    let next = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      next = await deliverUntilKilled({ place, keys, environment: env }, token, { first: next, begin, chance })
      const house = await openHouse({
        place,
        keys: holdsFolder(openKeyFolder(keys, randomBytes)),
        kind: 'real',
        name: '',
        host: '',
        clock,
        random: randomBytes,
      })
      await verify(house, `kill ${kill}`)
      const { rows } = await house.home.ledger.db.transaction(look)
      await house.store.close()
      onceEach(rows, `kill ${kill}: a row was kept twice`)
      const kept = new Set(rows)
      for (let number = 0; number < next; number++) {
        const ids = draftsOf(bodyOf(number, begin)).map(({ id }) => id)
        assert.ok(
          ids.every((id) => kept.has(id)),
          `kill ${kill}: delivery ${number} was acknowledged`,
        )
      }
    }

    // What was under way may have been kept without a word; its sender sends it again.
    const last = await startHouse({ place, keys, clock: Date.now, environment, vendors: { slack: slack.vendor.url } })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
    const again = await last.call('/ingest/okta', { method: 'POST', headers, body: bodyOf(next, begin) })
    assert.equal(again.status, 202)
    const bodies = Array.from({ length: next + 1 }, (_, number) => bodyOf(number, begin))
    const { house } = last
    const all = await expectAllOnce({ db: house.home.ledger.db, house, bodies, slack })
    await last.stop()
    await slack.vendor.close()
    console.log(
      `kill -9 of the whole server, ${engine.name}: ${KILLS} kills, ${next} deliveries, ${all.findings} findings, ` +
        `${all.incidents} incidents, ${all.responses} responses, ${all.messages} messages`,
    )
    assert.ok(next > 3, 'nothing was delivered: this test looked at nothing')
  })
})
