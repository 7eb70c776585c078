/** Where a JSON value ends, judged by quotes and brackets alone: for rows that the picker leaves to JSON.parse. */

/** The value does not end before `to`. */
export const UNENDED = -1
/** A control character stands in a string, or brackets do not match. */
export const BROKEN = -2
/** Nested deeper than DEPTH_MAX. */
export const TOO_DEEP = -4
/** More than VALUES_MAX members and elements: as objects they would take many times the memory of their text. */
export const TOO_MANY = -5

/** Objects and arrays inside each other. JSON.parse could take more, but what later walks over the row could not. */
const DEPTH_MAX = 200
const VALUES_MAX = 500_000

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** The position after the value that starts at `start`, or UNENDED, BROKEN, TOO_DEEP or TOO_MANY. */
export function valueEnd(text: Uint8Array, start: number, to: number): number {
  const first = text[start]
  if (first === QUOTE) return stringEnd(text, start, to)
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return wordEnd(text, start, to)
  const levels = new Uint8Array(DEPTH_MAX + 1)
  let level = 0
  let values = 0
  for (let at = start; at < to; at++) {
    const byte = text[at] as number
    if (byte === QUOTE) {
      const end = stringEnd(text, at, to)
      if (end < 0) return end
      at = end - 1
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (level === DEPTH_MAX) return TOO_DEEP
      levels[++level] = byte
      values++
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (levels[level] !== byte - 2) return BROKEN
      if (--level === 0) return at + 1
    } else if (byte === COMMA && ++values > VALUES_MAX) return TOO_MANY
  }
  return UNENDED
}

function stringEnd(text: Uint8Array, start: number, to: number): number {
  for (let at = start + 1; at < to; at++) {
    const byte = text[at] as number
    if (byte === QUOTE) return at + 1
    if (byte === BACKSLASH) at++
    else if (byte < 0x20) return BROKEN
  }
  return UNENDED
}

/** A number or word goes on to white space or structure. */
function wordEnd(text: Uint8Array, start: number, to: number): number {
  for (let at = start; at < to; at++) {
    switch (text[at]) {
      case 0x20:
      case 0x09:
      case 0x0a:
      case 0x0d:
      case COMMA:
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        return at
    }
  }
  return UNENDED
}
