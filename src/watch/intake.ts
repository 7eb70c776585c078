/**
 * The intake transaction (CONTRACTS.md, Transactions): rows, quarantine and, for each day, an entry of the ledger with the
 * root over the rows commit together. Only then may the senders be told that they were taken.
 *
 * Deliveries that come while one is being written are written together next: one durable commit for all of them.
 */
import { formatInstant } from '../base/time.ts'
import { appendEntries, type Ledger, sealBatch, signInsSealed } from '../ledger/index.ts'
import { readKept } from '../signin/index.ts'
import {
  type KeptSignIns,
  keepSignIns,
  type OrganisationTransaction,
  type QuarantineLimits,
  quarantine,
  type SignInRow,
  type UnreadRecord,
} from '../store/index.ts'
import type { Delivery, Unread } from './delivery.ts'
import { WatchError } from './errors.ts'
import { type NotedDelivery, noteDeliveries } from './source-activity.ts'

export interface Taken {
  /** Rows that are new, that were known already, and that are older than what is kept or more than a day ahead (ERR_ROW_OUTSIDE). */
  readonly accepted: number
  readonly duplicates: number
  readonly outside: number
  readonly quarantined: readonly Unread[]
  /** Records that could not be read and are not kept either, because the quarantine is full; they are among the quarantined. */
  readonly refused: number
}

/** The rows of one batch, as they were committed. */
export interface KeptBatch {
  readonly position: number
  readonly rows: readonly SignInRow[]
}

export interface OrganisationIntake {
  /**
   * Keeps a delivery of a source at `now` (milliseconds). Throws ERR_INGEST_BUSY while too much waits to be written, StoreError
   * and LedgerError: nothing of it is kept then.
   */
  take(source: string, delivery: Delivery, now: number): Promise<Taken>
}

export interface IntakeOptions extends Pick<Ledger, 'db' | 'sealer'> {
  /** After a commit that kept rows. */
  readonly onKept?: (batches: readonly KeptBatch[]) => void
  /** What may wait and be written at a time, unless one delivery alone has more. By default 100,000 rows and 64 MiB. */
  readonly heldMax?: Held
  /** What may wait in quarantine, if not `DEFAULTS.quarantine`. */
  readonly quarantineMax?: QuarantineLimits
  /** In the transaction in which records are refused for the first time because the quarantine is full. */
  readonly onFull?: (tx: OrganisationTransaction) => Promise<void>
}

interface Held {
  readonly rows: number
  /** Of the bodies. */
  readonly bytes: number
}

interface Waiting {
  readonly source: string
  readonly delivery: Delivery
  readonly now: number
  readonly resolve: (taken: Taken) => void
  readonly reject: (error: unknown) => void
}

/** The ledger's stream about the archive of sign-ins. */
const ARCHIVE = 'archive/sign-ins'
/** What is written together, unless one delivery alone has more. */
const ROWS_TOGETHER_MAX = 10_000
const RECORDS_TOGETHER_MAX = 1000
const HELD_MAX: Held = { rows: 100_000, bytes: 64 << 20 }

export function createIntakeOf(options: IntakeOptions): OrganisationIntake {
  const waiting: Waiting[] = []
  const heldMax = options.heldMax ?? HELD_MAX
  const held = { rows: 0, bytes: 0 }
  let isWriting = false

  function hold({ rows, bytes }: Delivery): void {
    const isTooMuch = held.rows + rows.length > heldMax.rows || held.bytes + bytes > heldMax.bytes
    if (isTooMuch && held.bytes > 0)
      throw new WatchError('ERR_INGEST_BUSY', 'Too much waits to be written. Try again later.')
    held.rows += rows.length
    held.bytes += bytes
  }

  function release({ rows, bytes }: Delivery): void {
    held.rows -= rows.length
    held.bytes -= bytes
  }

  async function write(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) await commit(waiting.splice(0, together(waiting)))
    isWriting = false
  }

  async function commit(some: readonly Waiting[]): Promise<void> {
    try {
      const taken = await keep(options, some)
      for (const [index, { resolve }] of some.entries()) resolve(taken[index] as Taken)
    } catch (error) {
      if (some.length === 1) some[0]?.reject(error)
      // What is wrong with one delivery is no reason to refuse the others.
      else for (const one of some) await commit([one])
    }
  }

  return {
    async take(source, delivery, now) {
      hold(delivery)
      const taken = new Promise<Taken>((resolve, reject) => {
        waiting.push({ source, delivery, now, resolve, reject })
        if (!isWriting) void write()
      })
      return await taken.finally(() => release(delivery))
    },
  }
}

/** How many of those that wait are written together: at least one. */
function together(waiting: readonly Waiting[]): number {
  let rows = 0
  let records = 0
  const tooMany = waiting.findIndex(({ delivery }) => {
    rows += delivery.rows.length
    records += delivery.records.length
    return rows > ROWS_TOGETHER_MAX || records > RECORDS_TOGETHER_MAX
  })
  return tooMany < 0 ? waiting.length : Math.max(1, tooMany)
}

