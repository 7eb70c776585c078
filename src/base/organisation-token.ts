/**
 * A secret that somebody presents, and that belongs to one organisation: a prefix, and the base64url of the organisation's 16
 * bytes and 32 random ones. Half of it says where to look, so that no look-up passes the wall; the other half is the secret,
 * of which only the hash is kept. The prefix is for scanners that look for leaked secrets. 256 bits: NIST SP 800-63B-4 §5.1 asks
 * for 64, OWASP ASVS V7.2.3 for 128.
 */
import { hash } from 'node:crypto'

export type TokenPrefix = 'postern_source_' | 'postern_staff_' | 'postern_token_'

const ORGANISATION_BYTES = 16
const SECRET_BYTES = 32

export interface PresentedToken {
  /** UUID. */
  readonly organisation: string
  /** SHA-256 of the secret. */
  readonly hash: Uint8Array
}

/** A new token, from 32 random bytes, and the hash to keep of it. */
export function newToken(
  prefix: TokenPrefix,
  organisation: string,
  secret: Uint8Array,
): { readonly token: string; readonly hash: Uint8Array } {
  if (secret.length !== SECRET_BYTES) throw new RangeError(`A token is made of ${SECRET_BYTES} random bytes.`)
  const bytes = Buffer.concat([Buffer.from(organisation.replaceAll('-', ''), 'hex'), secret])
  return { token: prefix + bytes.toString('base64url'), hash: hash('sha256', secret, 'buffer') }
}

/** What somebody presents; undefined if it cannot be a token with this prefix. */
export function readToken(prefix: TokenPrefix, text: string): PresentedToken | undefined {
  if (!text.startsWith(prefix)) return undefined
  const written = text.slice(prefix.length)
  const bytes = Buffer.from(written, 'base64url')
  // One token has one text: base64 has several for the same bytes.
  if (bytes.length !== ORGANISATION_BYTES + SECRET_BYTES || bytes.toString('base64url') !== written) return undefined
  const hex = bytes.toString('hex', 0, ORGANISATION_BYTES)
  return {
    organisation: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    hash: hash('sha256', bytes.subarray(ORGANISATION_BYTES), 'buffer'),
  }
}
