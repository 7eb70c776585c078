/** People as screens show them: tier and accounts. */
import type { OrganisationTransaction } from '../store/index.ts'
import { type Account, accountsOfPerson, findAccount } from './accounts.ts'
import type { AgedValue } from './aged-value.ts'
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

export interface PersonShown extends PersonTiers {
  readonly accounts: readonly Account[]
  readonly values: readonly ValueShown[]
}

/** Of which account, and how old. What it is stays unsaid: it may be the answer that a check expects (rule 3). */
export interface ValueShown extends AgedValue {
  readonly account: string
}

async function valuesOf(tx: OrganisationTransaction, accounts: readonly Account[]): Promise<readonly ValueShown[]> {
  if (accounts.length === 0) return []
  const keys = accounts.map(({ key }) => Buffer.from(key, 'hex'))
  const rows = await tx
    .selectFrom('directory_values')
    .select(['account', 'kind', 'since', 'baseline', 'ended'])
    .where('account', 'in', keys)
    .orderBy('account')
    .orderBy('kind')
    .orderBy('since', 'desc')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map(({ account, ...value }) => ({ account: Buffer.from(account).toString('hex'), ...value }))
}

/** From the ledger; undefined for somebody of whom nothing is known. */
export async function personTiers(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  person: string,
  now: number,
): Promise<PersonShown | undefined> {
  const linked = await accountsOfPerson(tx, person)
  // An account that is linked to nobody is a person of its own.
  const own = await findAccount(tx, room, person)
  const isOwn = own?.person === person && linked.every(({ key }) => key !== person)
  const accounts = isOwn ? [own, ...linked] : linked
  const tiers = told(person, await loadRatchet(tx, room, person), now)
  const isKnown = accounts.length > 0 || tiers.tier !== 'standard'
  return isKnown ? { ...tiers, accounts, values: await valuesOf(tx, accounts) } : undefined
}

function told(person: string, ratchet: Ratchet, now: number): PersonTiers {
  const { lowering } = ratchet
  const isWaiting = lowering !== undefined && now < lowering.countsFrom
  return { person, tier: tierAt(ratchet, now), lowering: isWaiting ? lowering : undefined }
}
