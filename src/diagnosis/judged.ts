/** A lockout with its verdict: what wide.ts gathers and assemble.ts writes into the report. */
import type { Cause } from '../signin/index.ts'
import { rankCauses } from './causes.ts'
import { endedBy } from './ending.ts'
import { type OpenLockout, verdictAt } from './lockout.ts'
import type { Alternative, EndedBy, Scope } from './report.ts'

export interface Judged {
  readonly lockout: OpenLockout
  cause: Cause
  alternatives: readonly Alternative[]
  confidence: number
  scope: Scope
  readonly ended: EndedBy | undefined
  /** When it ended, if only a pushed sign-in says so: then it lasts, and its end is reported (DESIGN §3 rule 7). */
  readonly endReportedAt: number | undefined
  readonly verdictAt: number
  readonly start: number
  end: number
  /** Keys of the people concerned; one unless it is of wider scope. */
  people: readonly string[]
  attempts: number
}

export function judge(lockout: OpenLockout): Judged {
  const ended = endedBy(lockout)
  const endReportedAt = lockout.success?.pushed === true ? lockout.success.time : undefined
  const [first, ...others] = rankCauses(lockout, ended)
  return {
    lockout,
    cause: first?.cause ?? 'push-not-answered',
    alternatives: others.filter(isWorthTelling),
    confidence: first?.confidence ?? 0.2,
    scope: 'one',
    ended,
    endReportedAt,
    verdictAt: verdictAt(lockout),
    start: lockout.start,
    end: endReportedAt === undefined ? (lockout.success?.time ?? lockout.last) : lockout.last,
    people: [lockout.person],
    attempts: lockout.attempts.size,
  }
}

/** Puts another cause first. What the person's own rows said before counts half, and stays among the alternatives. */
export function overrule(judged: Judged, cause: Cause, confidence: number): void {
  if (judged.cause === cause) return
  const before = [{ cause: judged.cause, confidence: judged.confidence }, ...judged.alternatives]
  judged.alternatives = before
    .filter((other) => other.cause !== cause)
    .map((other) => ({ cause: other.cause, confidence: Math.round(other.confidence * 50) / 100 }))
    .filter(isWorthTelling)
  judged.cause = cause
  judged.confidence = confidence
}

function isWorthTelling({ confidence }: Alternative): boolean {
  return confidence >= 0.15
}
