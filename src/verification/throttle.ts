/**
 * How often who may try (DESIGN §3 rule 13, RED TEAM R9; NIST SP 800-63B-4 §3.2.2). Pure.
 *
 * Failures of a source or case make pauses that double. Attempts for a person, and by a verifier, are counted over a day. Each
 * authenticator, sheet and contact point counts by itself, and a hundred failures in a row disable it: never the person. A passkey
 * and a visit in person feel none of this but the last, so that nobody is kept out by what others do in their name.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { CHECKS, type CheckId } from './checks.ts'
import type { Refusal } from './refusal.ts'
import { refusedAs } from './refusal.ts'

/** Whose attempts are counted. */
export const COUNTED = ['source', 'case', 'person', 'verifier', 'authenticator'] as const
export type Counted = (typeof COUNTED)[number]

export interface Counter {
  /** Failures in a row; of a source or case, since a day without one. */
  readonly failures: number
  /** When the last failure was. */
  readonly failedAt: number
  /** Attempts of the last day, oldest first, in milliseconds. */
  readonly attempts: readonly number[]
}

export const NONE: Counter = { failures: 0, failedAt: 0, attempts: [] }

export type Counters = { readonly [Who in Counted]?: Counter }

/** Why nothing may be tried at `now`; undefined where it may. What is refused is not counted. */
export function refusalOf(check: CheckId, counters: Counters, now: number): Refusal | undefined {
  const { failuresMax, perPersonMax, perVerifierMax } = DEFAULTS.verification
  if ((counters.authenticator?.failures ?? 0) >= failuresMax) return refusedAs('ERR_CHECK_DISABLED').refused
  if (isUnhindered(check)) return undefined
  if (CHECKS[check].alone) {
    const until = Math.max(pausedUntil(counters.source), pausedUntil(counters.case))
    if (now < until) return refusedAs('ERR_CHECK_TOO_FAST', until).refused
  }
  const person = fullUntil(counters.person, perPersonMax, now)
  if (person !== undefined) return refusedAs('ERR_CHECK_PERSON_LIMIT', person).refused
  const verifier = fullUntil(counters.verifier, perVerifierMax, now)
  return verifier === undefined ? undefined : refusedAs('ERR_CHECK_VERIFIER_LIMIT', verifier).refused
}

/** A counter after an attempt. A success forgives the authenticator that gave it, and no source: it may have one of its own. */
export function after(counter: Counter, who: Counted, passed: boolean, now: number): Counter {
  const attempts = [...within(counter, now), now]
  const isForgiven = who === 'authenticator' ? passed : now - counter.failedAt >= DEFAULTS.verification.dayMs
  const before = isForgiven ? 0 : counter.failures
  return passed ? { ...counter, failures: before, attempts } : { failures: before + 1, failedAt: now, attempts }
}

/** Checks that no throttle of others' making reaches. */
export function isUnhindered(check: CheckId): boolean {
  return check === 'passkey' || check === 'in-person'
}

function pausedUntil({ failures, failedAt }: Counter = NONE): number {
  const { freeFailures, pauseMs, pauseMsMax } = DEFAULTS.verification
  if (failures < freeFailures) return 0
  return failedAt + Math.min(pauseMs * 2 ** (failures - freeFailures), pauseMsMax)
}

function fullUntil(counter: Counter = NONE, max: number, now: number): number | undefined {
  const attempts = within(counter, now)
  return attempts.length < max ? undefined : attempts.at(-max)! + DEFAULTS.verification.dayMs
}

function within({ attempts }: Counter, now: number): readonly number[] {
  return attempts.filter((at) => now - at < DEFAULTS.verification.dayMs)
}
