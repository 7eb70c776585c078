/**
 * What a decoder is: the paths it reads, how it knows its rows, and one function from a row to a sign-in.
 *
 * A decoder never sees bytes. `Row` gives it the values at its paths, and whether those were picked from the bytes
 * (picker.ts) or from a parsed object (parsed-row.ts: CSV, log lines, anything unusual) makes no difference to it.
 */
import type { Draft, Provider } from './sign-in.ts'

/** One row's values at the decoder's paths, by the path's number (see `paths`). */
export interface Row {
  /** True if something other than null stands there. */
  has(path: number): boolean
  /** Scalars as text (numbers and booleans as JSON writes them); '' if absent, null, an object or an array. */
  text(path: number): string
  /** A number, or text that is one; else NaN. */
  number(path: number): number
  /** true, "true" or "True"; else false. */
  flag(path: number): boolean
  /**
   * Any value, parsed when asked for (subtrees cost what JSON.parse costs); undefined if absent. Not to be changed: rows
   * that write it alike may share it.
   */
  json(path: number): unknown
  /** For a path with `[]`: how many elements the array has. */
  count(path: number): number
  /** For a path with `[]`: the scalar inside element `index`, as `text` would give it. */
  textAt(path: number, index: number): string
}

export interface Decoder {
  /** `provider.shape`, as reports name it: `entra.graph`, `okta.system-log`, … */
  readonly name: string
  readonly provider: Provider
  /** json: one JSON object a row. csv: one record a row, keyed by header. line: one line of text a row. */
  readonly form: 'json' | 'csv' | 'line'
  /** What it reads. `a.b` is a member of a member; `a[].b` is member b of each element of array a (one `[]` a path). */
  readonly paths: readonly string[]
  /** Numbers of paths that every row of this shape has; a row without one is looked at by all decoders anew. */
  readonly marks: readonly number[]
  /** For `line`: the line's values as an object, or undefined if it is no line of this shape. */
  readonly parse?: (line: string) => Readonly<Record<string, unknown>> | undefined
  /** Is this parsed row of this shape? Asked in the order of decoders/index.ts; the first that says yes has it. */
  recognise(sample: Readonly<Record<string, unknown>>): boolean
  /** How many events one row holds (Google: several); 1 if absent. 0 makes it a named row of no meaning. */
  parts?(row: Row): number
  /**
   * Writes the row into `draft`, which is blank but for `provider`, `file` and `line`. A row that is no sign-in event keeps
   * `activity: 'other'` and its vendor's name in `code`. Throws `RowProblem` if what must be there is not.
   */
  decode(row: Row, draft: Draft, part: number): void
}

/** Numbers a decoder's paths: `const at = paths({ id: 'id' })` gives `at.id === 0` and `at.list`. */
export function paths<const P extends Readonly<Record<string, string>>>(
  named: P,
): { readonly [K in keyof P]: number } & { readonly list: readonly string[] } {
  const names = Object.keys(named)
  const numbers = Object.fromEntries(names.map((name, index) => [name, index]))
  return { ...(numbers as { [K in keyof P]: number }), list: names.map((name) => named[name] as string) }
}

export type RowProblemCode =
  | 'ERR_ROW_NO_TIME'
  | 'ERR_ROW_BAD_TIME'
  | 'ERR_ROW_BAD_VALUE'
  | 'ERR_ROW_NOT_JSON'
  | 'ERR_ROW_NOT_OBJECT'
  | 'ERR_ROW_UNKNOWN_FORMAT'
  | 'ERR_ROW_UNKNOWN_COLUMNS'
  | 'ERR_ROW_TOO_LONG'
  | 'ERR_ROW_TOO_DEEP'
  | 'ERR_ROW_TRUNCATED'

/** A row that cannot become an event. The message says what is wrong and what to do, and never quotes the row's values. */
export class RowProblem extends Error {
  readonly code: RowProblemCode
  constructor(code: RowProblemCode, message: string) {
    super(message)
    this.name = 'RowProblem'
    this.code = code
  }
}
