/** The tables as Kysely sees them. What each is for stands in its migration. Instants are milliseconds since 1970. */
import type { Generated, GeneratedAlways } from 'kysely'

/** A column that the database fills with the organisation of `db.in(organisation)`. It is never written by hand. */
type Own = GeneratedAlways<string>

export interface Tables {
  readonly organisations: {
    readonly organisation: Generated<string>
    readonly name: string
    readonly created: number
    /** How many days sign-ins are kept. */
    readonly kept_days: Generated<number>
    /** When a server was last up for it. */
    readonly alive: Generated<number | null>
  }
  readonly sign_ins: {
    readonly organisation: Own
    /** The day of UTC in which `time` lies, as 2026-02-23. */
    readonly day: string
    /** 16 bytes that tell which event it is. */
    readonly event: Uint8Array
    /** 32 bytes: the leaf hash of `row` in the batch's tree (RFC 6962). */
    readonly digest: Uint8Array
    readonly time: number
    /** Whose it is: 16 bytes that tell which account. */
    readonly account: Uint8Array
    readonly batch: number
    /** The normalised sign-in, as signin/ writes it. */
    readonly row: string
  }
  readonly sign_in_heads: {
    readonly organisation: Own
    readonly position: number
  }
  readonly sign_in_batches: {
    readonly organisation: Own
    /** From 1, in the order of commits, without gaps. */
    readonly position: number
    readonly day: string
    readonly batch: number
    readonly row_count: number
    readonly received: number
  }
  readonly quarantine: {
    readonly organisation: Own
    readonly id: GeneratedAlways<number>
    readonly source: string
    readonly received: number
    readonly code: string
    readonly content: Uint8Array
    readonly released: number | null
  }
  readonly hourly_summaries: {
    readonly organisation: Own
    /** The hour's first millisecond. */
    readonly hour: number
    readonly provider: string
    readonly activity: string
    readonly outcome: string
    readonly step: string
    readonly reason: string
    readonly method: string
    readonly row_count: number
    readonly account_count: number
  }
  readonly ledger_heads: {
    readonly organisation: Own
    readonly origin: string
    /** Number of the next entry. */
    readonly seq: number
    /** Leaf hash of the last one. */
    readonly previous: Uint8Array
    /** The public keys that count, as ledger/ writes them. */
    readonly keys: string
  }
  readonly ledger_entries: {
    readonly organisation: Own
    readonly seq: number
    readonly stream: string
    /** The entry as it was signed. */
    readonly bytes: Uint8Array
  }
  readonly ledger_tiles: {
    readonly organisation: Own
    readonly level: number
    readonly index: number
    readonly hashes: Uint8Array
  }
  readonly ledger_checkpoints: {
    readonly organisation: Own
    /** How many entries it seals. */
    readonly size: number
    readonly note: string
  }
  readonly person_keys: {
    readonly organisation: Own
    readonly id: string
    readonly master: string
    readonly nonce: string
    readonly data: string
  }
  readonly personal_values: {
    readonly organisation: Own
    /** The entry that commits to it, and under which name. */
    readonly seq: number
    readonly name: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
  readonly purged_days: {
    readonly organisation: Own
    readonly day: string
  }
  readonly verdicts: {
    readonly organisation: Own
    readonly id: string
    readonly kind: 'finding' | 'lockout' | 'outage' | 'policy-block'
    /** As JSON. */
    readonly body: string
    readonly first_told: number
    readonly changed: number
    readonly withdrawn: number | null
  }
  readonly sources: {
    readonly organisation: Own
    readonly id: string
    readonly name: string
    /** The provider's id of the tenant whose rows it delivers. */
    readonly tenant: string
    readonly kind: Generated<'push' | 'tail' | 'folder'>
    /** SHA-256 of the token's secret half; null for those to which nobody delivers. */
    readonly token_hash: Uint8Array | null
    /** Of the token before, and until when it is good. */
    readonly previous_hash: Generated<Uint8Array | null>
    readonly previous_until: Generated<number | null>
    readonly created: number
    readonly closed: number | null
  }
  readonly source_files: {
    readonly organisation: Own
    readonly source: string
    /** Device and inode. */
    readonly file: string
    readonly path: string
    /** Bytes that were taken, unpacked. */
    readonly position: number
    /** Bytes on the disk when it was last read, and when it was changed then. */
    readonly size: number
    readonly modified: number
    /** SHA-256 of the first `mark_bytes` bytes. */
    readonly mark: Uint8Array
    readonly mark_bytes: number
  }
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
  }
  readonly incidents: {
    readonly organisation: Own
    readonly id: string
    readonly severity: 'info' | 'low' | 'medium' | 'high' | 'critical'
    readonly opened: number
    /** When the last of its findings ended. */
    readonly last_seen: number
    readonly closed: number | null
    /** The incident as JSON, as incidents/ writes it. */
    readonly body: string
  }
  readonly remedies: {
    readonly organisation: Own
    readonly id: string
    readonly verb: string
    readonly sort: 'giving' | 'taking'
    readonly provider: string
    /** The token of the person or the address. */
    readonly target: string
    readonly of_person: boolean
    /** No human decided on this one. */
    readonly automatic: boolean
    /** The stream of the ledger that it rests on. */
    readonly authority: string
    readonly started: number
    readonly ended: number | null
    readonly outcome: string | null
  }
  readonly responses: {
    readonly organisation: Own
    readonly id: string
    readonly playbook: string
    readonly finding: string
    readonly incident: string | null
    readonly state: string
    readonly opened: number
    readonly changed: number
    /** As JSON, as response/ writes it. */
    readonly body: string
  }
  readonly switchboard_callers: {
    readonly organisation: Own
    /** The verdict that they called about. */
    readonly trouble: string
    readonly id: string
    readonly label: string
    readonly contact: string | null
    readonly belongs: boolean
    readonly why: string
    readonly called: number
    readonly told: number | null
  }
}
