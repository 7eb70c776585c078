/** What bears on a case from outside, read in the transaction that acts on it. */
import { loadFreeze } from '../directory/index.ts'
import type { Ledger } from '../ledger/index.ts'
import { policiesFor, recipesAt, termsOf } from '../policy/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Rules } from './authority.ts'
import type { Case } from './case.ts'

/** Of a policy version that nobody knows any more there are no recipes: nothing is given under it (rule 8). */
export async function rulesFromPolicies(
  tx: OrganisationTransaction,
  { ledger }: { readonly ledger: Ledger },
  { person, tier, threat, policy }: Case,
  { isClockInDoubt }: Pick<Rules, 'isClockInDoubt'>,
): Promise<Rules> {
  const isFrozen = (await loadFreeze(tx, { ledger }, person)) !== undefined
  const policies = await policiesFor(tx, { ledger }, policy)
  if (policies === undefined) return { opened: [], inForce: [], freshMs: 0, isFrozen, isClockInDoubt }
  const [opened, inForce = opened] = policies
  return {
    opened: recipesAt(opened, tier, threat),
    inForce: recipesAt(inForce, tier, threat),
    freshMs: termsOf(policies).freshMs,
    isFrozen,
    isClockInDoubt,
  }
}
