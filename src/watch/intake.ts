/**
 * The intake transaction (CONTRACTS.md, Transactions): rows, quarantine and, for each day, an entry of the ledger with the
 * root over the rows commit together. Only then may the sender be told that they were taken.
 */
import { formatInstant } from '../base/time.ts'
import { appendEntries, type Ledger, sealBatch, signInsSealed } from '../ledger/index.ts'
import { keepSignIns, quarantine, signInsOfBatch } from '../store/index.ts'
import type { Delivery, Unread } from './delivery.ts'

export interface Taken {
  /** Rows that are new, that were known already, and that are older than what is kept or more than a day ahead. */
  readonly accepted: number
  readonly duplicates: number
  readonly outside: number
  readonly quarantined: readonly Unread[]
}

/** The ledger's stream about the archive of sign-ins. */
const ARCHIVE = 'archive/sign-ins'

/** Keeps a delivery. `source` is the id of the source; `now` in milliseconds. Throws StoreError and LedgerError: nothing is kept then. */
export async function take(
  { db, sealer }: Pick<Ledger, 'db' | 'sealer'>,
  source: string,
  delivery: Delivery,
  now: number,
): Promise<Taken> {
  return await db.transaction(async (tx) => {
    await quarantine(tx, delivery.records, now)
    const kept = await keepSignIns(tx, delivery.rows, now)
    const drafts = []
    for (const batch of kept.batches) {
      const leaves = (await signInsOfBatch(tx, batch)).map(({ digest }) => digest)
      const { size, root } = sealBatch(leaves)
      drafts.push({
        ...signInsSealed.write({ day: batch.day, rows: size, root: Buffer.from(root).toString('base64') }),
        stream: ARCHIVE,
        actor: `source/${source}`,
        time: formatInstant(now),
      })
    }
    await appendEntries(tx, drafts, sealer)
    return {
      accepted: kept.fresh.length,
      duplicates: kept.duplicates,
      outside: kept.outside.length,
      quarantined: delivery.unread,
    }
  })
}
