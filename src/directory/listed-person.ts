/** A person's account as a provider lists it. It is read like a line of a file, and two people approve it in the same way. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { neutralise } from '../base/neutralise.ts'
import { METHODS } from '../signin/index.ts'
import { Line } from './one-line.ts'
import { type ImportRow, type LineProblem, type ReadImport, rowOf } from './read-import.ts'

const Strict = { additionalProperties: false }
const Instant = Type.Optional(Type.Integer({ minimum: 0 }))

export const ListedAuthenticator = Type.Object(
  {
    /** The provider's. */
    id: Line(400),
    kind: Type.Enum(METHODS),
    phishingResistant: Type.Boolean(),
    device: Type.Optional(Line(400)),
    /** Milliseconds, as the provider says. */
    added: Instant,
    lastUsed: Instant,
  },
  Strict,
)
export type ListedAuthenticator = Static<typeof ListedAuthenticator>

const Lists = Type.Object(
  {
    roles: Type.Optional(Type.Array(Line(400), { maxItems: 1000 })),
    groups: Type.Optional(Type.Array(Line(400), { maxItems: 1000 })),
    authenticators: Type.Optional(Type.Array(ListedAuthenticator, { maxItems: 100 })),
  },
  Strict,
)
const isLists = Compile(Lists)

/** What of a list is left out is not known, and stays as it was. */
export interface ListedPerson extends Static<typeof Lists> {
  readonly provider: string
  readonly tenant: string
  /** The provider's immutable id of the account. */
  readonly id: string
  readonly userName: string
  readonly employeeNumber?: string
  readonly email?: string
  readonly phone?: string
  readonly mobile?: string
  /** The manager's employee number. */
  readonly manager?: string
  /** When the provider last saw a contact change, in milliseconds. */
  readonly contactsChanged?: number
}

/**
 * Reads a page of a list. `line` is the place in the list, from 1; `after`: how many came on earlier pages. Nobody can look a
 * place up, so that what is wrong is said with the provider's id of the account.
 */
export function readListing(people: readonly ListedPerson[], after = 0): ReadImport {
  const rows: ImportRow[] = []
  const problems: LineProblem[] = []
  for (const [index, person] of people.entries()) {
    const read = readPerson(person, after + index + 1)
    if ('row' in read) rows.push(read.row)
    else problems.push(...read.problems.map((one) => ({ ...one, message: `Account ${idOf(person)}: ${one.message}` })))
  }
  return { rows, problems }
}

function readPerson(person: ListedPerson, line: number): ReturnType<typeof rowOf> {
  const { roles, groups, authenticators } = person
  const lists = defined({ roles, groups, authenticators })
  const read = rowOf(recordOf(person), line)
  if (!('row' in read)) return read
  if (isLists.Check(lists) && areDifferent(authenticators)) return { row: { ...read.row, ...lists } }
  return {
    problems: [{ line, code: 'ERR_IMPORT_VALUE', message: 'Roles, groups or authenticators are not in order.' }],
  }
}

function idOf({ id }: ListedPerson): string {
  return neutralise(id).slice(0, SHOWN_MAX)
}

const SHOWN_MAX = 100

function areDifferent(authenticators: readonly ListedAuthenticator[] = []): boolean {
  return new Set(authenticators.map(({ id }) => id)).size === authenticators.length
}

function recordOf({ id, userName, employeeNumber, contactsChanged, phone, mobile, ...person }: ListedPerson): object {
  const { provider, tenant, email, manager } = person
  return defined({
    provider,
    tenant,
    account_id: id,
    user_name: userName,
    employee_number: employeeNumber,
    email,
    phone: phone && dialled(phone),
    mobile: mobile && dialled(mobile),
    manager,
    contacts_changed: contactsChanged === undefined ? undefined : new Date(contactsChanged).toISOString().slice(0, 10),
  })
}

/** Directories keep numbers as somebody typed them. */
function dialled(number: string): string {
  return number.replaceAll(/[\s().\-/]/g, '')
}

function defined(members: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ''))
}
