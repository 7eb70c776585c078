/**
 * Codes that people carry by hand: the set-up code from the terminal, and the halves that two colleagues tell. 24 characters
 * of Crockford's base 32, which has no I, L, O and U: 120 random bits, so that the SHA-256 alone is safe to keep (OWASP ASVS
 * V6.5.2 and NIST SP 800-63B-4 §4.1.2.2 ask for 112).
 */
import { hash } from 'node:crypto'
import type { Random } from '../ledger/index.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 24
const GROUP = /.{4}(?=.)/g

export interface Code {
  /** For the eyes of one person, once: `7KQ2-…`. It is kept nowhere. */
  readonly text: string
  /** What is kept of it. */
  readonly hash: string
}

export function newCode(random: Random): Code {
  const characters = [...random(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return { text: characters.replace(GROUP, '$&-'), hash: hashOf(characters) }
}

/** Hash of a code as somebody typed it: spaces, dashes, small letters and what looks alike make no difference. */
export function hashOfTyped(text: string): string {
  const cleaned = text.slice(0, 100).toUpperCase().replace(/[\s-]/g, '')
  return hashOf(cleaned.replace(/O/g, '0').replace(/[IL]/g, '1'))
}

function hashOf(characters: string): string {
  return hash('sha256', `postern staff code\0${characters}`, 'base64url')
}
