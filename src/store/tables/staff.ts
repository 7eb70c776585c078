/** Staff, their passkeys and sessions, and what machines and other identity providers may. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface StaffTables {
  readonly staff_members: {
    readonly organisation: Own
    readonly id: string
    /** The member as JSON, as staff/ writes it. */
    readonly body: string
  }
  readonly staff_passkeys: {
    readonly organisation: Own
    /** The credential's id, base64url. */
    readonly id: string
    readonly counter: number
    readonly backed_up: boolean
    readonly last_used: number | null
  }
  readonly staff_challenges: {
    readonly organisation: Own
    /** SHA-256 of the challenge. */
    readonly hash: Uint8Array
    readonly purpose: 'register' | 'sign-in' | 'decide'
    /** The member who is to answer, where that is known. */
    readonly subject: string | null
    readonly expires: number
    readonly used: number | null
  }
  readonly staff_sessions: {
    readonly organisation: Own
    /** SHA-256 of the token's secret half. */
    readonly hash: Uint8Array
    readonly member: string
    readonly passkey: string
    /** When the passkey was used. */
    readonly authenticated: number
    /** The last activity that was written down. */
    readonly seen: number
    readonly ended: number | null
    /** It satisfies no step-up. */
    readonly shows_only: Generated<boolean>
  }
  readonly staff_oidc: {
    readonly organisation: Own
    readonly issuer: string
    readonly client_id: string
    /** Encrypted: id of the master key, nonce, data. */
    readonly secret_key: string
    readonly secret_nonce: string
    readonly secret_data: string
    readonly allowed: boolean
    /** As JSON: { acr, amr }. */
    readonly strong: string
  }
  readonly staff_oidc_flows: {
    readonly organisation: Own
    /** SHA-256 of the state. */
    readonly hash: Uint8Array
    /** SHA-256 of the cookie of the browser that began. */
    readonly browser: Uint8Array
    /** Who links an identity; null where somebody signs in. */
    readonly member: string | null
    readonly is_strong: boolean
    readonly nonce: string
    readonly verifier: string
    readonly identity: string | null
    readonly expires: number
    readonly used: number | null
  }
  readonly machine_tokens: {
    readonly organisation: Own
    readonly id: string
    readonly name: string
    /** SHA-256 of the token's secret half. */
    readonly token_hash: Uint8Array
    /** A list, as JSON. */
    readonly permissions: string
    readonly tier_max: 'standard' | 'sensitive' | 'privileged' | 'emergency'
    /** `staff/…`. */
    readonly added_by: string
    readonly created: number
    readonly expires: number
    readonly last_used: number | null
    readonly closed: number | null
  }
}
