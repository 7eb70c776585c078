/**
 * What the demo costs: how long until its history is in, then rows a second and the share of one processor, of the feed alone
 * and of the whole process with the server. `node bench/demo.ts [speed] [seconds]`.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLog } from '../src/http/index.ts'
import { holdsFolder, openKeyFolder } from '../src/ledger/index.ts'
import { type DemoFeedOptions, startDemoFeed } from '../src/main/demo-feed.ts'
import { prepareDemo } from '../src/main/demo-house.ts'
import { demoRoutes } from '../src/main/demo-routes.ts'
import { settingsOf } from '../src/main/settings.ts'
import { start } from '../src/main/start.ts'
import { liveOrganisation } from '../src/simulator/index.ts'

const DAY_MS = 86_400_000
const [speed = 1, seconds = 60] = process.argv.slice(2).map(Number)
const PEOPLE = 300
const HISTORY_DAYS = 14

const folder = mkdtempSync(join(tmpdir(), 'postern-demo-bench-'))
const now = Date.now()
const organisation = () =>
  liveOrganisation({ seed: 7, people: PEOPLE, starts: [now], historyDays: HISTORY_DAYS, speed })
let rows = 0

const common = {
  from: 0,
  keepMs: (HISTORY_DAYS + 1) * DAY_MS,
  clock: Date.now,
  timer: (run: () => void, ms: number) => {
    const waiting = setTimeout(run, ms)
    return () => clearTimeout(waiting)
  },
  onPosition: () => {},
  onError: (error: unknown) => {
    throw error
  },
} satisfies Partial<DemoFeedOptions>

async function measured(name: string, options: DemoFeedOptions): Promise<void> {
  rows = 0
  const begun = performance.now()
  const before = process.cpuUsage()
  const feed = startDemoFeed(options)
  await feed.caughtUp
  const took = (performance.now() - begun) / 1000
  const used = cpuSeconds(before)
  console.log(`${name}: history of ${rows} rows in ${took.toFixed(1)} s, ${used.toFixed(1)} s of a processor`)
  rows = 0
  const live = process.cpuUsage()
  await sleep(seconds * 1000)
  const share = (100 * cpuSeconds(live)) / seconds
  console.log(`${name}: then ${(rows / seconds).toFixed(3)} rows/s, ${share.toFixed(2)} % of a processor`)
  await feed.stop()
}

function cpuSeconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

function counted(body: unknown): void {
  rows += String(body).trimEnd().split('\n').length
}

try {
  console.log(`${PEOPLE} people, ${HISTORY_DAYS} days, speed ${speed}, ${seconds} s`)
  const sources = { entra: { id: 'entra', token: '' }, okta: { id: 'okta', token: '' } }
  await measured('feed alone', {
    ...common,
    organisation: organisation(),
    address: '',
    sources,
    fetch: async (_, { body }) => {
      counted(body)
      return { status: 202 }
    },
  })
  const settings = settingsOf({
    PORT: '0',
    POSTERN_DATA: join(folder, 'data'),
    POSTERN_KEYS: join(folder, 'keys'),
    POSTERN_ORGANISATION: 'Northwind',
  })
  const { personas, state } = await prepareDemo({ settings, folder, now })
  const server = await start({
    settings,
    kind: 'demo',
    keys: holdsFolder(openKeyFolder(settings.keys, randomBytes)),
    version: '0.0.0',
    clock: Date.now,
    random: randomBytes,
    log: createLog({ clock: Date.now, level: 'error' }),
    besides: ({ house, staff }) =>
      demoRoutes({ store: house.store, listeners: settings.listeners, room: staff, personas }),
  })
  await measured('with the server', {
    ...common,
    organisation: organisation(),
    address: server.origins.console,
    sources: state.sources,
    fetch: (url, init) => {
      counted(init.body)
      return fetch(url, init)
    },
  })
  await server.stop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
