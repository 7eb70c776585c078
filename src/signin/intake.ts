/**
 * From a file's bytes to sign-ins: finds the rows, finds for each the decoder that knows it, and hands on what it says.
 *
 *   bytes → stretch (text at hand) → framing (rows) → recognition (whose?) → decoder → sink
 *
 * A row of JSON is first tried with the decoders that read rows of this file before, the last one first: its picker reads
 * the row, and if the decoder's marks stand there, the row is its. Any other row is parsed, and shown to all decoders. So
 * a file may mix vendors and shapes, and pays for it only at the seams.
 */
import { hash } from 'node:crypto'
import { createCsvFraming } from './csv-framing.ts'
import { type Decoder, type Row, RowProblem, type RowProblemCode } from './decoder.ts'
import { isBinary } from './encoding.ts'
import { afterSpace, envelopeStart, isEnvelope } from './envelope.ts'
import { columnName, isOneLine, isTable } from './form.ts'
import { createFraming, ENVELOPE, type Framing } from './framing.ts'
import { createInterned } from './interned.ts'
import { parsedJson, parsedObject } from './parsed-object.ts'
import { createPicking } from './picker.ts'
import { PROBLEMS } from './problems.ts'
import { type Candidate, createRecognition, type Found, isMarked } from './recognition.ts'
import { createScanner } from './scan.ts'
import { blank, type Draft } from './sign-in.ts'
import { createFilling, skipZeros } from './stretch.ts'
import { UNENDED, valueEnd } from './value-end.ts'
import { INCOMPLETE, INVALID, UNSURE } from './walk.ts'

export interface Sink {
  /** An event. Whoever keeps it copies it: the next may come in the same draft. Its id is never empty. */
  event(draft: Draft): void
  /** A row that is no sign-in event, by its vendor's name for it. */
  other(name: string, line: number): void
  /** A row that could not be read; line 0 if it is the whole file. */
  problem(code: string, message: string, line: number): void
}

export interface FileSummary {
  /** Names of the decoders that read rows, the one with most rows first. */
  readonly shapes: string[]
  /** Rows found, read or not. */
  readonly rows: number
  readonly events: number
}

/** Reads one file after another. Memory and tables are taken once. */
export interface Intake {
  /** A new file begins, of this number in the run's list. */
  begin(file: number): void
  /** More bytes of the file, in pieces of any size. */
  push(bytes: Uint8Array): void
  /** Where bytes can be put without a copy; `pushed` says how many were. Never empty. */
  space(): Uint8Array
  pushed(length: number): void
  end(): FileSummary
}

const NOTHING = Buffer.alloc(0)

/**
 * An intake, which hands what it reads to the sink. One is enough for a process, whatever it reads: V8 compiles the
 * functions for the memory of the first, and all are slower by a sixth once there is a second.
 */
