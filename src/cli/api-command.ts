/** `postern lockouts` and its like: what the server has, as a table or as JSON. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { neutralise } from '../base/neutralise.ts'
import { ApiError, apiOf, type Environment } from './api-client.ts'
import type { ApiVerb } from './api-commands.ts'
import { Exit } from './exit.ts'

export interface ApiOptions {
  readonly json?: boolean
  readonly limit?: number
  readonly state?: string
}

export interface ApiWorld {
  readonly environment: Environment
  /** To standard output. */
  write(text: string): void
  /** To standard error. */
  tell(text: string): void
}

type Row = Readonly<Record<string, unknown>>
const Rows = Type.Array(Type.Record(Type.String(), Type.Unknown()))

/** Gives the exit code. Throws UsageError where the environment is wrong. */
export async function apiCommand(
  verb: ApiVerb,
  { json = false, limit, state }: ApiOptions,
  { environment, write, tell }: ApiWorld,
): Promise<number> {
  const api = apiOf(environment)
  try {
    const body = await api.get(verb, { limit: limit?.toString(), state })
    if (json) {
      write(`${JSON.stringify(body)}\n`)
      return Exit.fine
    }
    if (!Value.Check(Rows, body)) throw new ApiError(`${api.url} answered in a form that this version does not read.`)
    write(table(verb, body))
    if (limit !== undefined && body.length === limit) tell(`These are the latest ${limit}; --limit shows more.\n`)
    return Exit.fine
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    tell(`postern: ${error.message}\n`)
    return Exit.serverRefused
  }
}

type Columns = readonly (readonly [heading: string, path: string])[]

const START = ['START', 'verdict.start'] as const
const WHO = ['WHO', 'verdict.people|verdict.person|verdict.address'] as const
const NEXT = ['NEXT', 'verdict.next'] as const

/** Where in a row each column's text stands; of several places the first that has one counts. */
const COLUMNS: Readonly<Record<ApiVerb, Columns>> = {
  lockouts: [START, ['ENDED', 'verdict.ended.at'], ['CAUSE', 'verdict.cause'], WHO, NEXT],
  findings: [START, ['SEVERITY', 'verdict.severity'], ['DETECTION', 'verdict.detection'], WHO, NEXT],
  outages: [START, ['PROVIDER', 'verdict.provider'], ['WHAT', 'verdict.what'], ['PEOPLE', 'verdict.peopleCount'], NEXT],
  'policy-blocks': [START, ['POLICY', 'verdict.policy'], ['PEOPLE', 'verdict.peopleCount'], NEXT],
  incidents: [
    ['OPENED', 'opened'],
    ['CLOSED', 'closed'],
    ['SEVERITY', 'severity'],
    ['TITLE', 'title'],
    ['ID', 'id'],
  ],
  sources: [
    ['ID', 'id'],
    ['NAME', 'name'],
    ['LAST EVENT', 'lastEvent'],
    ['CLOSED', 'closed'],
  ],
}

function table(verb: ApiVerb, rows: readonly Row[]): string {
  if (rows.length === 0) return 'Nothing to show.\n'
  const columns = COLUMNS[verb]
  const lines = [columns.map(([heading]) => heading), ...rows.map((row) => columns.map(([, path]) => cell(row, path)))]
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  const textOfLine = (line: readonly string[]) => line.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')
  return lines.map((line) => `${textOfLine(line).trimEnd()}\n`).join('')
}

/** Names of people come from outside: nothing in them moves the terminal. */
function cell(row: Row, places: string): string {
  for (const place of places.split('|')) {
    const found = place.split('.').reduce<unknown>((at, name) => (isRow(at) ? at[name] : undefined), row)
    const text = textOf(found)
    if (text !== '') return neutralise(text)
  }
  return '-'
}

const NAMED_MAX = 3

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (!Array.isArray(value)) return ''
  const more = value.length > NAMED_MAX ? ` and ${value.length - NAMED_MAX} more` : ''
  return `${value.slice(0, NAMED_MAX).map(textOf).join(', ')}${more}`
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
