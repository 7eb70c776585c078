/** People as screens show them: tier and accounts. */
import type { OrganisationTransaction } from '../store/index.ts'
import { type Account, accountsOfPerson, findAccount } from './accounts.ts'
import type { DirectoryRoom } from './room.ts'
import { type PersonTier, type Ratchet, tierAt } from './tier.ts'
import { loadRatchet } from './tiers.ts'

export interface PersonTiers {
  readonly person: string
  /** In force now. */
  readonly tier: PersonTier
  /** Agreed, and not in force yet. */
  readonly lowering: Ratchet['lowering']
}

const SHOWN_MAX = 1000

/** From the view. Whoever acts on a tier reads the ledger. */
export async function raisedPeople(tx: OrganisationTransaction, now: number): Promise<readonly PersonTiers[]> {
  const rows = await tx
    .selectFrom('directory_tiers')
    .select(['person', 'tier', 'lowered_to', 'counts_from'])
    .orderBy('changed', 'desc')
    .orderBy('person')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map(({ person, tier, lowered_to: to, counts_from: countsFrom }) => {
    const lowering = to === null || countsFrom === null ? undefined : { to, countsFrom }
    return told(person, { tier, lowering }, now)
  })
}

/** From the ledger; undefined for somebody of whom nothing is known. */
export async function personTiers(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  person: string,
  now: number,
): Promise<(PersonTiers & { readonly accounts: readonly Account[] }) | undefined> {
  const linked = await accountsOfPerson(tx, person)
  // An account that is linked to nobody is a person of its own.
  const own = await findAccount(tx, room, person)
  const accounts = own === undefined || own.person !== person ? linked : [own, ...linked]
  const tiers = told(person, await loadRatchet(tx, room, person), now)
  const isKnown = accounts.length > 0 || tiers.tier !== 'standard'
  return isKnown ? { ...tiers, accounts } : undefined
}

function told(person: string, ratchet: Ratchet, now: number): PersonTiers {
  const { lowering } = ratchet
  const isWaiting = lowering !== undefined && now < lowering.countsFrom
  return { person, tier: tierAt(ratchet, now), lowering: isWaiting ? lowering : undefined }
}
