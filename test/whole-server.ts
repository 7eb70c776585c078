/** What is delivered to whole servers that are killed, and what has to be there in the end. */
import assert from 'node:assert/strict'
import { exportLedger, verdictText, verifyExport } from '../src/ledger/index.ts'
import type { House } from '../src/main/house.ts'
import { subjectKey } from '../src/notify/identity.ts'
import { readKept } from '../src/signin/index.ts'
import type { OrganisationStore, OrganisationTransaction } from '../src/store/index.ts'
import { createDeliveryReader, createFold } from '../src/watch/index.ts'
import { NOON } from '../src/watch/sample-organisation.ts'
import { createTelling } from '../src/watch/telling.ts'
import { eventually } from './eventually.ts'
import { startVendor } from './vendor-server.ts'
import { deliveryOf } from './watch-writer.ts'

const HOUR_MS = 3_600_000
const reader = createDeliveryReader()

/** Slack as far as it matters here: it keeps messages, and shows them. */
export async function playSlack() {
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
export function bodyOf(number: number, begin: number): string {
  return deliveryOf(number).replace(
    /"published":"([^"]*)"/g,
    (_, at: string) => `"published":"${new Date(Date.parse(at) - NOON + begin - HOUR_MS).toISOString()}"`,
  )
}

export function draftsOf(body: string) {
  const { rows } = reader.read(Buffer.from(body), { tenant: 'northwind', came: 'pushed' })
  return rows.map(({ row }) => readKept(row))
}

/** What the command line would find in these rows. */
export function findingsIn(bodies: readonly string[], now: number): readonly string[] {
  const fold = createFold()
  fold.take(bodies.flatMap(draftsOf))
  fold.catchUp()
  const verdicts = createTelling().verdicts(fold.judgement(now), now)
  return verdicts.filter(({ kind }) => kind === 'finding').map(({ id }) => id)
}

export async function look(tx: OrganisationTransaction) {
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

export async function verify({ home }: House, when: string): Promise<void> {
  const { ledger, keys } = home
  await ledger.seal()
  assert.equal(ledger.held(), undefined, when)
  const verdict = await verifyExport(exportLedger(ledger.db), { key: keys.checkpoints[0].verifier.text })
  assert.ok(verdict.holds, `${when}: ${verdictText(verdict)}`)
}

const counted = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>())

export function onceEach(names: readonly string[], what: string): void {
  for (const [name, times] of counted(names)) assert.equal(times, 1, `${what}: ${name}`)
}

export interface Ended {
  readonly db: OrganisationStore
  readonly house: House
  /** Of all deliveries, in their order. */
  readonly bodies: readonly string[]
  readonly slack: Awaited<ReturnType<typeof playSlack>>
}

/**
 * Waits until everything is told, sent and answered, and expects that it is what one diagnosis of all rows says, and was done
 * once; gives how much that is.
 */
export async function expectAllOnce({ db, house, bodies, slack }: Ended) {
  const { organisation } = db
  const expected = findingsIn(bodies, Date.now())
  await eventually('everything is told, sent and answered', async () => {
    const { findings, owed, responses } = await db.transaction(look)
    const isAnswered = responses.every(({ state }) => state !== 'running')
    return findings.length >= expected.length && owed.length === 0 && isAnswered
  })
  await verify(house, 'at the end')
  const { rows, findings, incidents, subjects, responses, entries } = await db.transaction(look)

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
  return { findings: expected.length, incidents: incidents.length, responses: responses.length, messages: told.size }
}
