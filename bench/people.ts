/**
 * What it costs to know many people: `node bench/people.ts [--people 1000000] [--engines embedded,PostgreSQL] [--starts 2]`.
 *
 * Everybody is seen once, in rows as Okta's that the server's own intake keeps. Then the server starts as a process of its own:
 * once so that everybody is written down, and once more on that warm database, which is what counts: the time until it says
 * that it lives and takes a delivery, until it has judged everything, how long a delivery waited meanwhile, and its memory.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { holdsFolder, openKeyFolder } from '../src/ledger/index.ts'
import { openHouse } from '../src/main/house.ts'
import { insertToken } from '../src/staff/machine-tokens.ts'
import type { Place } from '../src/store/index.ts'
import { addSource, createDeliveryReader, createIntakeOf } from '../src/watch/index.ts'
import { lines } from '../src/watch/sample-organisation.ts'
import { postgresPrograms, startPostgres } from '../test/postgres-server.ts'
import { serverProcess } from '../test/server-process.ts'

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '1000000' },
    engines: { type: 'string', default: 'embedded,PostgreSQL' },
    starts: { type: 'string', default: '2' },
    'heap-prof': { type: 'string' },
  },
})
const PEOPLE = Number(options.people)
const DELIVERY_ROWS = 5000
const HOUR_MS = 3_600_000
const SPAN_MS = 20 * HOUR_MS
const DAY_MS = 24 * HOUR_MS
const LOOK_MS = 50
/** After everything is judged, until memory is looked at. */
const REST_MS = 10_000
const NETWORKS = 50_000

interface Seeded {
  readonly place: Place
  readonly keys: string
  readonly organisation: string
  readonly source: string
  readonly token: string
}

