/**
 * `postern demo`, which `npm start` runs: a simulated organisation in motion on this machine alone. The server is the real
 * one; only what comes in is made up (DESIGN §3 rule 26).
 */
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { clearTimeout, setTimeout } from 'node:timers'
import { neutralise } from '../base/neutralise.ts'
import type { Route } from '../http/index.ts'
import { LedgerError } from '../ledger/index.ts'
import type { ConnectedProvider } from '../providers/index.ts'
import { createRecordingProvider } from '../providers/recording/index.ts'
import { liveOrganisation } from '../simulator/index.ts'
import { StoreError } from '../store/index.ts'
import { CONSOLE_FILES, ConsoleError, consolePages } from './console-pages.ts'
import { DemoError } from './demo-error.ts'
import { type DemoFeed, startDemoFeed } from './demo-feed.ts'
import { type PreparedDemo, prepareDemo, SANDBOX_TENANT } from './demo-house.ts'
import { readsFromEntra } from './demo-reading.ts'
import { demoRoutes } from './demo-routes.ts'
import { type DemoSandbox, sandboxSettings, startDemoSandbox } from './demo-sandbox.ts'
import { readSandboxLog } from './demo-sandbox-log.ts'
import { openKeeperBeside } from './keepers.ts'
import { type Environment, type Settings, SettingsError, settingsOf } from './settings.ts'
import { type Running, start } from './start.ts'
import { untilTold } from './until-told.ts'

const EXIT_CONFIG = 78
const EXIT_UNAVAILABLE = 69
const PEOPLE = 300
const HISTORY_DAYS = 14
/** Everyday sign-ins come this much faster than they would, so that the screens move. */
const SPEED = 12
/** The stage begins when the history is in, as near as can be told beforehand. */
const HEAD_START_MS = 10_000
const KEEP_MS = (HISTORY_DAYS + 1) * 86_400_000

/** Shows it until it is told to stop; gives the exit code. */
export async function demo(environment: Environment, version: string): Promise<number> {
  try {
    const folder = resolve(environment.POSTERN_DATA || 'postern-demo')
    const settings = settingsFor(environment, folder)
    say('Making the demo ready …')
    const pages = consolePages(CONSOLE_FILES)
    const starting = startDemoSandbox({
      ...sandboxSettings(environment, settings.listeners.console.port),
      folder: join(folder, 'sandbox'),
      onGone: () => say('The sandbox has ended by itself. Start the demo again to have it back.'),
    })
    // Told to whoever waits for it, which is later.
    starting.catch(() => {})
    try {
      const { running, sandbox, feed, stop } = await startDemo(settings, folder, version, { pages, starting })
      say(`Postern is at ${running.origins.console}, and shows a made-up hospital. Its last two weeks are coming in …`)
      say(`Its people also sign in at ${sandbox.issuer}, where you can be one of them: docs/demo.md says how.`)
      void feed.caughtUp.then(() => say('The history is in; from here on it happens as you watch. Ctrl-C ends it.'))
      await untilTold(running.over)
      await stop()
    } finally {
      await starting.then(
        (sandbox) => sandbox.stop(),
        () => {},
      )
    }
    return 0
  } catch (error) {
    if (error instanceof SettingsError || error instanceof ConsoleError) return refused(error.message, EXIT_CONFIG)
    if (error instanceof StoreError || error instanceof LedgerError || error instanceof DemoError) {
      return refused(`${error.code}: ${error.message}`, EXIT_UNAVAILABLE)
    }
    if (isTaken(error)) return refused(`Port ${error.port} is in use. Set PORT to a free one.`, EXIT_UNAVAILABLE)
    throw error
  }
}

/** Loopback, plain HTTP, the embedded database, and everything in one folder. */
function settingsFor(environment: Environment, folder: string): Settings {
  return settingsOf({
    PORT: environment.PORT,
    POSTERN_PORTAL_PORT: environment.POSTERN_PORTAL_PORT,
    POSTERN_LOG_LEVEL: environment.POSTERN_LOG_LEVEL || 'warn',
    POSTERN_DATA: join(folder, 'data'),
    POSTERN_KEYS: join(folder, 'keys'),
    POSTERN_ORGANISATION: 'Northwind Hospital',
  })
}

