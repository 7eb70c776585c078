/** A CSV file in parts: cut at the ends of records, each with the file's header, so that the server can read each alone. */
import { ApiProblem } from '../api/problem.ts'

/** The server takes up to 16 MiB; smaller parts tell sooner how far it is. */
const PART_BYTES_MAX = 2 << 20

const NEWLINE = 0x0a
const QUOTE = 0x22

export interface CsvPart {
  /** With the header. */
  readonly content: Blob
  /** Lines below the header that earlier parts hold. */
  readonly after: number
  /** Where it ends in the file, in bytes. */
  readonly end: number
}

/** Throws ERR_CONSOLE_CSV where a record alone is longer than a part. */
export async function* partsOf(file: Blob, bytesMax = PART_BYTES_MAX): AsyncGenerator<CsvPart> {
  const head = await bytesOf(file, 0, bytesMax)
  const headerEnd = firstEnd(head)
  if (headerEnd === 0) {
    if (file.size > bytesMax) throw tooLong()
    yield { content: file, after: 0, end: file.size }
    return
  }
  const header = file.slice(0, headerEnd)
  let start = headerEnd
  let after = 0
  do {
    const bytes = await bytesOf(file, start, start + bytesMax - headerEnd)
    const { length, lines } = start + bytes.length === file.size ? wholeOf(bytes) : lastEnd(bytes)
    if (length === 0 && bytes.length > 0) throw tooLong()
    const end = start + length
    yield { content: new Blob([header, file.slice(start, end)]), after, end }
    start = end
    after += lines
  } while (start < file.size)
}

async function bytesOf(file: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer())
}

/** Behind the first line end that stands in no quotes; 0 where there is none. */
function firstEnd(bytes: Uint8Array): number {
  let isQuoted = false
  for (const [index, byte] of bytes.entries()) {
    if (byte === QUOTE) isQuoted = !isQuoted
    else if (byte === NEWLINE && !isQuoted) return index + 1
  }
  return 0
}

interface Cut {
  readonly length: number
  readonly lines: number
}

function wholeOf(bytes: Uint8Array): Cut {
  return { length: bytes.length, lines: bytes.reduce((lines, byte) => lines + Number(byte === NEWLINE), 0) }
}

/**
 * Behind the last line end that stands in no quotes. Where a quote was never closed it is the last line end at all, so that
 * the server reads it and names the line.
 */
function lastEnd(bytes: Uint8Array): Cut {
  let isQuoted = false
  let lines = 0
  let safe: Cut = { length: 0, lines: 0 }
  let any = safe
  for (const [index, byte] of bytes.entries()) {
    if (byte === QUOTE) isQuoted = !isQuoted
    else if (byte === NEWLINE) {
      any = { length: index + 1, lines: ++lines }
      if (!isQuoted) safe = any
    }
  }
  return safe.length > 0 ? safe : any
}

function tooLong(): ApiProblem {
  return new ApiProblem({
    code: 'ERR_CONSOLE_CSV',
    title: 'The file cannot be cut into parts',
    detail: 'A line of it is longer than a part may be, or it has no line ends. Nothing of it was kept.',
    next: 'Save it as CSV in UTF-8 with one account a line, and choose it again.',
    status: 0,
  })
}
