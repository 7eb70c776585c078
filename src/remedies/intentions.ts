/** Intentions as the ledger has them: the table only says where to look. */
import { type Ledger, LedgerError, loadStates } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { CALLS, type Calls, EXPLAINING_VERBS, type Intention, intentionsOf } from './explains.ts'

export interface Intentions {
  /** All for these people, by their tokens. */
  about(tx: OrganisationTransaction, targets: readonly string[]): Promise<readonly Intention[]>
}

/** Streams that have ended are read and verified once. */
export function readIntentions(ledger: Pick<Ledger, 'keyRing'>): Intentions {
  const ended = new Map<string, readonly Intention[]>()
  return {
    async about(tx, targets) {
      const rows = await tx
        .selectFrom('remedies')
        .select('id')
        .where('verb', 'in', [...EXPLAINING_VERBS])
        .where('target', 'in', [...new Set(targets)])
        .execute()
      const ids = rows.map(({ id }) => id)
      const open = ids.filter((id) => !ended.has(id))
      const calls = await genuine(tx, ledger, open)
      const read = new Map(open.map((id) => [id, intentionsOf(id, calls.get(`remedy/${id}`) ?? CALLS.initial)]))
      for (const [id, intentions] of read) {
        if (calls.get(`remedy/${id}`)?.ended !== undefined) ended.set(id, intentions)
      }
      return ids.flatMap((id) => ended.get(id) ?? read.get(id) ?? [])
    },
  }
}

/** Where somebody wrote into one of them what Postern did not, none explains anything: all is told. */
async function genuine(
  tx: OrganisationTransaction,
  ledger: Pick<Ledger, 'keyRing'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Calls>> {
  const streams = ids.map((id) => `remedy/${id}`)
  try {
    return await loadStates(tx, ledger, streams, CALLS)
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'ERR_LEDGER_FORGED') return new Map()
    throw error
  }
}
