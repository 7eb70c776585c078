/** Names people and addresses in facts: equal for equal ones, and says nothing to whoever lacks the key. */
import { createHmac, createSecretKey } from 'node:crypto'

const TOKEN_BYTES = 16

type Kind = 'person' | 'address' | 'provider' | 'authenticator' | 'group' | 'number' | 'mailbox' | 'device'
/** Gives the token of a text of one kind; `key`: 32 bytes of the organisation's, kept outside the database. */
export type KeyedToken = (kind: Kind, text: string) => string

export function keyedToken(key: Uint8Array): KeyedToken {
  // Made once: OpenSSL takes five times as long where each call brings the bytes.
  const secret = createSecretKey(key)
  return (kind, text) =>
    createHmac('sha256', secret).update(`${kind}\0${text}`).digest().toString('base64url', 0, TOKEN_BYTES)
}
