/** People as screens find and name them: the table that seen-people.ts fills. */

import { storable } from '../base/storable-text.ts'
import { createTokens } from '../incidents/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { TERM_MAX } from './search-terms.ts'
import { accountSubject, labelSubject, type Subject } from './subjects.ts'

export interface PersonRow {
  /** 16 bytes: by them sign-ins are found. */
  readonly person: Uint8Array
  readonly provider: string
  readonly tenant: string
  /** The provider's id; empty if only a name is known. */
  readonly account: string
  readonly label: string
}

/** Behind every label that begins with a text, in the order of bytes. */
const LAST = '\u{10ffff}'
/** A shorter text stands somewhere in nearly every label. */
const INSIDE_MIN = 3
/** Where there are more people, the middle of a label is not looked at: no index finds it. */
const LOOKED_THROUGH_MAX = 20_000

/**
 * People whose label begins with a text, whose account's id it is, in whose name a word begins with it, or, in an
 * organisation of at most 20,000 people, who have it anywhere in their label. In this order; letter case says nothing.
 */
export async function findPeople(
  tx: OrganisationTransaction,
  text: string,
  limit: number,
): Promise<readonly PersonRow[]> {
  const written = storable(text.trim())
  const wanted = written.toLowerCase()
  if (wanted === '') return []
  const found = new Map<string, PersonRow>()
  const ways = [
    () => beginning(tx, wanted, limit),
    () => withAccount(tx, written, limit),
    () => inWords(tx, wanted, limit),
    ...(wanted.length < INSIDE_MIN ? [] : [() => containing(tx, wanted, limit)]),
  ]
  for (const way of ways) {
    if (found.size >= limit) break
    for (const row of await way()) if (!found.has(idOf(row))) found.set(idOf(row), row)
  }
  return (await withoutDoubles(tx, [...found.values()])).slice(0, limit)
}

function people(tx: OrganisationTransaction) {
  return tx.selectFrom('people').select(['person', 'provider', 'tenant', 'account', 'label'])
}

async function withAccount(tx: OrganisationTransaction, account: string, limit: number): Promise<readonly PersonRow[]> {
  return await people(tx).where('account', '=', account).limit(limit).execute()
}

async function beginning(tx: OrganisationTransaction, text: string, limit: number): Promise<readonly PersonRow[]> {
  return await people(tx)
    .where('search', '>=', text)
    .where('search', '<', text + LAST)
    .orderBy('search')
    .orderBy('person')
    .limit(limit)
    .execute()
}

async function inWords(tx: OrganisationTransaction, text: string, limit: number): Promise<readonly PersonRow[]> {
  const term = text.slice(0, TERM_MAX)
  const terms = await tx
    .selectFrom('people_terms')
    .select('person')
    .where('term', '>=', term)
    .where('term', '<', term + LAST)
    .orderBy('term')
    .orderBy('person')
    .limit(limit)
    .execute()
  return await these(tx, terms)
}

async function containing(tx: OrganisationTransaction, text: string, limit: number): Promise<readonly PersonRow[]> {
  const noted = await tx.selectFrom('people_noted').select('people').executeTakeFirst()
  if (noted === undefined || noted.people > LOOKED_THROUGH_MAX) return []
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return await people(tx).where('search', 'like', pattern).limit(limit).execute()
}

async function these(
  tx: OrganisationTransaction,
  some: readonly Pick<PersonRow, 'person'>[],
): Promise<readonly PersonRow[]> {
  if (some.length === 0) return []
  const persons = some.map(({ person }) => person)
  return await people(tx).where('person', 'in', persons).orderBy('search').orderBy('person').execute()
}

