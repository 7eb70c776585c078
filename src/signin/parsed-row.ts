/**
 * A row's values taken from a parsed object. This file is what a path means; picker.ts finds the same values in bytes,
 * and a property test (picker.test.ts) holds the two equal.
 *
 * - `a.b` is member b of member a. Only members of objects count: an array has no members, nor has a string.
 * - `a[].b` is member b of each element of array a. At most one `[]` a path; `a[]` alone is the elements themselves.
 * - A path without `[]` that is a member's whole name (`location.city` as a CSV column) means that member first.
 * - Own members only: `__proto__`, `constructor` and their like are found only where the row itself says them.
 */
import type { Row } from './decoder.ts'

export type Values = Readonly<Record<string, unknown>>

/** A `Row` over whichever object it was last given. */
export interface ParsedRow extends Row {
  set(value: Values): ParsedRow
}

/** The row at these paths of one object. */
export function parsedRow(paths: readonly string[], value: Values): Row {
  return createParsedRow(paths).set(value)
}

/** A row that can be set to one object after another: what a decoder's loop over many rows uses. */
export function createParsedRow(paths: readonly string[]): ParsedRow {
  const places = paths.map(placeOf)
  let row: Values = {}

  const at = (path: number): unknown => {
    const place = places[path] as Place
    if (place.list) return scalarAt(place, 0)
    return Object.hasOwn(row, place.whole) ? row[place.whole] : valueInside(row, place.outer)
  }
  const elements = (place: Place): readonly unknown[] => {
    if (!place.list) return []
    const array = valueInside(row, place.outer)
    return Array.isArray(array) ? array : []
  }
  const scalarAt = (place: Place, index: number): unknown => valueInside(elements(place)[index], place.inner)

  const parsed: ParsedRow = {
    set(value) {
      row = value
      return parsed
    },
    has: (path) => {
      const place = places[path] as Place
      if (place.list) return elements(place).length > 0
      const value = at(path)
      return value !== undefined && value !== null
    },
    text: (path) => textOf(at(path)),
    number: (path) => numberOf(at(path)),
    flag: (path) => isTrue(at(path)),
    json: (path) => {
      const place = places[path] as Place
      return place.list ? elements(place).map((element) => valueInside(element, place.inner)) : at(path)
    },
    count: (path) => elements(places[path] as Place).length,
    textAt: (path, index) => textOf(scalarAt(places[path] as Place, index)),
  }
  return parsed
}

/** A path cut at its dots; `inner` is what follows `[]`. */
export interface Place {
  readonly whole: string
  readonly list: boolean
  readonly outer: readonly string[]
  readonly inner: readonly string[]
}

/** Cuts a path; throws if it has more than one `[]` or an empty name: a decoder's mistake, found when it is loaded. */
export function placeOf(path: string): Place {
  const [outer = '', inner, more] = path.split('[]')
  const names = inner === undefined || inner === '' ? [] : inner.slice(1).split('.')
  const place = { whole: path, list: inner !== undefined, outer: outer.split('.'), inner: names }
  const wrong = more !== undefined || (inner ? !inner.startsWith('.') : false)
  if (wrong || place.outer.includes('') || place.inner.includes('')) {
    throw new TypeError(`"${path}" is no path: write a.b, a[] or a[].b with one [] at most.`)
  }
  return place
}

/** What the names lead to from a value; undefined if one of them is missing. */
export function valueInside(from: unknown, names: readonly string[]): unknown {
  let value = from
  for (const name of names) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
      return undefined
    }
    value = (value as Values)[name]
  }
  return value
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? numberInText(value) : Number.NaN
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The number that a text writes in decimal digits; NaN for anything else (empty, hexadecimal, padded). */
export function numberInText(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === 'True'
}
