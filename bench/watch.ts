/**
 * What watching costs: `node bench/watch.ts [--deliveries 30] [--at-once 4] [--rate 2000] [--seconds 20]`, about two
 * minutes; with `--deliveries 0` only the telling.
 *
 * Ingest: deliveries of 1000 simulated Okta rows, so many at once, each sent over HTTP and answered once it is kept and sealed
 * in the ledger, with the live fold running; and in the same turn a bare COPY of each one's normalised rows into an identical
 * table, one after another.
 *
 * Telling: deliveries at a steady rate, among them people who refuse their fifth prompt; from the moment the fifth is sent to
 * the transaction that tells the finding and gathers it into its incident, and on to the moment at which a Slack played on
 * this machine has the whole request. Postern sends only ten new messages in ten minutes one by one, and here
 * there is one every second: so every second it is made to forget how many there were.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { bearer, withServer } from '../src/http/sample-server.ts'
import { owe, startNotices } from '../src/notify/index.ts'
import { OK, type SampleRoom, sampleRoom } from '../src/notify/sample-room.ts'
import {
  addSource,
  authenticateSource,
  type Changes,
  createDeliveryReader,
  createIntakeOf,
  createKnownSources,
  createWatch,
  createWatching,
  describeIncident,
  gatherFindings,
  watchRoutes,
} from '../src/watch/index.ts'
import { newOrganisation } from '../src/watch/sample-organisation.ts'
import { type BenchDatabase, embedded, postgres } from './store/databases.ts'
import { DAY, NOON } from './store/rows.ts'
import { copyText } from './store/ways.ts'
import { now, type Sending, type Sent, simulatedLines } from './watch/sender.ts'

const { values: options } = parseArgs({
  options: {
    deliveries: { type: 'string', default: '30' },
    'at-once': { type: 'string', default: '4' },
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
  },
})
const ROWS = 1000
const WARM_UP = 3

interface Serving {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  deliver(body: string): Promise<void>
  settled(): Promise<void>
  /** Called in the transaction that tells. */
  onTold: (changes: Changes) => void
}

async function serving(
  { store }: BenchDatabase,
  work: (serving: Serving) => Promise<void>,
  notices?: SampleRoom,
): Promise<void> {
  const ledger = await newOrganisation(store)
  const { db, sealer } = ledger
  const source = { id: 'okta', name: 'Okta', tenant: 'northwind' }
  const token = await addSource(ledger, source, randomBytes(32), { actor: 'system/bench', now: NOON })
  if (notices !== undefined) {
    await notices.setUp(db)
    await startNotices(notices.room)
  }
  const gather = gatherFindings({
    sealer,
    tokenKey: randomBytes(32),
    clock: Date.now,
    owe: async (tx, changes) => {
      if (notices !== undefined) await owe(notices.room, tx, changes)
    },
  })
  const told: Pick<Serving, 'onTold'> = { onTold: () => {} }
  const watching = createWatching({
    watchOf: () =>
      createWatch({
        db,
        async owe(tx, changes) {
          await gather(tx, changes)
          told.onTold(changes)
        },
      }),
    clock: () => NOON + 3_600_000,
    timer: (run, ms) => {
      const waiting = setTimeout(run, ms)
      return () => clearTimeout(waiting)
    },
    onError: (_organisation, error) => {
      throw error
    },
  })
  const sources = createKnownSources(store, Date.now)
  const intake = createIntakeOf({ ...ledger, onKept: (batches) => watching.wake(db.organisation, batches) })
  const routes = watchRoutes({
    store,
    sources,
    reader: createDeliveryReader(),
    intakeOf: () => intake,
  })
  const access = {
    source: (presented: Parameters<typeof authenticateSource>[1]) => authenticateSource(sources, presented),
  }
  const limits = { perCaller: { count: 1_000_000, perMs: 1000 } }
  await withServer({ routes, access, limits, clock: () => NOON }, async ({ call, at, lines: logged }) => {
    const headers = { ...bearer(token), 'content-type': 'application/x-ndjson' }
    await work(
      Object.assign(told, {
        url: `http://localhost:${at.console.port}/ingest/okta`,
        headers,
        settled: watching.settled,
        async deliver(body: string) {
          const answer = await call('/ingest/okta', { method: 'POST', body, headers })
          if (answer.status !== 202)
            throw new Error(
              `${answer.status}: ${await answer.text()} ${JSON.stringify(logged.at(-1))} ${JSON.stringify(logged.at(-2))}`,
            )
          await answer.arrayBuffer()
        },
      }),
    )
  })
  await watching.stop()
}

