/**
 * Lines of a file that grows: which of its bytes are whole lines, and what belongs before lines from its middle so that
 * they can be read by themselves. Pure.
 */

const NEWLINE = 0x0a
const FIRST_LINE_BYTES_MAX = 65_536

/** What a file's beginning says about the rest of it. */
export interface Introduction {
  /** Bytes of one character at least: 2 for UTF-16. */
  readonly width: 1 | 2
  /** True if the low byte comes first. */
  readonly isLittle: boolean
  /**
   * What comes before lines from the middle: the byte-order mark; and the first line unless it is JSON, as it may be a
   * table's header. A text log's first line is read again by that, and known already.
   */
  readonly before: Uint8Array
}

/** How many bytes of the beginning are to be given to `introductionOf`. */
export const BEGINNING_BYTES = FIRST_LINE_BYTES_MAX

export function introductionOf(beginning: Buffer): Introduction {
  const isLittle = beginning[0] === 0xff && beginning[1] === 0xfe
  const isBig = beginning[0] === 0xfe && beginning[1] === 0xff
  const width = isLittle || isBig ? 2 : 1
  const mark = width === 2 ? 2 : beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf ? 3 : 0
  const first = linesEnd(beginning, { width, isLittle }, 'first')
  const text = beginning.subarray(mark, first).toString('latin1').replaceAll('\0', '').trimStart()
  const isJson = /^[{[]\s*["{[]/.test(text)
  return { width, isLittle, before: Buffer.from(beginning.subarray(0, isJson || first === 0 ? mark : first)) }
}

/** Where the last whole line ends (or the first); 0 if there is none. */
export function linesEnd(
  bytes: Buffer,
  { width, isLittle }: Pick<Introduction, 'width' | 'isLittle'>,
  which: 'first' | 'last' = 'last',
): number {
  const isEnd = (at: number): boolean =>
    width === 1 || (isLittle ? at % 2 === 0 && bytes[at + 1] === 0 : at % 2 === 1 && bytes[at - 1] === 0)
  const next = (at: number): number =>
    which === 'first' ? bytes.indexOf(NEWLINE, at + 1) : at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1)
  for (let at = next(which === 'first' ? -1 : bytes.length); at >= 0; at = next(at)) {
    if (isEnd(at)) return at + (width === 2 && isLittle ? 2 : 1)
  }
  return 0
}
