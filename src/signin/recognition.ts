/** Which decoder a row belongs to. */
import type { Decoder, Row } from './decoder.ts'
import { wrapped } from './envelope.ts'
import { withoutHeader } from './line-header.ts'
import { parsedJson, parsedObject } from './parsed-object.ts'
import { createParsedRow, type ParsedRow, type Values } from './parsed-row.ts'
import type { Picker } from './picker.ts'

/** A decoder at work. */
export interface Candidate {
  readonly decoder: Decoder
  readonly picker: Picker
  readonly parsed: ParsedRow
  /** Rows of this file that it read. */
  rows: number
}

/** A decoder, and the row as it reads it. */
export interface Found {
  readonly candidate: Candidate
  readonly row: Row
}

export interface Recognition {
  /** Decoders of objects that read rows of this file, the last one first. */
  readonly recent: readonly Candidate[]
  begin(): void
  /** Puts a decoder at the head of the recent ones. */
  promote(candidate: Candidate): void
  /** The first decoder that recognises the object. */
  object(value: object): Found | undefined
  /** The row inside an object that is none itself. */
  inside(value: object): Found | undefined
  /** A record that a decoder reads; or one that has a row as JSON in a field, or in its columns. */
  record(values: Readonly<Record<string, string>>): Found | undefined
  /** A line that a decoder reads, or that is an object; in either case perhaps behind its transport's header. */
  line(words: string): Found | undefined
  /** Names of the decoders that read rows of this file, the one with most rows first. */
  shapes(): string[]
}

/** More shapes than these in turns are recognised from parsed rows each time. */
const RECENT_MAX = 4
/** Wrappers inside each other that are opened. */
const WRAPS_MAX = 4
/** Names in a column's that are looked at. */
const NAMES_MAX = 8

/** Tries decoders in their order. What one throws is taken for a no: another may still know the row. */
export function createRecognition(
  decoders: readonly Decoder[],
  createPicker: (paths: readonly string[]) => Picker,
): Recognition {
  const candidates = decoders.map((decoder) => candidateOf(decoder, createPicker))
  const objects = candidates.filter(({ decoder }) => decoder.form === 'json')
  const records = candidates.filter(({ decoder }) => decoder.form === 'csv')
  const lines = candidates.filter(({ decoder }) => decoder.form === 'line')
  const recent: Candidate[] = []
  let lastRecord: Candidate | undefined
  let lastLine: Candidate | undefined

  function object(value: object): Found | undefined {
    const candidate = objects.find(({ decoder }) => recognises(decoder, value as Values))
    return candidate && { candidate, row: candidate.parsed.set(value as Values) }
  }

  function inLine(candidate: Candidate, words: string): Found | undefined {
    const values = parsedLine(candidate.decoder, words)
    if (values === undefined || !recognises(candidate.decoder, values)) return undefined
    lastLine = candidate
    return { candidate, row: candidate.parsed.set(values) }
  }

  function line(words: string): Found | undefined {
    const found = lastLine && inLine(lastLine, words)
    if (found) return found
    for (const candidate of lines) {
      const other = candidate === lastLine ? undefined : inLine(candidate, words)
      if (other) return other
    }
    return undefined
  }

  function inside(value: object, depth = 0): Found | undefined {
    for (const inner of wrapped(value as Values)) {
      const found = typeof inner === 'string' ? inText(inner.trimEnd(), depth) : objectOrInside(inner, depth)
      if (found) return found
    }
    return undefined
  }

  function inText(words: string, depth: number): Found | undefined {
    const bare = withoutHeader(words)
    const found = line(words) ?? (bare === words ? undefined : line(bare))
    return found ?? objectOrInside(parsedObject(bare), depth)
  }

  function objectOrInside(value: unknown, depth: number): Found | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    return object(value) ?? (depth < WRAPS_MAX ? inside(value, depth + 1) : undefined)
  }

  return {
    recent,
    begin() {
      recent.length = 0
      lastRecord = undefined
      lastLine = undefined
      for (const candidate of candidates) candidate.rows = 0
    },
    promote(candidate) {
      if (recent[0] === candidate) return
      const index = recent.indexOf(candidate)
      if (index >= 0) recent.splice(index, 1)
      recent.unshift(candidate)
      if (recent.length > RECENT_MAX) recent.pop()
    },
    object,
    inside,
    record(values) {
      const whole = wholeEvent(values)
      const inside = whole === '' ? undefined : inText(whole, 0)
      if (inside) return inside
      if (lastRecord && isMarked(lastRecord.decoder, lastRecord.parsed.set(values))) {
        return { candidate: lastRecord, row: lastRecord.parsed }
      }
      const candidate = records.find(({ decoder }) => recognises(decoder, values))
      // The record itself before its fields: some of them hold what people typed.
      if (!candidate) return object(objectOfRecord(values)) ?? inField(values, object)
      lastRecord = candidate
      return { candidate, row: candidate.parsed.set(values) }
    },
    line: (words) => inText(words, 0),
    shapes: () =>
      candidates
        .filter(({ rows }) => rows > 0)
        .sort((a, b) => b.rows - a.rows)
        .map(({ decoder }) => decoder.name),
  }
}

/** Has the row everything that all rows of this decoder's shape have? */
export function isMarked(decoder: Decoder, row: Row): boolean {
  const { marks } = decoder
  for (let index = 0; index < marks.length; index++) if (!row.has(marks[index] as number)) return false
  return marks.length > 0
}

function candidateOf(decoder: Decoder, createPicker: (paths: readonly string[]) => Picker): Candidate {
  let picker: Picker | undefined
  return {
    decoder,
    get picker() {
      picker ??= createPicker(decoder.paths)
      return picker
    },
    parsed: createParsedRow(decoder.paths),
    rows: 0,
  }
}

function recognises(decoder: Decoder, value: Values): boolean {
  try {
    return decoder.recognise(value)
  } catch {
    return false
  }
}

function parsedLine(decoder: Decoder, words: string): Values | undefined {
  try {
    return decoder.parse?.(words)
  } catch {
    return undefined
  }
}

/** The event as it was, which Splunk and Elastic export beside what they made of it. */
function wholeEvent(values: Readonly<Record<string, string>>): string {
  return (values._raw || values['event.original'] || '').trimEnd()
}

/** The row in a field that holds JSON, as audit exports have it (`AuditData`). */
function inField(
  values: Readonly<Record<string, string>>,
  object: (value: object) => Found | undefined,
): Found | undefined {
  for (const field of Object.values(values)) {
    const value = parsedObject(field)
    const found = value && object(value)
    if (found) return found
  }
  return undefined
}

/**
 * The object that a table's record was made of: an empty field is a member that was not there, text of an object or a list
 * is one, and dots in a column's name are members of members.
 */
function objectOfRecord(values: Readonly<Record<string, string>>): Values {
  const made: Record<string, unknown> = Object.create(null)
  for (const [column, text] of Object.entries(values)) {
    if (text === '') continue
    const names = column.split('.', NAMES_MAX)
    const last = names.pop() as string
    const holder = names.reduce<Record<string, unknown> | undefined>(memberObject, made)
    if (holder) holder[last] ??= parsedJson(text)
  }
  return made
}

/** The object at this name, made if there is nothing; undefined if there is something else. */
function memberObject(holder: Record<string, unknown> | undefined, name: string): Record<string, unknown> | undefined {
  if (!holder) return undefined
  holder[name] ??= Object.create(null)
  const member = holder[name]
  return typeof member === 'object' && !Array.isArray(member) ? (member as Record<string, unknown>) : undefined
}