async function ingest(database: BenchDatabase): Promise<void> {
  const atOnce = Number(options['at-once'])
  const turns = Math.ceil(Number(options.deliveries) / atOnce)
  const source = simulatedLines()
  const reader = createDeliveryReader()
  const ours: number[] = []
  const floor: number[] = []
  let settledMs = 0
  await serving(database, async ({ deliver, settled }) => {
    for (let turn = 0; turn < turns + WARM_UP; turn++) {
      const bodies = Array.from({ length: atOnce }, () => {
        const rows = Array.from({ length: ROWS }, () => source.next().value)
        return `${rows.join('\n')}\n`
      })
      let start = performance.now()
      await Promise.all(bodies.map(deliver))
      if (turn >= WARM_UP) ours.push(performance.now() - start)
      const texts = bodies.map((body) => {
        const { rows } = reader.read(Buffer.from(body), { tenant: 'northwind', came: 'pushed' })
        return copyText(rows, '00000000-0000-4000-8000-000000000000', turn)
      })
      start = performance.now()
      for (const text of texts) await database.copy(text)
      if (turn >= WARM_UP) floor.push(performance.now() - start)
    }
    const start = performance.now()
    await settled()
    settledMs = performance.now() - start
  })
  const ratio = quantile(
    ours.map((ms, turn) => (floor[turn] as number) / ms),
    0.5,
  )
  const rate = Math.round(((atOnce * ROWS) / quantile(ours, 0.5)) * 1000)
  console.log(
    `${database.name}: ${rate} rows/s kept over HTTP, ${atOnce} deliveries at once, ${ratio.toFixed(2)} of COPY's rate; the fold was ${settledMs.toFixed(0)} ms behind at the end`,
  )
}

async function telling(database: BenchDatabase): Promise<void> {
  const [rate, seconds] = [Number(options.rate), Number(options.seconds)]
  const sent = new Map<string, number>()
  const untilTold = new Map<string, number>()
  const untilSlack = new Map<string, number>()
  const describe = { incident: describeIncident, emergency: describeIncident }
  const notices = await sampleRoom(database.store, Date.now, { describe })
  notices.reply = (path, body) => {
    const person = path === '/chat.postMessage' ? /victim\d+@example\.com/.exec(body)?.[0] : undefined
    const since = sent.get(person ?? '')
    if (person !== undefined && since !== undefined && !untilSlack.has(person)) untilSlack.set(person, now() - since)
    return OK
  }
  const measured = async (serving: Serving): Promise<void> => {
    serving.onTold = ({ told }) => {
      for (const { body } of told) {
        const { detection, person = '' } = JSON.parse(body) as { readonly detection?: string; readonly person?: string }
        const since = detection === 'mfa-fatigue' ? sent.get(person) : undefined
        if (since !== undefined && !untilTold.has(person)) untilTold.set(person, now() - since)
      }
    }
    const forgetting = setInterval(async () => {
      for (const organisation of await database.store.organisations()) {
        await database.store.in(organisation).transaction((tx) => tx.deleteFrom('notice_budgets').execute())
      }
    }, 1000)
    const { url, headers } = serving
    const sender = new Worker(new URL('watch/sender.ts', import.meta.url), {
      workerData: { url, headers, rate, seconds } satisfies Sending,
    })
    sender.on('message', ({ person, at }: Sent) => void sent.set(person, at))
    await new Promise((resolve, reject) => sender.on('error', reject).on('exit', resolve))
    await serving.settled()
    // Messages are on their way for a moment longer; what has not come by then is counted as not there.
    await wait(5000)
    clearInterval(forgetting)
  }
  await serving(database, measured, notices)
  await notices.stop()
  await notices.vendor.close()
  for (const [end, times] of [
    ['told', untilTold],
    ['the message at Slack', untilSlack],
  ] as const) {
    const [p50, p99, max] = [0.5, 0.99, 1].map((share) => quantile([...times.values()], share).toFixed(0))
    console.log(
      `${database.name}: at ${rate} rows/s, from the fifth refusal sent to ${end}: p50 ${p50} ms, p99 ${p99} ms, longest ${max} ms (${times.size} of ${sent.size})`,
    )
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}

console.log(`Rows of ${DAY}; deliveries of ${ROWS} rows for ingest`)
for (const open of [embedded, postgres]) {
  for (const measure of Number(options.deliveries) === 0 ? [telling] : [ingest, telling]) {
    const database = await open()
    try {
      await measure(database)
    } finally {
      await database.close()
    }
  }
}