/** Playbooks change something there, too; what they change is written down, and exists nowhere else. */
function recordingProviders(): readonly ConnectedProvider[] {
  return (['entra', 'okta'] as const).map((provider) =>
    createRecordingProvider({ provider, kind: 'demo', clock: Date.now }),
  )
}

export interface RunningDemo {
  readonly running: Running
  readonly sandbox: DemoSandbox
  readonly feed: DemoFeed
  /** Of all but the sandbox. */
  stop(): Promise<void>
}

interface Besides {
  /** Of the console; tests need none. */
  readonly pages?: readonly Route[]
  /** It starts while the rest is made ready, and is the caller's to stop. */
  readonly starting: Promise<DemoSandbox>
}

/** The whole of it, for tests as well. */
export async function startDemo(
  settings: Settings,
  folder: string,
  version: string,
  { pages = [], starting }: Besides,
): Promise<RunningDemo> {
  const prepared = await prepareDemo({ settings, folder, now: Date.now() + HEAD_START_MS })
  const { state, keepPosition } = prepared
  const sandbox = await starting
  const running = await serveDemo(settings, version, { pages, sandbox, prepared })
  const [first = 0, ...later] = state.starts
  const feed = startDemoFeed({
    organisation: liveOrganisation({
      seed: state.seed,
      people: PEOPLE,
      starts: [first, ...later],
      historyDays: HISTORY_DAYS,
      speed: SPEED,
    }),
    address: running.origins.console,
    sources: state.sources,
    from: state.position,
    keepMs: KEEP_MS,
    clock: Date.now,
    timer: (run, ms) => {
      const waiting = setTimeout(run, ms)
      return () => clearTimeout(waiting)
    },
    fetch: readsFromEntra(running, state.sources.entra.id, Date.now),
    onPosition: keepPosition,
    onError: (error) =>
      say(`The demo's people have stopped: ${error instanceof Error ? error.message : 'no reason given'}`),
  })
  const reading = readSandboxLog({
    running,
    provider: sandbox.provider,
    source: state.sources.sandbox.id,
    tenant: SANDBOX_TENANT,
    file: join(folder, 'sandbox.read.json'),
    clock: Date.now,
    onError: (error) =>
      say(`The sandbox's log cannot be read: ${error instanceof Error ? error.message : 'no reason given'}`),
  })
  return {
    running,
    sandbox,
    feed,
    async stop() {
      await feed.stop()
      await reading.stop()
      await running.stop()
    },
  }
}

interface Served {
  readonly pages: readonly Route[]
  readonly sandbox: DemoSandbox
  readonly prepared: PreparedDemo
}

/** The real server, with a keeper beside it that alone changes something at the providers. */
async function serveDemo(
  settings: Settings,
  version: string,
  { pages, sandbox, prepared: { personas } }: Served,
): Promise<Running> {
  const { provider } = sandbox
  const providers = [...recordingProviders(), { ...provider, people: { ...provider, tenant: SANDBOX_TENANT } }]
  const keeper = await openKeeperBeside({
    folder: settings.keys,
    providersOf: () => providers,
    console: undefined,
    clock: Date.now,
    random: randomBytes,
  })
  const server = await start({
    settings,
    kind: 'demo',
    keys: keeper,
    keeper,
    version,
    clock: Date.now,
    random: randomBytes,
    besides: ({ house, staff }) => [
      ...pages,
      ...sandbox.routes,
      ...demoRoutes({ store: house.store, listeners: settings.listeners, room: staff, personas }),
    ],
  })
  return {
    ...server,
    async stop() {
      await server.stop()
      await keeper.close()
    },
  }
}

function refused(text: string, code: number): number {
  for (const line of text.split('\n')) say(`postern: ${line}`)
  return code
}

function say(text: string): void {
  process.stderr.write(`${neutralise(text)}\n`)
}

function isTaken(error: unknown): error is Error & { readonly port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
