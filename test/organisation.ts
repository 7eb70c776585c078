/** An organisation with an open ledger, for tests that write facts and read them back: keys are the same in every run. */
import { randomBytes, randomUUID } from 'node:crypto'
import { formatInstant } from '../src/base/time.ts'
import { type Ledger, localSealer, openLedger, signerFrom } from '../src/ledger/index.ts'
import type { Store } from '../src/store/index.ts'

export const NOON = Date.UTC(2026, 1, 23, 12)

export async function newLedger(store: Store): Promise<Ledger> {
  const db = store.in(randomUUID())
  const origin = `postern.example/${db.organisation}`
  const entries = signerFrom(`${origin}/entries`, 'ed25519', Buffer.alloc(32, 1))
  const checkpoints = signerFrom(origin, 'ed25519', Buffer.alloc(32, 2))
  const sealer = localSealer(entries)
  await db.transaction(async (tx) => {
    await tx.insertInto('organisations').values({ name: 'Northwind', created: NOON }).execute()
    const keys = { entryKey: entries.verifier.text, checkpointKey: checkpoints.verifier.text }
    await openLedger(tx, { origin, kind: store.kind, ...keys, time: formatInstant(NOON) }, sealer)
  })
  const ring = {
    entries: [{ key: entries.verifier, from: 0, until: undefined }],
    checkpoints: [{ key: checkpoints.verifier, from: 0, until: undefined }],
  }
  return { db, sealer, keyRing: () => ring, random: randomBytes }
}
