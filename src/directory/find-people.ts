/** People by what one types: the beginning of a login name, an address or an employee number; and whoever signed in, by name. */
import { keyedToken } from '../base/keyed-token.ts'
import { storable } from '../base/storable-text.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Account, accountsByKey, type SeenAccount } from './accounts.ts'
import { tiersShown } from './people.ts'
import { employeeToken, nameToken } from './recognise.ts'
import type { DirectoryRoom } from './room.ts'
import type { PersonTier } from './tier.ts'

export interface PersonFound {
  readonly person: string
  /** From the views; one person's page reads the ledger. */
  readonly tier: PersonTier
  readonly isFrozen: boolean
  /** False for somebody whom only sign-ins named. */
  readonly isListed: boolean
  readonly accounts: readonly Account[]
}

/** Behind every label that begins with a text, in the order of bytes. */
const LAST = '\u{10ffff}'

type Room = Pick<DirectoryRoom, 'tokenKey' | 'findSeen'>

/** At most `limit` people, who is in the directory first; the first of these by label where nothing is typed. */
export async function findPeople(
  tx: OrganisationTransaction,
  { tokenKey, findSeen }: Room,
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
  const seen = typed === '' ? [] : await findSeen(tx, typed, limit)
  const owners = new Map(
    (
      await accountsByKey(
        tx,
        seen.map(({ key }) => key),
      )
    ).map(({ key, person }) => [key, person]),
  )
  const signedIn = new Map(seen.map((one) => [owners.get(one.key) ?? one.key, one]))
  const people = [...new Set([...[...exact, ...beginning].map(personOf), ...signedIn.keys()])].slice(0, limit)
  return await shown(tx, people, signedIn, now)
}

async function shown(
  tx: OrganisationTransaction,
  people: readonly string[],
  signedIn: ReadonlyMap<string, SeenAccount>,
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
  return people.map((person) => {
    const listed = byPerson.get(person)?.map(accountFrom).sort(ownFirst)
    const seen = signedIn.get(person)
    return {
      person,
      tier: tiers.get(person) ?? 'standard',
      isFrozen: frozen.some((one) => one.person === person),
      isListed: listed !== undefined,
      accounts: listed ?? (seen === undefined ? [] : [{ ...seen, person }]),
    }
  })
}

/** As on the person's page: the account that the person began with comes first. */
function ownFirst(one: Account, other: Account): number {
  return Number(other.key === other.person) - Number(one.key === one.person)
}

type Row = Awaited<ReturnType<ReturnType<typeof accounts>['execute']>>[number]

function accountFrom({ account, ...row }: Row): Account {
  const key = Buffer.from(account).toString('hex')
  return { ...row, key, provider: row.provider as Account['provider'], person: row.person ?? key }
}

function accounts(tx: OrganisationTransaction) {
  return tx.selectFrom('directory_accounts').select(['account', 'provider', 'tenant', 'id', 'label', 'person'])
}

function personOf({ account, person }: { readonly account: Uint8Array; readonly person: string | null }): string {
  return person ?? Buffer.from(account).toString('hex')
}