export function createIntake(decoders: readonly Decoder[], sink: Sink): Intake {
  const scanner = createScanner()
  const { text } = scanner
  const createPicker = createPicking(scanner, createInterned(text))
  const recognition = createRecognition(decoders, createPicker)
  const nobody = createPicker([])
  const filling = createFilling(scanner, take)
  const { stretch } = filling
  const framing = createFraming(scanner, stretch, {
    object,
    longObject: parsedRow,
    cells,
    probe,
    line,
    problem,
    padding,
  })
  const csvFraming = createCsvFraming(scanner, stretch, { header, record, problem, padding })
  let form: Framing | undefined
  let ordinals = false // number rows, not lines
  let file = 0
  let place = 0
  let padded = false // zero bytes were skipped
  let rows = 0
  let events = 0
  let envelope: Buffer = NOTHING // how the last envelope began
  let inEntry = false // the last line was of a log's entry
  let columns: string[] = []
  let values: Record<string, string> = {}

  function take(): void {
    if (!form) skipBlanks()
    if (!form && stretch.at === stretch.filled) {
      if (stretch.last) sink.problem('ERR_FILE_EMPTY', PROBLEMS.ERR_FILE_EMPTY, 0)
    } else {
      form ??= formOf()
      form.take()
    }
  }

  /** Before the first row: zero bytes, and white space as long as nothing else has come. */
  function skipBlanks(): void {
    if (text[stretch.at] === 0) {
      skipZeros(text, stretch)
      padding()
    }
    const { at, filled } = stretch
    if (afterSpace(text, at, filled) === filled) stretch.advance(filled)
  }

  function padding(): void {
    padded = true
  }

  function formOf(): Framing {
    const { at, filled } = stretch
    const head = text.subarray(at, filled)
    if (isBinary(head)) {
      sink.problem('ERR_FILE_BINARY', PROBLEMS.ERR_FILE_BINARY, 0)
      return { begin() {}, take: () => stretch.advance(stretch.filled) }
    }
    ordinals = isOneLine(head)
    return isTable(head, recognition) ? csvFraming : framing
  }

  /** A row begins: its place in the file is counted once. */
  function next(): void {
    rows++
    place = ordinals ? rows : stretch.line
  }

  function object(at: number): number {
    for (const candidate of recognition.recent) {
      const { picker } = candidate
      const end = picker.walk(at)
      if (end === UNSURE) break
      if (end < 0) return end
      if (!isMarked(candidate.decoder, picker)) continue
      recognition.promote(candidate)
      deliver(candidate, picker, at, end)
      return end
    }
    return unfamiliar(at)
  }

  function unfamiliar(at: number): number {
    if (isLike(envelope, at) && isEnvelope(text, at, scanner.limit)) return ENVELOPE
    const end = endOf(at)
    return end < 0 ? end : parsedRow(at, end)
  }

  /** Reads an object by JSON.parse; gives its end, ENVELOPE or INVALID. */
  function parsedRow(from: number, to: number): number {
    const value = parsedObject(text.toString('utf8', from, to))
    if (!value) return INVALID
    const found = recognition.object(value)
    if (found) recognition.promote(found.candidate)
    else if (isEnvelope(text, from, to)) {
      envelope = envelopeStart(text, from, to)
      return ENVELOPE
    }
    finish(found ?? recognition.inside(value), from, to)
    return to
  }

  /** Reads the cells of a table's row as the object that has them by their columns' names. */
  function cells(names: readonly string[], from: number, to: number): void {
    const list = parsedJson(text.toString('utf8', from, to))
    if (!Array.isArray(list)) problem('ERR_ROW_NOT_JSON')
    else finish(recognition.object(Object.fromEntries(names.map((name, index) => [name, list[index]]))), from, to)
  }

  function isLike(signature: Buffer, at: number): boolean {
    return signature.length > 0 && signature.compare(text, at, at + signature.length) === 0
  }

  /** Where the object ends, and that it is JSON as far as the picker is sure. */
  function endOf(at: number): number {
    const end = nobody.walk(at)
    if (end !== UNSURE) return end
    scanner.walked = scanner.token
    const found = valueEnd(text, at, scanner.limit)
    return found === UNENDED ? INCOMPLETE : found
  }

  function probe(at: number): number {
    const end = endOf(at)
    if (end < 0 || recognition.recent.length === 0) return end
    const value = parsedObject(text.toString('utf8', at, end))
    return value && recognition.object(value) ? end : INVALID
  }

  function line(from: number, to: number): void {
    const words = text.toString('utf8', from, to)
    const found = recognition.line(words)
    inEntry = found?.candidate.decoder.form === 'line' || (inEntry && !/^(?:\d|[<{[]|\p{L}{3} +\d)/u.test(words))
    if (found) deliver(found.candidate, found.row, from, to)
    else if (inEntry) {
      next()
      sink.other('continuation', place)
    } else problem(problemOf(words))
  }

  /** What is wrong with a line that no decoder knows. */
  function problemOf(words: string): RowProblemCode {
    if (/^\s*(?:"|-?\d+\s*$|true|false|null)/.test(words)) return 'ERR_ROW_NOT_OBJECT'
    return recognition.recent.length > 0 ? 'ERR_ROW_NOT_JSON' : 'ERR_ROW_UNKNOWN_FORMAT'
  }

  function header(fields: readonly string[]): void {
    columns = fields.map(columnName)
    values = {}
  }

  function record(fields: readonly string[], from: number, to: number): void {
    // From the last column to the first, so that the first of a name counts.
    for (let index = columns.length - 1; index >= 0; index--) values[columns[index] as string] = fields[index] ?? ''
    const found = recognition.record(values)
    if (found) deliver(found.candidate, found.row, from, to)
    // What rows of a table have in common are its columns: if none is known, those are what is wrong.
    else problem(recognition.shapes().length > 0 ? 'ERR_ROW_UNKNOWN_FORMAT' : 'ERR_ROW_UNKNOWN_COLUMNS')
  }

  function finish(found: Found | undefined, from: number, to: number): void {
    if (found) deliver(found.candidate, found.row, from, to)
    else problem('ERR_ROW_UNKNOWN_FORMAT')
  }

  function deliver(candidate: Candidate, row: Row, from: number, to: number): void {
    const { decoder } = candidate
    next()
    candidate.rows++
    const parts = decoder.parts ? partsOf(decoder, row) : 1
    if (parts === 0) sink.other(decoder.name, place)
    for (let part = 0; part < parts; part++) {
      const draft = blank()
      draft.provider = decoder.provider
      draft.file = file
      draft.line = place
      if (!decoded(decoder, row, draft, part)) return
      if (draft.activity === 'other') sink.other(draft.code || decoder.name, place)
      else {
        if (draft.id === '') draft.id = idOf(from, to, part)
        events++
        sink.event(draft)
      }
    }
  }

  function partsOf(decoder: Decoder, row: Row): number {
    try {
      return decoder.parts?.(row) ?? 1
    } catch (error) {
      rejected(error)
      return -1
    }
  }

  function decoded(decoder: Decoder, row: Row, draft: Draft, part: number): boolean {
    try {
      decoder.decode(row, draft, part)
      return true
    } catch (error) {
      rejected(error)
      return false
    }
  }

  /** One bad row never stops a file. */
  function rejected(error: unknown): void {
    if (error instanceof RowProblem) sink.problem(error.code, error.message, place)
    else sink.problem('ERR_ROW_BAD_VALUE', PROBLEMS.ERR_ROW_BAD_VALUE, place)
  }

  /** Events without an id of the vendor's are known by their row's bytes. */
  function idOf(from: number, to: number, part: number): string {
    const digest = hash('sha256', text.subarray(from, to), 'hex')
    return part === 0 ? digest : `${digest}/${part}`
  }

  function problem(code: RowProblemCode): void {
    next()
    sink.problem(code, PROBLEMS[code], place)
  }

  return {
    begin(number) {
      file = number
      form = undefined
      padded = false
      rows = 0
      events = 0
      envelope = NOTHING
      inEntry = false
      filling.begin()
      framing.begin()
      csvFraming.begin()
      recognition.begin()
    },
    push(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const space = filling.space()
        const piece = bytes.subarray(at, at + space.length)
        space.set(piece)
        filling.filled(piece.length)
        at += piece.length
      }
    },
    space: filling.space,
    pushed: filling.filled,
    end() {
      filling.end()
      if (padded && form) sink.problem('ERR_FILE_PADDED', PROBLEMS.ERR_FILE_PADDED, 0)
      return { shapes: recognition.shapes(), rows, events }
    },
  }
}
