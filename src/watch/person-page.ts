/**
 * One person's page: what they did with all of their accounts, what was concluded about it, and what is usual for them. Indexed
 * reads only.
 */
import { formatInstant } from '../base/time.ts'
import { type Finding, traceInWords } from '../diagnosis/index.ts'
import { type Account, personMeant } from '../directory/index.ts'
import { accountOf, type Provider, readKept, type SignIn, traceOf } from '../signin/index.ts'
import { latestSignInsOfAccount, type OrganisationTransaction, type SignInRow } from '../store/index.ts'
import { idOf, type PersonRow, personById, subjectsOfPerson } from './people.ts'
import { seenAccounts } from './seen-accounts.ts'
import { type UsualShown, usualIn } from './usual.ts'
import { type ToldVerdict, verdictsAbout } from './verdicts.ts'

export interface SignInShown {
  readonly time: string
  readonly provider: string
  readonly what: string
  readonly result: SignIn['outcome']
  readonly address: string
  readonly place: string
  /** Degrees; null where the log does not say. */
  readonly latitude: number | null
  readonly longitude: number | null
  readonly device: string
  readonly authenticator: string
  readonly app: string
}

export interface PersonPage {
  readonly id: string
  /** As the directory has them; null for a name alone, which is nobody's account yet. */
  readonly person: string | null
  readonly label: string
  readonly accounts: readonly { readonly provider: string; readonly account: string; readonly label: string }[]
  readonly lockouts: readonly ToldVerdict[]
  readonly findings: readonly ToldVerdict[]
  /** Newest first. */
  readonly signIns: readonly SignInShown[]
  readonly usual: UsualShown
}

const DAY_MS = 86_400_000
/** How far back it looks: as long as sign-ins are kept, unless said otherwise. */
const BACK_MS = 90 * DAY_MS
/** What is read of each account, and what of that is shown. */
const READ_MAX = 1000
/** A person who has more is looked at by these. */
const ACCOUNTS_MAX = 20
const SHOWN_MAX = 200
const VERDICTS_MAX = 50

/** Of the person with an account of this key, or with this id; undefined where no sign-in and nobody else named them. */
export async function personPage(
  tx: OrganisationTransaction,
  id: string,
  now: number,
): Promise<PersonPage | undefined> {
  const meant = await personMeant(tx, seenAccounts, id)
  if (meant !== undefined) {
    const rows: PersonRow[] = []
    for (const account of meant.accounts.slice(0, ACCOUNTS_MAX)) {
      rows.push((await personById(tx, account.key)) ?? neverSeen(account))
    }
    return await pageOf(tx, { id: meant.person, person: meant.person, rows }, now)
  }
  const name = await personById(tx, id)
  return name && (await pageOf(tx, { id: idOf(name), person: null, rows: [name] }, now))
}

function neverSeen({ key, provider, tenant, id, label }: Account): PersonRow {
  return { person: Buffer.from(key, 'hex'), provider, tenant, account: id, label }
}

interface Subject extends Pick<PersonPage, 'id' | 'person'> {
  readonly rows: readonly PersonRow[]
}

async function pageOf(tx: OrganisationTransaction, { rows, ...who }: Subject, now: number): Promise<PersonPage> {
  const subjects = rows.flatMap(subjectsOfPerson)
  const lockouts = await verdictsAbout(tx, subjects, 'lockout', VERDICTS_MAX)
  const findings = await verdictsAbout(tx, subjects, 'finding', VERDICTS_MAX)
  const kept: SignInRow[] = []
  for (const row of rows) kept.push(...(await signInsOf(tx, row, now)))
  const signIns = newestFirst(kept)
  const bodies = findings.map(({ body }) => JSON.parse(body) as Finding)
  return {
    ...who,
    label: rows[0]?.label ?? '',
    accounts: rows.map(({ provider, account, label }) => ({ provider, account, label })),
    lockouts,
    findings,
    signIns: signIns.slice(0, SHOWN_MAX).map(shown),
    usual: usualIn(signIns, bodies),
  }
}

/** Of one account. Rows that had only the name are found by that. */
async function signInsOf(tx: OrganisationTransaction, person: PersonRow, now: number): Promise<readonly SignInRow[]> {
  const range = { from: now - BACK_MS, until: now + DAY_MS, limit: READ_MAX }
  const { tenant, label: name } = person
  const provider = person.provider as Provider
  const byName = accountOf({ known: true, provider, tenant, account: '', name })
  const rows = [...(await latestSignInsOfAccount(tx, person.person, range))]
  if (Buffer.compare(byName, person.person) !== 0) rows.push(...(await latestSignInsOfAccount(tx, byName, range)))
  return rows
}

function newestFirst(rows: readonly SignInRow[]): readonly SignIn[] {
  return distinct(rows)
    .sort((one, other) => other.time - one.time)
    .slice(0, READ_MAX)
    .map(({ row }) => readKept(row))
}

/** A corrected row stands beside the first; the fuller one counts. */
function distinct(rows: readonly SignInRow[]): SignInRow[] {
  const byEvent = new Map<string, SignInRow>()
  for (const row of rows) {
    const key = Buffer.from(row.event).toString('hex')
    const before = byEvent.get(key)
    if (before === undefined || before.row.length < row.row.length) byEvent.set(key, row)
  }
  return [...byEvent.values()]
}

function shown(signIn: SignIn): SignInShown {
  const { time, provider, outcome, ip, city, country, latitude, longitude, method, target, app } = signIn
  return {
    time: formatInstant(time),
    provider,
    // The address has a column of its own.
    what: traceInWords({ ...traceOf(signIn), ip: '' }),
    result: outcome,
    address: ip,
    place: [city, country].filter((part) => part !== '').join(', '),
    latitude: Number.isNaN(latitude) ? null : latitude,
    longitude: Number.isNaN(longitude) ? null : longitude,
    device: signIn.device === '' ? signIn.client : signIn.device,
    authenticator: method === 'none' ? '' : [method, target].filter((part) => part !== '').join(' · '),
    app,
  }
}
