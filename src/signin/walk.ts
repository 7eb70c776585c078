/**
 * The walk over one row: where its wanted values are, and that it is JSON.
 *
 * scan.wat has gone over the text, 64 bytes at a time, and noted where each string ends and where each stretch of white
 * space ends (its tokens). The walk reads the row as a JSON parser would, byte by byte, but for two leaps: over a string to
 * its closing quote, and over white space. At each key it asks the tree of wanted members (wanted.ts) whether somebody
 * wants the value, and if so notes where it starts and ends.
 *
 * It checks the whole grammar (RFC 8259), also of what nobody wants: it takes exactly what JSON.parse takes. Where the
 * answer of JSON.parse would cost care to repeat (a key twice, a key with escapes, a deep or long value), it says UNSURE.
 *
 * `at` is a position in the text, `token` the number of the next token. Tokens are used up in step with the text, so that
 * the token at hand is always that of the string or white space at hand. A walk that comes to the end of what is scanned
 * meets the token that is none: the position of a zero, which fits nowhere in the grammar.
 */
import { isEscape, scalarEnd } from './scalars.ts'
import type { Scanner } from './scan.ts'
import { bucketOf, type Elements, headOf, type Members, type Tree, type Wanted } from './wanted.ts'

/** The row does not end in the scanned text. */
export const INCOMPLETE = -1
/** The row is no JSON. */
export const INVALID = -2
/** The row may be JSON: JSON.parse must say what it means. */
export const UNSURE = -3

/** More elements than this of a wanted array: unsure. */
export const ELEMENTS_MAX = 256
/** Deeper nesting in what nobody wants: unsure. */
export const LEVELS_MAX = 64
/** Values and arrays that one decoder may want. */
export const SLOTS_MAX = 8192
export const LISTS_MAX = 64

/** What a walk has found, until the next one. */
export interface Walk {
  /**
   * Reads the object that starts at `at`, where the scanner's token is the next one. Gives the position after it, and
   * leaves the scanner's `walked` at the token after it; or gives INCOMPLETE, INVALID or UNSURE.
   */
  walk(tree: Tree, at: number): number
  /** By slot: where the value starts (0: absent) and ends; below zero if it is a string with escapes. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** By list: how many elements; where the array starts and ends. */
  readonly counts: Int32Array
  readonly arrayStarts: Int32Array
  readonly arrayEnds: Int32Array
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** What may stand after a number or word: white space (2), or structure (1). */
const SPACE = 2
const KINDS = new Uint8Array(256)
for (const byte of Buffer.from('{}[]:,')) KINDS[byte] = 1
for (const byte of Buffer.from(' \t\n\r')) KINDS[byte] = SPACE

export function createWalk(scanner: Scanner): Walk {
  const { text, tokens } = scanner
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength)
  const starts = new Int32Array(SLOTS_MAX)
  const ends = new Int32Array(SLOTS_MAX)
  const counts = new Int32Array(LISTS_MAX)
  const arrayStarts = new Int32Array(LISTS_MAX)
  const arrayEnds = new Int32Array(LISTS_MAX)
  const levels = new Uint8Array(LEVELS_MAX + 1)
  let stamps = 0
  let token = 0

  function walk(tree: Tree, at: number): number {
    starts.fill(0, 0, tree.single)
    counts.fill(0, 0, tree.listCount)
    token = scanner.token
    const end = object(tree.root, at, ++stamps, 0)
    if (end > scanner.limit) return INCOMPLETE
    scanner.walked = token
    return end
  }

  /** Reads an object of which some members are wanted. `stamp` is the object's own, `element` its place in an array. */
  function object(members: Members, start: number, stamp: number, element: number): number {
    let at = afterSpace(start + 1)
    if (text[at] === CLOSE_OBJECT) return at + 1
    for (;;) {
      if (text[at] !== QUOTE) return wrong(at)
      const keyEnd = tokens[token++] as number
      if (text[keyEnd] !== QUOTE) return keyEnd >= scanner.limit ? INCOMPLETE : UNSURE
      const member = find(members, at + 1, keyEnd)
      at = keyEnd + 1
      if (text[at] !== COLON) {
        at = afterSpace(at)
        if (text[at] !== COLON) return wrong(at)
      }
      at = afterSpace(at + 1)
      if (member === null) at = skip(at)
      else {
        if (member.seen === stamp || member.whole) return UNSURE
        member.seen = stamp
        at = member.leaf ? takeLeaf(member, at, element) : take(member, at, stamp, element)
      }
      if (at < 0) return at
      if (text[at] !== COMMA) {
        at = afterSpace(at)
        if (text[at] === CLOSE_OBJECT) return at + 1
        if (text[at] !== COMMA) return wrong(at)
      }
      at++
      if (text[at] !== QUOTE) at = afterSpace(at)
    }
  }

  function find(members: Members, from: number, to: number): Wanted | null {
    const length = to - from
    const head = headOf(view.getInt32(from, true), length)
    let member = members.buckets[bucketOf(head, length, members.shift)] as Wanted | null
    while (member !== null) {
      if (member.head === head && member.length === length && (length <= 4 || sameName(member, from))) return member
      member = member.next
    }
    return null
  }

