/** What a draft is judged by: a transaction, as far as it has come. */
import type { Incidents } from '../incidents/index.ts'
import type { Decision, Draft } from '../ledger/index.ts'
import type { RelyingParty, Staff } from '../staff/index.ts'
import type { Owed } from './owed.ts'

export interface Judging {
  readonly organisation: string
  /** The organisation whose staff decides. */
  readonly home: string
  readonly kind: 'demo' | 'real'
  readonly staff: Staff
  readonly incidents: Incidents
  /** Milliseconds. */
  readonly now: number
  /** Whether a decision was spent in an earlier transaction. */
  isSpent(decision: Decision): boolean
  /** The stream's entries up to here. Throws NotShown. */
  entriesOf(stream: string): readonly Draft[]
  relyingPartyOf(decision: Decision): RelyingParty | undefined
  countDecision(): void
  /** Decisions that were verified for what they say; added to. */
  readonly given: Set<string>
  /** What changes of settings brought about, until the changes themselves come. */
  owed: readonly Owed[]
}

/** It depends on a stream that was not shown. */
export class NotShown extends Error {
  readonly stream: string
  constructor(stream: string) {
    super(stream)
    this.stream = stream
  }
}
