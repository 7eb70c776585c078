/**
 * The token of a source: `postern_source_` and the base64url of the organisation's 16 bytes and 32 random ones. Half of it
 * says where to look, so that no look-up passes the wall; the other half is the secret, of which only the hash is kept.
 * The prefix is for scanners that look for leaked secrets.
 */
import { hash } from 'node:crypto'

const PREFIX = 'postern_source_'
const ORGANISATION_BYTES = 16
const SECRET_BYTES = 32

export interface PresentedToken {
  /** UUID. */
  readonly organisation: string
  /** 32 bytes. */
  readonly hash: Uint8Array
}

/** A new token, from 32 random bytes, and the hash to keep of it. */
export function newToken(
  organisation: string,
  secret: Uint8Array,
): { readonly token: string; readonly hash: Uint8Array } {
  if (secret.length !== SECRET_BYTES) throw new RangeError(`A token is made of ${SECRET_BYTES} random bytes.`)
  const bytes = Buffer.concat([Buffer.from(organisation.replaceAll('-', ''), 'hex'), secret])
  return { token: PREFIX + bytes.toString('base64url'), hash: hash('sha256', secret, 'buffer') }
}

/** What somebody presents; undefined if it cannot be a token. */
export function readToken(text: string): PresentedToken | undefined {
  if (!text.startsWith(PREFIX)) return undefined
  const written = text.slice(PREFIX.length)
  const bytes = Buffer.from(written, 'base64url')
  // One token has one text: base64 has several for the same bytes.
  if (bytes.length !== ORGANISATION_BYTES + SECRET_BYTES || bytes.toString('base64url') !== written) return undefined
  const hex = bytes.toString('hex', 0, ORGANISATION_BYTES)
  return {
    organisation: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    hash: hash('sha256', bytes.subarray(ORGANISATION_BYTES), 'buffer'),
  }
}
