/**
 * Personal values, outside the hashed leaf. The entry holds a commitment, SHA-256 over 128 random bits and the value: it
 * tells nothing, and fits no other value. Value and salt lie beside the entry, encrypted with the person's own key; when
 * that key is destroyed nobody can read or guess them any more, and the tree is as valid as before.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import { fromBase64, toBase64 } from './base64.ts'
import { canonicalBytes, parseCanonical } from './canonical.ts'
import { LedgerError } from './ledger-error.ts'

const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32
/** Leaves begin with 0x00 and nodes with 0x01: a commitment is never taken for either. */
const COMMITMENT = 0x02

/** 32 secret bytes and the id by which every ciphertext names them. */
export interface EncryptionKey {
  readonly id: string
  readonly bytes: Uint8Array
}

/** AES-256-GCM; the three texts are what a row of the database holds. */
export interface Ciphertext {
  /** Id of the key. */
  readonly key: string
  readonly nonce: string
  /** With the tag at its end. */
  readonly data: string
}

export interface CommittedValue {
  /** Goes into the entry's `commitments`. */
  readonly commitment: string
  /** Goes beside the entry. */
  readonly ciphertext: Ciphertext
}

/** `random` gives so many bytes of a cryptographic generator. */
export type Random = (count: number) => Uint8Array

/** SHA-256(0x02 ‖ salt ‖ canonical JSON of the value), in base 64. */
export function commitmentTo(value: unknown, salt: Uint8Array): string {
  if (salt.length !== SALT_BYTES) throw new LedgerError('ERR_LEDGER_RANGE', `A salt has ${SALT_BYTES} bytes.`)
  return toBase64(hash('sha256', Buffer.concat([Buffer.of(COMMITMENT), salt, canonicalBytes(value)]), 'buffer'))
}

/** Commits to a JSON value and encrypts it, with its salt, for the person whose key this is. */
export function commitValue(value: unknown, person: EncryptionKey, random: Random): CommittedValue {
  return commitSalted(value, random(SALT_BYTES), person, random)
}

/** The same with a salt that was made before, for whoever signed the commitment first. */
export function commitSalted(value: unknown, salt: Uint8Array, person: EncryptionKey, random: Random): CommittedValue {
  const commitment = commitmentTo(value, salt)
  const plaintext = canonicalBytes({ salt: toBase64(salt), value })
  return { commitment, ciphertext: encrypt(plaintext, person, commitment, random) }
}

/**
 * The value behind a commitment. Whoever acts on one (a number to call) takes it from here, since it is compared with
 * what the ledger says. Throws ERR_LEDGER_VALUE_ERASED if there is no key; ERR_LEDGER_VALUE_ALTERED if it is another value.
 */
export function openValue({ commitment, ciphertext }: CommittedValue, person: EncryptionKey | undefined): unknown {
  if (person === undefined) {
    throw new LedgerError(
      'ERR_LEDGER_VALUE_ERASED',
      'This value was erased with its person’s key. Nothing brings it back.',
    )
  }
  const opened = parseCanonical(decrypt(ciphertext, person, commitment)) as { salt: string; value: unknown }
  if (!commitmentHolds(commitment, opened.value, opened.salt)) throw altered()
  return opened.value
}

/** Whether a value and its salt (base 64) are what was committed to. */
export function commitmentHolds(commitment: string, value: unknown, salt: string): boolean {
  const bytes = fromBase64(salt)
  if (bytes?.length !== SALT_BYTES) return false
  const expected = Buffer.from(commitment)
  const found = Buffer.from(commitmentTo(value, bytes))
  return expected.length === found.length && timingSafeEqual(expected, found)
}

/** A person's key as it is stored: encrypted with the master key, which lies outside the database. */
export function wrapKey(person: EncryptionKey, master: EncryptionKey, random: Random): Ciphertext {
  return encrypt(person.bytes, master, person.id, random)
}

/** Throws ERR_LEDGER_VALUE_ALTERED where the id, the ciphertext or the master key is another. */
export function unwrapKey(id: string, wrapped: Ciphertext, master: EncryptionKey): EncryptionKey {
  return { id, bytes: decrypt(wrapped, master, id) }
}

/** Made once a key: whoever imports many people encrypts twice as fast. */
const secrets = new WeakMap<Uint8Array, KeyObject>()

function secretOf({ bytes }: EncryptionKey): KeyObject {
  let secret = secrets.get(bytes)
  if (secret === undefined) {
    secret = createSecretKey(bytes)
    secrets.set(bytes, secret)
  }
  return secret
}

/** `bound` is authenticated too, so that a ciphertext fits in one place only. */
export function encrypt(plaintext: Uint8Array, key: EncryptionKey, bound: string, random: Random): Ciphertext {
  if (key.bytes.length !== KEY_BYTES) throw new LedgerError('ERR_LEDGER_KEY_INVALID', `A key has ${KEY_BYTES} bytes.`)
  const nonce = random(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretOf(key), nonce).setAAD(Buffer.from(bound))
  const data = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return { key: key.id, nonce: toBase64(nonce), data: toBase64(data) }
}

/** Throws ERR_LEDGER_VALUE_ALTERED where key, place or ciphertext is another. */
export function decrypt(ciphertext: Ciphertext, key: EncryptionKey, bound: string): Uint8Array {
  const nonce = fromBase64(ciphertext.nonce)
  const data = fromBase64(ciphertext.data)
  if (ciphertext.key !== key.id || nonce?.length !== NONCE_BYTES || data === undefined || data.length < TAG_BYTES) {
    throw altered()
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', secretOf(key), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(bound)).setAuthTag(data.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw altered()
  }
}

function altered(): LedgerError {
  const message = 'This value is not the one that the ledger speaks of. Do not act on it; look who could change it.'
  return new LedgerError('ERR_LEDGER_VALUE_ALTERED', message)
}