async function keep(options: IntakeOptions, some: readonly Waiting[]): Promise<readonly Taken[]> {
  const { db, sealer, onKept } = options
  const now = some.reduce((latest, one) => Math.max(latest, one.now), 0)
  const sources = new Set(some.map(({ source }) => source))
  const actor = sources.size === 1 ? `source/${some[0]?.source}` : 'system/intake'
  const { kept, taken } = await db.transaction(async (tx) => {
    const unread = some.map((one) => ofSource(one, one.delivery.records))
    const kept = await keepSignIns(
      tx,
      some.flatMap(({ delivery }) => delivery.rows),
      now,
    )
    const outside = some.map(({ delivery }) => outsideOf(delivery, kept))
    const aside = outside.map(({ records }, index) => [...(unread[index] ?? []), ...ofSource(some[index], records)])
    const refused = await quarantineAll(tx, aside.flat(), now, options)
    const taken = counted(some, kept, outside).map((one, index) => ({
      ...one,
      refused: (aside[index] ?? []).filter((record) => refused.has(record)).length,
    }))
    await noteDeliveries(tx, deliveriesOf(some, taken, kept))
    const drafts = batchesOf(kept).map(({ day, rows }) => {
      const { size, root } = sealBatch(rows.map(({ digest }) => digest))
      const sealed = signInsSealed.write({ day, rows: size, root: Buffer.from(root).toString('base64') })
      return { ...sealed, stream: ARCHIVE, actor, time: formatInstant(now) }
    })
    await appendEntries(tx, drafts, sealer)
    return { kept, taken }
  })
  if (kept.batches.length > 0) onKept?.(batchesOf(kept))
  return taken
}

function ofSource(one: Pick<Waiting, 'source'> | undefined, records: Delivery['records']): readonly UnreadRecord[] {
  return records.map((record) => ({ ...record, source: one?.source ?? '' }))
}

type Aside = Pick<Delivery, 'unread' | 'records'>

/** A delivery's records whose rows are too old, or too far ahead, to be kept. */
function outsideOf(delivery: Delivery, { outside }: KeptSignIns): Aside {
  if (outside.length === 0) return NOTHING_ASIDE
  const refused = new Set(outside)
  const indexes = [...delivery.rows.keys()].filter((index) => refused.has(delivery.rows[index] as SignInRow))
  return delivery.setAside(indexes, 'ERR_ROW_OUTSIDE')
}

const NOTHING_ASIDE: Aside = { unread: [], records: [] }

/** Gives those for which there is no room. */
async function quarantineAll(
  tx: OrganisationTransaction,
  records: readonly UnreadRecord[],
  now: number,
  { quarantineMax, onFull }: IntakeOptions,
): Promise<ReadonlySet<UnreadRecord>> {
  const all = new Set<UnreadRecord>()
  let isFirstEver = false
  for (let at = 0; at < records.length; at += RECORDS_TOGETHER_MAX) {
    const some = records.slice(at, at + RECORDS_TOGETHER_MAX)
    const { refused, isFirst } = await quarantine(tx, some, now, quarantineMax)
    for (const record of refused) all.add(record)
    isFirstEver ||= isFirst
  }
  if (isFirstEver) await onFull?.(tx)
  return all
}

/** What each delivery says about its source; rows that lie outside of what is kept say nothing about its clock. */
function deliveriesOf(
  some: readonly Waiting[],
  taken: readonly Taken[],
  { outside }: Pick<KeptSignIns, 'outside'>,
): readonly NotedDelivery[] {
  const refused = new Set(outside)
  return some.map(({ source, now, delivery: { rows } }, index) => {
    const dated = rows.filter((row) => !refused.has(row))
    const last = dated.at(-1)
    return {
      source,
      now,
      newest: last && dated.reduce((newest, { time }) => Math.max(newest, time), last.time),
      provider: last && readKept(last.row).provider,
      accepted: taken[index]?.accepted ?? 0,
    }
  })
}

/** The batches that were written, each with its rows in the order of its tree. */
function batchesOf({ batches, fresh }: KeptSignIns): readonly (KeptBatch & { readonly day: string })[] {
  const byDay = Map.groupBy(fresh, ({ day }) => day)
  return batches.map(({ day, position }) => ({ day, position, rows: byDay.get(day) ?? [] }))
}

/** What became of each delivery's rows. A row that came twice is new once. */
function counted(
  some: readonly Waiting[],
  { fresh }: KeptSignIns,
  outside: readonly Aside[],
): readonly Omit<Taken, 'refused'>[] {
  const accepted = new Set<SignInRow>(fresh)
  return some.map(({ delivery: { rows, unread } }, index) => {
    const isNew = rows.reduce((sum, row) => sum + Number(accepted.has(row)), 0)
    const isOutside = outside[index]?.unread ?? []
    return {
      accepted: isNew,
      outside: isOutside.length,
      duplicates: rows.length - isNew - isOutside.length,
      quarantined: [...unread, ...isOutside],
    }
  })
}