/** A name without an account's id is left out where an account has that name: then it is that account's. */
async function withoutDoubles(tx: OrganisationTransaction, found: readonly PersonRow[]): Promise<readonly PersonRow[]> {
  const nameless = found.filter(({ account }) => account === '').map(({ label }) => label.toLowerCase())
  if (nameless.length === 0) return found
  const owners = await people(tx).where('search', 'in', nameless).where('account', '<>', '').execute()
  const nameOf = ({ provider, tenant, label }: PersonRow): string =>
    JSON.stringify([provider, tenant, label.toLowerCase()])
  const owned = new Set(owners.map(nameOf))
  return found.filter((row) => row.account !== '' || !owned.has(nameOf(row)))
}

/** As it stands in addresses of pages. */
export function idOf({ person }: Pick<PersonRow, 'person'>): string {
  return Buffer.from(person).toString('hex')
}

export async function personById(tx: OrganisationTransaction, id: string): Promise<PersonRow | undefined> {
  return await people(tx).where('person', '=', Buffer.from(id, 'hex')).executeTakeFirst()
}

/** By what a person's verdicts are found. */
export function subjectsOfPerson({
  provider,
  account,
  label,
}: Omit<PersonRow, 'person' | 'tenant'>): readonly Subject[] {
  return account === ''
    ? [labelSubject(provider, label)]
    : [accountSubject(provider, account), labelSubject(provider, label)]
}

/** The accounts that a provider calls so: by the id if one is given, else by the label. */
export async function accountsCalled(
  tx: OrganisationTransaction,
  { provider, account = '', label = '' }: Called,
): Promise<readonly PersonRow[]> {
  const ofProvider = people(tx).where('provider', '=', provider)
  if (account !== '') return await ofProvider.where('account', '=', storable(account)).execute()
  return label === '' ? [] : await ofProvider.where('search', '=', storable(label).toLowerCase()).execute()
}

interface Called {
  readonly provider: string
  readonly account?: string | undefined
  readonly label?: string | undefined
}

/** Everybody with one of these accounts or labels, by the subject: of somebody with both, under each. */
export async function peopleBySubject(
  tx: OrganisationTransaction,
  { accounts, labels }: { readonly accounts: readonly string[]; readonly labels: readonly string[] },
): Promise<ReadonlyMap<Subject, PersonRow>> {
  const rows: PersonRow[] = []
  if (accounts.length > 0)
    rows.push(
      ...(await people(tx)
        // As they are kept: a NUL that somebody typed would make the database refuse the whole list.
        .where('account', 'in', [...new Set(accounts.map((account) => storable(account)))])
        .execute()),
    )
  const search = labels.map((label) => storable(label).toLowerCase())
  // An account's id counts for more than a name alone, and comes last.
  if (search.length > 0) rows.push(...(await people(tx).where('search', 'in', search).orderBy('account').execute()))
  return new Map(rows.flatMap((row) => subjectsOfPerson(row).map((subject) => [subject, row])))
}

/** Accounts that have or had one of these names: whoever renames theirs is still who they were. */
async function everCalled(tx: OrganisationTransaction, labels: readonly string[]): Promise<readonly PersonRow[]> {
  if (labels.length === 0) return []
  const terms = labels.map((label) => storable(storable(label).toLowerCase(), TERM_MAX))
  return await people(tx)
    .where('person', 'in', (those) => those.selectFrom('people_terms').select('person').where('term', 'in', terms))
    .execute()
}

/**
 * The tokens by which facts of this organisation would name somebody with these labels (e-mail address, login names): of
 * every account that has or had one of them, and of the labels themselves, which findings fall back on.
 */
export async function tokensOfPerson(
  tx: OrganisationTransaction,
  tokenKey: Uint8Array,
  labels: readonly string[],
): Promise<readonly string[]> {
  const { person } = createTokens(tokenKey)
  const subjects = [
    ...(await everCalled(tx, labels)).flatMap(subjectsOfPerson),
    ...labels.flatMap((label) => PROVIDERS.map((provider) => labelSubject(provider, label))),
  ]
  return [...new Set(subjects)].map(person)
}
