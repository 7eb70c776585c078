/** What this room's edge works with. main.ts fills it in, for one organisation. */
import type { Decision, Ledger } from '../ledger/index.ts'
import type { Intent } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Rules } from './authority.ts'
import type { Case } from './case.ts'

export interface RecoveryRoom {
  readonly ledger: Ledger
  /** What stands outside a case and bears on it, read in this transaction: both policies, freezes, the clock. */
  rulesOf(tx: OrganisationTransaction, state: Case): Promise<Rules>
  /**
   * The human whose word a decision is, by a passkey that counted at `at`, if they could approve recoveries then; verified from the
   * staff's ledger, and undefined for anything else.
   */
  approverBehind(
    tx: OrganisationTransaction,
    decision: Decision,
    intent: Intent,
    at: number,
  ): Promise<string | undefined>
  /** Milliseconds. */
  readonly clock: () => number
}
