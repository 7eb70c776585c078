/** The result of a diagnosis: `postern diagnose --json`, format `postern.diagnosis/1` (schema in docs/). */
import type { Cause, DetectionId, Provider } from '../signin/index.ts'

/** An instant, UTC, ISO 8601 with milliseconds: `2026-02-23T14:03:59.120Z`. */
export type Instant = string

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'

/** One row that the verdict rests on. */
export interface Evidence {
  /** File as the operator named it (`-` for standard input). */
  readonly file: string
  /** Line from 1; element of a JSON array or record of a CSV counts as a line. */
  readonly line: number
  /** The vendor's event id, or the SHA-256 of the row. */
  readonly event: string
  readonly time: Instant
  /** What this row says, in a few plain words. */
  readonly what: string
}

export interface Finding {
  /** Hash of what it names: same input, same id. */
  readonly id: string
  readonly detection: DetectionId
  /** MITRE ATT&CK technique, e.g. `T1621`. */
  readonly technique: string
  readonly severity: Severity
  /** 0 to 1. */
  readonly confidence: number
  /** Label of the person concerned (user name or address as the log writes it). */
  readonly person?: string
  /** The provider's id of that person's account. */
  readonly account?: string
  /** IP address, where the finding is about a source. */
  readonly address?: string
  readonly provider: Provider
  readonly start: Instant
  readonly end: Instant
  /** How many people are concerned, and the first of them, for findings about a source or many people. */
  readonly people?: readonly string[]
  readonly peopleCount?: number
  /** One sentence: what was seen, with its numbers. */
  readonly summary: string
  readonly evidence: readonly Evidence[]
  /** The safe next step. Never a reset. */
  readonly next: string
  /** True while the rule only reports (defaults.ts). */
  readonly reportOnly?: true
}

export type Scope = 'one' | 'group' | 'organisation' | 'provider'

/** How a lockout ended. `quiet` is seven days without a further attempt. */
export type EndedBy =
  | 'same-authenticator'
  | 'another-authenticator'
  | 'self-service'
  | 'administrator'
  | 'unlock'
  | 'quiet'

export interface Ending {
  readonly at: Instant
  readonly by: EndedBy
}

export interface Alternative {
  readonly cause: Cause
  readonly confidence: number
}

export interface Lockout {
  readonly id: string
  readonly cause: Cause
  readonly alternatives: readonly Alternative[]
  readonly confidence: number
  readonly scope: Scope
  /** Labels of the people concerned, at most 1,000; `peopleCount` is the whole number. */
  readonly people: readonly string[]
  readonly peopleCount: number
  /** The provider's id of the account (scope `one`), else of the first person's. */
  readonly account: string
  readonly provider: Provider
  readonly start: Instant
  /** When it ended, or the last failed attempt while it lasts. */
  readonly end: Instant
  readonly ended: Ending | null
  /** A sign-in that was only pushed would end it. It lasts until the provider itself is read to say so. Never in the command line. */
  readonly reportedEnd?: Ending
  /** When the log first sufficed for the verdict. */
  readonly verdictAt: Instant
  /** Failed attempts (not rows). */
  readonly attempts: number
  readonly summary: string
  readonly evidence: readonly Evidence[]
  readonly next: string
}

/** A provider or a delivery route in trouble: nobody's own fault, and no reason to reset anybody. */
export interface Outage {
  readonly id: string
  readonly provider: Provider
  /** What fails: `sign-in`, `push`, `message`. */
  readonly what: 'sign-in' | 'push' | 'message'
  readonly start: Instant
  readonly end: Instant
  readonly ended: boolean
  readonly peopleCount: number
  readonly people: readonly string[]
  readonly summary: string
  readonly evidence: readonly Evidence[]
  readonly next: string
}

/** A policy that keeps people out: which, since when, whom. */
export interface PolicyBlock {
  readonly id: string
  readonly policy: string
  readonly provider: Provider
  readonly start: Instant
  readonly end: Instant
  readonly peopleCount: number
  readonly people: readonly string[]
  /** The change that began it, if the log shows one. */
  readonly changedBy?: { readonly actor: string; readonly at: Instant }
  readonly summary: string
  readonly evidence: readonly Evidence[]
  readonly next: string
}

/** Where attempts fail: at the password, at the second step, stopped by lock, account state or policy, or at the provider itself. */
export const FAILED_AT = ['first', 'second', 'stopped', 'provider'] as const
export type FailedAt = (typeof FAILED_AT)[number]

/** Attempts (not rows) that failed in one stretch of time, at which step; attempts that ended in success are none. */
export interface FailureBucket extends Readonly<Record<FailedAt, number>> {
  readonly start: Instant
}

/** Failed attempts over the whole period, also before `--since`: at most 48 stretches, those without a failure left out. */
export interface FailedAttemptsOverTime {
  readonly bucketMinutes: number
  readonly buckets: readonly FailureBucket[]
}

export interface InputProblem {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly message: string
}

export interface InputFile {
  readonly file: string
  /** Decoders that read it, by name, most rows first; empty if none did. */
  readonly shapes: readonly string[]
  readonly rows: number
  readonly events: number
}

export interface DiagnosisInput {
  readonly files: readonly InputFile[]
  /** rows = events + other + problems (each problem is a row, but for file problems at line 0). */
  readonly rows: number
  /** Events before duplicates were set aside. */
  readonly events: number
  readonly duplicates: number
  /** Rows that were named and are no sign-in event, by their vendor's name. */
  readonly other: number
  readonly otherNames: Readonly<Record<string, number>>
  /** The first 1,000; `problemCount` is the whole number. */
  readonly problems: readonly InputProblem[]
  readonly problemCount: number
  readonly people: number
}

export interface Report {
  readonly format: 'postern.diagnosis/1'
  readonly period: { readonly start: Instant; readonly end: Instant } | null
  readonly input: DiagnosisInput
  readonly failedAttempts: FailedAttemptsOverTime
  readonly findings: readonly Finding[]
  readonly lockouts: readonly Lockout[]
  readonly outages: readonly Outage[]
  readonly policyBlocks: readonly PolicyBlock[]
}
