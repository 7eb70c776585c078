/** Putting a policy into force, as approvals/ offers it (DESIGN §3 rule 24). */
import Type from 'typebox'
import { type ChangeKind, changeKind, organisationOf } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { inForce, PolicyText, weakens } from './activation.ts'
import { activatePolicy, loadActivations, type PolicyRoom } from './in-force.ts'

/** `policy-activated`. `roomOf` gives the room of the organisation whose policy it is. */
export function policyChanges(roomOf: (organisation: string) => PolicyRoom): readonly ChangeKind[] {
  const roomIn = async (tx: OrganisationTransaction) => roomOf(await organisationOf(tx))
  return [
    changeKind({
      name: 'policy-activated',
      summary: 'Puts a recovery policy into force: what is asked of people who are locked out.',
      data: Type.Object({ yaml: PolicyText }, { additionalProperties: false }),
      roles: ['administrator'],
      isWeakening: async (tx, { yaml }) => weakens(await loadActivations(tx, await roomIn(tx)), yaml),
      stands: async (tx) => inForce(await loadActivations(tx, await roomIn(tx))).version,
      apply: async (tx, change) => activatePolicy(tx, await roomIn(tx), change),
    }),
  ]
}
