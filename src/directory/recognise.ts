/** From the lines of a part to whose they are and what they would change. */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { commitValue, type EncryptionKey, personKeysFor } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { keyOfAccount } from './accounts.ts'
import type { ValueKind } from './aged-value.ts'
import { type Holdings, holdingsOf } from './holdings.ts'
import { type Identified, identify } from './identity.ts'
import { knownIdentities } from './known-identities.ts'
import type { ImportRow, LineProblem } from './read-import.ts'
import type { DirectoryRoom } from './room.ts'
import type { Brought, BroughtValue, StagedRow } from './staged-row.ts'

export interface Recognised {
  readonly rows: readonly StagedRow[]
  readonly problems: readonly LineProblem[]
}

type Room = Pick<DirectoryRoom, 'ledger' | 'tokenKey' | 'masters'>

interface Given {
  readonly kind: ValueKind
  readonly value: string
  readonly token: string
}

/** A line, and by what it can be recognised. */
interface Read {
  readonly row: ImportRow
  readonly key: string
  readonly employee: string | undefined
  readonly nameTokens: readonly string[]
  readonly values: readonly Given[]
}

interface Identification extends Read {
  readonly identified: Identified
  readonly isFresh: boolean
  /** The account is written as it would be, whoever it is. */
  readonly isAsWritten: boolean
  readonly newTokens: readonly string[]
}

export async function recognise(
  tx: OrganisationTransaction,
  room: Room,
  part: { readonly import: string; readonly part: number; readonly now: number },
  lines: readonly ImportRow[],
): Promise<Recognised> {
  const token = keyedToken(room.tokenKey)
  const { found, problems } = await identifyAll(
    tx,
    part.import,
    lines.map((row) => readWith(token, row)),
  )
  const holds = await holdingsOf(
    tx,
    found.filter(({ identified }) => identified.outcome !== 'new').map(({ key }) => key),
  )
  const changed = found.map((one) => ({ ...one, ...changesOf(one, holds(one.key)) }))
  const people = new Set(changed.filter(({ values }) => values.length > 0).map((one) => one.identified.person))
  const keys = await personKeysFor(tx, [...people], room.masters, room.ledger.random)
  const rows = changed.map((one): StagedRow => {
    const { row, key: account, identified, isFresh } = one
    const { line, provider, tenant, account_id: id, user_name: label, tier = 'standard' } = row
    const settled = isSettled(row, part.now)
    const brought =
      identified.outcome === 'doubt' ? undefined : broughtBy(one, settled, part.now, keys, room.ledger.random)
    return {
      ...{ part: part.part, line, account, provider, tenant, id, label, tier, settled },
      ...{ person: identified.person, outcome: identified.outcome, why: identified.why ?? null },
      replaced: one.replaced,
      fresh: isFresh,
      body: brought === undefined || isNothing(one, brought) ? '' : JSON.stringify(brought),
    }
  })
  return { rows, problems }
}

function readWith(token: ReturnType<typeof keyedToken>, row: ImportRow): Read {
  const { provider, tenant, account_id: id, employee_number: number } = row
  const names = new Set([row.user_name, row.email ?? ''].filter(Boolean).map(normal))
  return {
    row,
    key: keyOfAccount({ provider, tenant, id }),
    employee: number === undefined ? undefined : employeeToken(token, number),
    nameTokens: [...names].map((name) => nameToken(token, name)),
    values: valuesOf(row).map((one) => ({ ...one, token: valueToken(token, one.kind, one.value) })),
  }
}

/** By which whoever has this employee number is found. */
export function employeeToken(token: ReturnType<typeof keyedToken>, number: string): string {
  return token('person', `employee:${number}`)
}

/** By which accounts with this user name or address are found. */
export function nameToken(token: ReturnType<typeof keyedToken>, name: string): string {
  return token('person', `name:${normal(name)}`)
}

/** By which a value is the same as before, or another. */
export function valueToken(token: ReturnType<typeof keyedToken>, kind: ValueKind, value: string): string {
  return token('person', `${kind}:${normal(value)}`)
}

