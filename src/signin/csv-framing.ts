/** From text to rows, for a CSV file: the counterpart of framing.ts. The first record is the header. */
import { type CsvReader, createCsvReader, delimiterOf, UNENDED } from './csv.ts'
import type { RowProblemCode } from './decoder.ts'
import { separatorLine } from './form.ts'
import type { Framing } from './framing.ts'
import type { Scanner } from './scan.ts'
import { type Stretch, skipZeros } from './stretch.ts'

/** Whoever reads records. */
export interface RecordReader {
  header(fields: readonly string[]): void
  /** Reads a record of which the bytes, without the line's end, are from..to. */
  record(fields: readonly string[], from: number, to: number): void
  problem(code: RowProblemCode): void
  /** Zero bytes stood where a record may begin, and were skipped. */
  padding(): void
}

const NEWLINE = 0x0a
const RETURN = 0x0d

export function createCsvFraming(scanner: Scanner, stretch: Stretch, reader: RecordReader): Framing {
  const { text } = scanner
  let csv: CsvReader | undefined
  let headed = false
  let lost = false // in a line given up

  function step(): boolean {
    if (lost) return nextLine()
    if (text[stretch.at] === 0) return padding()
    const { at, filled, last } = stretch
    csv ??= begun()
    const end = csv.read(stretch.at, filled, last)
    if (end === UNENDED) {
      if (!last && !stretch.isFull()) return false
      return giveUp(last ? 'ERR_ROW_TRUNCATED' : 'ERR_ROW_TOO_LONG')
    }
    if (!csv.blank()) {
      if (headed) reader.record(csv.fields(), at, contentEnd(at, end))
      else reader.header(csv.fields())
      headed = true
    }
    stretch.advance(end)
    return true
  }

  function padding(): boolean {
    skipZeros(text, stretch)
    reader.padding()
    return true
  }

  function begun(): CsvReader {
    const separator = separatorLine(text, stretch.at)
    if (separator !== undefined) stretch.advance(stretch.at + 5) // the rest of its line is a blank record
    return createCsvReader(text, separator ?? delimiterOf(text, stretch.at, stretch.filled))
  }

  function contentEnd(at: number, end: number): number {
    let to = end
    while (to > at && (text[to - 1] === NEWLINE || text[to - 1] === RETURN)) to--
    return to
  }

  /** A quote that is never closed: only its line is lost, if there are others. */
  function giveUp(code: RowProblemCode): boolean {
    reader.problem(code)
    return nextLine()
  }

  function nextLine(): boolean {
    const { at, filled } = stretch
    const newline = text.subarray(at, filled).indexOf(NEWLINE)
    lost = newline < 0
    stretch.advance(lost ? filled : at + newline + 1)
    return !lost
  }

  return {
    begin() {
      csv = undefined
      headed = false
      lost = false
    },
    take() {
      while (stretch.at < stretch.filled && step()) {
        // Each step goes on in the stretch.
      }
    },
  }
}
