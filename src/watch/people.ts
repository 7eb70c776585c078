/** People as screens find and name them: the table that seen-people.ts fills. */
import { sql } from 'kysely'
import { createTokens } from '../incidents/index.ts'
import { PROVIDERS } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
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
/** Labels that are looked through for a text in their middle: 0.3 s on the embedded engine, and no more with more people. */
const LOOKED_THROUGH_MAX = 1_000_000

/** People whose label begins with a text, else has it somewhere, or whose account's id it is. Letter case says nothing. */
export async function findPeople(
  tx: OrganisationTransaction,
  text: string,
  limit: number,
): Promise<readonly PersonRow[]> {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const found = [...(await withAccount(tx, text.trim(), limit)), ...(await beginning(tx, wanted, limit))]
  if (found.length < limit && wanted.length >= INSIDE_MIN) found.push(...(await containing(tx, wanted, limit)))
  return [...new Map(found.map((row) => [idOf(row), row])).values()].slice(0, limit)
}

function people(tx: OrganisationTransaction) {
  return tx
    .selectFrom('people')
    .select(['person', 'provider', 'tenant', 'account', 'label'])
    .where(({ or, eb, not, exists, selectFrom }) =>
      // A name without an account's id is shown unless an account has it: then it is that account's.
      or([
        eb('account', '<>', ''),
        not(
          exists(
            selectFrom('people as other')
              .select('other.person')
              .whereRef('other.search', '=', 'people.search')
              .whereRef('other.provider', '=', 'people.provider')
              .whereRef('other.tenant', '=', 'people.tenant')
              .where('other.account', '<>', ''),
          ),
        ),
      ]),
    )
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

async function containing(tx: OrganisationTransaction, text: string, limit: number): Promise<readonly PersonRow[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Pick<PersonRow, 'person'>>`
    select person from (select person, search from people limit ${LOOKED_THROUGH_MAX}) as looked
    where search like ${pattern} limit ${limit}`.execute(tx)
  if (rows.length === 0) return []
  return await people(tx)
    .where(
      'person',
      'in',
      rows.map(({ person }) => person),
    )
    .orderBy('search')
    .execute()
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

/** Everybody with one of these accounts or labels, by the subject: of somebody with both, under each. */
export async function peopleBySubject(
  tx: OrganisationTransaction,
  { accounts, labels }: { readonly accounts: readonly string[]; readonly labels: readonly string[] },
): Promise<ReadonlyMap<Subject, PersonRow>> {
  const rows: PersonRow[] = []
  if (accounts.length > 0)
    rows.push(
      ...(await people(tx)
        .where('account', 'in', [...accounts])
        .execute()),
    )
  const search = labels.map((label) => label.toLowerCase())
  if (search.length > 0) rows.push(...(await people(tx).where('search', 'in', search).execute()))
  return new Map(rows.flatMap((row) => subjectsOfPerson(row).map((subject) => [subject, row])))
}

/**
 * The tokens by which facts of this organisation would name somebody with these labels (e-mail address, login names): of
 * every account that has one of them, and of the labels themselves, which findings fall back on.
 */
export async function tokensOfPerson(
  tx: OrganisationTransaction,
  tokenKey: Uint8Array,
  labels: readonly string[],
): Promise<readonly string[]> {
  const { person } = createTokens(tokenKey)
  const known = await peopleBySubject(tx, { accounts: [], labels })
  const subjects = [
    ...[...known.values()].flatMap(subjectsOfPerson),
    ...labels.flatMap((label) => PROVIDERS.map((provider) => labelSubject(provider, label))),
  ]
  return [...new Set(subjects)].map(person)
}
