/** What a keeper answers where it refuses or fails. */
import { LedgerError } from '../ledger/index.ts'
import { ProviderError } from '../providers/index.ts'
import { KeeperError } from './keeper-error.ts'
import type { Refusal } from './messages.ts'

export function refusalOf(error: unknown): Refusal {
  if (error instanceof ProviderError) {
    const { code, message, effect, retryAfterMs } = error
    return { code, message, effect, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  if (error instanceof KeeperError || error instanceof LedgerError) return { code: error.code, message: error.message }
  // What else went wrong may hold what is secret, and stays here.
  return { code: 'ERR_KEEPER_FAILED', message: 'The keeper failed at this. Its log says why.' }
}

/** Of a message that may be none. */
export function idOf(message: unknown): number {
  const isNamed = typeof message === 'object' && message !== null && 'id' in message && Number.isSafeInteger(message.id)
  return isNamed && Number(message.id) >= 0 ? Number(message.id) : 0
}
