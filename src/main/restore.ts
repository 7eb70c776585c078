/** Putting a backup back into an empty place, and saying what it lacks. */

import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { holdsFolder, type Lost, openKeyFolder, openWorkingLedger } from '../ledger/index.ts'
import { type DataKind, importStore, openStore, type Place } from '../store/index.ts'
import { assertLedgerKinds } from './ledger-kind.ts'

export interface Restored {
  readonly kind: DataKind
  readonly rows: number
  /** Why the server will hold its ledger; undefined where nothing is missing. */
  readonly missing: string | undefined
}

/** Throws StoreError (the place is not empty, the file is not whole, or says of demo data that it is real) and LedgerError (the keys are others). */
export async function restore(place: Place, path: string, keyFolder: string, now: number): Promise<Restored> {
  const { kind, rows } = await importStore(place, now, textOf(path))
  const store = await openStore({ place, kind, clock: () => now })
  try {
    await assertLedgerKinds(store)
    const keys = holdsFolder(openKeyFolder(keyFolder, randomBytes))
    for (const organisation of await store.organisations()) {
      const ledger = await openWorkingLedger({ db: store.in(organisation), keys, random: randomBytes })
      const { lost } = ledger
      const why = lost === undefined ? ledger.held() : whatIsMissing(lost)
      if (why !== undefined) return { kind, rows, missing: why }
    }
    return { kind, rows, missing: undefined }
  } finally {
    await store.close()
  }
}

function whatIsMissing({ missing }: Lost): string {
  return `${missing} entries that were signed later are missing. Postern starts held: two administrators sign in and open a new epoch (docs/operating.md).`
}

function textOf(path: string): AsyncIterable<string> {
  const raw = createReadStream(path)
  if (!path.endsWith('.gz')) return raw.setEncoding('utf8')
  // What ends badly ends the reading, too: the import then refuses the whole.
  return pipeline(raw, createGunzip(), () => undefined).setEncoding('utf8')
}
