/** The text area in WebAssembly memory, and the tokens of scan.wat over it. */
import { SCAN_BINARY } from './scan.binary.ts'

/**
 * The text area: 16 MiB, and no row is longer. This is also the token after the last: a position where no text ever is,
 * and a zero always.
 */
export const TEXT_BYTES_MAX = 1 << 24
/** No scan is longer than this: its tokens, one a byte at most, must fit before the text area. */
export const SPAN_BYTES_MAX = 1 << 18

/** What the scan and reads of four bytes may touch after the last byte. */
const MARGIN_BYTES = 64

/**
 * Bytes of UTF-8. `utf8Slice` is Buffer's own, and undocumented: `toString('utf8', from, to)` comes to the same, but takes
 * half as long again to look the encoding up.
 */
export interface Text extends Buffer {
  utf8Slice(from: number, to: number): string
}

export interface Scanner {
  /** The text area. Whoever fills it leaves alone what is at and after `TEXT_BYTES_MAX`. */
  readonly text: Text
  /** Positions in `text`, in order: each string's closing quote, escapes before it, each byte after white space. */
  readonly tokens: Int32Array
  /** The number of the token with which the walk of the next row begins. */
  token: number
  /** The number of the token after the row last walked. */
  walked: number
  /** How far the text is scanned. */
  limit: number
  /** Writes the tokens of from..to, where `from` is outside strings: `token` and `limit` are set. */
  scan(from: number, to: number): void
  /** How many newlines stand among from..to. */
  newlines(from: number, to: number): number
}

/** What scan.wat exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  /** Where tokens and text begin in memory. */
  readonly TOKENS: { readonly value: number }
  readonly TEXT: { readonly value: number }
  readonly scan: (from: number, to: number) => number
  readonly newlines: (from: number, to: number) => number
}

// The part of the WebAssembly interface used here; TypeScript keeps it with the browser's types.
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: object }
}

const MODULE = new WebAssembly.Module(Buffer.from(SCAN_BINARY, 'base64'))

/** A text area with its scanner: about 1 MiB of tokens, and up to 16 MiB of text, taken from the system as it is filled. */
export function createScanner(): Scanner {
  const { memory, TOKENS, TEXT, scan, newlines } = new WebAssembly.Instance(MODULE).exports as Exports
  const scanner: Scanner = {
    text: Buffer.from(memory.buffer, TEXT.value, TEXT_BYTES_MAX + MARGIN_BYTES) as unknown as Text,
    tokens: new Int32Array(memory.buffer, TOKENS.value, SPAN_BYTES_MAX + 1),
    token: 0,
    walked: 0,
    limit: 0,
    scan(from, to) {
      if (to - from > SPAN_BYTES_MAX) throw new RangeError(`A scan takes ${SPAN_BYTES_MAX} bytes at most.`)
      scan(from, to)
      scanner.token = 0
      scanner.limit = to
    },
    newlines,
  }
  return scanner
}
