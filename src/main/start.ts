/**
 * Puts the rooms together, in this order: what is kept is opened and recognised; waits are held for the time in which nobody
 * was here; then jobs and watches run; then people are served. `stop` goes the same way back.
 *
 * The one place that knows the clock, chance and the process's log; `start({ clock })` is the only way to move time.
 */
import { performance } from 'node:perf_hooks'
import { clearTimeout, setTimeout } from 'node:timers'
import { createLog, createServer, type Log, type Route, type Server } from '../http/index.ts'
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
  type Watching,
  watchRoutes,
} from '../watch/index.ts'
import { backUpIfDue } from './backup.ts'
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
  /** Routes besides those of the rooms: a demo's. */
  readonly besides?: (parts: Pick<Running, 'house' | 'staff'>) => readonly Route[]
}

export interface Running {
  readonly house: House
  readonly staff: StaffRoom
  /** Where people reach it. */
  readonly origins: { readonly console: string; readonly portal: string }
  /** One for each organisation, however often it is asked for. */
  intakeOf(organisation: string): OrganisationIntake
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
const BACKUP_LOOK_MS = 10 * 60_000
const BACKUP_MS = 24 * 3_600_000
const BACKUPS_KEPT = 7
/** Shorter than this nobody misses a stop. */
const AWAY_MS = 60_000

export async function start(options: StartOptions): Promise<Running> {
  const opened = new AsyncDisposableStack()
  try {
    return await startWith(opened, options)
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

/** What is opened later is closed first. */
async function startWith(opened: AsyncDisposableStack, options: StartOptions): Promise<Running> {
  const { settings, kind, clock, random } = options
  const log = options.log ?? createLog({ clock, level: settings.logLevel })
  const onError = (err: unknown): void => log.error({ err }, 'work in the background failed; it is tried again')
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
  opened.defer(() => store.close())
  // Port 0 is known once it is bound; nobody signs in before.
  let consoleOrigin = consoleAddress(settings)
  const staff = staffRoomOf(house, () => consoleOrigin)
  for (const tenant of house.tenants) warnIfHeld(tenant, log)
  await holdForAbsence(house, staff, clock())
  opened.defer(() => eachTenant(house, ({ ledger }) => ledger.seal()).catch(onError))

  const jobs = await openJobs({ store, queues: [PURGE], onError })
  opened.defer(() => jobs.close())
  await startPurge({ store, jobs, clock, read: summaryKeyOf })

  const watching = watchAll(house, clock, log)
  opened.defer(() => watching.stop())
  const over = new AbortController()
  const intakeOf = intakesOf(house, watching)
  const server = serverOf(options, log, house, staff, intakeOf, over)
  const at = await server.start()
  consoleOrigin = at.console.origin
  for (const each of repeatedOf(options, log, house, staff, onError)) opened.defer(() => each.stop())
  opened.defer(async () => {
    const { cut } = await server.stop()
    if (cut > 0) log.warn({ cut }, 'connections were cut')
  })
  return {
    house,
    staff,
    intakeOf,
    origins: { console: at.console.origin, portal: at.portal.origin },
    held: () => house.tenants.map(({ ledger }) => ledger.held()).find((why) => why !== undefined),
    over: over.signal,
    stop: () => opened.disposeAsync(),
  }
}

function watchAll(house: House, clock: () => number, log: Log): Watching {
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
  for (const { organisation, ledger } of house.tenants) if (ledger.held() === undefined) watching.wake(organisation)
  return watching
}

function serverOf(
  { clock, random, version, settings, besides }: StartOptions,
  log: Log,
  house: House,
  staff: StaffRoom,
  intakeOf: Running['intakeOf'],
  over: AbortController,
): Server {
  const { store } = house
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
  server.add(watchRoutes({ store, sources, reader: createDeliveryReader(), intakeOf }))
  const ceremony = createEpochCeremony(staff, house.home.ledger)
  server.add(
    epochRoutes(
      (organisation) => {
        if (organisation !== house.home.organisation) throw new RangeError('Only the home’s staff open an epoch.')
        return ceremony
      },
      () => over.abort(),
    ),
  )
  server.add(besides?.({ house, staff }) ?? [])
  server.readiness('database', async () => void (await store.organisations()))
  server.readiness('ledger', async () => refuseHeld(house))
  return server
}

/** One intake an organisation, made when its first delivery comes. */
function intakesOf(house: House, watching: Watching): (organisation: string) => OrganisationIntake {
  const intakes = new Map<string, OrganisationIntake>()
  return (organisation) => {
    let intake = intakes.get(organisation)
    if (intake === undefined) {
      const { ledger } = house.tenant(organisation)
      intake = createIntakeOf({ ...ledger, onKept: (batches) => watching.wake(organisation, batches) })
      intakes.set(organisation, intake)
    }
    return intake
  }
}

function repeatedOf(
  { clock, settings }: StartOptions,
  log: Log,
  house: House,
  staff: StaffRoom,
  onError: (error: unknown) => void,
): readonly Repeated[] {
  const clockWatch = watchClock({
    clock,
    steady: () => performance.now(),
    onJump({ from, to }) {
      log.warn({ from, to }, 'the clock jumped; waits do not count that time')
      holdWaits(staff, { from: Math.min(from, to), at: to }).catch(onError)
    },
  })
  return [
    every(LOOK_MS, async () => clockWatch.look(), onError),
    every(ALIVE_MS, () => eachTenant(house, ({ ledger }) => sayAlive(ledger.db, clock())), onError),
    every(SEAL_MS, () => eachTenant(house, (tenant) => sealAndTell(tenant, log)), onError),
    every(
      SWEEP_MS,
      () => eachTenant(house, ({ ledger: { db } }) => db.transaction((tx) => sweepEnded(tx, clock()))),
      onError,
    ),
    every(BACKUP_LOOK_MS, () => backUp(house, settings, clock(), log), onError),
  ]
}

async function backUp({ store }: House, { backups: folder }: Settings, now: number, log: Log): Promise<void> {
  if (folder === undefined) return
  const made = await backUpIfDue({ store, folder, now, everyMs: BACKUP_MS, keep: BACKUPS_KEPT })
  if (made !== undefined) log.info({ path: made.path, rows: made.rows }, 'backed up')
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
