/** Checks that were begun, and what they are judged by. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface VerificationTables {
  readonly verification_begun: {
    readonly organisation: Own
    readonly id: string
    readonly case_id: string
    readonly person: string
    readonly claimant: string
    readonly kind: string
    /** Keyed token of a contact point, id of an authenticator, sheet or person. */
    readonly subject: string
    readonly nonce: Uint8Array
    readonly issues: number
    readonly tries: Generated<number>
    readonly begun: number
    readonly expires: number
    /** A member of staff. */
    readonly verifier: string | null
    /** Keyed token of a network. */
    readonly answered_from: Generated<string | null>
    readonly used: Generated<number | null>
  }
  readonly verification_saved_codes: {
    readonly organisation: Own
    readonly sheet: string
    readonly hash: Uint8Array
    readonly salt: Uint8Array
    readonly used: Generated<number | null>
  }
  readonly verification_counters: {
    readonly organisation: Own
    readonly key: string
    /** A counter, as JSON. */
    readonly body: string
    /** When it last counted, in milliseconds. */
    readonly touched: number
  }
  readonly verification_passkeys: {
    readonly organisation: Own
    readonly id: string
    readonly counter: number
    readonly backed_up: boolean
    readonly last_used: number | null
  }
}
