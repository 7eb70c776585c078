/**
 * Facts name nobody: people and addresses go into the ledger as keyed tokens, equal for equal ones, which say nothing to
 * whoever lacks the key. What is compared later (is this incident about the person who closes it?) must be made here, too.
 */
import { keyedToken } from '../base/keyed-token.ts'

export interface Tokens {
  /** `subject`: provider and account or label, as the watch writes it. */
  person(subject: string): string
  address(address: string): string
  provider(provider: string): string
}

/** `key`: 32 bytes of the organisation's, kept outside the database. */
export function createTokens(key: Uint8Array): Tokens {
  const token = keyedToken(key)
  return {
    person: (subject) => token('person', subject),
    address: (address) => token('address', address),
    provider: (provider) => token('provider', provider),
  }
}
