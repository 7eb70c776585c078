/** The place where everything is kept. Tables are reached through `in(organisation)` only; the database holds the wall. */
import { randomInt } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import { claimKind, type DataKind } from './data-kind.ts'
import type { Engine, QueueBackend } from './engine.ts'
import { StoreError } from './errors.ts'
import { exportEngine } from './export.ts'
import { clash, isClash, translated } from './failures.ts'
import { openEngine } from './open-engine.ts'
import { assertOutsideTransaction, insideTransaction } from './open-transaction.ts'
import type { Place } from './place.ts'
import type { Tables } from './tables.ts'

export type OrganisationTransaction = Transaction<Tables>

/** What one organisation has, and nothing of any other. */
export interface OrganisationStore {
  readonly organisation: string
  /**
   * Runs `work` in one transaction (read committed) and gives its result once that is committed. If others changed the
   * same thing meanwhile, `work` runs again from its start, four times at most in all: it must have no effect elsewhere.
   * Throws ERR_CLASH, ERR_DATABASE_GONE, ERR_DISK_FULL, ERR_ROOT_QUERY_IN_TRANSACTION, and what `work` throws.
   */
  transaction<T>(work: (tx: OrganisationTransaction) => Promise<T>): Promise<T>
}

export interface Store {
  readonly engine: Engine['name']
  readonly kind: DataKind
  /** `organisation` is its UUID, in lower case. */
  in(organisation: string): OrganisationStore
  /** The ids of all organisations, oldest first. Names and all else are theirs alone. */
  organisations(): Promise<readonly string[]>
  /**
   * Drops the tables of those days that every organisation with rows in them has closed (purge.ts); gives how many. Nobody's
   * wall is passed: the database looks only at what each has said itself.
   */
  dropPurgedDays(): Promise<number>
  /**
   * Hands everything as lines to `write` (exportStore), while others work; on the embedded engine they wait. Throws
   * ERR_OWNER_NEEDED, and what `write` throws.
   */
  export(now: number, write: (piece: string) => Promise<void>): Promise<number>
  /** Frees the room of what was changed or deleted: every hour. A PostgreSQL server does that by itself. */
  tidy(): Promise<void>
  /** For the room jobs/ only: its queue lives in the same database. */
  readonly queueBackend: QueueBackend
  close(): Promise<void>
}

export interface StoreOptions {
  readonly place: Place
  /** What a new place becomes, and what one with data must be; undefined takes what there is. */
  readonly kind: DataKind | undefined
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/** The first time, and three more after a clash (CONTRACTS.md, Transactions). */
const ATTEMPTS_MAX = 4
/** Who clashed waits a little, each a different time, so that the same two do not meet again at once. */
const PAUSE_MS = 20

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Opens the database, runs the migrations that are due, and sees to it that demo and real never mix. Throws StoreError. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await openEngine(options.place, options.clock())
  return createStore(engine, await kindOf(engine, options))
}

async function kindOf(engine: Engine, { kind, clock }: StoreOptions): Promise<DataKind> {
  try {
    return await claimKind(engine.root, kind, clock())
  } catch (error) {
    await engine.close()
    throw translated(error)
  }
}

function createStore(engine: Engine, kind: DataKind): Store {
  let isClosed = false

  async function transaction<T>(
    organisation: string | undefined,
    work: (tx: OrganisationTransaction) => Promise<T>,
  ): Promise<T> {
    assertOutsideTransaction('A transaction')
    for (let attempt = 1; ; attempt++) {
      if (isClosed) throw new StoreError('ERR_STORE_CLOSED', 'The store is closed; this came too late.')
      try {
        return await once(engine, organisation, work)
      } catch (error) {
        if (!isClash(error)) throw translated(error)
        if (attempt === ATTEMPTS_MAX) throw clash(error, ATTEMPTS_MAX)
      }
      await setTimeout(randomInt(PAUSE_MS * attempt))
    }
  }

  return {
    engine: engine.name,
    kind,
    in(organisation) {
      if (!UUID.test(organisation)) throw new TypeError('An organisation is named by its UUID, in lower case.')
      return { organisation, transaction: (work) => transaction(organisation, work) }
    },
    async organisations() {
      return await transaction(undefined, async (tx) => {
        const { rows } = await sql<{ id: string }>`select organisation_ids() as id`.execute(tx)
        return rows.map(({ id }) => id)
      })
    },
    async dropPurgedDays() {
      return await transaction(undefined, async (tx) => {
        const { rows } = await sql<{ dropped: number }>`select drop_purged_days() as dropped`.execute(tx)
        return rows[0]!.dropped
      })
    },
    async export(now, write) {
      assertOutsideTransaction('An export')
      return await exportEngine(engine, now, write)
    },
    async tidy() {
      assertOutsideTransaction('Tidying up')
      await engine.tidy?.()
    },
    queueBackend: engine.queueBackend,
    async close() {
      if (isClosed) return
      isClosed = true
      await engine.close()
    },
  }
}

/**
 * The two settings are the wall: who asks, and as whom. They end with the transaction, so that a connection brings nothing
 * from one organisation to the next. On PostgreSQL the connection is postern_app's anyway; the embedded engine has only
 * its superuser, whom no policy holds.
 */
async function once<T>(
  { root }: Engine,
  organisation: string | undefined,
  work: (tx: OrganisationTransaction) => Promise<T>,
): Promise<T> {
  return await root.transaction().execute(async (tx) => {
    await sql`select set_config('role', 'postern_app', true),
      set_config('postern.organisation', ${organisation ?? ''}, true)`.execute(tx)
    return await insideTransaction(() => work(tx))
  })
}
