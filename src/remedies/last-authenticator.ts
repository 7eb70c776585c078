/** Whether MFA stays on when an authenticator goes (DESIGN §3 rule 10): by what the provider says, and by our own ledger. */
import { keyedToken } from '../base/keyed-token.ts'
import { loadState } from '../ledger/index.ts'
import { type Change, keepsMfaOn, type State } from '../providers/index.ts'
import { streamOf } from './begin-and-end.ts'
import { targetToken } from './noted.ts'
import type { RemedyRoom } from './order.ts'
import { REMEDY } from './remedy.ts'

/**
 * True for every change that removes no authenticator. That nobody knows a password no provider can say: our own remedy
 * reset it, was read back, and the provider names no later change.
 */
export async function staysOn(room: RemedyRoom, provider: string, change: Change, state: State): Promise<boolean> {
  if (change.verb !== 'remove-authenticator') return true
  if (state.kind !== 'account' || !keepsMfaOn(change.authenticator, change.kept, state)) return false
  if (change.kept.by !== 'unknown-password') return true
  const { reset: id, changed } = change.kept
  const reset = await room.ledger.db.transaction((tx) => loadState(tx, room.ledger, streamOf({ id }), REMEDY))
  return (
    reset.is === 'over' &&
    reset.verb === 'reset-password' &&
    reset.target === targetToken(keyedToken(room.tokenKey), provider, change) &&
    reset.outcome === 'done' &&
    reset.after?.kind === 'account' &&
    reset.after.passwordChanged === changed
  )
}
