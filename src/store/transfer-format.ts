/**
 * The form in which a whole store is carried from one database to another: lines of JSON that a person can read.
 *
 *     {"format":"postern.store/1","kind":"real","migrations":2,"exported":"2026-02-23T12:00:00.000Z"}
 *     {"table":"organisations"}
 *     {"organisation":"…","name":"Example","created":1771848000000,"kept_days":90}
 *     …
 *     {"sequences":{"sign_in_batch_numbers":17}}
 *     {"rows":4711,"sha256":"…"}
 *
 * Bytes are hexadecimal after `\x`. The digest is over all bytes before the last line, so that a file that was cut short or
 * changed is noticed before anything of it counts.
 */
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { StoreError } from './errors.ts'

export const FORMAT = 'postern.store/1'

const closed = { additionalProperties: false }
const Header = Type.Object(
  {
    format: Type.Literal(FORMAT),
    kind: Type.Union([Type.Literal('demo'), Type.Literal('real')]),
    migrations: Type.Integer({ minimum: 1 }),
    exported: Type.String(),
  },
  closed,
)
const TableLine = Type.Object({ table: Type.String() }, closed)
const SequencesLine = Type.Object({ sequences: Type.Record(Type.String(), Type.Integer({ minimum: 1 })) }, closed)
const Trailer = Type.Object(
  { rows: Type.Integer({ minimum: 0 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  closed,
)
export type Header = Static<typeof Header>
export type Trailer = Static<typeof Trailer>
export type Marker = Static<typeof TableLine> | Static<typeof SequencesLine> | Trailer

/** A row's first member is its organisation. These lines begin otherwise, so that rows need not be parsed here. */
const MARKER = /^\{"(?:table|sequences|rows)":/

/** Throws ERR_EXPORT_UNREADABLE. */
export function readHeader(line: string): Header {
  const value = parse(line)
  if (Value.Check(Header, value)) return value
  throw unreadable(`its first line is not that of a ${FORMAT}`)
}

/** What stands between the rows; undefined for a row. Throws ERR_EXPORT_UNREADABLE. */
export function readMarker(line: string): Marker | undefined {
  if (!MARKER.test(line)) return undefined
  const value = parse(line)
  if (Value.Check(TableLine, value)) return value
  if (Value.Check(SequencesLine, value)) return value
  if (Value.Check(Trailer, value)) return value
  throw unreadable('a line between its rows makes no sense')
}

/** `what` completes "This is no export of Postern that can be read: …". */
export function unreadable(what: string, cause?: unknown): StoreError {
  return new StoreError(
    'ERR_EXPORT_UNREADABLE',
    `This is no export that can be read: ${what}. Nothing was imported. Export again, and copy the file whole.`,
    cause,
  )
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw unreadable('a line is not JSON', error)
  }
}
