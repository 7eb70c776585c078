/** Checkpoints, C2SP tlog-checkpoint: the head of a tree as the text of a note, in three lines: origin, size, root. */
import { fromBase64, toBase64 } from '../base64.ts'
import { LedgerError } from '../ledger-error.ts'
import type { TreeHead } from '../merkle/check.ts'
import { HASH_BYTES } from '../merkle/hash.ts'
import { isKeyName, type VerifierKey } from './key.ts'
import { type OpenedNote, openNote } from './note.ts'

export interface Checkpoint extends TreeHead {
  /** Names the tree, for ever; the log's key bears the same name. */
  readonly origin: string
}

/** The note's text, to be signed. */
export function printCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/**
 * Parses the text of a note. Extension lines, which the specification advises against, are refused: our ledgers write none.
 * Throws ERR_LEDGER_CHECKPOINT_INVALID.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', end, ...extensions] = text.split('\n')
  if (end !== '' || extensions.length > 0) throw invalid('it must have three lines: origin, size, root')
  if (!isKeyName(origin)) throw invalid('its origin must be a name without spaces')
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw invalid('its size is no number')
  const bytes = fromBase64(root)
  if (bytes?.length !== HASH_BYTES) throw invalid('its root is no hash of 32 bytes in base 64')
  return { origin, size: Number(size), root: bytes }
}

export interface OpenedCheckpoint extends Checkpoint, OpenedNote {}

/**
 * A checkpoint that one of these keys has signed in the name of its origin. Throws as `openNote` and `parseCheckpoint` do,
 * and ERR_LEDGER_NOTE_UNSIGNED where only keys of another name have signed: a key speaks for its own ledger alone.
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): OpenedCheckpoint {
  const opened = openNote(note, keys)
  const checkpoint = parseCheckpoint(opened.text)
  if (!opened.verified.some(({ key }) => key.type === 'ed25519' && key.name === checkpoint.origin)) {
    throw new LedgerError('ERR_LEDGER_NOTE_UNSIGNED', 'No known key of this checkpoint’s own origin has signed it.')
  }
  return { ...checkpoint, ...opened }
}

function invalid(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_CHECKPOINT_INVALID', `This is no checkpoint: ${why}.`)
}
