/** People by what one types: the beginning of a login name, an address or an employee number. */
import { keyedToken } from '../base/keyed-token.ts'
import { storable } from '../base/storable-text.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Account } from './accounts.ts'
import { tiersShown } from './people.ts'
import { employeeToken, nameToken } from './recognise.ts'
import type { DirectoryRoom } from './room.ts'
import type { PersonTier } from './tier.ts'

export interface PersonFound {
  readonly person: string
  /** From the views; one person's page reads the ledger. */
  readonly tier: PersonTier
  readonly isFrozen: boolean
  readonly accounts: readonly Account[]
}

/** Behind every label that begins with a text, in the order of bytes. */
const LAST = '\u{10ffff}'

/** At most `limit` people; the first by label where nothing is typed. */
export async function findPeople(
  tx: OrganisationTransaction,
  { tokenKey }: Pick<DirectoryRoom, 'tokenKey'>,
  text: string,
  { limit, now }: { readonly limit: number; readonly now: number },
): Promise<readonly PersonFound[]> {
  const typed = storable(text.trim())
  const search = typed.toLowerCase()
  const beginning = await accounts(tx)
    .where('search', '>=', search)
    .where('search', '<', search + LAST)
    .orderBy('search')
    .limit(limit)
    .execute()
  const tokens = keyedToken(tokenKey)
  const exact = await accounts(tx)
    .where('account', 'in', (query) =>
      query
        .selectFrom('directory_identities')
        .select('account')
        .where('token', 'in', [employeeToken(tokens, typed), nameToken(tokens, typed)]),
    )
    .limit(limit)
    .execute()
  const people = [...new Set([...exact, ...beginning].map(personOf))].slice(0, limit)
  return await shown(tx, people, now)
}

async function shown(
  tx: OrganisationTransaction,
  people: readonly string[],
  now: number,
): Promise<readonly PersonFound[]> {
  if (people.length === 0) return []
  const keys = people.map((person) => Buffer.from(person, 'hex'))
  const rows = await accounts(tx)
    .where(({ eb, or, and }) =>
      or([eb('person', 'in', people), and([eb('person', 'is', null), eb('account', 'in', keys)])]),
    )
    .orderBy('label')
    .execute()
  const frozen = await tx.selectFrom('directory_freezes').select('person').where('person', 'in', people).execute()
  const tiers = new Map((await tiersShown(tx, people, now)).map(({ person, tier }) => [person, tier]))
  const byPerson = Map.groupBy(rows, personOf)
  return people.map((person) => ({
    person,
    tier: tiers.get(person) ?? 'standard',
    isFrozen: frozen.some((one) => one.person === person),
    accounts: (byPerson.get(person) ?? []).map((row) => ({
      ...row,
      provider: row.provider as Account['provider'],
      key: Buffer.from(row.account).toString('hex'),
      person,
    })),
  }))
}

function accounts(tx: OrganisationTransaction) {
  return tx.selectFrom('directory_accounts').select(['account', 'provider', 'tenant', 'id', 'label', 'person'])
}

function personOf({ account, person }: { readonly account: Uint8Array; readonly person: string | null }): string {
  return person ?? Buffer.from(account).toString('hex')
}
