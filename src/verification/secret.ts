/**
 * Words and codes, made from a random number that lies in the database and a key that never does. So nothing at rest tells
 * them, no hash of a short code can be tried out, and the page can show them again. HKDF (RFC 5869) with the number as salt.
 */
import { hkdfSync } from 'node:crypto'

export const NONCE_BYTES = 32

export interface Numbered {
  readonly id: string
  /** 32 random bytes. */
  readonly nonce: Uint8Array
}

/** `length` bytes for one use: what is known of one use tells nothing of another. */
export function secretFor(
  use: 'words' | 'choices' | 'phrase' | 'code',
  key: Uint8Array,
  { id, nonce }: Numbered,
  length: number,
): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, nonce, `postern verification\0${use}\0${id}`, length))
}
