/** An organisation with an open ledger, for tests that write facts and read them back: keys are the same in every run. */
import { randomBytes, randomUUID } from 'node:crypto'
import { formatInstant } from '../src/base/time.ts'
import { type Ledger, localSealer, openLedger, signerFrom } from '../src/ledger/index.ts'
import type { Store } from '../src/store/index.ts'

export const NOON = Date.UTC(2026, 1, 23, 12)

/** Of an organisation that `newLedger` made. */
export function ledgerOf(store: Store, organisation: string): Ledger & { readonly origin: string } {
  const { origin, entries, checkpoints } = keysOf(organisation)
  const ring = {
    entries: [{ key: entries.verifier, from: 0, until: undefined }],
    checkpoints: [{ key: checkpoints.verifier, from: 0, until: undefined }],
  }
  return { db: store.in(organisation), sealer: localSealer(entries), keyRing: () => ring, random: randomBytes, origin }
}

export async function newLedger(store: Store): Promise<Ledger> {
  const ledger = ledgerOf(store, randomUUID())
  const { origin, entries, checkpoints } = keysOf(ledger.db.organisation)
  await ledger.db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Northwind', created: NOON }).execute()
    const keys = { entryKey: entries.verifier.text, checkpointKey: checkpoints.verifier.text }
    await openLedger(tx, { origin, kind: store.kind, ...keys, time: formatInstant(NOON) }, ledger.sealer)
  })
  return ledger
}

function keysOf(organisation: string) {
  const origin = `postern.example/${organisation}`
  return {
    origin,
    entries: signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1)),
    checkpoints: signerFrom(origin, 'ed25519', Buffer.alloc(32, 2)),
  }
}
