/**
 * Text read from bytes, where the same text comes again and again: a row's result, country, application, user agent.
 *
 * A table of fixed size remembers the last texts, each in the one place that its bytes' hash names. A repeated text costs
 * a comparison instead of a new string, and is the same string to every Map that it is looked up in later. A new text
 * takes the place over. Nothing grows, whatever the input. A column whose texts hardly ever repeat (row ids, times) is
 * soon read past the table, and tried again after a while.
 */
import type { Text } from './scan.ts'

const PLACES = 4096
const BYTES_MAX = 192 // a longer text is not kept

/** A column's score: up by a repeated text, down by a new one; below PAST it is read past the table, down to RETRY. */
const SCORE_MAX = 64
const PAST = -64
const RETRY = -4096

export interface Interned {
  /** Numbers for this many new columns; the first of them is returned. */
  columns(count: number): number
  /** The text of bytes from..to (UTF-8; bytes that are none become U+FFFD), read for that column. */
  read(from: number, to: number, column: number): string
  /** The number that these bytes write in JSON, read for that column. */
  number(from: number, to: number, column: number): number
}

/** A table over these bytes, of which the last three are never part of a text: texts are compared four bytes at a time. */
export function createInterned(bytes: Text): Interned {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = new DataView(new ArrayBuffer(PLACES * BYTES_MAX))
  const lengths = new Uint8Array(PLACES)
  const strings: string[] = new Array(PLACES).fill('')
  const numbers = new Float64Array(PLACES).fill(Number.NaN)
  const scores: number[] = []

  // Eight bytes of each end and four of the middle tell texts of a log apart; what they do not costs one more string.
  function placeOf(from: number, length: number): number {
    let hash = length
    if (length >= 8) {
      const to = from + length
      hash ^= Math.imul(view.getInt32(from, true), 0x9e3779b1)
      hash ^= Math.imul(view.getInt32(from + 4, true), 0x85ebca77)
      hash ^= Math.imul(view.getInt32(from + (length >> 1) - 2, true), 0x165667b1)
      hash ^= Math.imul(view.getInt32(to - 8, true), 0xc2b2ae3d)
      hash ^= Math.imul(view.getInt32(to - 4, true), 0x27d4eb2f)
    } else {
      for (let at = from; at < from + length; at++) hash = Math.imul(hash ^ view.getUint8(at), 0x9e3779b1)
    }
    return (hash ^ (hash >>> 15)) & (PLACES - 1)
  }

  function holds(place: number, from: number, length: number): boolean {
    if (lengths[place] !== length) return false
    const start = place * BYTES_MAX
    let at = 0
    for (; at + 4 <= length; at += 4) {
      if (view.getInt32(from + at, true) !== kept.getInt32(start + at, true)) return false
    }
    for (; at < length; at++) {
      if (view.getUint8(from + at) !== kept.getUint8(start + at)) return false
    }
    return true
  }

  function keep(place: number, from: number, length: number): void {
    const start = place * BYTES_MAX
    for (let at = 0; at < length; at += 4) kept.setInt32(start + at, view.getInt32(from + at, true), true)
    lengths[place] = length
    strings[place] = bytes.utf8Slice(from, from + length)
    numbers[place] = Number.NaN
  }

  /** The place that holds these bytes, or -1 if they are too long or their column is read past the table. */
  function placeFor(from: number, length: number, column: number): number {
    const score = scores[column] as number
    if (length > BYTES_MAX || score < PAST) {
      if (score < PAST) scores[column] = score > RETRY ? score - 1 : 0
      return -1
    }
    const place = placeOf(from, length)
    if (holds(place, from, length)) {
      if (score < SCORE_MAX) scores[column] = score + 2
    } else {
      keep(place, from, length)
      scores[column] = score - 1
    }
    return place
  }

  return {
    columns(count) {
      const first = scores.length
      for (let column = 0; column < count; column++) scores.push(0)
      return first
    },
    read(from, to, column) {
      if (from === to) return ''
      const place = placeFor(from, to - from, column)
      return place < 0 ? bytes.utf8Slice(from, to) : (strings[place] as string)
    },
    number(from, to, column) {
      const place = placeFor(from, to - from, column)
      if (place < 0) return Number(bytes.utf8Slice(from, to))
      if (Number.isNaN(numbers[place])) numbers[place] = Number(strings[place])
      return numbers[place] as number
    },
  }
}
