/**
 * The keys of signed notes (C2SP signed-note), in the text forms that Go's sumdb/note reads and writes:
 * a verifier key `name+1f2e3d4c+base64(type ‖ public key)` is public and gets pinned; a signer key
 * `PRIVATE+KEY+name+1f2e3d4c+base64(type ‖ seed)` is a secret. All keys here are Ed25519 (RFC 8032).
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import { fromBase64, toBase64 } from '../base64.ts'
import { LedgerError } from '../ledger-error.ts'

/** `ed25519` signs the text itself; `cosignature` says "seen at this time" (C2SP tlog-cosignature). */
export type KeyType = 'ed25519' | 'cosignature'

export interface VerifierKey {
  readonly name: string
  /** Eight hexadecimal digits, which name the key in every signature. They identify; they prove nothing. */
  readonly id: string
  readonly type: KeyType
  readonly publicKey: KeyObject
  /** The key as it is pinned. */
  readonly text: string
}

export interface SignerKey {
  readonly verifier: VerifierKey
  /** Opaque, so that no log or error can print it. */
  readonly privateKey: KeyObject
}

const TYPE_BYTES: Readonly<Record<KeyType, number>> = { ed25519: 0x01, cosignature: 0x04 }
const KEY_BYTES = 32
/** DER before the 32 bytes of a public key (SPKI) and of a seed (PKCS #8), RFC 8410. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SECRET_PREFIX = 'PRIVATE+KEY+'
const NAME_LENGTH_MAX = 255

/** Parses a verifier key. Throws ERR_LEDGER_KEY_INVALID, for a wrong id too. */
export function parseVerifierKey(text: string): VerifierKey {
  const { name, id, type, bytes } = parse(text, 'verifier key', 'name+id+base64, in one line')
  const key = verifierKey(name, type, bytes)
  if (key.id !== id)
    throw invalid('verifier key', 'its id does not fit its name and key. Copy it again from its source')
  return key
}

/** Parses a signer key. Throws ERR_LEDGER_KEY_INVALID; the message never holds a part of it. */
export function parseSignerKey(text: string): SignerKey {
  if (!text.startsWith(SECRET_PREFIX)) throw invalid('signer key', 'it must begin with PRIVATE+KEY+')
  const { name, id, type, bytes } = parse(text.slice(SECRET_PREFIX.length), 'signer key', 'PRIVATE+KEY+name+id+base64')
  const key = signerFrom(name, type, bytes)
  if (key.verifier.id !== id) throw invalid('signer key', 'its id does not fit its name and key')
  return key
}

/** A signer key from 32 random bytes. */
export function signerFrom(name: string, type: KeyType, seed: Uint8Array): SignerKey {
  const der = Buffer.concat([PKCS8_PREFIX, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length)
  return { verifier: verifierKey(name, type, publicKey), privateKey }
}

/** The secret's own text, for the file or vault that keeps it. Nothing else may see it. */
export function secretText({ verifier, privateKey }: SignerKey): string {
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length)
  return `${SECRET_PREFIX}${verifier.name}+${verifier.id}+${toBase64(Buffer.from([TYPE_BYTES[verifier.type], ...seed]))}`
}

/** Not empty, no spaces, no plus: what the specification allows as the name of a key. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.length <= NAME_LENGTH_MAX && name.isWellFormed() && !/[\s\u0085+\p{Cc}]/u.test(name)
}

function verifierKey(name: string, type: KeyType, bytes: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw invalid('key', 'its name must be without spaces and plus signs')
  const typed = Buffer.from([TYPE_BYTES[type], ...bytes])
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'hex').slice(0, 8)
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' })
  return { name, id, type, publicKey, text: `${name}+${id}+${toBase64(typed)}` }
}

function parse(
  text: string,
  what: string,
  form: string,
): { name: string; id: string; type: KeyType; bytes: Uint8Array } {
  // The base 64 part may hold plus signs; the name and the id cannot.
  const [name = '', id = '', ...rest] = text.split('+')
  const typed = fromBase64(rest.join('+'))
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || typed === undefined) throw invalid(what, `it must be ${form}`)
  const type = (Object.keys(TYPE_BYTES) as KeyType[]).find((known) => TYPE_BYTES[known] === typed[0])
  if (type === undefined || typed.length !== 1 + KEY_BYTES) throw invalid(what, 'only Ed25519 keys are known here')
  return { name, id, type, bytes: typed.subarray(1) }
}

function invalid(what: string, why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_KEY_INVALID', `This is no ${what}: ${why}.`)
}
