/**
 * Puts the rooms together, in this order: what is kept is opened and recognised; waits are held for the time in which nobody
 * was here; then jobs and watches run; then people are served. `stop` goes the same way back.
 *
 * The one place that knows the clock, chance and the process's log; `start({ clock })` is the only way to move time.
 */
import { createChanges, toldOfChange } from '../approvals/index.ts'
import { createFeed, createLog, createServer, type ListedRoute, type Log, type Route } from '../http/index.ts'
import { ELAPSE, startElapsing } from '../incidents/index.ts'
import { openJobs, PURGE, startPurge } from '../jobs/index.ts'
import type { Front } from '../keeper/index.ts'
import type { KeyHolder } from '../ledger/index.ts'
import { type Change, changeOfStaff, NOTICE_QUEUES, startNotices } from '../notify/index.ts'
import { createNews, sayAlive } from '../organisation/index.ts'
import { createResponding, RESPONSE_QUEUES, startResponses } from '../response/index.ts'
import { authenticate, authenticateMachine, newId, relyingPartyOf, type StaffRoom } from '../staff/index.ts'
import { type DataKind, isAway, type OrganisationTransaction } from '../store/index.ts'
import {
  authenticateSource,
  createDeliveryReader,
  createKnownSources,
  type DeliveryReader,
  latestSightings,
  type OrganisationIntake,
  startFileSources,
  summaryKeyOf,
} from '../watch/index.ts'
import { createBackingUp } from './backing-up.ts'
import { directoryRoomsOf } from './directories.ts'
import { createGrowing } from './growing.ts'
import { holdAllWaits } from './hold.ts'
import { eachTenant, type House, openHouse } from './house.ts'
import { kindsOf } from './kinds.ts'
import { notifyRoomOf, tellingBy } from './notices.ts'
import { translate } from './problems.ts'
import { installPlaybooks, type ProviderOf, responseRoomsOf } from './responses.ts'
import { routesOf } from './routes.ts'
import { type OwnNames, sentinelRoomsOf } from './sentinels.ts'
import type { Settings } from './settings.ts'
import { systemTimer } from './timer.ts'
import { createTrouble } from './trouble.ts'
import { startUpkeep, warnIfHeld } from './upkeep.ts'
import { intakesOf, watchAll } from './watches.ts'

export interface StartOptions {
  readonly settings: Settings
  readonly kind: DataKind
  /** Who holds the keys: a keeper, but for tests. */
  readonly keys: KeyHolder
  /** By which providers are changed; without it, none is. */
  readonly keeper?: Pick<Front, 'providerOf' | 'refuseAway'>
  readonly version: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** So many random bytes, fit for secrets. */
  readonly random: (count: number) => Uint8Array
  readonly log?: Log
  /** As which providers' logs name our credentials there; none unless given, and then no row is taken for a remedy's. */
  readonly ownNames?: OwnNames
  /** Routes besides those of the rooms: a demo's. */
  readonly besides?: (parts: Pick<Running, 'house' | 'staff'>) => readonly Route[]
}

export interface Running {
  readonly house: House
  readonly staff: StaffRoom
  /** Where people reach it. */
  readonly origins: { readonly console: string; readonly portal: string }
  /** Every route that is served, with who may call it. */
  routes(): readonly ListedRoute[]
  /** One for each organisation, however often it is asked for. */
  intakeOf(organisation: string): OrganisationIntake
  /** Why nothing is written, where the ledger is held. */
  held(): string | undefined
  /** Aborts when it has to be started again: an epoch was opened. */
  readonly over: AbortSignal
  stop(): Promise<void>
}

