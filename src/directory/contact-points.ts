/**
 * Contact points that checks use: the values themselves, each compared with what was imported. Only verification/ asks for them; what
 * screens show is in contacts.ts.
 */
import { keyedToken } from '../base/keyed-token.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Account } from './accounts.ts'
import { counts, countsFrom, type ValueKind } from './aged-value.ts'
import { onlyBearer, openContact } from './contacts.ts'
import { personMeant } from './people.ts'
import { employeeToken } from './recognise.ts'
import type { DirectoryRoom } from './room.ts'

export interface ContactPoint {
  readonly kind: Exclude<ValueKind, 'manager'>
  readonly account: Account
  /** `+49 30 1111111`, `ana@example.com`. */
  readonly value: string
  /** From when on it can prove something, in milliseconds. */
  readonly countsFrom: number
  readonly counts: boolean
}

type Room = Pick<DirectoryRoom, 'tokenKey' | 'masters' | 'seenAccount'>

/** The person's current ones over all accounts; those that cannot be opened, or are not what was imported, are left out. */
export async function contactPointsOf(
  tx: OrganisationTransaction,
  room: Room,
  person: string,
  now: number,
): Promise<readonly ContactPoint[]> {
  const points: ContactPoint[] = []
  for (const { kind, ...point } of await openedOf(tx, room, person, now)) {
    if (kind !== 'manager') points.push({ ...point, kind })
  }
  return points
}

export interface Manager {
  /** Id of the person. */
  readonly manager: string
  readonly countsFrom: number
  readonly counts: boolean
}

/** Who the directory says manages the person; nobody where it names a number that none or several have. */
export async function managersOf(
  tx: OrganisationTransaction,
  room: Room,
  person: string,
  now: number,
): Promise<readonly Manager[]> {
  const managers: Manager[] = []
  for (const { kind, value, countsFrom, counts } of await openedOf(tx, room, person, now)) {
    if (kind !== 'manager') continue
    const { manager } = await onlyBearer(tx, employeeToken(keyedToken(room.tokenKey), value))
    if (manager !== null) managers.push({ manager, countsFrom, counts })
  }
  return managers
}

async function openedOf(tx: OrganisationTransaction, room: Room, person: string, now: number) {
  const accounts = (await personMeant(tx, room, person))?.accounts ?? []
  if (accounts.length === 0) return []
  const rows = await tx
    .selectFrom('directory_values as v')
    .innerJoin('directory_accounts as a', 'a.account', 'v.account')
    .select(['v.account', 'kind', 'since', 'baseline', 'linked', 'ended'])
    .select(['token', 'commitment', 'key', 'nonce', 'data'])
    .where(
      'v.account',
      'in',
      accounts.map(({ key }) => Buffer.from(key, 'hex')),
    )
    .where('ended', 'is', null)
    .orderBy('v.account')
    .orderBy('kind')
    .execute()
  const opened: (Omit<ContactPoint, 'kind'> & { readonly kind: ValueKind })[] = []
  for (const { commitment, key, nonce, data, token, kind, ...row } of rows) {
    const { value } = await openContact(tx, room, { kind, token, commitment, ciphertext: { key, nonce, data } })
    const account = accounts.find((one) => one.key === Buffer.from(row.account).toString('hex'))
    if (value === null || account === undefined) continue
    const aged = { ...row, kind }
    opened.push({ kind, account, value, countsFrom: countsFrom(aged), counts: counts(aged, now) })
  }
  return opened
}
