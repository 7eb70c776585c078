/** Kept sign-ins of a simulated organisation, all of one day so that a batch is one batch; and each batch anew. */
import { createHash } from 'node:crypto'
import { createIntake, DECODERS, keep } from '../../src/signin/index.ts'
import { simulate } from '../../src/simulator/index.ts'
import type { SignInRow } from '../../src/store/index.ts'

export const DAY = '2026-02-23'
export const NOON = Date.UTC(2026, 1, 23, 12)

/** `count` rows as the simulator's Entra log gives them, moved into one day. */
export function simulatedRows(count: number): readonly SignInRow[] {
  const rows: SignInRow[] = []
  const intake = createIntake(DECODERS, {
    event(draft) {
      if (rows.length < count) rows.push(keep({ ...draft, time: NOON + (rows.length % 3_600_000) }))
    },
    other() {},
    problem(code, message) {
      throw new Error(`${code}: ${message}`)
    },
  })
  intake.begin(0)
  const simulation = simulate({ people: 2000, days: 30, seed: 1, incidents: 1, as: 'entra' })
  for (const line of simulation.rows()) {
    intake.push(Buffer.from(`${line}\n`))
    if (rows.length >= count) return rows
  }
  intake.end()
  if (rows.length < count) throw new Error(`The simulated log has only ${rows.length} events.`)
  return rows
}

/** The same rows as other events, so that none is a duplicate. */
export function anew(rows: readonly SignInRow[], salt: string): readonly SignInRow[] {
  return rows.map((row) => {
    const hash = createHash('sha256').update(salt).update(row.event).digest()
    return { ...row, event: new Uint8Array(hash.subarray(0, 16)), digest: new Uint8Array(hash) }
  })
}
