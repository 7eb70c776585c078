/** What a server does again and again: seals, looks its ledgers through, says that it is there, looks at the clock, sweeps, and backs up. */
import { performance } from 'node:perf_hooks'
import type { Changes } from '../approvals/index.ts'
import type { Log } from '../http/index.ts'
import { sayAlive } from '../organisation/index.ts'
import { oweResponsesAgain, type ResponseRoom } from '../response/index.ts'
import { type StaffRoom, sweepEnded } from '../staff/index.ts'
import type { Watching } from '../watch/index.ts'
import type { BackingUp } from './backing-up.ts'
import { backUpIfDue } from './backup.ts'
import { watchClock } from './clock-watch.ts'
import { every, type Repeated } from './every.ts'
import type { Growing } from './growing.ts'
import { holdAllWaits } from './hold.ts'
import { eachTenant, type House, type Tenant } from './house.ts'
import type { Telling } from './notices.ts'
import type { Settings } from './settings.ts'
import type { Trouble } from './trouble.ts'

const SEAL_MS = 5000
/** What another server took in is judged within so long. */
const WATCH_MS = 1000
const ALIVE_MS = 15_000
const LOOK_MS = 5000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const BACKUP_LOOK_MS = 10 * 60_000
const BACKUP_MS = 24 * HOUR_MS
const BACKUPS_KEPT = 7

export interface UpkeepOptions {
  readonly house: House
  readonly staff: StaffRoom
  readonly changes: Changes
  readonly growing: Growing
  readonly watching: Pick<Watching, 'look'>
  readonly telling: Telling
  responseRoomOf(organisation: string): ResponseRoom
  readonly settings: Settings
  readonly clock: () => number
  readonly log: Log
  readonly trouble: Trouble
  readonly backingUp: BackingUp
}

export function startUpkeep(options: UpkeepOptions): readonly Repeated[] {
  const { house, staff, changes, growing, watching, telling, responseRoomOf, clock, log, trouble } = options
  const onError = (error: unknown): void => trouble.tell(error)
  const clockWatch = watchClock({
    clock,
    steady: () => performance.now(),
    onJump({ from, to }) {
      log.warn({ from, to }, 'the clock jumped; waits do not count that time')
      holdAllWaits(house, staff, { from: Math.min(from, to), at: to }).catch(onError)
    },
  })

  async function sweep({ organisation, ledger }: Tenant): Promise<void> {
    await ledger.db.transaction((tx) => sweepEnded(tx, clock()))
    if (ledger.held() !== undefined) return
    await changes.expire(organisation, clock())
    await oweResponsesAgain(responseRoomOf(organisation))
  }

  /** Silence ends some troubles. */
  async function tellTroubles({ ledger }: Tenant): Promise<void> {
    if (ledger.held() === undefined) await ledger.db.transaction(telling.troubles)
  }

  /** A held ledger is not watched. */
  async function look({ organisation, ledger }: Tenant): Promise<void> {
    if (ledger.held() === undefined) await watching.look(organisation)
  }

  async function live(): Promise<void> {
    await eachTenant(house, ({ ledger }) => sayAlive(ledger.db, clock()))
    trouble.over()
  }

  // Nobody else has an embedded database.
  const beside = house.store.engine === 'pglite' ? [] : [every(WATCH_MS, () => eachTenant(house, look), onError)]
  return [
    ...beside,
    every(LOOK_MS, async () => clockWatch.look(), onError),
    every(ALIVE_MS, live, onError),
    // What another server founded.
    every(ALIVE_MS, growing.look, onError),
    every(SEAL_MS, () => eachTenant(house, (tenant) => andTell(tenant, tenant.ledger.seal, log)), onError),
    every(MINUTE_MS, () => eachTenant(house, tellTroubles), onError),
    every(HOUR_MS, () => eachTenant(house, sweep), onError),
    every(HOUR_MS, () => eachTenant(house, (tenant) => andTell(tenant, tenant.ledger.lookThrough, log)), onError),
    every(HOUR_MS, house.store.tidy, onError),
    every(BACKUP_LOOK_MS, () => backUp(options), onError),
  ]
}

async function andTell(tenant: Tenant, work: () => Promise<void>, log: Log): Promise<void> {
  const before = tenant.ledger.held()
  await work()
  if (before === undefined) warnIfHeld(tenant, log)
}

export function warnIfHeld({ organisation, ledger }: Tenant, log: Log): void {
  const why = ledger.held()
  if (why === undefined) return
  log.fatal({ organisation, why }, 'the ledger is held: nothing is written until somebody has looked')
}

async function backUp({ house, settings, clock, log, backingUp }: UpkeepOptions): Promise<void> {
  const { backups: folder } = settings
  if (folder === undefined) return
  const { store } = house
  const alone: Pick<typeof store, 'export'> = { export: (...what) => backingUp.run(() => store.export(...what)) }
  const due = { store: alone, folder, now: clock(), everyMs: BACKUP_MS, keep: BACKUPS_KEPT }
  const made = await backUpIfDue(due)
  if (made !== undefined) log.info({ path: made.path, rows: made.rows }, 'backed up')
}
