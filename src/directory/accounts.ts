/** Accounts that were named to Postern, whether or not they ever signed in, and whose they are. */
import { storable } from '../base/storable-text.ts'
import { accountOf, type Provider } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { DirectoryRoom } from './room.ts'

/** An account as a provider knows it. */
export interface AccountNamed {
  readonly provider: Provider
  readonly tenant: string
  /** The provider's immutable id of it. */
  readonly id: string
  /** What it is called: a login name, mostly. */
  readonly label: string
}

export interface SeenAccount extends AccountNamed {
  /** 32 hexadecimal digits: the hash by which its sign-ins are found. */
  readonly key: string
}

export interface Account extends SeenAccount {
  /** Whose it is: its own key as long as it is linked to nobody. */
  readonly person: string
}

/** Whom a finding or a row is about, as far as it says. */
export interface Mentioned {
  readonly provider: string
  readonly account?: string | undefined
  readonly label?: string | undefined
}

/** Of provider, tenant and id alone: a name changes, and says nothing about who somebody is. */
export function keyOfAccount({ provider, tenant, id }: Omit<AccountNamed, 'label'>): string {
  return Buffer.from(accountOf({ known: true, provider, tenant, account: id, name: '' })).toString('hex')
}

/** Writes an account down, or what it is called now; whose it is stays as it is. Gives its key. */
export async function noteAccount(tx: OrganisationTransaction, named: AccountNamed, now: number): Promise<string> {
  const key = keyOfAccount(named)
  const { label } = named
  const search = label.toLowerCase()
  await tx
    .insertInto('directory_accounts')
    .values({ ...named, account: bytesOf(key), search, person: null, noted: now })
    .onConflict((conflict) => conflict.columns(['organisation', 'account']).doUpdateSet({ label, search }))
    .execute()
  return key
}

/** Written down here, or seen in sign-ins; undefined where nobody knows it. */
export async function findAccount(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'seenAccount'>,
  key: string,
): Promise<Account | undefined> {
  const row = await rows(tx).where('account', '=', bytesOf(key)).executeTakeFirst()
  if (row !== undefined) return accountFrom(row)
  const seen = await room.seenAccount(tx, key)
  return seen === undefined ? undefined : { ...seen, key, person: key }
}

/**
 * Whose accounts these may be: every person with an account of this id, else of this name, at the provider. Logs hold what
 * attackers typed, so it is looked for as it would be kept.
 */
export async function peopleMentioned(
  tx: OrganisationTransaction,
  room: Pick<DirectoryRoom, 'seenKeys'>,
  { provider, account, label }: Mentioned,
): Promise<ReadonlySet<string>> {
  const mentioned = { provider, account: account && storable(account), label: label && storable(label) }
  const noted = (await notedAs(tx, mentioned)).map(accountFrom)
  const seen = await room.seenKeys(tx, mentioned)
  const linked =
    seen.length === 0 ? [] : (await rows(tx).where('account', 'in', seen.map(bytesOf)).execute()).map(accountFrom)
  const known = new Map([...noted, ...linked].map(({ key, person }) => [key, person]))
  return new Set([...known.values(), ...seen.map((key) => known.get(key) ?? key)])
}

async function notedAs(tx: OrganisationTransaction, { provider, account = '', label = '' }: Mentioned) {
  const ofProvider = rows(tx).where('provider', '=', provider as Provider)
  if (account !== '') return await ofProvider.where('id', '=', account).execute()
  return label === '' ? [] : await ofProvider.where('search', '=', label.toLowerCase()).execute()
}

export async function accountsByKey(tx: OrganisationTransaction, keys: readonly string[]): Promise<readonly Account[]> {
  if (keys.length === 0) return []
  return (await rows(tx).where('account', 'in', keys.map(bytesOf)).execute()).map(accountFrom)
}

/** The accounts that were linked to a person. */
export async function accountsOfPerson(tx: OrganisationTransaction, person: string): Promise<readonly Account[]> {
  return (await rows(tx).where('person', '=', person).orderBy('account').execute()).map(accountFrom)
}

function rows(tx: OrganisationTransaction) {
  return tx.selectFrom('directory_accounts').select(['account', 'provider', 'tenant', 'id', 'label', 'person'])
}

interface Row {
  readonly account: Uint8Array
  readonly provider: string
  readonly tenant: string
  readonly id: string
  readonly label: string
  readonly person: string | null
}

function accountFrom({ account, person, provider, ...named }: Row): Account {
  const key = Buffer.from(account).toString('hex')
  return { ...named, provider: provider as Provider, key, person: person ?? key }
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'hex')
}
