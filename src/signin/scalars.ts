/** Numbers, words and escapes as JSON writes them (RFC 8259 §§3, 6, 7), read from bytes. */

const MINUS = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const [E, F, N, T, U] = [0x65, 0x66, 0x6e, 0x74, 0x75] as const

/** By byte, what may follow the backslash of an escape: 1, or 5 for `u` and its four digits. */
const ESCAPES = new Uint8Array(256)
for (const byte of Buffer.from('"\\/bfnrt')) ESCAPES[byte] = 1
ESCAPES[U] = 5
const HEX = new Uint8Array(256)
for (const byte of Buffer.from('0123456789abcdefABCDEF')) HEX[byte] = 1

/** Is this byte a backslash that begins an escape? */
export function isEscape(text: Uint8Array, at: number): boolean {
  if (text[at] !== 0x5c) return false
  const length = ESCAPES[text[at + 1] as number] as number
  for (let digit = 1; digit < length; digit++) if (HEX[text[at + 1 + digit] as number] === 0) return false
  return length > 0
}

/** Where the number or word at `at` ends; `at` if there is none. */
export function scalarEnd(text: Uint8Array, at: number): number {
  switch (text[at]) {
    case T:
      return text[at + 1] === 0x72 && text[at + 2] === U && text[at + 3] === E ? at + 4 : at
    case N:
      return text[at + 1] === U && text[at + 2] === 0x6c && text[at + 3] === 0x6c ? at + 4 : at
    case F:
      return text[at + 1] === 0x61 && text[at + 2] === 0x6c && text[at + 3] === 0x73 && text[at + 4] === E ? at + 5 : at
    default:
      return numberEnd(text, at)
  }
}

function numberEnd(text: Uint8Array, start: number): number {
  const first = text[start] === MINUS ? start + 1 : start
  let at = text[first] === ZERO ? first + 1 : digitsEnd(text, first)
  if (at === first) return start
  if (text[at] === POINT) {
    const fraction = at + 1
    at = digitsEnd(text, fraction)
    if (at === fraction) return start
  }
  if (((text[at] as number) | 0x20) === E) {
    const sign = text[at + 1] === 0x2b || text[at + 1] === MINUS ? 1 : 0
    const exponent = at + 1 + sign
    at = digitsEnd(text, exponent)
    if (at === exponent) return start
  }
  return at
}

function digitsEnd(text: Uint8Array, start: number): number {
  let at = start
  while ((text[at] as number) >= ZERO && (text[at] as number) <= NINE) at++
  return at
}

const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power)

/**
 * The number there, if it is written in fifteen characters or less and without exponent; else NaN. So short, its digits
 * are an exact integer over an exact power of ten, and one division rounds as JSON.parse does.
 */
export function shortNumber(text: Uint8Array, start: number, end: number): number {
  if (end - start > 15) return Number.NaN
  let digits = 0
  let decimals = 0
  for (let at = text[start] === MINUS ? start + 1 : start; at < end; at++) {
    const byte = text[at] as number
    if (byte === POINT) decimals = end - at - 1
    else if (byte < ZERO || byte > NINE) return Number.NaN
    else digits = digits * 10 + byte - ZERO
  }
  const value = digits / (POWERS[decimals] as number)
  return text[start] === MINUS ? -value : value
}
