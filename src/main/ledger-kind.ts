/** What the first entry of a ledger says has the last word: demo or real, for ever (DESIGN §3 rule 26). */
import { openedAs } from '../ledger/index.ts'
import { type Store, StoreError } from '../store/index.ts'

/** Throws ERR_DATA_KIND where an organisation's ledger was opened as other data than the place says that it holds. */
export async function assertLedgerKinds(store: Pick<Store, 'in' | 'kind' | 'organisations'>): Promise<void> {
  for (const organisation of await store.organisations()) {
    const kind = await store.in(organisation).transaction(openedAs)
    if (kind === undefined || kind === store.kind) continue
    throw new StoreError(
      'ERR_DATA_KIND',
      `The ledger of ${organisation} was opened as ${kind} data, and this place says that it is ${store.kind}. Somebody changed the database or the backup. Put back one that nobody changed.`,
    )
  }
}
