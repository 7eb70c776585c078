/** From a CSV file to rows, and what is wrong with it by line. docs/directory.md describes the file. */
import { CsvError, parse } from 'csv-parse/sync'
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { PROVIDERS } from '../signin/index.ts'
import type { ListedAuthenticator } from './listed-person.ts'
import { Line } from './one-line.ts'
import { PERSON_TIERS } from './tier.ts'

const Optional = (max: number) => Type.Optional(Line(max))
/** In the form of E.164, so that one number is written in one way. */
const Phone = Type.Optional(Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }))

const Record = Type.Object(
  {
    provider: Type.Enum(PROVIDERS),
    tenant: Line(400),
    account_id: Line(400),
    user_name: Line(400),
    employee_number: Optional(64),
    email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })),
    phone: Phone,
    mobile: Phone,
    manager: Optional(64),
    tier: Type.Optional(Type.Enum(PERSON_TIERS)),
    contacts_changed: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' })),
    roles: Optional(4000),
    groups: Optional(4000),
  },
  { additionalProperties: false },
)
const isRecord = Compile(Record)

const COLUMNS: readonly string[] = Object.keys(Record.properties)
const REQUIRED: readonly string[] = ['provider', 'tenant', 'account_id', 'user_name']

/** What a column takes, for whoever has to mend a line. */
const TAKES: Readonly<Partial<{ readonly [column: string]: string }>> = {
  provider: `one of ${PROVIDERS.join(', ')}`,
  tier: `one of ${PERSON_TIERS.join(', ')}, or nothing; emergency accounts are entered in the registry`,
  phone: 'a number as +4930123456, or nothing',
  mobile: 'a number as +491701234567, or nothing',
  email: 'one address, or nothing',
  contacts_changed: 'a day as 2026-02-23, or nothing',
  roles: 'names, with a semicolon between them, or nothing',
  groups: 'names, with a semicolon between them, or nothing',
}

export interface ImportRow extends Omit<Static<typeof Record>, 'roles' | 'groups'> {
  /** In the file, from 1. */
  readonly line: number
  /** All that it has; undefined where the source does not say. */
  readonly roles?: readonly string[]
  readonly groups?: readonly string[]
  readonly authenticators?: readonly ListedAuthenticator[]
}

export interface LineProblem {
  readonly line: number
  readonly code: 'ERR_IMPORT_CSV' | 'ERR_IMPORT_COLUMN' | 'ERR_IMPORT_VALUE' | 'ERR_IMPORT_DUPLICATE'
  readonly message: string
}

export interface ReadImport {
  readonly rows: readonly ImportRow[]
  readonly problems: readonly LineProblem[]
}

/**
 * Reads a file, or a part that begins with the header. A line is read whole or named as a problem. `after`: how many lines
 * below the header earlier parts hold, so that each line has the number that it has in the file.
 */
export function readImport(text: string, after = 0): ReadImport {
  const rows: ImportRow[] = []
  const problems: LineProblem[] = []
  for (const { record, info } of recordsOf(text, after, problems)) {
    const line = info.lines + after
    const given = Object.fromEntries(
      Object.entries(record)
        .map(([column, value]) => [column, value.trim()])
        .filter(([, value]) => value !== ''),
    )
    const read = rowOf(given, line)
    if ('row' in read) rows.push(read.row)
    else problems.push(...read.problems)
  }
  return { rows, problems }
}

/** One line, as far as it is what the columns take. */
export function rowOf(
  given: object,
  line: number,
): { readonly row: ImportRow } | { readonly problems: readonly LineProblem[] } {
  if (!isRecord.Check(given)) return { problems: problemsOf(given, line) }
  const { roles, groups, ...row } = given
  return {
    row: {
      ...row,
      line,
      ...(roles === undefined ? {} : { roles: namesIn(roles) }),
      ...(groups === undefined ? {} : { groups: namesIn(groups) }),
    },
  }
}

function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(';').map((name) => name.trim().slice(0, NAME_MAX)))].filter((name) => name !== '')
}

const NAME_MAX = 400

interface Parsed {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number }
}

function recordsOf(text: string, after: number, problems: LineProblem[]): readonly Parsed[] {
  try {
    return parse(text, {
      bom: true,
      columns: (names: readonly string[]) => checkedColumns(names, problems),
      info: true,
      skip_empty_lines: true,
      max_record_size: RECORD_MAX,
    }) as unknown as readonly Parsed[]
  } catch (error) {
    if (error instanceof UnknownColumns) return []
    if (!(error instanceof CsvError)) throw error
    const line = (typeof error.lines === 'number' ? error.lines : 1) + after
    problems.push({ line, code: 'ERR_IMPORT_CSV', message: `This is not CSV from here on: ${error.code}.` })
    return []
  }
}

const RECORD_MAX = 16 * 1024

class UnknownColumns extends Error {}

function checkedColumns(names: readonly string[], problems: LineProblem[]): string[] {
  const columns = names.map((name) => name.trim().toLowerCase())
  const unknown = columns.filter((name) => !COLUMNS.includes(name))
  const missing = REQUIRED.filter((name) => !columns.includes(name))
  const say = (message: string): void => void problems.push({ line: 1, code: 'ERR_IMPORT_COLUMN', message })
  if (unknown.length > 0)
    say(`There is no column for these; there are ${COLUMNS.join(', ')}. Number: ${unknown.length}.`)
  if (missing.length > 0) say(`These columns are missing: ${missing.join(', ')}.`)
  if (new Set(columns).size < columns.length) say('A column stands there twice.')
  if (problems.length > 0) throw new UnknownColumns()
  return columns
}

/** The value itself is not repeated: a preview is shown to people who need not see it. */
function problemsOf(given: object, line: number): readonly LineProblem[] {
  const columns = new Set(
    [...isRecord.Errors(given)].map(({ instancePath }) => instancePath.split('/')[1] ?? '').filter((one) => one !== ''),
  )
  for (const required of REQUIRED) if (!(required in given)) columns.add(required)
  return [...columns].map((column) => ({
    line,
    code: 'ERR_IMPORT_VALUE',
    message: `${column} takes ${TAKES[column] ?? 'text on one line, not empty where it is required'}.`,
  }))
}
