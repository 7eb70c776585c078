/**
 * A process that writes sign-ins until it is killed, and says on standard output what has been committed, after it has: the
 * child of store-crash.test.ts. Arguments: the place as JSON, an organisation, and the number of the first batch.
 */
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { keepSignIns, openStore, type SignInRow } from '../src/store/index.ts'

const ROWS = 40
const TIME = Date.UTC(2026, 1, 23)

/** The rows of a batch, the same whenever they are asked for. */
export function rowsOf(batch: number): readonly SignInRow[] {
  return Array.from({ length: ROWS }, (_, n) => {
    const digest = new Uint8Array(createHash('sha256').update(`${batch} ${n}`).digest())
    const time = TIME + batch
    const row = JSON.stringify([batch, n])
    return { day: '2026-02-23', time, event: digest.slice(0, 16), account: digest.slice(16), digest, row }
  })
}

if (import.meta.main) {
  const [place = '', organisation = '', first = ''] = process.argv.slice(2)
  const store = await openStore({ place: JSON.parse(place), kind: 'real', clock: Date.now })
  const db = store.in(organisation)
  writeSync(1, 'open\n')
  for (let batch = Number(first); ; batch++) {
    await db.transaction((tx) => keepSignIns(tx, rowsOf(batch), TIME))
    writeSync(1, `${batch}\n`)
  }
}
