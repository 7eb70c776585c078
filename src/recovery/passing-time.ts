/** What time does to cases: those that nobody goes on with end, and time in which nobody could stop them does not count. */
import { commandCase } from './command.ts'
import type { RecoveryRoom } from './room.ts'

const CLOCK = { actor: 'system/clock' }
/** So many at a time; the next call takes the rest. */
const CASES_MAX = 500

/** Ends cases that are due. Gives how many it looked at. */
export async function endDueCases(room: RecoveryRoom): Promise<number> {
  const now = room.clock()
  const due = await room.ledger.db.transaction((tx) =>
    tx.selectFrom('cases').select('id').where('due', '<=', now).orderBy('due').limit(CASES_MAX).execute(),
  )
  for (const { id } of due) await commandCase(room, id, CLOCK, () => ({ do: 'elapse', at: now }))
  return due.length
}

/** After a time in which Postern was not up (milliseconds), before requests are taken: no wait counts it (rule 15). */
export async function holdCases(
  room: RecoveryRoom,
  { from, at }: { readonly from: number; readonly at: number },
): Promise<void> {
  const waiting = await room.ledger.db.transaction((tx) =>
    tx.selectFrom('cases').select('id').where('state', '=', 'waiting').execute(),
  )
  for (const { id } of waiting) await commandCase(room, id, CLOCK, () => ({ do: 'hold-wait', at, from }))
}
