/** The whole server on both engines: from a delivery to what is told, over a restart, and with a database that went back. */
import assert from 'node:assert/strict'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { embedded, onEachEngine, temporaryFolder } from '../../test/engines.ts'
import { eventually } from '../../test/eventually.ts'
import { exportLedger, verifyExport } from '../ledger/index.ts'
import { latestVerdicts } from '../watch/index.ts'
import { lines, MINUTE_MS, NOON, refusal } from '../watch/sample-organisation.ts'
import { type SampleHouse, startHouse, startKeeper } from './sample-house.ts'

const REFUSALS = lines(...[0, 1, 2, 3, 4].map((minute) => refusal(minute)))

onEachEngine('the server', (engine) => {
  it('given an empty place, when a source delivers, then it is told, sealed, and stays over a restart', async () => {
    const at = { place: await engine.newPlace(), keys: join(temporaryFolder(), 'keys'), clock: () => NOON }
    let house = await startHouse(at)
    const token = await house.source('okta')
    const answer = await deliver(house, token, REFUSALS)
    assert.equal(answer.status, 202)
    assert.equal(((await answer.json()) as { accepted: number }).accepted, 5)
    const [finding] = await told(house)
    assert.match(finding!.body, /"detection":"mfa-fatigue"/)
    await house.stop()

    house = await startHouse(at)
    assert.deepEqual(await told(house), [finding])
    assert.equal((await house.call('/readyz')).status, 200)
    const verdict = await verify(house)
    await house.stop()
    assert.ok(verdict.holds)
  })

  it('given a provider that fails for many, then people are owed one message about it, and none about one person', async () => {
    const house = await startHouse({
      place: await engine.newPlace(),
      keys: join(temporaryFolder(), 'keys'),
      clock: () => NOON + 30 * MINUTE_MS,
    })
    const token = await house.source('okta')
    await deliver(house, token, lines(...Array.from({ length: 20 }, (_, person) => failing(person))))
    const subjects = await eventually('the notice', async () => {
      const owed = await house.house.home.ledger.db.transaction((tx) =>
        tx.selectFrom('notice_subjects').select(['kind', 'severity']).execute(),
      )
      return owed.length > 0 ? owed : undefined
    })
    await house.stop()
    assert.deepEqual(subjects, [{ kind: 'lockout', severity: 'high' }])
  })

  it('given a server that was away for an hour, when it comes back, then waits are held for that time', async () => {
    const place = await engine.newPlace()
    const keys = join(temporaryFolder(), 'keys')
    const first = await startHouse({ place, keys, clock: () => NOON })
    await first.stop()
    const again = await startHouse({ place, keys, clock: () => NOON + 60 * MINUTE_MS })
    const { ledger } = again.house.home
    const entries: string[] = []
    await ledger.seal()
    for await (const bytes of exportLedger(ledger.db)) entries.push(Buffer.from(bytes).toString('utf8'))
    await again.stop()
    assert.match(
      entries.join(''),
      new RegExp(`"data":\\{"at":${NOON + 60 * MINUTE_MS},"from":${NOON}\\}.*"type":"waits-held"`),
    )
  })

  const ofServers = { skip: engine.name === 'pglite' && 'one server alone has an embedded database', timeout: 120_000 }

  it(
    'given a server at work, when a second starts beside it, then both take deliveries, and what is found is one',
    ofServers,
    async () => {
      const own = { place: await engine.newPlace(), keys: join(temporaryFolder(), 'keys'), clock: () => NOON }
      const at = { ...own, socket: join(temporaryFolder(), 'keeper.sock') }
      const stopKeeper = await startKeeper(at)
      const first = await startHouse(at)
      const token = await first.source('okta')
      const rows = [0, 1, 2, 3, 4].map((minute) => refusal(minute))
      assert.equal((await deliver(first, token, lines(...rows.slice(0, 3)))).status, 202)
      const second = await startHouse(at)
      assert.equal((await deliver(second, token, lines(...rows.slice(3)))).status, 202)
      const [finding, ...others] = await told(second)
      assert.match(finding!.body, /"detection":"mfa-fatigue"/)
      assert.deepEqual(others, [])
      await first.stop()
      assert.equal((await deliver(second, token, lines(refusal(5)))).status, 202)
      const verdict = await verify(second)
      await second.stop()
      stopKeeper()
      assert.ok(verdict.holds)
      assert.deepEqual(
        [...first.lines, ...second.lines].filter(({ level }) => level === 'error' || level === 'fatal'),
        [],
      )
    },
  )

  it('given nobody’s token, when something is delivered, then it is refused and nothing is kept', async () => {
    const house = await startHouse({
      place: await engine.newPlace(),
      keys: join(temporaryFolder(), 'keys'),
      clock: () => NOON,
    })
    const answer = await deliver(house, 'postern_source_wrong', REFUSALS)
    await house.stop()
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/)
  })
})

describe('a database that went back in time', () => {
  it('given yesterday’s data folder, when the server starts, then it says so, writes nothing and is not ready', async () => {
    const place = (await embedded.newPlace()) as { readonly folder: string }
    const keys = join(temporaryFolder(), 'keys')
    let house = await startHouse({ place, keys, clock: () => NOON })
    const token = await house.source('okta')
    await house.stop()
    const yesterday = join(temporaryFolder(), 'copy')
    cpSync(place.folder, yesterday, { recursive: true })

    house = await startHouse({ place, keys, clock: () => NOON })
    await house.source('entra')
    await house.stop()

    rmSync(place.folder, { recursive: true })
    cpSync(yesterday, place.folder, { recursive: true })
    house = await startHouse({ place, keys, clock: () => NOON })
    const answer = await deliver(house, token, REFUSALS)
    const ready = await house.call('/readyz')
    const why = house.held()
    await house.stop()
    assert.match(why ?? '', /went back in time: it holds \d+ entries, and the signer remembers \d+/)
    assert.equal(answer.status, 503)
    assert.equal(((await answer.json()) as { code: string }).code, 'ERR_LEDGER_HELD')
    assert.equal(ready.status, 503)
    assert.ok(house.lines.some(({ level, msg }) => level === 'fatal' && String(msg).startsWith('the ledger is held')))
  })
})

/** Okta itself does not work, for this person. */
function failing(person: number): object {
  const id = `00u${person}`
  return {
    ...refusal(person % 10, `failing-${person}`),
    actor: { id, type: 'User', alternateId: `${id}@example.com`, displayName: id },
    client: { userAgent: { rawUserAgent: 'Mozilla/5.0' }, ipAddress: `203.0.113.${person}` },
    eventType: 'user.authentication.auth_via_mfa',
    outcome: { result: 'FAILURE', reason: 'INTERNAL_ERROR' },
    transaction: { type: 'WEB', id: `transaction-${person}` },
    authenticationContext: { rootSessionId: `session-${person}` },
  }
}

async function deliver(house: SampleHouse, token: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  return await house.call('/ingest/okta', { method: 'POST', headers, body })
}

/** What is told, once something is. */
async function told({ house }: SampleHouse): ReturnType<typeof latestVerdicts> {
  return await eventually('a finding', async () => {
    const found = await house.home.ledger.db.transaction((tx) => latestVerdicts(tx, 'finding', 10))
    return found.length > 0 && found
  })
}

async function verify({ house }: SampleHouse) {
  const { ledger, keys } = house.home
  await ledger.seal()
  return await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })
}
