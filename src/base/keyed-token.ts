/** Names people and addresses in facts: equal for equal ones, and says nothing to whoever lacks the key. */
import { createHmac } from 'node:crypto'

const TOKEN_BYTES = 16

type Kind = 'person' | 'address' | 'provider' | 'authenticator' | 'group'
/** Gives the token of a text of one kind; `key`: 32 bytes of the organisation's, kept outside the database. */
export type KeyedToken = (kind: Kind, text: string) => string

export function keyedToken(key: Uint8Array): KeyedToken {
  return (kind, text) =>
    createHmac('sha256', key).update(`${kind}\0${text}`).digest().toString('base64url', 0, TOKEN_BYTES)
}
