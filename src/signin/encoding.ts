/** What a file's first bytes say about the rest: nothing to read, no text at all, or text in which encoding. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export interface Beginning {
  readonly encoding: Encoding
  /** Bytes of the byte-order mark. */
  readonly mark: number
}

/** Bytes looked at for control characters. */
const LOOK_BYTES = 4096
const NEWLINE = 0x0a
/** More control characters than one in so many bytes is no text. */
const CONTROLS_ONE_IN = 20

/** Reads the byte-order mark (Unicode 16.0 §23.8). UTF-16 without one shows as binary: its every second byte is zero. */
export function encodingOf(head: Uint8Array): Beginning {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 }
  return { encoding: 'utf-8', mark: first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0 }
}

/** The first position at or after `at` that is no zero byte, or `to`. */
export function afterZeros(text: Uint8Array, at: number, to: number): number {
  let next = at
  while (next < to && text[next] === 0) next++
  return next
}

/** A run of zero bytes is padding if it begins where a line does, or goes on to the end of what is at hand. */
function hasZeroInText(head: Uint8Array): boolean {
  for (let at = head.indexOf(0); at >= 0; ) {
    const end = afterZeros(head, at, head.length)
    if (at > 0 && head[at - 1] !== NEWLINE && end < head.length) return true
    at = head.indexOf(0, end)
  }
  return false
}

/** Is this no text: zero bytes other than padding, or many control characters? */
export function isBinary(head: Uint8Array): boolean {
  if (hasZeroInText(head)) return true
  const length = Math.min(head.length, LOOK_BYTES)
  let controls = 0
  for (let at = 0; at < length; at++) {
    const byte = head[at] as number
    if (byte === 0) continue
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b && byte !== 0x1e) controls++
  }
  return controls * CONTROLS_ONE_IN > length
}
