/** Whose an account is, how bad losing it is, and the import that says so. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface DirectoryTables {
  readonly directory_accounts: {
    readonly organisation: Own
    /** 16 bytes: as in `sign_ins` and `people`. */
    readonly account: Uint8Array
    readonly provider: string
    readonly tenant: string
    /** The provider's immutable id of it. */
    readonly id: string
    /** What it is called: a login name, mostly. */
    readonly label: string
    /** The label in lower case. */
    readonly search: string
    /** Whose it is; null until it is linked, while it is a person of its own. */
    readonly person: string | null
    readonly noted: number
    /** Since when it is that person's; null if from the beginning. */
    readonly linked: Generated<number | null>
  }
  readonly directory_tiers: {
    readonly organisation: Own
    readonly person: string
    readonly tier: 'standard' | 'sensitive' | 'privileged'
    readonly lowered_to: 'standard' | 'sensitive' | null
    readonly counts_from: number | null
    readonly changed: number
  }
  readonly directory_identities: {
    readonly organisation: Own
    readonly token: string
    readonly account: Uint8Array
  }
  readonly directory_values: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly kind: 'mail' | 'landline' | 'mobile' | 'manager'
    readonly since: number
    readonly token: string
    readonly baseline: boolean
    readonly ended: number | null
    readonly source: string
    readonly commitment: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
  readonly directory_imports: {
    readonly organisation: Own
    readonly id: string
    readonly by_actor: string
    readonly begun: number
    readonly parts: Generated<number>
    readonly lines: Generated<number>
    readonly problems: Generated<number>
    readonly applied: Generated<number | null>
    /** The directory's version that it was compared with. */
    readonly compared: Generated<number>
    readonly contacts: Generated<number>
    readonly asked: Generated<boolean>
    /** Its last part is in. */
    readonly whole: Generated<boolean>
  }
  readonly directory_import_problems: {
    readonly organisation: Own
    readonly import: string
    readonly part: number
    readonly line: number
    readonly number: number
    readonly code: string
    readonly message: string
  }
  readonly directory_import_rows: {
    readonly organisation: Own
    readonly import: string
    readonly account: Uint8Array
    readonly part: number
    readonly line: number
    readonly provider: string
    readonly tenant: string
    readonly id: string
    readonly label: string
    readonly person: string
    readonly outcome: 'new' | 'known' | 'linked' | 'recreated' | 'doubt'
    readonly why: string | null
    readonly tier: 'standard' | 'sensitive' | 'privileged'
    readonly settled: boolean
    readonly replaced: number
    readonly fresh: boolean
    readonly body: string
    readonly mac: Uint8Array
  }
  readonly directory_import_identities: {
    readonly organisation: Own
    readonly import: string
    readonly token: string
    readonly account: Uint8Array
  }
  readonly directory_versions: {
    readonly organisation: Own
    readonly version: number
  }
  readonly directory_doubts: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly provider: string
    readonly tenant: string
    readonly id: string
    readonly label: string
    /** Whose it may be. */
    readonly person: string
    readonly why: string
    readonly seen: number
    readonly import: string
  }
  readonly directory_apart: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly person: string
  }
  readonly directory_freezes: {
    readonly organisation: Own
    readonly person: string
    readonly since: number
    readonly because: string
  }
  readonly directory_trusted: {
    readonly organisation: Own
    readonly person: string
    readonly contact: string
  }
  readonly directory_memberships: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly kind: 'role' | 'group'
    readonly name: string
    readonly since: number
  }
  readonly directory_authenticators: {
    readonly organisation: Own
    readonly account: Uint8Array
    readonly id: string
    readonly since: number
    readonly kind: string
    readonly phishing_resistant: boolean
    readonly device: string | null
    readonly added: number | null
    readonly last_used: number | null
    readonly baseline: boolean
    readonly ended: number | null
  }
}
