/** Sign-ins as they are kept, what could not be read, and what is left after the purge. */
import type { Generated, GeneratedAlways } from 'kysely'
import type { Own } from './own.ts'

export interface SignInTables {
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
  readonly quarantine_totals: {
    readonly organisation: Own
    /** Of those that wait. */
    readonly records: Generated<number>
    readonly bytes: Generated<number>
    /** Since it is full. */
    readonly refused: Generated<number>
    readonly refused_since: number | null
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
  readonly purged_days: {
    readonly organisation: Own
    readonly day: string
  }
}