async function identifyAll(tx: OrganisationTransaction, id: string, read: readonly Read[]) {
  const known = await knownIdentities(tx, {
    import: id,
    accounts: [...new Set(read.map(({ key }) => key))],
    tokens: [...new Set(read.flatMap(tokensOf))],
  })
  const found: Identification[] = []
  const problems: LineProblem[] = []
  for (const one of read) {
    const { row, key, employee, nameTokens } = one
    const { provider, tenant, line } = row
    if (known.isInImport(key)) {
      problems.push({ line, code: 'ERR_IMPORT_DUPLICATE', message: 'This account stands in an earlier line already.' })
      continue
    }
    const before = known.account(key)
    const employees = employee === undefined ? [] : known.bearers(employee)
    const names = nameTokens.flatMap(known.bearers)
    const claim = { account: key, provider, tenant, known: before, employees, names, apart: known.apart(key) }
    const identified = identify({ ...claim, hasEmployee: employee !== undefined })
    const { outcome, person } = identified
    const isFresh =
      outcome === 'new' ||
      ((outcome === 'linked' || outcome === 'recreated') &&
        [...employees, ...names].some((bearer) => bearer.person === person && bearer.isFresh))
    const tokens = outcome === 'doubt' ? [] : tokensOf(one)
    const newTokens = tokens.filter((token) => known.bearers(token).every(({ account }) => account !== key))
    const isAsWritten = outcome === 'known' && before?.isLinked === true && before.label === row.user_name
    known.add({ account: key, person, provider, tenant, isFresh }, tokens)
    found.push({ ...one, identified, isFresh, isAsWritten, newTokens })
  }
  return { found, problems }
}

function tokensOf({ employee, nameTokens }: Read): readonly string[] {
  return employee === undefined ? nameTokens : [employee, ...nameTokens]
}

/** What is confirmed is no change (rule 5). */
function changesOf({ values, row }: Identification, held: Holdings) {
  const changed = values.filter(({ kind, token }) => held.values.get(kind) !== token)
  const { roles, groups, authenticators } = row
  return {
    values: changed,
    replaced: changed.filter(({ kind }) => held.values.has(kind)).length,
    ...(roles === undefined || isSame(roles.toSorted(), held.roles) ? {} : { roles }),
    ...(groups === undefined || isSame(groups.toSorted(), held.groups) ? {} : { groups }),
    ...(authenticators === undefined || isSame(authenticators.toSorted(byId), held.authenticators)
      ? {}
      : { authenticators }),
  }
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function broughtBy(
  one: Omit<Identification, 'row'> & Pick<ImportRow, 'roles' | 'groups' | 'authenticators'>,
  settled: boolean,
  now: number,
  keys: ReadonlyMap<string, EncryptionKey>,
  random: Room['ledger']['random'],
): Brought {
  const { identified, isFresh, newTokens, roles, groups, authenticators } = one
  const baseline = isFresh && settled
  const values = one.values.map(({ kind, value, token }): BroughtValue => {
    const { commitment, ciphertext } = commitValue(value, keys.get(identified.person)!, random)
    return { kind, token, baseline, commitment, ...ciphertext }
  })
  return {
    tokens: newTokens,
    values,
    ...(roles === undefined ? {} : { roles }),
    ...(groups === undefined ? {} : { groups }),
    ...(authenticators === undefined
      ? {}
      : {
          authenticators: authenticators.map((each) => ({
            ...each,
            baseline: isFresh && (each.added === undefined || now - each.added >= DEFAULTS.directory.coolOffMs),
          })),
        }),
  }
}

function isNothing({ isAsWritten }: Identification, { tokens, values, ...lists }: Brought): boolean {
  return isAsWritten && tokens.length === 0 && values.length === 0 && Object.keys(lists).length === 0
}

/** Its contacts can be part of a baseline: the provider does not call them recently changed (rule 5). */
function isSettled({ contacts_changed }: ImportRow, now: number): boolean {
  return contacts_changed === undefined || now - Date.parse(contacts_changed) >= DEFAULTS.directory.coolOffMs
}

function valuesOf({ email, phone, mobile, manager }: ImportRow): readonly Omit<Given, 'token'>[] {
  const all = [
    ['mail', email],
    ['landline', phone],
    ['mobile', mobile],
    ['manager', manager],
  ] as const
  return all.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]))
}

/** Letter case and the ways to write one accent say nothing about who somebody is. */
function normal(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
