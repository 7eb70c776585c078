/**
 * Puts the rooms together, in this order: what is kept is opened and recognised; waits are held for the time in which nobody
 * was here; then jobs and watches run; then people are served. `stop` goes the same way back.
 *
 * The one place that knows the clock, chance and the process's log; `start({ clock })` is the only way to move time.
 */
import { performance } from 'node:perf_hooks'
import { clearTimeout, setTimeout } from 'node:timers'
import { createLog, createServer, type Log } from '../http/index.ts'
import { openJobs, PURGE, startPurge } from '../jobs/index.ts'
import { sayAlive } from '../organisation/index.ts'
import {
  authenticate,
  createEpochCeremony,
  epochRoutes,
  holdWaits,
  relyingPartyOf,
  type StaffRoom,
  sweepEnded,
} from '../staff/index.ts'
import type { DataKind } from '../store/index.ts'
import {
  authenticateSource,
  createDeliveryReader,
  createIntakeOf,
  createKnownSources,
  createWatch,
  createWatching,
  gatherFindings,
  type OrganisationIntake,
  summaryKeyOf,
  watchRoutes,
} from '../watch/index.ts'
import { watchClock } from './clock-watch.ts'
import { every, type Repeated } from './every.ts'
import { type House, openHouse, type Tenant } from './house.ts'
import { translate } from './problems.ts'
import type { Settings } from './settings.ts'

export interface StartOptions {
  readonly settings: Settings
  readonly kind: DataKind
  readonly version: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** So many random bytes, fit for secrets. */
  readonly random: (count: number) => Uint8Array
  readonly log?: Log
}

export interface Running {
  readonly house: House
  readonly staff: StaffRoom
  /** Where people reach it. */
  readonly origins: { readonly console: string; readonly portal: string }
  /** Why nothing is written, where the ledger is held. */
  held(): string | undefined
  /** Aborts when it has to be started again: an epoch was opened. */
  readonly over: AbortSignal
  stop(): Promise<void>
}

const SEAL_MS = 5000
const ALIVE_MS = 15_000
const LOOK_MS = 5000
const SWEEP_MS = 3_600_000
/** Shorter than this nobody misses a stop. */
const AWAY_MS = 60_000

