/**
 * A person's contact points as screens show them: masked, with their age and where they come from. The value itself may be what a
 * check expects (DESIGN §3 rule 3), so that nobody is shown it here.
 */
import { keyedToken } from '../base/keyed-token.ts'
import { LedgerError, openValue, personKey } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { AgedValue } from './aged-value.ts'
import { employeeToken, valueToken } from './recognise.ts'
import type { DirectoryRoom } from './room.ts'

export interface ContactShown extends AgedValue {
  readonly account: string
  /** `a…@e….com`; null for a manager, and where it cannot be read. */
  readonly masked: string | null
  /** `altered`: it is not what was imported. Somebody could change the database; nobody acts on it. */
  readonly readable: 'yes' | 'erased' | 'altered'
  /** Of a manager who is known: the id of the person. */
  readonly manager: string | null
  /** What the manager's first account is called. */
  readonly managerLabel: string | null
  /** The import that brought it. */
  readonly source: string
}

const SHOWN_MAX = 1000
type Room = Pick<DirectoryRoom, 'tokenKey' | 'masters'>

/** Of these accounts, the newest of each kind first; also those that ended. At most 1,000. */
export async function contactsOf(
  tx: OrganisationTransaction,
  room: Room,
  accounts: readonly string[],
): Promise<readonly ContactShown[]> {
  if (accounts.length === 0) return []
  const keys = accounts.map((account) => Buffer.from(account, 'hex'))
  const rows = await tx
    .selectFrom('directory_values as v')
    .innerJoin('directory_accounts as a', 'a.account', 'v.account')
    .select(['v.account', 'kind', 'since', 'baseline', 'linked', 'ended', 'source'])
    .select(['token', 'commitment', 'key', 'nonce', 'data'])
    .where('v.account', 'in', keys)
    .orderBy('v.account')
    .orderBy('kind')
    .orderBy('since', 'desc')
    .limit(SHOWN_MAX)
    .execute()
  const shown: ContactShown[] = []
  for (const { account, commitment, key, nonce, data, token, ...value } of rows) {
    const read = await readValue(tx, room, { ...value, token, commitment, ciphertext: { key, nonce, data } })
    shown.push({ ...value, ...read, account: Buffer.from(account).toString('hex') })
  }
  return shown
}

interface Kept extends Pick<AgedValue, 'kind'> {
  readonly token: string
  readonly commitment: string
  readonly ciphertext: { readonly key: string; readonly nonce: string; readonly data: string }
}

async function readValue(
  tx: OrganisationTransaction,
  room: Room,
  kept: Kept,
): Promise<Pick<ContactShown, 'masked' | 'readable' | 'manager' | 'managerLabel'>> {
  const nothing = { masked: null, manager: null, managerLabel: null } as const
  const { value, readable } = await openContact(tx, room, kept)
  if (value === null) return { ...nothing, readable }
  if (kept.kind !== 'manager') return { ...nothing, masked: masked(kept.kind, value), readable }
  return { ...nothing, ...(await onlyBearer(tx, employeeToken(keyedToken(room.tokenKey), value))), readable }
}

/** The value itself, if it is the one that was imported; null where it was erased, or altered in the database. */
export async function openContact(
  tx: OrganisationTransaction,
  { tokenKey, masters }: Room,
  { kind, token, ...kept }: Kept,
): Promise<{ readonly value: string | null; readonly readable: ContactShown['readable'] }> {
  try {
    const value = openValue(kept, await personKey(tx, kept.ciphertext.key, masters))
    const isImported = typeof value === 'string' && valueToken(keyedToken(tokenKey), kind, value) === token
    return isImported ? { value, readable: 'yes' } : { value: null, readable: 'altered' }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    return { value: null, readable: error.code === 'ERR_LEDGER_VALUE_ERASED' ? 'erased' : 'altered' }
  }
}

/** The person with this employee number; nulls where nobody has it, or several do. */
export async function onlyBearer(
  tx: OrganisationTransaction,
  token: string,
): Promise<Pick<ContactShown, 'manager' | 'managerLabel'>> {
  const rows = await tx
    .selectFrom('directory_identities as i')
    .innerJoin('directory_accounts as a', 'a.account', 'i.account')
    .select(['a.account', 'a.person', 'a.label'])
    .where('i.token', '=', token)
    .orderBy('a.account')
    .execute()
  const people = new Set(rows.map(({ account, person }) => person ?? Buffer.from(account).toString('hex')))
  const [manager = null] = people
  const isOne = people.size === 1
  const own = rows.find(({ account }) => Buffer.from(account).toString('hex') === manager) ?? rows[0]
  return { manager: isOne ? manager : null, managerLabel: isOne ? (own?.label ?? null) : null }
}

function masked(kind: AgedValue['kind'], value: string): string {
  if (kind !== 'mail') return `${value.slice(0, 3)} … ${value.slice(-2)}`
  const [name = '', domain = ''] = value.split('@')
  return `${firstOf(name)}…@${firstOf(domain)}…${domain.slice(domain.lastIndexOf('.'))}`
}

function firstOf(text: string): string {
  return [...text][0] ?? ''
}
