/** An organisation's beginning: its row, and the ledger with its entry 0, together. */
import { sql } from 'kysely'
import { formatInstant } from '../base/time.ts'
import { type LedgerSigner, openLedger } from '../ledger/index.ts'
import type { Store } from '../store/index.ts'

export interface Founding {
  /** UUID, in lower case. */
  readonly organisation: string
  readonly name: string
  /** It runs this installation; there is one. */
  readonly isHome: boolean
  /** Makes them, or gives those that were made for it (KeyHolder.make). */
  keys(): Promise<LedgerSigner>
  /** Milliseconds. */
  readonly now: number
}

/** False where it is there already, or another is the home. Throws what the store and `keys` throw. */
export async function foundOrganisation(store: Store, founding: Founding): Promise<boolean> {
  const { organisation, name, isHome, now } = founding
  return await store.in(organisation).transaction(async (tx) => {
    // Two servers at once would each make keys.
    await sql`select pg_advisory_xact_lock(hashtext('postern.founding'))`.execute(tx)
    const { numInsertedOrUpdatedRows: made } = await tx
      .insertInto('organisations')
      .values({ name, created: now, home: isHome })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (made === 0n) return false
    const signer = await founding.keys()
    const opening = {
      origin: signer.origin,
      kind: store.kind,
      entryKey: signer.entries.verifier.text,
      checkpointKey: signer.checkpoints[0].verifier.text,
      time: formatInstant(now),
    }
    await openLedger(tx, opening, signer)
    return true
  })
}

/** What people call it. */
export async function nameOf(store: Pick<Store, 'in'>, organisation: string): Promise<string> {
  return await store.in(organisation).transaction(async (tx) => {
    const { name } = await tx.selectFrom('organisations').select('name').executeTakeFirstOrThrow()
    return name
  })
}
