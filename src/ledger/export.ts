/**
 * The export of a ledger, format `postern.ledger/1`: one file of lines, each one JSON object in canonical form. First what
 * it is, then every entry byte for byte as it was hashed, each checkpoint behind the last entry that it seals, and, where
 * the holder discloses personal values, each behind the entry that commits to it. verify.ts says how it is checked.
 */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalBytes, parseCanonical } from './canonical.ts'
import { ENTRY_FORMAT, readEntry, type Sealed } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { parseCheckpoint } from './note/checkpoint.ts'
import { parseNote } from './note/note.ts'

const Strict = { additionalProperties: false }

const Header = Type.Object(
  {
    format: Type.Literal('postern.ledger/1'),
    origin: Type.String({ minLength: 1, maxLength: 255 }),
    /** Entries that follow. */
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  },
  Strict,
)

const CheckpointLine = Type.Object(
  { format: Type.Literal('postern.checkpoint/1'), note: Type.String({ maxLength: 65_536 }) },
  Strict,
)

const OpeningLine = Type.Object(
  {
    format: Type.Literal('postern.opening/1'),
    seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    /** Of the commitment. */
    name: Type.String({ maxLength: 64 }),
    salt: Type.String({ maxLength: 24 }),
    value: Type.Unknown(),
  },
  Strict,
)

/** A personal value that is disclosed, with the salt that opens its commitment. */
export type Opening = Static<typeof OpeningLine>

export type ExportLine =
  | { readonly kind: 'header'; readonly origin: string; readonly size: number }
  | { readonly kind: 'entry'; readonly sealed: Sealed }
  | { readonly kind: 'checkpoint'; readonly note: string; readonly size: number }
  | { readonly kind: 'opening'; readonly opening: Opening }

export interface ExportSource {
  readonly origin: string
  readonly size: number
  /** Bytes of the entries, from 0 on. */
  readonly entries: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
  /** Signed notes, oldest first; the last one seals all entries. */
  readonly checkpoints: readonly string[]
  /** What is disclosed of an entry; nothing, if absent. */
  openings?(seq: number): readonly Omit<Opening, 'format' | 'seq'>[]
}

/** The lines of an export, each with its newline. */
export async function* exportLines(source: ExportSource): AsyncGenerator<Uint8Array> {
  const checkpoints = source.checkpoints.map((note) => ({ note, size: parseCheckpoint(parseNote(note).text).size }))
  yield line({ format: 'postern.ledger/1', origin: source.origin, size: source.size })
  let seq = 0
  for await (const bytes of source.entries) {
    yield Buffer.concat([bytes, NEWLINE])
    for (const { name, salt, value } of source.openings?.(seq) ?? []) {
      yield line({ format: 'postern.opening/1', seq, name, salt, value })
    }
    seq++
    for (const { note, size } of checkpoints) {
      if (size === seq) yield line({ format: 'postern.checkpoint/1', note })
    }
  }
}

/**
 * Reads one line, without its newline and without judging what it claims. Throws ERR_LEDGER_NOT_CANONICAL,
 * ERR_LEDGER_DATA_INVALID, and what reading an entry or a checkpoint throws.
 */
export function readExportLine(bytes: Uint8Array): ExportLine {
  const value = parseCanonical(bytes)
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  if (format === ENTRY_FORMAT) return { kind: 'entry', sealed: readEntry(bytes) }
  if (Value.Check(Header, value)) return { kind: 'header', origin: value.origin, size: value.size }
  if (Value.Check(CheckpointLine, value)) {
    return { kind: 'checkpoint', note: value.note, size: parseCheckpoint(parseNote(value.note).text).size }
  }
  if (Value.Check(OpeningLine, value)) return { kind: 'opening', opening: value }
  throw new LedgerError('ERR_LEDGER_DATA_INVALID', 'This is no line of a ledger’s export (postern.ledger/1).')
}

const NEWLINE = Buffer.from('\n')

function line(value: unknown): Uint8Array {
  return Buffer.concat([canonicalBytes(value), NEWLINE])
}
