/**
 * Signed notes, C2SP signed-note: a text, an empty line, and lines `— name base64(key id ‖ signature)`. Until a signature
 * of a known key was checked, the text is an attacker's.
 */
import { sign, verify } from 'node:crypto'
import { fromBase64, toBase64 } from '../base64.ts'
import { LedgerError } from '../ledger-error.ts'
import { cosignedMessage, TIME_BYTES, timeOf } from './cosignature.ts'
import { isKeyName, type SignerKey, type VerifierKey } from './key.ts'

export interface NoteSignature {
  readonly name: string
  /** Eight hexadecimal digits. */
  readonly id: string
  readonly signature: Uint8Array
}

export interface Note {
  /** Ends with a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface Verified {
  readonly key: VerifierKey
  /** Seconds since 1970, where the key is a cosigner's. */
  readonly time: number | undefined
}

export interface OpenedNote {
  readonly text: string
  /** At least one. */
  readonly verified: readonly Verified[]
}

const NOTE_LENGTH_MAX = 64 * 1024
/** The specification asks for at least 16. */
const SIGNATURES_MAX = 64
const ID_BYTES = 4
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this keeps out
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/** Parses a note without believing it. Throws ERR_LEDGER_NOTE_INVALID. */
export function parseNote(note: string): Note {
  if (note.length > NOTE_LENGTH_MAX) throw invalid('it is longer than 64 KiB')
  if (!note.isWellFormed() || CONTROL.test(note)) throw invalid('it holds control characters, or is no Unicode')
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) throw invalid('an empty line must stand between text and signatures')
  const lines = note.slice(split + 2).split('\n')
  lines.pop()
  if (lines.length === 0) throw invalid('it has no signature lines')
  if (lines.length > SIGNATURES_MAX) throw invalid(`it has more than ${SIGNATURES_MAX} signatures`)
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) }
}

/** One signature line, without its newline. Throws ERR_LEDGER_NOTE_INVALID. */
function parseSignature(line: string): NoteSignature {
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = fromBase64(base64)
  if (!isKeyName(name) || bytes === undefined || bytes.length <= ID_BYTES) {
    throw invalid('a signature line must be “— name base64”')
  }
  return { name, id: Buffer.from(bytes.subarray(0, ID_BYTES)).toString('hex'), signature: bytes.subarray(ID_BYTES) }
}

/** `parseNote` takes back what this prints. */
export function printNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(printSignature).join('')}`
}

/** The line with its newline. */
export function printSignature({ name, id, signature }: NoteSignature): string {
  return `— ${name} ${toBase64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`
}

/**
 * The text of a note that at least one known key has signed. Signatures of others are passed over, so that keys can change
 * and witnesses can sign. Throws ERR_LEDGER_NOTE_INVALID; ERR_LEDGER_NOTE_FORGED if a known key's signature does not fit;
 * ERR_LEDGER_NOTE_UNSIGNED if no known key has signed.
 */
export function openNote(note: string, keys: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parseNote(note)
  const verified: Verified[] = []
  for (const { name, id, signature } of signatures) {
    const key = keys.find((known) => known.name === name && known.id === id)
    if (key === undefined) continue
    if (!signatureHolds(key, text, signature)) {
      throw new LedgerError(
        'ERR_LEDGER_NOTE_FORGED',
        `The signature in the name of ${name} (${id}) does not fit the text.`,
      )
    }
    verified.push({ key, time: key.type === 'cosignature' ? timeOf(signature) : undefined })
  }
  if (verified.length === 0) {
    throw new LedgerError('ERR_LEDGER_NOTE_UNSIGNED', 'None of the known keys has signed this note.')
  }
  return { text, verified }
}

/** Signs a text, which must end with a newline, with one or more keys. Throws ERR_LEDGER_NOTE_INVALID. */
export function signNote(text: string, keys: readonly SignerKey[]): string {
  const signatures = keys.map(({ verifier: { name, id, type }, privateKey }) => {
    if (type !== 'ed25519') throw invalid('a cosigner adds its line to a signed note, and signs none of its own')
    return { name, id, signature: sign(null, Buffer.from(text), privateKey) }
  })
  const note = printNote({ text, signatures })
  parseNote(note)
  return note
}

function signatureHolds({ type, publicKey }: VerifierKey, text: string, signature: Uint8Array): boolean {
  if (type === 'ed25519') return verify(null, Buffer.from(text), publicKey, signature)
  const time = timeOf(signature)
  return time !== undefined && verify(null, cosignedMessage(text, time), publicKey, signature.subarray(TIME_BYTES))
}

function invalid(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_NOTE_INVALID', `This is no signed note: ${why}.`)
}
