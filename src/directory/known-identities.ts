/** Who is known already, by account and by token: what is in force, and what the same import has said so far. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Bearer } from './identity.ts'

export interface KnownIdentities {
  account(key: string): { readonly person: string; readonly isLinked: boolean } | undefined
  bearers(token: string): readonly Bearer[]
  /** The account stood in an earlier line of this import. */
  isInImport(key: string): boolean
  add(bearer: Bearer, tokens: readonly string[]): void
}

interface Row {
  readonly account: string
  readonly provider: string
  readonly tenant: string
  readonly person: string | null
  readonly token: string | null
  readonly staged: boolean
}

const PER_STATEMENT = 5000

/** Looks up these accounts and tokens. */
export async function knownIdentities(
  tx: OrganisationTransaction,
  given: { readonly import: string; readonly accounts: readonly string[]; readonly tokens: readonly string[] },
): Promise<KnownIdentities> {
  const accounts = new Map<string, { readonly person: string; readonly isLinked: boolean }>()
  const inImport = new Set<string>()
  const byToken = new Map<string, Bearer[]>()

  function note({ account, person, token, staged, ...place }: Row): void {
    const isLinked = person !== null
    const bearer = { account, person: person ?? account, ...place }
    if (token !== null) bear(token, bearer)
    else if (staged) inImport.add(account)
    else accounts.set(account, { person: bearer.person, isLinked })
  }

  function bear(token: string, bearer: Bearer): void {
    const bearers = byToken.get(token)
    if (bearers === undefined) byToken.set(token, [bearer])
    else bearers.push(bearer)
  }

  for (const some of inPieces(given.accounts)) (await rowsOfAccounts(tx, given.import, some)).forEach(note)
  for (const some of inPieces(given.tokens)) (await rowsOfTokens(tx, given.import, some)).forEach(note)

  return {
    account: (key) => accounts.get(key),
    bearers: (token) => byToken.get(token) ?? [],
    isInImport: (key) => inImport.has(key),
    add(bearer, tokens) {
      inImport.add(bearer.account)
      for (const token of tokens) bear(token, bearer)
    },
  }
}

async function rowsOfAccounts(tx: OrganisationTransaction, id: string, keys: readonly string[]) {
  const given = JSON.stringify(keys)
  const { rows } = await sql<Row>`
    with given as (select decode(value, 'hex') as account from json_array_elements_text(${given}::json))
    select encode(account, 'hex') as account, provider, tenant, person, null as token, false as staged
    from directory_accounts where account in (select account from given)
    union all
    select encode(account, 'hex'), provider, tenant, person, null, true
    from directory_import_rows where import = ${id} and account in (select account from given)`.execute(tx)
  return rows
}

async function rowsOfTokens(tx: OrganisationTransaction, id: string, tokens: readonly string[]) {
  const given = JSON.stringify(tokens)
  const { rows } = await sql<Row>`
    with given as (select value as token from json_array_elements_text(${given}::json))
    select encode(a.account, 'hex') as account, a.provider, a.tenant, a.person, i.token, false as staged
    from directory_identities i join directory_accounts a using (organisation, account)
    where i.token in (select token from given)
    union all
    select encode(r.account, 'hex'), r.provider, r.tenant, r.person, i.token, true
    from directory_import_identities i join directory_import_rows r using (organisation, import, account)
    where i.import = ${id} and i.token in (select token from given)`.execute(tx)
  return rows
}

function* inPieces(all: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < all.length; at += PER_STATEMENT) yield all.slice(at, at + PER_STATEMENT)
}
