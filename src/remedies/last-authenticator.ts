/** Whether MFA stays on (DESIGN §3 rule 10): by what the provider says, and by our own ledger. */
import { keyedToken } from '../base/keyed-token.ts'
import { loadState } from '../ledger/index.ts'
import { type AccountState, type Change, hasSecondStep, keepsMfaOn, type State } from '../providers/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { streamOf } from './begin-and-end.ts'
import { targetToken } from './noted.ts'
import type { RemedyRoom } from './order.ts'
import { REMEDY } from './remedy.ts'

/**
 * Asked of what removes an authenticator, and of what switches an account on again whose last one we removed meanwhile.
 * True for every other change.
 */
export async function staysOn(room: RemedyRoom, provider: string, change: Change, state: State): Promise<boolean> {
  const { db } = room.ledger
  if (state.kind === 'source') return true
  const target = targetToken(keyedToken(room.tokenKey), provider, change)
  if (change.verb === 'remove-authenticator') {
    if (!keepsMfaOn(change.authenticator, change.kept, state)) return false
    return change.kept.by !== 'unknown-password' || (await db.transaction((tx) => isUnknown(tx, room, target, state)))
  }
  if (change.verb !== 'unsuspend' || hasSecondStep(state)) return true
  return await db.transaction(async (tx) => {
    const removed = await newestDone(tx, 'remove-authenticator', target)
    return removed === undefined || (await isUnknown(tx, room, target, state))
  })
}

/**
 * That nobody knows a password no provider can say: our own remedy reset it, it was read back, and the provider names no
 * later change. The table says where to look, the ledger whether it is so.
 */
async function isUnknown(
  tx: OrganisationTransaction,
  room: RemedyRoom,
  target: string,
  { passwordChanged }: AccountState,
): Promise<boolean> {
  const id = await newestDone(tx, 'reset-password', target)
  if (id === undefined || passwordChanged === null) return false
  const reset = await loadState(tx, room.ledger, streamOf({ id }), REMEDY)
  return (
    reset.is === 'over' &&
    reset.verb === 'reset-password' &&
    reset.target === target &&
    reset.outcome === 'done' &&
    reset.after?.kind === 'account' &&
    reset.after.passwordChanged === passwordChanged
  )
}

async function newestDone(tx: OrganisationTransaction, verb: string, target: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('remedies')
    .select('id')
    .where('target', '=', target)
    .where('verb', '=', verb)
    .where('outcome', '=', 'done')
    .orderBy('ended', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}
