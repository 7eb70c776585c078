/**
 * Graph's rows as PowerShell saves them (`Get-MgAuditLogSignIn | ConvertTo-Json`, and the older AzureAD module): all
 * members begin with a capital, and Windows PowerShell writes times as `/Date(1772438400000)/`.
 */
import type { Decoder, Row } from '../decoder.ts'
import { createParsedRow } from '../parsed-row.ts'
import { entraGraphDecoders } from './entra-graph.ts'
import { isMembers } from './entra-values.ts'

const DATE = /^\/Date\((\d{1,15})\)\/$/
/** Deeper members are nothing that is read. */
const LEVELS_MAX = 8

/** The decoder of the same rows with capitals. */
function capitalised(decoder: Decoder): Decoder {
  const members = [...new Set(decoder.paths.map((path) => /^\w+/.exec(path)?.[0] ?? ''))]
  // The newer module writes IPAddress, the older one IpAddress.
  const paths = [...members.map(capital), ...members.filter((name) => name === 'ipAddress').map(() => 'IPAddress')]
  const plain = createParsedRow(decoder.paths)
  const inner = (row: Row): Row =>
    plain.set(uncapitalised(Object.fromEntries(paths.map((name, path) => [name, row.json(path)])), 0))
  const { parts } = decoder
  return {
    ...decoder,
    name: decoder.name.replace('graph', 'powershell'),
    paths,
    marks: [
      ...new Set(decoder.marks.map((mark) => members.indexOf(/^\w+/.exec(decoder.paths[mark] ?? '')?.[0] ?? ''))),
    ],
    recognise: (sample) => decoder.recognise(uncapitalised(sample, LEVELS_MAX - 1)),
    ...(parts && { parts: (row: Row) => parts(inner(row)) }),
    decode: (row, draft, part) => decoder.decode(inner(row), draft, part),
  }
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function uncapitalised(value: Readonly<Record<string, unknown>>, level: number): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = {}
  for (const [name, inside] of Object.entries(value)) {
    const plain = name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (letters) => letters.toLowerCase())
    if (/^[A-Z]/.test(name)) made[plain] ??= plainValue(inside, level + 1)
  }
  return made
}

function plainValue(value: unknown, level: number): unknown {
  if (typeof value === 'string') return value.replace(DATE, (_, time) => new Date(Number(time)).toISOString())
  if (level > LEVELS_MAX) return value
  if (Array.isArray(value)) return value.map((each) => plainValue(each, level + 1))
  return isMembers(value) ? uncapitalised(value, level) : value
}

export const entraPowershellDecoders: readonly Decoder[] = entraGraphDecoders.map(capitalised)
