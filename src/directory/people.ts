/** People as screens show them: tier and accounts. */
import type { OrganisationTransaction } from '../store/index.ts'
import { type Account, accountsByKey, accountsOfPerson, findAccount } from './accounts.ts'
import type { Freeze } from './freeze.ts'
import { loadFreeze } from './freezes.ts'
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

/** From the view. Whoever acts on a tier reads the ledger. `label`: of the account that they began with. */
export async function raisedPeople(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'seenAccount'>,
  now: number,
): Promise<readonly (PersonTiers & { readonly label: string | null })[]> {
  const rows = await tiers(tx).orderBy('changed', 'desc').orderBy('person').limit(SHOWN_MAX).execute()
  const begun = await accountsByKey(
    tx,
    rows.map(({ person }) => person),
  )
  const labels = new Map(begun.map(({ key, label }) => [key, label]))
  // Who was raised and never imported is known from sign-ins alone.
  for (const { person } of rows.filter(({ person }) => !labels.has(person))) {
    const seen = await room.seenAccount(tx, person)
    if (seen !== undefined) labels.set(person, seen.label)
  }
  return rows.map((row) => ({ ...fromView(row, now), label: labels.get(row.person) ?? null }))
}

/** The same of these people alone. */
export async function tiersShown(
  tx: OrganisationTransaction,
  people: readonly string[],
  now: number,
): Promise<readonly PersonTiers[]> {
  const rows = await tiers(tx).where('person', 'in', people).execute()
  return rows.map((row) => fromView(row, now))
}

function tiers(tx: OrganisationTransaction) {
  return tx.selectFrom('directory_tiers').select(['person', 'tier', 'lowered_to', 'counts_from'])
}

function fromView(row: Awaited<ReturnType<ReturnType<typeof tiers>['execute']>>[number], now: number): PersonTiers {
  const { person, tier, lowered_to: to, counts_from: countsFrom } = row
  return told(person, { tier, lowering: to === null || countsFrom === null ? undefined : { to, countsFrom } }, now)
}

export interface AccountShown extends Account {
  /** Since when it is this person's, in milliseconds; null if from the beginning. */
  readonly linked: number | null
  readonly roles: readonly string[]
  readonly groups: readonly string[]
}

export interface PersonShown extends PersonTiers {
  readonly freeze: Freeze
  readonly accounts: readonly AccountShown[]
}

/** From the ledger; undefined for somebody of whom nothing is known. */
export async function personTiers(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  person: string,
  now: number,
): Promise<PersonShown | undefined> {
  const accounts = await accountsOf(tx, room, person)
  const tiers = told(person, await loadRatchet(tx, room, person), now)
  const freeze = await loadFreeze(tx, room, person)
  const isKnown = accounts.length > 0 || tiers.tier !== 'standard' || freeze !== undefined
  return isKnown ? { ...tiers, freeze, accounts: await withMemberships(tx, accounts) } : undefined
}

/** The one that the person began with first. An account that is linked to nobody is a person of its own. */
async function accountsOf(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'seenAccount'>,
  person: string,
): Promise<readonly Account[]> {
  const linked = await accountsOfPerson(tx, person)
  const own = await findAccount(tx, room, person)
  const others = linked.filter(({ key }) => key !== person)
  return own?.person === person ? [own, ...others] : others
}

/** Who is meant by an account's key, or by the id of a person; undefined where nobody has an account by it. */
export async function personMeant(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'seenAccount'>,
  id: string,
): Promise<{ readonly person: string; readonly accounts: readonly Account[] } | undefined> {
  const person = (await findAccount(tx, room, id))?.person ?? id
  const accounts = await accountsOf(tx, room, person)
  return accounts.length === 0 ? undefined : { person, accounts }
}

async function withMemberships(
  tx: OrganisationTransaction,
  accounts: readonly Account[],
): Promise<readonly AccountShown[]> {
  if (accounts.length === 0) return []
  const keys = accounts.map(({ key }) => Buffer.from(key, 'hex'))
  const memberships = await tx
    .selectFrom('directory_memberships')
    .select(['account', 'kind', 'name'])
    .where('account', 'in', keys)
    .orderBy('name')
    .limit(SHOWN_MAX)
    .execute()
  const linked = await tx
    .selectFrom('directory_accounts')
    .select(['account', 'linked'])
    .where('account', 'in', keys)
    .execute()
  const isOf =
    ({ key }: Account) =>
    (row: { readonly account: Uint8Array }) =>
      Buffer.from(row.account).toString('hex') === key
  return accounts.map((account) => {
    const own = memberships.filter(isOf(account))
    const names = (kind: 'role' | 'group') => own.filter((one) => one.kind === kind).map(({ name }) => name)
    return {
      ...account,
      linked: linked.find(isOf(account))?.linked ?? null,
      roles: names('role'),
      groups: names('group'),
    }
  })
}

function told(person: string, ratchet: Ratchet, now: number): PersonTiers {
  const { lowering } = ratchet
  const isWaiting = lowering !== undefined && now < lowering.countsFrom
  return { person, tier: tierAt(ratchet, now), lowering: isWaiting ? lowering : undefined }
}
