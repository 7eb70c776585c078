/**
 * What a column's value is in JavaScript, once for both engines: int8 a number, bytea a Uint8Array, date a text like
 * 2026-02-23 (never a Date: a day has no zone). All else is as both drivers agree already; timestamps are not used,
 * instants are milliseconds in an int8.
 */
const INT8 = 20
const BYTEA = 17
const DATE = 1082

export type ValueParsers = Readonly<Record<number, (text: string) => unknown>>

export const VALUE_PARSERS: ValueParsers = { [INT8]: parseInt8, [BYTEA]: parseBytea, [DATE]: (text) => text }

/** Throws where a number would not be exact: a wrong number is worse than none. */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds ${text}, which is not exact as a number.`)
  return value
}

/** PostgreSQL's hex form: \x then two digits a byte. */
function parseBytea(text: string): Uint8Array {
  if (!text.startsWith('\\x')) throw new RangeError('The database wrote bytes in another form than hex.')
  // Memory of its own, and no part of a pool: it goes from thread to thread.
  const bytes = Buffer.allocUnsafeSlow((text.length - 2) / 2)
  bytes.write(text.slice(2), 'hex')
  return new Uint8Array(bytes.buffer)
}
