/** One person's sign-ins in order of time, as `postern diagnose --user` and the page of `--html` show them. */
import type { Provider } from '../signin/index.ts'
import type { Instant } from './report.ts'

/** What an entry means for the person: got on, was stopped, needs a look, or neither. */
export type TimelineTone = 'ok' | 'bad' | 'warn' | 'info'

/** One row of the log that concerns this person. */
export interface TimelineEntry {
  readonly time: Instant
  /** What the row says, in a few plain words. */
  readonly what: string
  readonly tone: TimelineTone
  /** File as the operator named it (`-` for standard input), and line from 1. */
  readonly file: string
  readonly line: number
  /** The vendor's event id, or the SHA-256 of the row. */
  readonly event: string
}

export interface Timeline {
  /** Label of the person: user name or address as the log writes it. */
  readonly person: string
  /** The provider's id of the account. */
  readonly account: string
  readonly provider: Provider
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[]
  /** How many older entries were left out, if any. */
  readonly cut?: number
}
