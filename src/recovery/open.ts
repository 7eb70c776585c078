/** Asking for help: the case that the person has, or a new one (R3). */

import { type By, commandCaseIn, lockRecoveriesOf } from './command.ts'
import type { Command } from './decide.ts'
import type { RecoveryRoom } from './room.ts'

export interface Asking extends Omit<Extract<Command, { do: 'open' }>, 'do'> {
  /** Of the case, if it has to be a new one. */
  readonly id: string
}

/** Gives the id of the case that they are in now. Whoever comes to a running one starts at nothing in it (rule 1). */
export async function openCase(
  room: RecoveryRoom,
  { id, ...asking }: Asking,
  by: By,
): Promise<{ readonly case: string; readonly isNew: boolean }> {
  return await room.ledger.db.transaction(async (tx) => {
    await lockRecoveriesOf(tx, asking.opened.person)
    const running = await tx
      .selectFrom('cases')
      .select('id')
      .where('person', '=', asking.opened.person)
      .where('state', '<>', 'over')
      .executeTakeFirst()
    if (running !== undefined) {
      const { refused } = await commandCaseIn(tx, room, running.id, { do: 'join', ...asking.joined }, by)
      // It ended by itself a while ago, and nobody had looked.
      if (refused?.code !== 'ERR_CASE_OVER') return { case: running.id, isNew: false }
    }
    await commandCaseIn(tx, room, id, { do: 'open', ...asking }, by)
    return { case: id, isNew: true }
  })
}
