/** An organisation's beginning: its row, and the ledger with its entry 0, together. */
import { formatInstant } from '../base/time.ts'
import { type LedgerSigner, openLedger } from '../ledger/index.ts'
import type { Store } from '../store/index.ts'

export interface Founding {
  /** UUID, in lower case. */
  readonly organisation: string
  readonly name: string
  /** With the keys that were made for it (KeyHolder.make). */
  readonly signer: LedgerSigner
  /** Milliseconds. */
  readonly now: number
}

/** Throws ERR_LEDGER_OPEN where it is there already, and what the store throws. */
export async function foundOrganisation(store: Store, { organisation, name, signer, now }: Founding): Promise<void> {
  await store.in(organisation).transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name, created: now }).execute()
    const opening = {
      origin: signer.origin,
      kind: store.kind,
      entryKey: signer.entries.verifier.text,
      checkpointKey: signer.checkpoints[0].verifier.text,
      time: formatInstant(now),
    }
    await openLedger(tx, opening, signer)
  })
}

/** What people call it. */
export async function nameOf(store: Pick<Store, 'in'>, organisation: string): Promise<string> {
  return await store.in(organisation).transaction(async (tx) => {
    const { name } = await tx.selectFrom('organisations').select('name').executeTakeFirstOrThrow()
    return name
  })
}
