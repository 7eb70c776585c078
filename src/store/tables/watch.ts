/** What the watch concluded, whom it saw, and where its rows come from. */
import type { Generated } from 'kysely'
import type { Own } from './own.ts'

export interface WatchTables {
  readonly verdicts: {
    readonly organisation: Own
    readonly id: string
    readonly kind: 'finding' | 'lockout' | 'outage' | 'policy-block'
    /** As JSON. */
    readonly body: string
    readonly first_told: number
    readonly changed: number
    readonly withdrawn: number | null
    /** Read from `body`, to count by. */
    readonly started: number | null
    readonly ended: number | null
    readonly ended_by: string | null
    readonly cause: string | null
    readonly people: Generated<number>
  }
  readonly verdict_subjects: {
    readonly organisation: Own
    /** `okta:00uana`, or `okta:~ana@example.com`. */
    readonly subject: string
    readonly verdict: string
  }
  readonly people: {
    readonly organisation: Own
    /** 16 bytes: `account` of their sign-ins. */
    readonly person: Uint8Array
    readonly provider: string
    readonly tenant: string
    /** The provider's id of the account; empty if only a name is known. */
    readonly account: string
    readonly label: string
    /** The label in lower case. */
    readonly search: string
  }
  readonly people_terms: {
    readonly organisation: Own
    /** A label in lower case from one of its words on. */
    readonly term: string
    readonly person: Uint8Array
  }
  readonly people_noted: {
    readonly organisation: Own
    /** Of the last batch whose people are noted. */
    readonly position: number
    /** How many there are. */
    readonly people: Generated<number>
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
  readonly source_activity: {
    readonly organisation: Own
    readonly source: string
    readonly last_delivery: number
    /** Of the newest event that it ever delivered. */
    readonly last_event: number | null
    /** Milliseconds from the newest event of the last delivery to that delivery. */
    readonly vendor_delay: number | null
    /** Of its last row. */
    readonly provider: string | null
  }
  readonly source_hours: {
    readonly organisation: Own
    readonly source: string
    readonly hour_of_day: number
    /** The hour's first millisecond. */
    readonly hour: number
    readonly row_count: number
  }
}
