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
import { exportLedger, holdsFolder, openKeyFolder, verdictText, verifyExport } from '../src/ledger/index.ts'
import { type House, openHouse } from '../src/main/house.ts'
import { startHouse } from '../src/main/sample-house.ts'
import { subjectKey } from '../src/notify/identity.ts'
import { readKept } from '../src/signin/index.ts'
import type { OrganisationTransaction, Place } from '../src/store/index.ts'
import { createDeliveryReader, createFold } from '../src/watch/index.ts'
import { NOON } from '../src/watch/sample-organisation.ts'
import { createTelling } from '../src/watch/telling.ts'
import { onEachEngine, temporaryFolder } from './engines.ts'
import { eventually } from './eventually.ts'
import { chances, KILLS, SEED } from './kills.ts'
import { serverProcess } from './server-process.ts'
import { setUpServer } from './server-set-up.ts'
import { startVendor } from './vendor-server.ts'
import { deliveryOf } from './watch-writer.ts'

const HOUR_MS = 3_600_000
/** Longer than a message that was cut off is left to whoever may be at it, shorter than the rounds of notices. */
const BEHIND_MS = 150_000
const DELIVERIES_MAX = 15
/** A server is up after seconds; some die before. */
const START_MS = 4000
const reader = createDeliveryReader()

/** Slack as far as it matters here: it keeps messages, and shows them. */
async function playSlack() {
  const messages: { readonly ts: string; readonly metadata: { readonly event_payload: { readonly key: string } } }[] =
    []
  const vendor = await startVendor(({ path, body }) => {
    if (path === '/conversations.history') return { status: 200, body: { ok: true, messages } }
    if (path !== '/chat.postMessage') return { status: 200, body: { ok: true, ts: '1' } }
    const ts = `1700000000.${String(messages.length).padStart(6, '0')}`
    messages.push({ ts, metadata: JSON.parse(body).metadata })
    return { status: 200, body: { ok: true, ts } }
  })
  return { vendor, keys: () => messages.map(({ metadata }) => metadata.event_payload.key) }
}

/** The delivery of this number, an hour before the server's clock at `begin`. */
function bodyOf(number: number, begin: number): string {
  return deliveryOf(number).replace(
    /"published":"([^"]*)"/g,
    (_, at: string) => `"published":"${new Date(Date.parse(at) - NOON + begin - HOUR_MS).toISOString()}"`,
  )
}

function draftsOf(body: string) {
  const { rows } = reader.read(Buffer.from(body), { tenant: 'northwind', came: 'pushed' })
  return rows.map(({ row }) => readKept(row))
}

/** What the command line would find in these rows. */
function findingsIn(bodies: readonly string[], now: number): readonly string[] {
  const fold = createFold()
  fold.take(bodies.flatMap(draftsOf))
  fold.catchUp()
  const verdicts = createTelling().verdicts(fold.judgement(now), now)
  return verdicts.filter(({ kind }) => kind === 'finding').map(({ id }) => id)
}

async function look(tx: OrganisationTransaction) {
  const entries = await tx.selectFrom('ledger_entries').select('bytes').orderBy('seq').execute()
  const verdicts = tx.selectFrom('verdicts').select(['id', 'body']).where('kind', '=', 'finding')
  return {
    rows: (await tx.selectFrom('sign_ins').select('row').execute()).map(({ row }) => readKept(row).id),
    findings: await verdicts.where('withdrawn', 'is', null).execute(),
    incidents: await tx.selectFrom('incidents').select('id').execute(),
    subjects: await tx.selectFrom('notice_subjects').select(['id', 'told', 'held_back']).execute(),
    responses: await tx.selectFrom('responses').select(['id', 'finding', 'playbook', 'state']).execute(),
    owed: await tx.selectFrom('notice_deliveries').select('subject').where('due', 'is not', null).execute(),
    entries: entries.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as Entry),
  }
}

interface Entry {
  readonly type: string
  readonly stream: string
  readonly data: { readonly sighting?: { readonly finding: string }; readonly step?: number }
}

async function verify({ home }: House, when: string): Promise<void> {
  const { ledger, keys } = home
  await ledger.seal()
  assert.equal(ledger.held(), undefined, when)
  const verdict = await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })
  assert.ok(verdict.holds, `${when}: ${verdictText(verdict)}`)
}

const counted = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>())

function onceEach(names: readonly string[], what: string): void {
  for (const [name, times] of counted(names)) assert.equal(times, 1, `${what}: ${name}`)
}

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
    const { token, organisation } = await setUpServer({ place, keys, clock })

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
    const expected = findingsIn(bodies, Date.now())
    const db = last.house.home.ledger.db
    await eventually('everything is told, sent and answered', async () => {
      const { findings, owed, responses } = await db.transaction(look)
      const isAnswered = responses.every(({ state }) => state !== 'running')
      return findings.length >= expected.length && owed.length === 0 && isAnswered
    })
    await verify(last.house, 'at the end')
    const { rows, findings, incidents, subjects, responses, entries } = await db.transaction(look)
    await last.stop()
    await slack.vendor.close()

    assert.deepEqual(
      rows.toSorted(),
      bodies
        .flatMap(draftsOf)
        .map(({ id }) => id)
        .toSorted(),
    )
    assert.deepEqual(findings.map(({ id }) => id).toSorted(), expected.toSorted())

    const joined = entries
      .filter(({ type }) => type === 'incident-opened' || type === 'finding-joined')
      .flatMap(({ data }) => data.sighting?.finding ?? [])
    onceEach(joined, 'a finding was gathered twice')
    assert.deepEqual(joined.toSorted(), expected.toSorted())
    onceEach(slack.keys(), 'an incident was told twice')
    const told = new Set(slack.keys())
    for (const { id } of incidents) {
      // Of many at once the first are told one by one, and the others counted.
      const subject = subjects.find((one) => one.id === `incident:${id}`)
      const isTold = told.has(subjectKey({ organisation, subject: `incident:${id}` }))
      assert.equal(isTold, subject?.told === '["slack"]', `incident ${id}`)
      assert.ok(isTold || subject?.held_back === '["slack"]', `incident ${id} was forgotten`)
    }

    const fatigue = findings.filter(({ body }) => JSON.parse(body).detection === 'mfa-fatigue').map(({ id }) => id)
    const answered = responses.filter(({ playbook }) => playbook === 'test').map(({ finding }) => finding)
    assert.deepEqual(answered.toSorted(), fatigue.toSorted())
    const steps = entries.filter(({ type }) => type === 'response-opened' || type === 'step-ended')
    onceEach(
      steps.map(({ stream, type, data }) => `${stream} ${type} ${data.step ?? ''}`),
      'an answer was given twice',
    )
    console.log(
      `kill -9 of the whole server, ${engine.name}: ${KILLS} kills, ${next} deliveries, ${expected.length} findings, ` +
        `${incidents.length} incidents, ${responses.length} responses, ${told.size} messages`,
    )
    assert.ok(next > 3, 'nothing was delivered: this test looked at nothing')
  })
})
