/** Who is known already, by account and by token: what is in force, and what the same import has said so far. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Bearer } from './identity.ts'

export interface KnownAccount {
  readonly person: string
  readonly isLinked: boolean
  readonly label: string
}

export interface KnownIdentities {
  account(key: string): KnownAccount | undefined
  /** Whose two people said that the account is not. */
  apart(key: string): ReadonlySet<string>
  bearers(token: string): readonly Bearer[]
  /** The account stood in an earlier line of this import. */
  isInImport(key: string): boolean
  add(bearer: Bearer, tokens: readonly string[]): void
}

interface AccountRow {
  readonly account: string
  readonly person: string | null
  readonly label: string
  readonly staged: boolean
}

interface TokenRow {
  readonly token: string
  readonly account: string
  readonly person: string | null
  readonly provider: string
  readonly tenant: string
  readonly fresh: boolean
}

const PER_STATEMENT = 5000
const NOBODY: ReadonlySet<string> = new Set()

/** Looks up these accounts and tokens. */
export async function knownIdentities(
  tx: OrganisationTransaction,
  given: { readonly import: string; readonly accounts: readonly string[]; readonly tokens: readonly string[] },
): Promise<KnownIdentities> {
  const accounts = new Map<string, KnownAccount>()
  const apart = new Map<string, Set<string>>()
  const inImport = new Set<string>()
  const byToken = new Map<string, Bearer[]>()

  function bear(token: string, bearer: Bearer): void {
    const bearers = byToken.get(token)
    if (bearers === undefined) byToken.set(token, [bearer])
    else bearers.push(bearer)
  }

  for (const some of inPieces(given.accounts)) {
    for (const { account, person, label, staged } of await rowsOfAccounts(tx, given.import, some)) {
      if (staged) inImport.add(account)
      else accounts.set(account, { person: person ?? account, isLinked: person !== null, label })
    }
    for (const { account, person } of await rowsApart(tx, some)) {
      apart.set(account, (apart.get(account) ?? new Set()).add(person))
    }
  }
  for (const some of inPieces(given.tokens)) {
    for (const { token, account, person, fresh: isFresh, ...place } of await rowsOfTokens(tx, given.import, some)) {
      bear(token, { account, person: person ?? account, isFresh, ...place })
    }
  }

  return {
    account: (key) => accounts.get(key),
    apart: (key) => apart.get(key) ?? NOBODY,
    bearers: (token) => byToken.get(token) ?? [],
    isInImport: (key) => inImport.has(key),
    add(bearer, tokens) {
      inImport.add(bearer.account)
      for (const token of tokens) bear(token, bearer)
    },
  }
}

async function rowsOfAccounts(tx: OrganisationTransaction, id: string, keys: readonly string[]) {
  const { rows } = await sql<AccountRow>`
    with given as (select decode(value, 'hex') as account from json_array_elements_text(${JSON.stringify(keys)}::json))
    select encode(account, 'hex') as account, person, label, false as staged
    from directory_accounts where account in (select account from given)
    union all
    select encode(account, 'hex'), person, label, true
    from directory_import_rows where import = ${id} and account in (select account from given)`.execute(tx)
  return rows
}

async function rowsApart(tx: OrganisationTransaction, keys: readonly string[]) {
  const { rows } = await sql<{ account: string; person: string }>`
    with given as (select decode(value, 'hex') as account from json_array_elements_text(${JSON.stringify(keys)}::json))
    select encode(account, 'hex') as account, person from directory_apart where account in (select account from given)`.execute(
    tx,
  )
  return rows
}

async function rowsOfTokens(tx: OrganisationTransaction, id: string, tokens: readonly string[]) {
  const { rows } = await sql<TokenRow>`
    with given as (select value as token from json_array_elements_text(${JSON.stringify(tokens)}::json))
    select encode(a.account, 'hex') as account, a.provider, a.tenant, a.person, i.token, false as fresh
    from directory_identities i join directory_accounts a using (organisation, account)
    where i.token in (select token from given)
    union all
    select encode(r.account, 'hex'), r.provider, r.tenant, r.person, i.token, r.fresh
    from directory_import_identities i join directory_import_rows r using (organisation, import, account)
    where i.import = ${id} and i.token in (select token from given)`.execute(tx)
  return rows
}

export function* inPieces<Item>(all: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < all.length; at += PER_STATEMENT) yield all.slice(at, at + PER_STATEMENT)
}