/** A complete sign-in of this person. */
function entryOf(person: number, time: number): object {
  const place = person % NETWORKS
  const address = `${20 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}.${1 + (person % 250)}`
  return {
    actor: {
      id: `00u${person}`,
      type: 'User',
      alternateId: `person${person}@example.com`,
      displayName: `Person ${person}`,
    },
    client: {
      userAgent: { rawUserAgent: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/${100 + (person % 40)}.0.0.0` },
      ipAddress: address,
      geographicalContext: {
        country: 'Germany',
        geolocation: { lat: 48 + (place % 60) / 10, lon: 8 + (place % 50) / 10 },
      },
    },
    authenticationContext: { rootSessionId: `session-${person}` },
    eventType: 'user.session.start',
    outcome: { result: 'SUCCESS' },
    published: new Date(time).toISOString(),
    securityContext: { asNumber: 3000 + (place % 500), isProxy: false },
    debugContext: { debugData: {} },
    transaction: { type: 'WEB', id: `transaction-${person}` },
    uuid: `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`,
    target: [],
  }
}

async function seed(place: Place, keys: string): Promise<Seeded> {
  const house = await openHouse({
    place,
    keys: holdsFolder(openKeyFolder(keys, randomBytes)),
    kind: 'real',
    name: 'Bench',
    host: 'localhost',
    clock: Date.now,
    random: randomBytes,
  })
  const { ledger, organisation } = house.home
  const doing = { actor: 'system/bench', now: Date.now() }
  const source = await addSource(ledger, { id: 'okta', name: 'Okta', tenant: 'northwind' }, randomBytes(32), doing)
  const token = await ledger.db.transaction((tx) =>
    insertToken(
      tx,
      organisation,
      {
        id: 'bench',
        name: 'bench',
        permissions: ['verdicts:read'],
        tierMax: 'standard',
        addedBy: 'system/bench',
        created: doing.now,
        expires: doing.now + DAY_MS,
      },
      randomBytes(32),
    ),
  )
  const intake = createIntakeOf(ledger)
  const reader = createDeliveryReader()
  const begin = doing.now - SPAN_MS - HOUR_MS
  for (let at = 0; at < PEOPLE; at += DELIVERY_ROWS) {
    const people = Array.from({ length: Math.min(DELIVERY_ROWS, PEOPLE - at) }, (_, index) => at + index)
    const rows = people.map((person) => entryOf(person, begin + (person / PEOPLE) * SPAN_MS))
    const taken = await intake.take(
      'okta',
      reader.read(Buffer.from(lines(...rows)), { tenant: 'northwind', came: 'pushed' }),
      Date.now(),
    )
    if (taken.accepted !== rows.length) throw new Error(`Only ${taken.accepted} of ${rows.length} rows were kept.`)
  }
  await house.store.close()
  return { place, keys, organisation, source, token }
}

interface Measured {
  readonly servingMs: number
  readonly acceptedMs: number
  readonly judgedMs: number
  /** The longest that a delivery of ten rows waited for its answer until all was judged, and half of them. */
  readonly longestMs: number
  readonly medianMs: number
  readonly restingMiB: number
  readonly mostMiB: number
}

async function measure(seeded: Seeded, flags: readonly string[] = []): Promise<Measured> {
  const from = performance.now()
  const server = serverProcess({ ...seeded, flags })
  try {
    const origin = await server.origin
    await answered(fetch(`${origin}/healthz`), 200)
    const servingMs = performance.now() - from
    await deliver(origin, seeded)
    const acceptedMs = performance.now() - from
    const waits: number[] = []
    while (await isCatchingUp(origin, seeded)) {
      const sent = performance.now()
      await deliver(origin, seeded)
      waits.push(performance.now() - sent)
      await setTimeout(LOOK_MS)
    }
    const judgedMs = performance.now() - from
    await setTimeout(REST_MS)
    const { resting, most } = memoryOf(server.child.pid!)
    waits.sort((one, other) => one - other)
    const [longestMs = Number.NaN, medianMs = Number.NaN] = [waits.at(-1), waits[waits.length >> 1]]
    return { servingMs, acceptedMs, judgedMs, longestMs, medianMs, restingMiB: resting, mostMiB: most }
  } finally {
    await server.end('SIGTERM')
  }
}

let delivered = 0

async function deliver(origin: string, { source }: Seeded): Promise<void> {
  const rows = Array.from({ length: 10 }, () => entryOf(PEOPLE + delivered++, Date.now()))
  const headers = { authorization: `Bearer ${source}`, 'content-type': 'application/x-ndjson' }
  await answered(fetch(`${origin}/ingest/okta`, { method: 'POST', headers, body: lines(...rows) }), 202)
}

async function isCatchingUp(origin: string, { organisation, token }: Seeded): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await answered(fetch(`${origin}/organisations/${organisation}/overview`, { headers }), 200)
  return (answer as { readonly catchingUp: object | null }).catchingUp !== null
}

async function answered(asked: Promise<Response>, status: number): Promise<unknown> {
  const answer = await asked
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${answer.status}: ${text}`)
  return JSON.parse(text)
}

/** Of a process, in MiB: what lies in memory now, and the most that ever did. */
function memoryOf(pid: number): { readonly resting: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const of = (name: string): number => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024)
  return { resting: of('VmRSS'), most: of('VmHWM') }
}

function print(name: string, what: string, measured: Measured): void {
  const { servingMs, acceptedMs, judgedMs, longestMs, medianMs, restingMiB, mostMiB } = measured
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  console.log(
    `${name}, ${PEOPLE} people, ${what}: serves after ${seconds(servingMs)}, a delivery is accepted after ${seconds(acceptedMs)}, ` +
      `all is judged after ${seconds(judgedMs)}; deliveries meanwhile waited ${medianMs.toFixed(0)} ms, at most ${longestMs.toFixed(0)} ms; ` +
      `memory ${restingMiB} MiB, at most ${mostMiB} MiB`,
  )
}

async function both(name: string, place: Place, keys: string): Promise<void> {
  const from = performance.now()
  const seeded = await seed(place, keys)
  console.log(`${name}: ${PEOPLE} rows kept in ${((performance.now() - from) / 1000).toFixed(0)} s`)
  print(name, 'first start', await measure(seeded))
  if (options.starts === '1') return
  const profile = options['heap-prof']
  const flags = profile === undefined ? [] : ['--heap-prof', `--heap-prof-dir=${profile}`]
  print(name, 'warm start', await measure(seeded, flags))
}

const folder = mkdtempSync(join(tmpdir(), 'postern-people-'))
try {
  const engines = options.engines.split(',')
  if (engines.includes('embedded')) await both('embedded', { folder: join(folder, 'data') }, join(folder, 'keys'))
  const bin = postgresPrograms()
  if (engines.includes('PostgreSQL') && bin !== undefined) {
    const server = await startPostgres(bin, ['fsync=on'])
    await server.admin('create role postern_owner login; create role postern_app login')
    await server.admin('create database bench owner postern_owner')
    const place = { url: server.url('bench', 'postern_app'), ownerUrl: server.url('bench', 'postern_owner') }
    await both('PostgreSQL', place, join(folder, 'keys-postgres'))
    await server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