export async function start(options: StartOptions): Promise<Running> {
  const { settings, kind, clock, random, version } = options
  const log = options.log ?? createLog({ clock, level: settings.logLevel })
  const house = await openHouse({
    place: settings.place,
    keyFolder: settings.keys,
    kind,
    name: settings.organisation,
    host: hostOf(settings),
    clock,
    random,
  })
  const { store } = house
  const onError = (err: unknown): void => log.error({ err }, 'work in the background failed; it is tried again')
  // Port 0 is known once it is bound; nobody signs in before.
  let consoleOrigin = consoleAddress(settings)
  const staff = staffRoomOf(house, () => consoleOrigin)
  for (const tenant of house.tenants) warnIfHeld(tenant, log)
  await holdForAbsence(house, staff, clock())

  const jobs = await openJobs({ store, queues: [PURGE], onError })
  await startPurge({ store, jobs, clock, read: summaryKeyOf })

  const watching = createWatching({
    watchOf(organisation) {
      const { ledger, keys } = house.tenant(organisation)
      const owe = gatherFindings({ sealer: ledger.sealer, tokenKey: keys.tokenKey, clock })
      return createWatch({ db: ledger.db, owe })
    },
    clock,
    timer: (run, ms) => {
      const waiting = setTimeout(run, ms)
      return () => clearTimeout(waiting)
    },
    onError: (organisation, err) => log.error({ organisation, err }, 'watching failed; it is tried again'),
  })
  for (const { organisation } of house.tenants) watching.wake(organisation)

  const sources = createKnownSources(store, clock)
  const server = createServer({
    clock,
    random,
    log,
    version,
    translate,
    listeners: settings.listeners,
    access: {
      source: (presented) => authenticateSource(sources, presented),
      staff: (presented) => authenticate(store, presented),
    },
  })
  const intakes = new Map<string, OrganisationIntake>()
  server.add(
    watchRoutes({
      store,
      sources,
      reader: createDeliveryReader(),
      intakeOf(organisation) {
        let intake = intakes.get(organisation)
        if (intake === undefined) {
          const { ledger } = house.tenant(organisation)
          intake = createIntakeOf({ ...ledger, onKept: (batches) => watching.wake(organisation, batches) })
          intakes.set(organisation, intake)
        }
        return intake
      },
    }),
  )
  const ceremony = createEpochCeremony(staff, house.home.ledger)
  const over = new AbortController()
  server.add(
    epochRoutes(
      (organisation) => {
        if (organisation !== house.home.organisation) throw new RangeError('Only the home’s staff open an epoch.')
        return ceremony
      },
      () => over.abort(),
    ),
  )
  server.readiness('database', async () => void (await store.organisations()))
  server.readiness('ledger', async () => refuseHeld(house))

  const clockWatch = watchClock({
    clock,
    steady: () => performance.now(),
    onJump({ from, to }) {
      log.warn({ from, to }, 'the clock jumped; waits do not count that time')
      holdWaits(staff, { from: Math.min(from, to), at: to }).catch(onError)
    },
  })
  const repeated: Repeated[] = [
    every(LOOK_MS, async () => clockWatch.look(), onError),
    every(ALIVE_MS, async () => void (await eachTenant(house, ({ ledger }) => sayAlive(ledger.db, clock()))), onError),
    every(SEAL_MS, () => eachTenant(house, (tenant) => sealAndTell(tenant, log)), onError),
    every(
      SWEEP_MS,
      () => eachTenant(house, ({ ledger }) => ledger.db.transaction((tx) => sweepEnded(tx, clock()))),
      onError,
    ),
  ]

  async function stop(): Promise<void> {
    const { cut } = await server.stop()
    if (cut > 0) log.warn({ cut }, 'connections were cut')
    await Promise.all(repeated.map((each) => each.stop()))
    await watching.stop()
    await jobs.close()
    await eachTenant(house, ({ ledger }) => ledger.seal()).catch(onError)
    await store.close()
  }

  try {
    const at = await server.start()
    consoleOrigin = at.console.origin
    return {
      house,
      staff,
      origins: { console: at.console.origin, portal: at.portal.origin },
      held: () => house.tenants.map(({ ledger }) => ledger.held()).find((why) => why !== undefined),
      over: over.signal,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address that people type, as far as it is known before a port is bound. */
function consoleAddress({ listeners: { console } }: Settings): string {
  return console.url ?? `${console.tls ? 'https' : 'http'}://localhost:${console.port}`
}

function hostOf(settings: Settings): string {
  return new URL(consoleAddress(settings)).hostname
}

function staffRoomOf({ home, keys }: House, address: () => string): StaffRoom {
  return {
    ledger: home.ledger,
    get relyingParty() {
      return relyingPartyOf(address())
    },
    tokenKey: home.keys.tokenKey,
    masters: keys.masters,
    owe: async () => {},
  }
}

async function holdForAbsence({ home }: House, staff: StaffRoom, now: number): Promise<void> {
  const { ledger } = home
  if (ledger.held() !== undefined) return
  const last = await sayAlive(ledger.db, now)
  if (last !== undefined && Math.abs(now - last) > AWAY_MS)
    await holdWaits(staff, { from: Math.min(last, now), at: now })
}

async function eachTenant({ tenants }: House, work: (tenant: Tenant) => Promise<unknown>): Promise<void> {
  for (const tenant of tenants) await work(tenant)
}

async function sealAndTell(tenant: Tenant, log: Log): Promise<void> {
  const before = tenant.ledger.held()
  await tenant.ledger.seal()
  if (before === undefined) warnIfHeld(tenant, log)
}

function warnIfHeld({ organisation, ledger }: Tenant, log: Log): void {
  const why = ledger.held()
  if (why !== undefined)
    log.fatal({ organisation, why }, 'the ledger is held: nothing is written until somebody has looked')
}

function refuseHeld({ tenants }: House): void {
  for (const { ledger } of tenants) {
    const why = ledger.held()
    if (why !== undefined) throw new Error(why)
  }
}
