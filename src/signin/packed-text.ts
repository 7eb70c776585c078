/**
 * How a text stands inside a packed record: four bytes that say how long it is and in which form, then the text.
 *
 * All three forms give back exactly what was written, lone surrogates included. Ids and correlation ids are mostly GUIDs,
 * which is why these have a form of their own: 16 bytes in place of 36. A text has one form only, so equal bytes are
 * equal texts.
 */
const LATIN1 = 0
const UTF16 = 1
const GUID = 2

const GUID_LENGTH = 36
/** Where the 16 bytes of a GUID have their first digit. */
const GUID_DIGITS = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34)
/** Value of a lower-case hexadecimal digit by character code; 255 for everything else. */
const DIGIT_VALUE = new Uint8Array(256).fill(255)
const DIGIT_CODE = Buffer.from('0123456789abcdef', 'latin1')
for (const [value, code] of DIGIT_CODE.entries()) DIGIT_VALUE[code] = value
const guidScratch = Buffer.from('00000000-0000-0000-0000-000000000000', 'latin1') as unknown as Bytes

/**
 * `latin1Slice` is Buffer's own, and undocumented: `toString('latin1', from, to)` comes to the same, but takes half as long
 * again to look the encoding up.
 */
interface Bytes extends Buffer {
  latin1Slice(from: number, to: number): string
}

/** Memory seen as bytes, 32-bit numbers and 64-bit numbers at once. Its size is a multiple of 8. */
export interface Block {
  readonly bytes: Bytes
  readonly ints: Int32Array
  readonly doubles: Float64Array
}

/** A block of at least `size` bytes. */
export function createBlock(size: number): Block {
  const memory = new ArrayBuffer(Math.ceil(size / 8) * 8)
  return {
    bytes: Buffer.from(memory) as unknown as Bytes,
    ints: new Int32Array(memory),
    doubles: new Float64Array(memory),
  }
}

/** The most bytes that `writeText` can need for a text of this length. */
export function textRoom(length: number): number {
  return 8 + 2 * length
}

/** Writes `text` at `at` (a multiple of 4); returns where the next may stand (again a multiple of 4). */
export function writeText(text: string, into: Block, at: number): number {
  const length = text.length
  const bytes = into.bytes
  if (length === GUID_LENGTH && writeGuid(text, bytes, at + 4)) {
    into.ints[at >> 2] = (length << 2) | GUID
    return at + 20
  }
  let to = at + 4
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 255) return writeWide(text, into, at)
    bytes[to++] = unit
  }
  into.ints[at >> 2] = (length << 2) | LATIN1
  return pad(bytes, to)
}

export function readText(from: Block, at: number): string {
  const header = from.ints[at >> 2]!
  const start = at + 4
  const length = header >>> 2
  if ((header & 3) === GUID) return readGuid(from.bytes, start)
  return (header & 3) === UTF16
    ? from.bytes.toString('utf16le', start, start + 2 * length)
    : from.bytes.latin1Slice(start, start + length)
}

/** Where the text after the one at `at` stands. */
export function afterText(from: Block, at: number): number {
  const header = from.ints[at >> 2]!
  const length = header >>> 2
  if ((header & 3) === GUID) return at + 20
  return (at + 4 + ((header & 3) === UTF16 ? 2 * length : length) + 3) & ~3
}

/** The order of two written texts as JavaScript's `<` has it: negative, 0 or positive. */
export function compareTexts(a: Block, aAt: number, b: Block, bAt: number): number {
  const aHeader = a.ints[aAt >> 2]!
  const bHeader = b.ints[bAt >> 2]!
  if (((aHeader | bHeader) & 3) === LATIN1)
    return compareBytes(a.bytes, aAt, aHeader >>> 2, b.bytes, bAt, bHeader >>> 2)
  // Lower-case GUIDs stand in the order of their bytes, because their digits and hyphens have fixed places.
  if ((aHeader & bHeader & 3) === GUID) return compareBytes(a.bytes, aAt, 16, b.bytes, bAt, 16)
  const aText = readText(a, aAt)
  const bText = readText(b, bAt)
  return aText < bText ? -1 : aText > bText ? 1 : 0
}

function compareBytes(a: Buffer, aAt: number, aLength: number, b: Buffer, bAt: number, bLength: number): number {
  const common = Math.min(aLength, bLength)
  for (let index = 4; index < common + 4; index++) {
    const difference = a[aAt + index]! - b[bAt + index]!
    if (difference !== 0) return difference
  }
  return aLength - bLength
}

function writeWide(text: string, into: Block, at: number): number {
  into.bytes.write(text, at + 4, 'utf16le')
  into.ints[at >> 2] = (text.length << 2) | UTF16
  return pad(into.bytes, at + 4 + 2 * text.length)
}

/** Zeroes up to the next multiple of 4: blocks are used again, and records are compared by their bytes. */
function pad(bytes: Buffer, at: number): number {
  while ((at & 3) !== 0) bytes[at++] = 0
  return at
}

function writeGuid(text: string, bytes: Buffer, at: number): boolean {
  if (
    text.charCodeAt(8) !== 45 ||
    text.charCodeAt(13) !== 45 ||
    text.charCodeAt(18) !== 45 ||
    text.charCodeAt(23) !== 45
  ) {
    return false
  }
  for (let index = 0; index < 16; index++) {
    const digit = GUID_DIGITS[index]!
    const high = DIGIT_VALUE[text.charCodeAt(digit)] ?? 255
    const low = DIGIT_VALUE[text.charCodeAt(digit + 1)] ?? 255
    if ((high | low) > 15) return false
    bytes[at + index] = (high << 4) | low
  }
  return true
}

function readGuid(bytes: Buffer, at: number): string {
  for (let index = 0; index < 16; index++) {
    const byte = bytes[at + index]!
    const digit = GUID_DIGITS[index]!
    guidScratch[digit] = DIGIT_CODE[byte >> 4]!
    guidScratch[digit + 1] = DIGIT_CODE[byte & 15]!
  }
  return guidScratch.latin1Slice(0, GUID_LENGTH)
}
