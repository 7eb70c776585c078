/**
 * From text to rows: where each row of a file begins, whatever the file's form, while its bytes still arrive.
 *
 * JSON needs no forms. One object a line, an array, pretty-printed objects one after another, objects with commas between
 * them, and any of these in envelopes are all *objects in lists*: framing remembers the lists it is in, steps over what
 * lies between rows (white space, commas, brackets, an envelope's other members), and hands each object to whoever reads
 * rows, who says where it ended. What begins with neither brace nor bracket is a line of a text log. CSV alone is a mode
 * of its own (csv-framing.ts), decided by the file's head.
 *
 * Each step either goes on in the stretch or gives `false`: it needs more text than there is.
 */
import type { RowProblemCode } from './decoder.ts'
import { afterSpace, columnsIn, isColumns, isEnvelope, isList, isNest, memberAt } from './envelope.ts'
import { indentOf, nextRow, type RowStyle, signatureOf, styleOf, TEXT_LINE } from './recovery.ts'
import { type Scanner, SPAN_BYTES_MAX } from './scan.ts'
import { type Stretch, skipZeros } from './stretch.ts'
import { TOO_DEEP, TOO_MANY, UNENDED, valueEnd } from './value-end.ts'
import { INCOMPLETE } from './walk.ts'

/** What `object` gives for an object that holds rows. */
export const ENVELOPE = -6

/** Whoever reads rows. Positions are in the scanner's text area, and hold during the call. */
export interface RowReader {
  /**
   * Reads the object at `at`, which is scanned up to `scanner.limit`. Gives its end, or ENVELOPE, or why it was not read:
   * INCOMPLETE, INVALID, TOO_DEEP, TOO_MANY.
   */
  object(at: number): number
  /** Reads an object too long to be scanned, of which the end was found. Gives the end, or ENVELOPE or INVALID. */
  longObject(from: number, to: number): number
  /** Is this scanned object a row that somebody knows? Reads nothing; gives its end, INCOMPLETE or another no. */
  probe(at: number): number
  /** Reads a table's row, the array of its cells. */
  cells(columns: readonly string[], from: number, to: number): void
  /** Reads a line of text, without its end. */
  line(from: number, to: number): void
  /** Something was lost at the stretch's line. */
  problem(code: RowProblemCode): void
  /** Zero bytes stood where a row may begin, and were skipped. */
  padding(): void
}

export interface Framing {
  begin(): void
  /** Takes all rows that are complete. */
  take(): void
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const NEWLINE = 0x0a
const RETURN = 0x0d
/** RFC 7464 begins each text of a sequence with it. */
const RECORD_SEPARATOR = 0x1e

/** Lists within lists; more is no log. */
const LISTS_MAX = 8
/** How far to scan after a broken row; doubled with each row that is whole. A file of broken rows costs no more so. */
const SPAN_BYTES_MIN = 4096
/** What stays of a stretch in which no next row was found: the start of one that goes on behind. */
const TAIL_BYTES = 4096

export function createFraming(scanner: Scanner, stretch: Stretch, reader: RowReader): Framing {
  const { text, tokens } = scanner
  /** The brackets that are open around the rows. */
  let lists: number[] = []
  /** Names of the columns, in a table whose rows are arrays. */
  let columns: readonly string[] | undefined
  /** Set while looking for the next row after a broken one. */
  let lost: RowStyle | undefined
  /** How rows begin that were read: for finding the next one in a line. */
  let signatures: Buffer[] = []
  let scanned = false
  let span = SPAN_BYTES_MAX

  function step(): boolean {
    if (lost) return find(lost, stretch.at)
    const byte = text[stretch.at] as number
    if (isBetween(byte)) return between(byte)
    if (byte === OPEN_OBJECT) return object()
    if (byte === 0) return padding()
    if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) return close(byte - 2)
    const inside = lists.at(-1)
    if (byte === OPEN_ARRAY && inside === OPEN_ARRAY && columns) return tableRow(columns)
    if (byte === OPEN_ARRAY && lists.length < LISTS_MAX) {
      if (inside !== undefined) return open(OPEN_ARRAY, stretch.at + 1)
      const first = afterSpace(text, stretch.at + 1, stretch.filled)
      if (first === stretch.filled && !stretch.last && !stretch.isFull()) return false
      if (text[first] === OPEN_OBJECT || text[first] === OPEN_ARRAY || text[first] === CLOSE_ARRAY) {
        return open(OPEN_ARRAY, first)
      }
    }
    if (inside === OPEN_OBJECT && byte === QUOTE) return member()
    if (inside === OPEN_ARRAY) return element()
    return byte === 0xef ? mark() : line()
  }

