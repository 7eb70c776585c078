/** JSON with one spelling for one value: the JSON Canonicalization Scheme, RFC 8785. What is hashed or signed goes through here. */
import canonicalize from 'canonicalize'
import { LedgerError } from './ledger-error.ts'

/** A JSON value as its canonical UTF-8 bytes. Throws ERR_LEDGER_NOT_CANONICAL for lone surrogates, NaN and Infinity. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalText(value))
}

export function canonicalText(value: unknown): string {
  try {
    const text = canonicalize(value)
    if (text === undefined) throw new TypeError('undefined is no JSON value')
    return text
  } catch (error) {
    throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', `This value has no canonical JSON: ${(error as Error).message}.`)
  }
}

/**
 * The value of canonical bytes. Throws ERR_LEDGER_NOT_CANONICAL for any other spelling of it, for what is no JSON, and for
 * whole numbers beyond 2^53, which I-JSON (RFC 7493) wants written as text.
 */
export function parseCanonical(bytes: Uint8Array): unknown {
  const value = parse(bytes)
  if (!Buffer.from(canonicalText(value)).equals(bytes)) {
    throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', 'These bytes are JSON, but not in canonical form (RFC 8785).')
  }
  refuseUnsafe(value)
  return value
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (error) {
    throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', 'These bytes are no JSON in UTF-8.', error)
  }
}

/** Other readers of JSON may round such numbers differently, and so hash something else. */
function refuseUnsafe(value: unknown): void {
  // A list and no recursion: whoever writes the bytes chooses how deep they are nested.
  const left = [value]
  while (left.length > 0) {
    const next = left.pop()
    if (typeof next === 'number' && Number.isInteger(next) && !Number.isSafeInteger(next)) {
      throw new LedgerError('ERR_LEDGER_NOT_CANONICAL', 'A whole number beyond 2^53 must be written as text.')
    }
    if (typeof next === 'object' && next !== null) for (const member of Object.values(next)) left.push(member)
  }
}
