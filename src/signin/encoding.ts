/** What a file's first bytes say about the rest: nothing to read, no text at all, or text in which encoding. */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export interface Beginning {
  readonly encoding: Encoding
  /** Bytes of the byte-order mark. */
  readonly mark: number
}

/** Bytes looked at for control characters. */
const LOOK_BYTES = 4096
/** More control characters than one in so many bytes is no text. */
const CONTROLS_ONE_IN = 20

/** Reads the byte-order mark (Unicode 16.0 §23.8). UTF-16 without one shows as binary: its every second byte is zero. */
export function encodingOf(head: Uint8Array): Beginning {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 }
  return { encoding: 'utf-8', mark: first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0 }
}

/** Is this no text: a zero byte, or many control characters? */
export function isBinary(head: Uint8Array): boolean {
  if (head.includes(0)) return true
  const length = Math.min(head.length, LOOK_BYTES)
  let controls = 0
  for (let at = 0; at < length; at++) {
    const byte = head[at] as number
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b && byte !== 0x1e) controls++
  }
  return controls * CONTROLS_ONE_IN > length
}
