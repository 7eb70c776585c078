/**
 * Reads quarantined records again, by the decoders of today, on the path of every delivery: rows are kept once and sealed.
 *
 * The rows are kept first, and the record is taken out afterwards. Whoever dies in between leaves the record where it was; read
 * once more, its rows are known already. So a record is out only when all of it was read.
 */
import { Type } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { appendEntries, entryType, type Ledger } from '../ledger/index.ts'
import {
  type OrganisationTransaction,
  type QuarantinedRecord,
  recodeInQuarantine,
  recountQuarantine,
  releaseFromQuarantine,
} from '../store/index.ts'
import type { Delivery, DeliveryReader } from './delivery.ts'
import type { OrganisationIntake } from './intake.ts'
import type { Doing } from './sources.ts'

export interface Released {
  /** Records that were read whole and are out. */
  readonly released: number
  /** Rows of them that are new, and that were known. */
  readonly accepted: number
  readonly duplicates: number
  /** Records that still cannot be read whole. They stay, each with the code that says why today. */
  readonly quarantined: number
}

export interface ReleaseOptions extends Pick<Ledger, 'db' | 'sealer'> {
  readonly reader: DeliveryReader
  readonly intake: OrganisationIntake
}

const Count = Type.Integer({ minimum: 0 })

/** How many records of a source were read again, what came of them, and how many stayed. */
export const quarantineReleased = entryType(
  'quarantine-released',
  Type.Object(
    { released: Count, accepted: Count, duplicates: Count, quarantined: Count },
    { additionalProperties: false },
  ),
)

/** Throws what the intake throws; then some records may have been read, and none is out. */
export async function release(
  { db, sealer, reader, intake }: ReleaseOptions,
  records: readonly QuarantinedRecord[],
  doing: Doing,
): Promise<Released> {
  const tenants = await db.transaction(tenantsOf)
  const attempts: Attempt[] = []
  // One after another: a record may be large, and deliveries go on meanwhile.
  for (const record of records) {
    const tenant = tenants.get(record.source)
    if (tenant === undefined) attempts.push({ record, accepted: 0, duplicates: 0, code: record.code })
    else {
      const delivery = reader.read(record.content, { tenant, came: 'pushed' })
      const taken = await intake.take(record.source, withoutRecords(delivery), doing.now)
      attempts.push({ record, ...taken, code: taken.quarantined[0]?.code })
    }
  }
  if (attempts.length === 0) return sumOf([])
  return await db.transaction(async (tx) => {
    const settled = await settle(tx, attempts, doing.now)
    await recountQuarantine(tx)
    const drafts = [...Map.groupBy(settled, ({ source }) => source)].map(([source, some]) => ({
      ...quarantineReleased.write(sumOf(some)),
      stream: `source/${source}`,
      actor: doing.actor,
      time: formatInstant(doing.now),
    }))
    await appendEntries(tx, drafts, sealer)
    return sumOf(settled)
  })
}

/** What cannot be read or kept waits already. */
function withoutRecords(delivery: Delivery): Delivery {
  const setAside: Delivery['setAside'] = (indexes, code) => ({ ...delivery.setAside(indexes, code), records: [] })
  return { ...delivery, records: [], setAside }
}

interface Attempt {
  readonly record: QuarantinedRecord
  readonly accepted: number
  readonly duplicates: number
  /** Why it cannot be read; undefined if it was. */
  readonly code: string | undefined
}

async function tenantsOf(tx: OrganisationTransaction): Promise<ReadonlyMap<string, string>> {
  const sources = await tx.selectFrom('sources').select(['id', 'tenant']).execute()
  return new Map(sources.map(({ id, tenant }) => [id, tenant]))
}

type Settled = Released & { readonly source: string }

/** Takes out what was read. What somebody else took out meanwhile is theirs to count. */
async function settle(
  tx: OrganisationTransaction,
  attempts: readonly Attempt[],
  now: number,
): Promise<readonly Settled[]> {
  const settled: Settled[] = []
  for (const { record, accepted, duplicates, code } of attempts) {
    const { id, source } = record
    if (code !== undefined) {
      await recodeInQuarantine(tx, id, code)
      settled.push({ source, released: 0, accepted, duplicates, quarantined: 1 })
    } else {
      const isOut = (await releaseFromQuarantine(tx, id, now)) !== undefined
      settled.push({ source, released: isOut ? 1 : 0, accepted, duplicates, quarantined: 0 })
    }
  }
  return settled
}

function sumOf(some: readonly Released[]): Released {
  const sum = (of: (one: Released) => number): number => some.reduce((total, one) => total + of(one), 0)
  return {
    released: sum((one) => one.released),
    accepted: sum((one) => one.accepted),
    duplicates: sum((one) => one.duplicates),
    quarantined: sum((one) => one.quarantined),
  }
}
