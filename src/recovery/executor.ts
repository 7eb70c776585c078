/**
 * What the executor of remedies asks before it acts (DESIGN §3 rule 8): everything once more, from the ledger, in the transaction
 * that notes the intention. Nobody's earlier answer counts.
 */
import type { Orderer } from '../remedies/index.ts'
import { withGenuineApprovals } from './approvals.ts'
import { whyNotGiven } from './authority.ts'
import { commandCaseIn, loadCase, lockRecoveriesOf } from './command.ts'
import type { RecoveryRoom } from './room.ts'

export interface RemedyOfCase {
  readonly case: string
  readonly person: string
  /** As the case ordered it. */
  readonly remedy: string
}

export function caseOrderer(room: RecoveryRoom, { case: id, person, remedy }: RemedyOfCase): Orderer {
  return {
    lock: (tx) => lockRecoveriesOf(tx, person),
    async authorise(tx) {
      const state = await loadCase(tx, room, id)
      const ordered = state?.remedies.get(remedy)
      if (state === undefined || state.person !== person || ordered === undefined) return false
      if (ordered.outcome !== undefined) return false
      if (ordered.sort === 'taking') return true
      if (state.is === 'over' || ordered.claimant === null) return false
      const genuine = await withGenuineApprovals(tx, room, id, state)
      return whyNotGiven(genuine, await room.rulesOf(tx, state), ordered.claimant, room.clock()) === undefined
    },
    async conclude(tx, { outcome }) {
      const settled = outcome === 'refused' ? 'failed' : outcome
      const command = { do: 'settle', at: room.clock(), remedy, outcome: settled } as const
      await commandCaseIn(tx, room, id, command, { actor: 'system/remedies' })
    },
  }
}
