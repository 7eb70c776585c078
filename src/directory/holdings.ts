/** What accounts hold now: tokens of their values, roles and groups, authenticators. Compared with what an import brings. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import type { ValueKind } from './aged-value.ts'
import { inPieces } from './known-identities.ts'
import type { ListedAuthenticator } from './listed-person.ts'

export interface Holdings {
  readonly values: ReadonlyMap<ValueKind, string>
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  readonly authenticators: readonly ListedAuthenticator[]
}

interface Held {
  readonly values: Map<ValueKind, string>
  readonly roles: string[]
  readonly groups: string[]
  readonly authenticators: ListedAuthenticator[]
}

/** Gives what the account of a key holds. */
export async function holdingsOf(
  tx: OrganisationTransaction,
  accounts: readonly string[],
): Promise<(account: string) => Holdings> {
  const all = new Map<string, Held>()
  function of(account: string): Held {
    let held = all.get(account)
    if (held === undefined) {
      held = { values: new Map(), roles: [], groups: [], authenticators: [] }
      all.set(account, held)
    }
    return held
  }
  for (const some of inPieces(accounts)) {
    const keys = sql`(select decode(value, 'hex') from json_array_elements_text(${JSON.stringify(some)}::json))`
    const values = await sql<{ account: string; kind: ValueKind; token: string }>`
      select encode(account, 'hex') as account, kind, token from directory_values
      where ended is null and account in ${keys}`.execute(tx)
    for (const { account, kind, token } of values.rows) of(account).values.set(kind, token)
    const memberships = await sql<{ account: string; kind: 'role' | 'group'; name: string }>`
      select encode(account, 'hex') as account, kind, name from directory_memberships
      where account in ${keys} order by name`.execute(tx)
    for (const { account, kind, name } of memberships.rows) of(account)[kind === 'role' ? 'roles' : 'groups'].push(name)
    const authenticators = await sql<AuthenticatorRow>`
      select encode(account, 'hex') as account, id, kind, phishing_resistant, device, added, last_used
      from directory_authenticators where ended is null and account in ${keys} order by id`.execute(tx)
    for (const { account, ...row } of authenticators.rows) of(account).authenticators.push(authenticatorFrom(row))
  }
  return (account) => all.get(account) ?? NOTHING
}

const NOTHING: Holdings = { values: new Map(), roles: [], groups: [], authenticators: [] }

interface AuthenticatorRow {
  readonly account: string
  readonly id: string
  readonly kind: string
  readonly phishing_resistant: boolean
  readonly device: string | null
  readonly added: number | null
  readonly last_used: number | null
}

function authenticatorFrom(row: Omit<AuthenticatorRow, 'account'>): ListedAuthenticator {
  const { id, kind, phishing_resistant: phishingResistant, device, added, last_used: lastUsed } = row
  return {
    id,
    kind: kind as ListedAuthenticator['kind'],
    phishingResistant,
    ...(device === null ? {} : { device }),
    ...(added === null ? {} : { added }),
    ...(lastUsed === null ? {} : { lastUsed }),
  }
}