  /** Compares four bytes at a time; the last four may overlap those before. */
  function sameName(member: Wanted, from: number): boolean {
    const { words } = member
    const last = member.length - 4
    if (view.getInt32(from + last, true) !== member.tail) return false
    for (let index = 1; index * 4 < last; index++)
      if (view.getInt32(from + index * 4, true) !== words[index]) return false
    return true
  }

  /** Reads a wanted value and notes where it is. */
  function take(member: Wanted, at: number, stamp: number, element: number): number {
    if (text[at] === OPEN_OBJECT && member.inside.all.length > 0) {
      const end = object(member.inside, at, stamp, element)
      if (member.slot >= 0) note(member, element, at, end)
      return end
    }
    if (text[at] === OPEN_ARRAY && member.elements !== null) {
      const end = array(member.elements, at)
      if (member.slot >= 0) note(member, element, at, end)
      return end
    }
    return takeLeaf(member, at, element)
  }

  /** Reads a value of which nothing inside is wanted. */
  function takeLeaf(member: Wanted, at: number, element: number): number {
    const before = token
    const end = skip(at)
    if (member.slot >= 0) note(member, element, at, text[at] === QUOTE && token - before > 1 ? -end : end)
    return end
  }

  function note(member: Wanted, element: number, start: number, end: number): void {
    starts[member.slot + element] = start
    ends[member.slot + element] = end
  }

  /** Reads an array of whose elements something is wanted. */
  function array(elements: Elements, start: number): number {
    const { each, list } = elements
    arrayStarts[list] = start
    let at = afterSpace(start + 1)
    if (text[at] === CLOSE_ARRAY) {
      arrayEnds[list] = at + 1
      return at + 1
    }
    for (let element = 0; element < ELEMENTS_MAX; element++) {
      for (const slot of elements.slots) starts[slot + element] = 0
      at = take(each, at, ++stamps, element)
      if (at < 0) return at
      at = afterSpace(at)
      if (text[at] === CLOSE_ARRAY) {
        counts[list] = element + 1
        arrayEnds[list] = at + 1
        return at + 1
      }
      if (text[at] !== COMMA) return wrong(at)
      at = afterSpace(at + 1)
    }
    return UNSURE
  }

  /** Reads a value that nobody wants, or of which nobody wants a part. */
  function skip(at: number): number {
    const first = text[at]
    if (first === QUOTE) return skipString()
    return first === OPEN_OBJECT || first === OPEN_ARRAY ? skipNested(at) : scalar(at)
  }

  function skipString(): number {
    const end = tokens[token++] as number
    return text[end] === QUOTE ? end + 1 : escapes(end)
  }

  function skipNested(start: number): number {
    let at = start
    let level = 0
    for (;;) {
      const first = text[at] as number
      if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
        at = afterSpace(at + 1)
        if (text[at] !== first + 2) {
          if (level === LEVELS_MAX) return UNSURE
          levels[++level] = first
          if (first === OPEN_OBJECT) at = key(at)
          if (at < 0) return at
          continue
        }
        at++ // empty
      } else {
        at = skip(at)
        if (at < 0) return at
      }
      // A value has ended: close what it ends, up to a comma.
      for (; level > 0; level--, at++) {
        if (text[at] !== COMMA) at = afterSpace(at)
        if (text[at] === COMMA) break
        if (text[at] !== (levels[level] as number) + 2) return wrong(at)
      }
      if (level === 0) return at
      at = afterSpace(at + 1)
      if (levels[level] === OPEN_OBJECT) at = key(at)
      if (at < 0) return at
    }
  }

  /** Reads a key and its colon; gives where the value starts. */
  function key(start: number): number {
    if (text[start] !== QUOTE) return wrong(start)
    let at = skipString()
    if (at < 0) return at
    if (text[at] !== COLON) at = afterSpace(at)
    return text[at] === COLON ? afterSpace(at + 1) : wrong(at)
  }

  /** Checks the escapes of a string from the first on; gives where the string ends. */
  function escapes(first: number): number {
    for (let at = first; text[at] !== QUOTE; at = tokens[token++] as number) {
      if (!isEscape(text, at)) return text[at] === BACKSLASH && at + 6 > scanner.limit ? INCOMPLETE : wrong(at)
    }
    return (tokens[token - 1] as number) + 1
  }

  function scalar(at: number): number {
    const end = scalarEnd(text, at)
    if (end > at && KINDS[text[end] as number] !== 0) return end
    let stop = at
    while (stop < scanner.limit && KINDS[text[stop] as number] === 0) stop++
    return wrong(stop)
  }

  function afterSpace(at: number): number {
    return KINDS[text[at] as number] === SPACE ? (tokens[token++] as number) : at
  }

  function wrong(at: number): number {
    return at >= scanner.limit ? INCOMPLETE : INVALID
  }

  return { walk, starts, ends, counts, arrayStarts, arrayEnds }
}
