/** What form a file has, by its head. */
import { createCsvReader, delimiterOf, UNENDED } from './csv.ts'
import { afterSpace } from './envelope.ts'
import type { Recognition } from './recognition.ts'

/** Lines of a text log that are looked at: service logs begin with what no decoder knows. */
const LINES_MAX = 50
const NEWLINE = 0x0a
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b
const RECORD_SEPARATOR = 0x1e
const NAME_MAX = 200

/** Is everything on one line? Then rows are counted instead of lines. */
export function isOneLine(head: Uint8Array): boolean {
  const start = afterSpace(head, 0, head.length)
  const newline = head.indexOf(NEWLINE, start)
  return newline < 0 || afterSpace(head, newline, head.length) === head.length
}

/** Is this a table: a header with names, and under it records that somebody knows, or at least of as many fields? */
export function isTable(head: Buffer, recognition: Recognition): boolean {
  const start = afterSpace(head, 0, head.length)
  const first = head[start]
  if (first === OPEN_OBJECT || first === OPEN_ARRAY || first === RECORD_SEPARATOR || start === head.length) return false
  const { header, record } = beginning(head, start)
  if (header.length < 2) return false
  if (recognition.record(valuesOf(header, record))) return true
  const lines = head.toString('utf8', start).split('\n', LINES_MAX)
  if (lines.some((line) => recognition.line(line.trimEnd()))) return false
  return record.length === header.length && header.every(isName) && new Set(header).size === header.length
}

/** Spreadsheets may put the delimiter before the header: `sep=;`. */
export function separatorLine(text: Uint8Array, at: number): number | undefined {
  const words = Buffer.from(text.subarray(at, at + 6)).toString('latin1')
  return /^sep=.[\r\n]/.test(words) ? words.charCodeAt(4) : undefined
}

/** A column's name. Log Analytics adds the zone in which its portal shows times, where that is UTC. */
export function columnName(field: string): string {
  return field.trim().replace(/ \[UTC\]$/, '')
}

function beginning(head: Buffer, start: number): { header: string[]; record: string[] } {
  const separator = separatorLine(head, start)
  const at = separator === undefined ? start : afterSpace(head, start + 5, head.length)
  const csv = createCsvReader(head, separator ?? delimiterOf(head, at, head.length))
  const end = csv.read(at, head.length, true)
  if (end === UNENDED) return { header: [], record: [] }
  const header = csv.fields().map(columnName)
  return { header, record: csv.read(end, head.length, true) === UNENDED || csv.blank() ? [] : csv.fields() }
}

function valuesOf(header: readonly string[], record: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, index) => [name, record[index] ?? '']))
}

function isName(text: string): boolean {
  return text.length <= NAME_MAX && /\p{L}/u.test(text)
}
