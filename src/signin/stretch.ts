/**
 * The stretch of a file's text at hand: filled from behind as bytes arrive, moved to the front when rows are taken.
 *
 * It is handed on when it is full, or at the end, whatever the pieces in which bytes arrived: so the pieces never change
 * a result. UTF-16 is turned into UTF-8 on the way in.
 */
import { TextDecoder } from 'node:util'
import { afterZeros, type Encoding, encodingOf } from './encoding.ts'
import { type Scanner, TEXT_BYTES_MAX } from './scan.ts'

/** How much text is read at once: little enough to stay in the processor's second cache. */
const FILL_BYTES = 262_144
const PIECE_BYTES = 65_536
/** Indentation longer than this is not remembered. */
const INDENT_MAX = 4096

export interface Stretch {
  /** Text from `at` to `filled` is still to be taken. */
  at: number
  filled: number
  /** True if nothing comes after `filled`. */
  last: boolean
  /** The line of `at`, from 1. */
  line: number
  /** How much white space precedes `at` on its line; -1 if something else does. */
  indent: number
  /** Goes on to `at`, which does not lie before. */
  advance(at: number): void
  /** Can no more text come before some is taken? */
  isFull(): boolean
}

/** Goes on over zero bytes. What they stood before begins its line. */
export function skipZeros(text: Uint8Array, stretch: Stretch): void {
  const { at, filled, indent } = stretch
  stretch.advance(afterZeros(text, at, filled))
  stretch.indent = Math.min(indent, 0)
}

export interface Filling {
  readonly stretch: Stretch
  begin(): void
  /** Where up to so many bytes of the file may be put; then say how many with `filled`. */
  space(): Uint8Array
  filled(bytes: number): void
  end(): void
}

/** `take` is called whenever there is text to take rows from; it leaves what it needs more of. */
export function createFilling(scanner: Scanner, take: () => void): Filling {
  const { text } = scanner
  let encoding: Encoding | undefined
  let decoder: TextDecoder | undefined
  let due = FILL_BYTES
  const piece = new Uint8Array(PIECE_BYTES)

  const stretch: Stretch = {
    at: 0,
    filled: 0,
    last: false,
    line: 1,
    indent: 0,
    advance(at) {
      stretch.line += scanner.newlines(stretch.at, at)
      stretch.at = at
      stretch.indent = -1
    },
    isFull: () => stretch.filled - kept() >= TEXT_BYTES_MAX,
  }

  /** Where the text begins that is still needed: the line's white space is. */
  function kept(): number {
    return stretch.at - Math.max(stretch.indent, 0)
  }

  function work(): void {
    if (encoding === undefined && !decode()) return
    take()
    compact()
  }

  /** Looks at the file's first bytes; gives false if they were UTF-16 and have gone through `put`. */
  function decode(): boolean {
    const beginning = encodingOf(text.subarray(0, stretch.filled))
    encoding = beginning.encoding
    stretch.at = beginning.mark
    if (encoding === 'utf-8') return true
    decoder = new TextDecoder(encoding, { ignoreBOM: true })
    const bytes = Buffer.from(text.subarray(beginning.mark, stretch.filled))
    const { last } = stretch
    Object.assign(stretch, { at: 0, filled: 0, last: false })
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) transcode(bytes.subarray(at, at + PIECE_BYTES))
    stretch.last = last
    if (last) flush()
    return false
  }

  function transcode(bytes: Uint8Array): void {
    put(Buffer.from((decoder as TextDecoder).decode(bytes, { stream: true })))
  }

  function flush(): void {
    stretch.last = false
    put(Buffer.from((decoder as TextDecoder).decode()))
    stretch.last = true
    take()
    compact()
  }

  function put(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(text, stretch.filled, at, at + due - stretch.filled)
      at += copied
      added(copied)
    }
  }

  function added(bytes: number): void {
    stretch.filled += bytes
    if (stretch.filled === due) work()
  }

  /** Moves what is left to the front. What alone is more than half a filling gets twice its room. */
  function compact(): void {
    if (stretch.isFull()) throw new Error('Framing took nothing from a full stretch.')
    if (stretch.indent > INDENT_MAX) stretch.indent = -1
    const from = kept()
    text.copyWithin(0, from, stretch.filled)
    stretch.at -= from
    stretch.filled -= from
    scanner.limit = 0
    due = Math.min(Math.max(FILL_BYTES, 2 * stretch.filled), TEXT_BYTES_MAX)
  }

  return {
    stretch,
    begin() {
      Object.assign(stretch, { at: 0, filled: 0, last: false, line: 1, indent: 0 })
      encoding = undefined
      decoder = undefined
      due = FILL_BYTES
      scanner.limit = 0
    },
    space: () => (decoder ? piece : text.subarray(stretch.filled, due)),
    filled(bytes) {
      if (decoder) transcode(piece.subarray(0, bytes))
      else added(bytes)
    },
    end() {
      stretch.last = true
      if (decoder) flush()
      else work()
    },
  }
}
