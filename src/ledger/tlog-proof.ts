/**
 * A proof that stands alone, C2SP tlog-proof: one entry, its place, the path to the root and the signed checkpoint, in one
 * small text. Ours carry the entry's bytes as extra data, so that nothing else is needed but the pinned key.
 */
import { fromBase64, toBase64 } from './base64.ts'
import { type Entry, readEntry } from './entry.ts'
import { LedgerError } from './ledger-error.ts'
import { inclusionHolds } from './merkle/check.ts'
import { HASH_BYTES } from './merkle/hash.ts'
import { type OpenedCheckpoint, openCheckpoint } from './note/checkpoint.ts'
import type { VerifierKey } from './note/key.ts'

export const PROOF_HEADER = 'c2sp.org/tlog-proof@v1'
const HASHES_MAX = 63
const TEXT_LENGTH_MAX = 256 * 1024

export interface EntryProof {
  /** The entry's bytes. */
  readonly bytes: Uint8Array
  readonly index: number
  /** From the leaf's sibling upwards. */
  readonly hashes: readonly Uint8Array[]
  /** The signed checkpoint, with whatever witnesses have added. */
  readonly note: string
}

export function printProof({ bytes, index, hashes, note }: EntryProof): string {
  const path = hashes.map((hash) => `${toBase64(hash)}\n`).join('')
  return `${PROOF_HEADER}\nextra ${toBase64(bytes)}\nindex ${index}\n${path}\n${note}`
}

/** Parses a proof without believing it. Throws ERR_LEDGER_PROOF_INVALID. */
export function parseProof(text: string): EntryProof {
  if (text.length > TEXT_LENGTH_MAX) throw malformed('it is longer than 256 KiB')
  const split = text.indexOf('\n\n')
  const [header, extra = '', place = '', ...lines] = text.slice(0, Math.max(split, 0)).split('\n')
  if (header !== PROOF_HEADER) throw malformed(`it must begin with ${PROOF_HEADER}`)
  const bytes = extra.startsWith('extra ') ? fromBase64(extra.slice('extra '.length)) : undefined
  if (bytes === undefined) throw malformed('its second line must be “extra” and the entry in base 64')
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(place) ?? []
  if (index === undefined) throw malformed('its third line must be “index” and the entry’s number')
  if (lines.length > HASHES_MAX) throw malformed(`it has more than ${HASHES_MAX} hashes`)
  const hashes = lines.map((line) => {
    const hash = fromBase64(line)
    if (hash?.length !== HASH_BYTES) throw malformed('a line of the path is no hash')
    return hash
  })
  return { bytes, index: Number(index), hashes, note: text.slice(split + 2) }
}

/**
 * The entry and the checkpoint that seals it. Throws what `parseProof`, `openCheckpoint` and `readEntry` throw, and
 * ERR_LEDGER_PROOF_INVALID where the entry is not in that tree at that place.
 */
export function openProof(text: string, keys: readonly VerifierKey[]): { entry: Entry; checkpoint: OpenedCheckpoint } {
  const { bytes, index, hashes, note } = parseProof(text)
  const checkpoint = openCheckpoint(note, keys)
  const { entry, leaf } = readEntry(bytes)
  if (entry.origin !== checkpoint.origin || entry.seq !== index || !inclusionHolds(leaf, index, checkpoint, hashes)) {
    throw malformed(`its entry is not number ${index} of the tree that the checkpoint seals`)
  }
  return { entry, checkpoint }
}

function malformed(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_PROOF_INVALID', `This proof does not hold: ${why}.`)
}
