import type { EndedBy, Instant, Outage, Report } from '../diagnosis/index.ts'
import type { Cause, DetectionId } from '../signin/index.ts'
import type { Person } from './happening.ts'

/** A verdict that is neither demanded nor wrong: a consequence of a true attack, or a matter of a rule's exact edge. */
export interface Allowed {
  readonly person?: string
  readonly address?: string
  readonly detection?: DetectionId
  readonly cause?: Cause
  readonly start: Instant
  readonly end: Instant
  readonly why: string
}

export interface TruthPerson {
  /** The login as the log writes it. */
  readonly person: string
  /** The provider's id. */
  readonly account: string
  readonly look?: string
}

/** What of a report is true or false: all but the counts for its chart. */
export type Told = Omit<Report, 'failedAttempts'>

/** `truth.json`: a report in which everything is so, and what is needed to measure another report by it. */
export interface Truth extends Told {
  readonly people: readonly TruthPerson[]
  readonly allowed: readonly Allowed[]
  /** Days of people on which nobody attacked them. */
  readonly benignPersonDays: number
  /** The same for each kind of look-alike. */
  readonly lookAlikePersonDays: Readonly<Record<string, number>>
}

/** True if a parsed JSON value has what `evaluate` reads of a truth. */
export function isTruth(value: unknown): value is Truth {
  if (typeof value !== 'object' || value === null) return false
  const { format, findings, lockouts, people, allowed } = value as Partial<Record<keyof Truth, unknown>>
  return format === 'postern.diagnosis/1' && [findings, lockouts, people, allowed].every(Array.isArray)
}

export interface FindingNote {
  readonly detection: DetectionId
  readonly person?: Person
  readonly address?: string
  readonly people?: readonly Person[]
  readonly start: number
  readonly end: number
  readonly summary: string
}

export interface AllowedNote {
  readonly person?: Person
  readonly address?: string
  readonly detections?: readonly DetectionId[]
  readonly causes?: readonly Cause[]
  readonly start: number
  readonly end: number
  readonly why: string
}

export interface LockoutNote {
  readonly cause: Cause
  readonly people: readonly Person[]
  readonly start: number
  readonly end: number
  readonly verdictAt: number
  readonly ended: { readonly at: number; readonly by: EndedBy } | null
  readonly attempts: number
}

export interface TruthNotes {
  finding(note: FindingNote): void
  allow(note: AllowedNote): void
  lockout(note: LockoutNote): void
  outage(note: { what: Outage['what']; start: number; end: number; people: readonly Person[] }): void
  policyBlock(note: {
    policy: string
    start: number
    end: number
    people: readonly Person[]
    changedBy?: { actor: Person; at: number }
  }): void
  /** The person is under attack from `from` to `to`: these days are not benign. */
  attacked(person: Person, from: number, to: number): void
  /** Number for the next incident. */
  incident(): number
}