/** Shorter than this nobody misses a stop. */
const AWAY_MS = 60_000
/** News that a screen which was away for a moment can still catch up with. */
const NEWS_KEPT = 2000

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
  const { settings, kind, keys, clock, random, version, besides, keeper } = options
  const log = options.log ?? createLog({ clock, level: settings.logLevel })
  const trouble = createTrouble(log)
  const backingUp = createBackingUp({ log, isAlone: 'folder' in settings.place })
  const onError = (err: unknown): void => trouble.tell(err)
  const house = await openHouse({ ...placesOf(settings), keys, kind, clock, random })
  const { store } = house
  opened.defer(() => store.close())
  for (const tenant of house.tenants) warnIfHeld(tenant, log)
  opened.defer(() => eachTenant(house, ({ ledger }) => ledger.seal()).catch(onError))
  const jobs = await openJobs({ store, queues: [PURGE, ELAPSE, ...NOTICE_QUEUES, ...RESPONSE_QUEUES], onError })
  opened.defer(() => jobs.close())

  // Port 0 is known once it is bound; nobody signs in, and nothing is told, before.
  let origin = consoleAddress(settings)
  const address = () => origin
  const told = (tx: OrganisationTransaction, changes: readonly Change[]) => telling.changes(tx, changes)
  const staff = staffRoomOf(house, address, (tx, notices) =>
    told(
      tx,
      notices.flatMap((notice) => changeOfStaff(notice, newId(random)) ?? []),
    ),
  )
  const notify = notifyRoomOf({
    house,
    staff,
    jobs,
    clock,
    random,
    network: settings.network,
    address,
    kinds: () => kinds,
  })
  const telling = tellingBy(notify)
  await holdForAbsence(house, staff, clock())
  const providerOf: ProviderOf = (organisation, provider) => keeper?.providerOf(organisation, provider)
  const directoryOf = directoryRoomsOf(house, providerOf)
  const { ownNames = () => [] } = options
  const sentinelOf = sentinelRoomsOf({ house, clock, ownNames, directoryOf })
  const responseRoomOf = responseRoomsOf({ house, staff, jobs, notify, directoryOf, clock, providerOf })
  await eachTenant(house, (tenant) => installPlaybooks(tenant, responseRoomOf(tenant.organisation), clock()))
  const feed = createFeed({ keep: NEWS_KEPT, epoch: Buffer.from(random(6)).toString('hex') })
  const news = createNews({ feed, timer: systemTimer })
  opened.defer(() => news.stop())
  const { publish } = news
  await startPurge({ store, jobs, clock, read: summaryKeyOf })
  const sealerOf = (organisation: string) => house.tenant(organisation).ledger.sealer
  const onEnded = (organisation: string, ids: readonly string[]) => publish(organisation, 'incidents', ids)
  if (heldIn(house) === undefined) {
    const latestOf = (organisation: string) => latestSightings(house.tenant(organisation).keys.tokenKey)
    await startElapsing({ store, jobs, sealerOf, clock, owe: told, latestOf, onEnded })
    await startNotices(notify)
    await startResponses(jobs, ({ organisation }) => responseRoomOf(organisation))
  }

  const respondingOf = (organisation: string) => createResponding(responseRoomOf(organisation))
  const watching = watchAll({ house, jobs, clock, trouble, publish, telling, respondingOf, directoryOf, sentinelOf })
  opened.defer(() => watching.stop())
  const growing = createGrowing({
    ...{ house, jobs, notify, watching, clock, responseRoomOf, onError },
    onOpened(tenant) {
      log.info({ organisation: tenant.organisation }, 'an organisation was founded, and is served')
      warnIfHeld(tenant, log)
    },
  })
  const intakeOf = intakesOf({ house, watching, publish, telling, trouble })
  const reader = createDeliveryReader()
  const files = await startFiles(options, { house, reader, intakeOf, log })
  opened.defer(() => files.stop())

  const kinds = kindsOf({ house, staff, jobs, clock, random, responseRoomOf, directoryOf, sentinelOf, address })
  const changes = createChanges({
    kinds,
    room: staff,
    ledgerOf: (organisation) => house.tenant(organisation).ledger,
    owe: (tx, notices) =>
      told(
        tx,
        notices.flatMap((notice) => toldOfChange(notice) ?? []),
      ),
    async onChange(organisation, id) {
      publish(organisation, 'changes', [id])
      if (organisation === house.home.organisation) await growing.look()
      // It may be the registry of emergency accounts, by which rows are judged.
      watching.wake(organisation)
    },
  })
  const sources = createKnownSources(store, clock)
  const over = new AbortController()
  const server = createServer({
    clock,
    random,
    log,
    version,
    translate(error) {
      if (isAway(error)) trouble.tell(error)
      return translate(error)
    },
    listeners: settings.listeners,
    access: {
      source: (presented) => authenticateSource(sources, presented),
      machine: (presented) => authenticateMachine(store, presented),
      staff: (presented) => authenticate(store, presented),
    },
  })
  const answering = { changes, notify, telling, responseRoomOf, directoryOf, sentinelOf }
  const parts = { house, staff, jobs, watching, sources, reader, intakeOf, feed, publish, clock, random, log }
  server.add(routesOf({ ...parts, ...answering, onOver: () => over.abort() }))
  server.add(besides?.({ house, staff }) ?? [])
  server.readiness('database', async () => void (await store.organisations()))
  server.readiness('backup', async () => backingUp.refuse())
  server.readiness('keeping', async () => trouble.refuse())
  server.readiness('keeper', async () => keeper?.refuseAway())
  server.readiness('ledger', async () => refuseHeld(house))
  const at = await server.start()
  origin = at.console.origin

  for (const each of startUpkeep({
    ...parts,
    changes,
    growing,
    telling,
    responseRoomOf,
    settings,
    trouble,
    backingUp,
  })) {
    opened.defer(() => each.stop())
  }
  opened.defer(async () => {
    const { cut } = await server.stop()
    if (cut > 0) log.warn({ cut }, 'connections were cut')
  })
  return {
    house,
    staff,
    intakeOf,
    routes: () => server.routes(),
    origins: { console: origin, portal: at.portal.origin },
    held: () => heldIn(house),
    over: over.signal,
    stop: () => opened.disposeAsync(),
  }
}

