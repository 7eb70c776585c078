/**
 * After a broken row: where the next one plausibly begins.
 *
 * A row that began its line is followed by rows that begin theirs, no further in; what is nested in a pretty-printed row
 * stands further in. A row in the middle of a line is followed by rows with the same first key, of which whoever reads
 * rows must know the candidate, since what is nested may have that key too; or by a row that begins a line.
 */
import type { Stretch } from './stretch.ts'

const OPEN_OBJECT = 0x7b
const NEWLINE = 0x0a
const SIGNATURE_BYTES_MAX = 64

/** How the broken row began. */
export interface RowStyle {
  /** White space before it on its line; -1 if something else stood there. */
  readonly indent: number
  /** Its bytes up to its first colon. */
  readonly signature: Buffer
}

/** A line of text: whatever the next line is, it follows. */
export const TEXT_LINE: RowStyle = { indent: 0, signature: Buffer.alloc(0) }

export function styleOf(text: Buffer, stretch: Stretch): RowStyle {
  return { indent: stretch.indent, signature: signatureOf(text, stretch.at, stretch.filled) }
}

/** A row's bytes from its brace to its first colon; empty if there is none near. */
export function signatureOf(text: Buffer, at: number, to: number): Buffer {
  const head = text.subarray(at, Math.min(at + SIGNATURE_BYTES_MAX, to))
  return Buffer.from(head.subarray(0, head.indexOf(':') + 1))
}

/** The first position in from..to where a row of this style, or like a known one, may begin; -1 if there is none. */
export function nextRow(text: Buffer, from: number, to: number, style: RowStyle, known: readonly Buffer[]): number {
  if (style === TEXT_LINE) return text.subarray(from, to).indexOf(NEWLINE) < 0 ? -1 : text.indexOf(NEWLINE, from) + 1
  return style.indent < 0 ? nextInLine(text, from, to, style, known) : nextLine(text, from, to, style.indent)
}

/** White space before a position on its line; -1 if something else stands there. */
export function indentOf(text: Uint8Array, at: number): number {
  let start = at
  while (start > 0 && isBlank(text[start - 1])) start--
  return text[start - 1] === NEWLINE ? at - start : -1
}

function nextLine(text: Buffer, from: number, to: number, indent: number): number {
  const rest = text.subarray(from, to)
  for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE, at + 1)) {
    let first = at + 1
    while (first <= at + indent && isBlank(rest[first])) first++
    if (rest[first] === OPEN_OBJECT) return from + first
  }
  return -1
}

function nextInLine(text: Buffer, from: number, to: number, style: RowStyle, known: readonly Buffer[]): number {
  let next = to
  for (const signature of [...known, style.signature]) {
    const at = signature.length > 0 ? text.subarray(from, next).indexOf(signature) : -1
    if (at >= 0) next = from + at
  }
  const line = nextLine(text, from, next, 0)
  if (line >= 0) return line
  return next < to ? next : -1
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09
}