  /** Files put together bring their byte-order marks along. */
  function mark(): boolean {
    const { at, filled, last } = stretch
    if (filled - at < 3 && !last) return false
    if (text[at + 1] !== 0xbb || text[at + 2] !== 0xbf) return line()
    stretch.at += 3
    return true
  }

  /** White space, a comma or another separator. */
  function between(byte: number): boolean {
    const { indent } = stretch
    stretch.at++
    if (byte === NEWLINE) {
      stretch.line++
      stretch.indent = 0
    } else stretch.indent = indent >= 0 && byte !== COMMA ? indent + 1 : -1
    return true
  }

  function padding(): boolean {
    skipZeros(text, stretch)
    reader.padding()
    return true
  }

  function open(bracket: number, at: number): boolean {
    lists.push(bracket)
    stretch.advance(at)
    return true
  }

  /** Closes the list, and those inside it that were left open. A bracket that closes nothing holds no row. */
  function close(bracket: number): boolean {
    const index = lists.lastIndexOf(bracket)
    if (index >= 0) lists.length = index
    if (bracket === OPEN_OBJECT) columns = undefined
    stretch.advance(stretch.at + 1)
    return true
  }

  function object(): boolean {
    const { at } = stretch
    if (!scanned || at >= scanner.limit) scan(Math.min(stretch.filled, at + span))
    else while ((tokens[scanner.token] as number) <= at) scanner.token++
    const end = reader.object(at)
    if (end > 0) {
      if (signatures.length === 0) signatures.push(signatureOf(text, at, end))
      if (span < SPAN_BYTES_MAX) span *= 2
      stretch.advance(end)
      scanner.token = scanner.walked
      return true
    }
    if (end === ENVELOPE) return open(OPEN_OBJECT, at + 1)
    return end === INCOMPLETE ? incomplete() : broken(problemOf(end))
  }

  function scan(to: number): void {
    scanner.scan(stretch.at, to)
    scanned = true
  }

  /** The object does not end in what is scanned: scan more, wait for more, or look for its end without a scan. */
  function incomplete(): boolean {
    const { at, filled, last } = stretch
    const length = scanner.limit - at
    if (length < SPAN_BYTES_MAX && scanner.limit < filled) {
      scan(Math.min(filled, at + Math.min(2 * length, SPAN_BYTES_MAX)))
      return true
    }
    if (length < SPAN_BYTES_MAX && !last) return false
    const end = valueEnd(text, at, filled)
    if (end < 0 && end !== UNENDED) return broken(problemOf(end))
    if (end === UNENDED) {
      const isRow = signatures.some((signature) => signature.equals(signatureOf(text, at, filled)))
      return !isRow && isEnvelope(text, at, filled) ? open(OPEN_OBJECT, at + 1) : more()
    }
    const read = reader.longObject(at, end)
    if (read === ENVELOPE) return open(OPEN_OBJECT, at + 1)
    if (read < 0) return broken(problemOf(read))
    scanned = false
    stretch.advance(end)
    return true
  }

  /** Waits for more text; without hope of more, gives up what begins here. */
  function more(): boolean {
    const { at, filled, last } = stretch
    if (!last && !stretch.isFull()) return false
    if (!last) return broken('ERR_ROW_TOO_LONG')
    const style = styleOf(text, stretch)
    const isLast = nextRow(text, at + 1, filled, style, signatures) < 0
    if (isLast) lists = []
    return broken(isLast ? 'ERR_ROW_TRUNCATED' : 'ERR_ROW_NOT_JSON')
  }

  /** A member of an envelope. */
  function member(): boolean {
    const { at, filled } = stretch
    const found = memberAt(text, at, filled)
    if (found === UNENDED) return more()
    if (typeof found === 'number') return broken('ERR_ROW_NOT_JSON')
    if (lists.length < LISTS_MAX) {
      if (isList(text, found)) return open(OPEN_ARRAY, found.value + 1)
      if (isNest(text, found) && isEnvelope(text, found.value, filled)) return open(OPEN_OBJECT, found.value + 1)
    }
    const end = valueEnd(text, found.value, filled)
    if (end === UNENDED) return more()
    if (end < 0) return broken(problemOf(end))
    if (isColumns(text, found)) columns = columnsIn(text.toString('utf8', found.value, end))
    stretch.advance(end)
    return true
  }

