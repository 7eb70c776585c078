/**
 * Records of a CSV file, straight from bytes (RFC 4180): a reader of our own, because the rows come from text that is
 * still arriving, and a record must be given up where a stray quote would swallow the rest of the file.
 *
 * Taken more widely than the RFC, as exports need it: comma, semicolon or tab; newlines of any kind; a quote inside an
 * unquoted field, or text after a closing quote, is taken as it stands; records with too few or too many fields.
 */

const QUOTE = 0x22
const NEWLINE = 0x0a
const RETURN = 0x0d
const DELIMITERS = [0x2c, 0x3b, 0x09] as const
/** Fields beyond are not read; the widest export known (Entra sign-ins) has about 80. */
const FIELDS_MAX = 1024

/** The record does not end before `to`. */
export const UNENDED = -1

export interface CsvReader {
  /** Reads the record at `at`, up to `to` at most; gives the position after it, or UNENDED. */
  read(at: number, to: number, last: boolean): number
  /** The texts of the record last read. */
  fields(): string[]
  /** True if the record last read is an empty line. */
  blank(): boolean
}

/** The delimiter that stands most often in the first record. */
export function delimiterOf(text: Uint8Array, at: number, to: number): number {
  const counts = DELIMITERS.map(() => 0)
  let quoted = false
  for (let index = at; index < to; index++) {
    const byte = text[index] as number
    if (byte === QUOTE) quoted = !quoted
    if (quoted) continue
    if (byte === NEWLINE || byte === RETURN) break
    const kind = DELIMITERS.indexOf(byte as (typeof DELIMITERS)[number])
    if (kind >= 0) counts[kind] = (counts[kind] as number) + 1
  }
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as number
}

export function createCsvReader(text: Buffer, delimiter: number): CsvReader {
  const starts = new Int32Array(FIELDS_MAX)
  const ends = new Int32Array(FIELDS_MAX)
  const closes = new Int32Array(FIELDS_MAX) // the closing quote, or 0
  let count = 0

  /** Where the field at `at` ends: at a delimiter, a newline, or `to`. */
  function fieldEnd(at: number, to: number): number {
    let end = at
    while (end < to && text[end] !== delimiter && text[end] !== NEWLINE && text[end] !== RETURN) end++
    return end
  }

  /** Where a quoted field's closing quote stands, or UNENDED. */
  function closingQuote(open: number, to: number, last: boolean): number {
    for (let at = open + 1; at < to; at++) {
      if (text[at] !== QUOTE) continue
      if (at + 1 === to) return last ? at : UNENDED
      if (text[at + 1] !== QUOTE) return at
      at++
    }
    return UNENDED
  }

  function field(index: number): string {
    const [start, end, close] = [starts[index] as number, ends[index] as number, closes[index] as number]
    if (close === 0) return text.toString('utf8', start, end)
    return text.toString('utf8', start + 1, close).replaceAll('""', '"') + text.toString('utf8', close + 1, end)
  }

  return {
    read(at, to, last) {
      count = 0
      for (let start = at; ; ) {
        const quoted = text[start] === QUOTE && start < to
        const close = quoted ? closingQuote(start, to, last) : start
        if (close < 0) return UNENDED
        const end = fieldEnd(close, to)
        // A return at the very end may be half of a line's end.
        if (!last && (end === to || (text[end] === RETURN && end + 1 === to))) return UNENDED
        if (count < FIELDS_MAX) {
          starts[count] = start
          ends[count] = end
          closes[count++] = quoted ? close : 0
        }
        if (end < to && text[end] === delimiter) start = end + 1
        else if (end === to) return to
        else return text[end] === RETURN && text[end + 1] === NEWLINE && end + 1 < to ? end + 2 : end + 1
      }
    },
    fields: () => Array.from({ length: count }, (_, index) => field(index)),
    blank: () => count === 1 && starts[0] === ends[0],
  }
}
