/** What a server writes about a file while it is its turn to follow it. */
import type { Lease, OrganisationStore } from '../../store/index.ts'

/** Another server follows the file by now, and goes on from what was written. */
export class TurnOver extends Error {}

/** The same store, whose transactions throw TurnOver, and write nothing, once the turn is over. */
export function inTurn(db: OrganisationStore, lease: Lease, turn: number): OrganisationStore {
  return {
    organisation: db.organisation,
    transaction: (work) =>
      db.transaction(async (tx) => {
        if (!(await lease.isOn(tx, turn))) throw new TurnOver()
        return await work(tx)
      }),
  }
}