  function tableRow(names: readonly string[]): boolean {
    const end = valueEnd(text, stretch.at, stretch.filled)
    if (end === UNENDED) return more()
    if (end < 0) return broken(problemOf(end))
    reader.cells(names, stretch.at, end)
    stretch.advance(end)
    return true
  }

  /** What stands in a list of rows and is neither row nor list. */
  function element(): boolean {
    const end = valueEnd(text, stretch.at, stretch.filled)
    if (end === UNENDED) return more()
    if (end < 0 || !isJson(text.toString('utf8', stretch.at, end))) return broken('ERR_ROW_NOT_JSON')
    reader.problem('ERR_ROW_NOT_OBJECT')
    stretch.advance(end)
    return true
  }

  function line(): boolean {
    const { at, filled, last, indent } = stretch
    const length = text.subarray(at, filled).indexOf(NEWLINE)
    if (length < 0 && !last) return stretch.isFull() ? broken('ERR_ROW_TOO_LONG', TEXT_LINE) : false
    const to = length < 0 ? filled : at + length
    reader.line(at - Math.max(indent, 0), lineEnd(to))
    lists = []
    scanned = false
    span = SPAN_BYTES_MIN
    stretch.advance(to)
    return true
  }

  /** Without its return, and without what pads a last line that was cut. */
  function lineEnd(to: number): number {
    let end = text[to - 1] === RETURN ? to - 1 : to
    if (text[end - 1] === 0) reader.padding()
    while (text[end - 1] === 0) end--
    return end
  }

  function broken(code: RowProblemCode, style = styleOf(text, stretch)): boolean {
    reader.problem(code)
    return find(style, stretch.at + 1)
  }

  /** Goes on to the next row from `from` on; if there is none, on to the end of the stretch, and stays lost. */
  function find(style: RowStyle, from: number): boolean {
    scanned = false
    span = SPAN_BYTES_MIN
    const { filled, last } = stretch
    let at = nextRow(text, from, filled, style, signatures)
    while (at >= 0 && style.indent < 0 && indentOf(text, at) < 0) {
      const end = probe(at)
      if (end > 0) break
      if (end === INCOMPLETE && !last && filled - at < SPAN_BYTES_MAX) {
        lost = style
        stretch.advance(at)
        return false
      }
      at = nextRow(text, at + 1, filled, style, signatures)
    }
    lost = at < 0 ? style : undefined
    if (at >= 0) {
      stretch.advance(at)
      stretch.indent = indentOf(text, at)
    } else stretch.advance(last ? filled : Math.max(from, filled - TAIL_BYTES))
    return at >= 0 || last
  }

  function probe(at: number): number {
    const to = Math.min(stretch.filled, at + SPAN_BYTES_MAX)
    for (let length = SPAN_BYTES_MIN; ; length *= 2) {
      scanner.scan(at, Math.min(to, at + length))
      const end = reader.probe(at)
      if (end !== INCOMPLETE || scanner.limit === to) return end
    }
  }

  return {
    begin() {
      lists = []
      columns = undefined
      lost = undefined
      signatures = []
      scanned = false
      span = SPAN_BYTES_MAX
    },
    take() {
      while (stretch.at < stretch.filled && step()) {
        // Each step goes on in the stretch.
      }
      if (stretch.last && stretch.at === stretch.filled && lists.length > 0 && !lost)
        reader.problem('ERR_ROW_TRUNCATED')
    },
  }
}

function isBetween(byte: number): boolean {
  return (
    byte === 0x20 || byte === NEWLINE || byte === COMMA || byte === RETURN || byte === 0x09 || byte === RECORD_SEPARATOR
  )
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

function problemOf(end: number): RowProblemCode {
  if (end === TOO_DEEP) return 'ERR_ROW_TOO_DEEP'
  return end === TOO_MANY ? 'ERR_ROW_TOO_LONG' : 'ERR_ROW_NOT_JSON'
}
