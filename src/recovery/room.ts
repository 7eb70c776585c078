/** What this room's edge works with. main.ts fills it in, for one organisation. */
import type { Ledger } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Rules } from './authority.ts'
import type { Case } from './case.ts'

export interface RecoveryRoom {
  readonly ledger: Ledger
  /** What stands outside a case and bears on it, read in this transaction: both policies, freezes, the clock. */
  rulesOf(tx: OrganisationTransaction, state: Case): Promise<Rules>
  /** Milliseconds. */
  readonly clock: () => number
}