/** The address that people type, as far as it is known before a port is bound. */
function consoleAddress({ listeners: { console } }: Settings): string {
  return console.url ?? `${console.tls ? 'https' : 'http'}://localhost:${console.port}`
}

function placesOf(settings: Settings) {
  const { place, organisation: name } = settings
  return { place, name, host: new URL(consoleAddress(settings)).hostname }
}

function staffRoomOf({ home, keys }: House, address: () => string, owe: StaffRoom['owe']): StaffRoom {
  return {
    ledger: home.ledger,
    get relyingParty() {
      return relyingPartyOf(address())
    },
    tokenKey: home.keys.tokenKey,
    masters: keys.masters,
    owe,
  }
}

interface FilesParts {
  readonly house: House
  readonly reader: DeliveryReader
  readonly intakeOf: Running['intakeOf']
  readonly log: Log
}

function startFiles({ settings, clock }: StartOptions, { house, reader, intakeOf, log }: FilesParts) {
  const { store, home } = house
  return startFileSources({
    store,
    reader,
    intakeOf,
    sealerOf: (organisation) => house.tenant(organisation).ledger.sealer,
    settings: settings.files(home.organisation),
    clock,
    timer: systemTimer,
    onProblem: ({ id }, err) => log.error({ source: id, err }, 'a file cannot be read; it is tried again'),
  })
}

async function holdForAbsence(house: House, staff: StaffRoom, now: number): Promise<void> {
  const { ledger } = house.home
  if (ledger.held() !== undefined) return
  const last = await sayAlive(ledger.db, now)
  if (last === undefined || Math.abs(now - last) <= AWAY_MS) return
  const away = { from: Math.min(last, now), at: now }
  await holdAllWaits(house, staff, away)
}

function heldIn({ tenants }: House): string | undefined {
  return tenants.map(({ ledger }) => ledger.held()).find((why) => why !== undefined)
}

function refuseHeld(house: House): void {
  const why = heldIn(house)
  if (why !== undefined) throw new Error(why)
}
