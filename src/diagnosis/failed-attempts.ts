/**
 * How many attempts failed, when, and at which step: the log's shape over time, whoever they were.
 *
 * An attempt is counted once, at the time of its first failure, as what it failed at last; one that ends in success has
 * not failed (CONTRACTS.md, Attempt). What is kept grows neither with events nor with time.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { bucketWidthMs } from '../base/time-buckets.ts'
import type { SignIn } from '../signin/index.ts'
import type { FailedAt } from './report.ts'

/** Attempts that failed, by the number of the stretch (of `widthMs`, counted from 1970) in which they failed first. */
export interface FailuresOverTime {
  readonly widthMs: number
  readonly counts: ReadonlyMap<number, FailureCounts>
}

export type FailureCounts = Readonly<Record<FailedAt, number>>

export interface FailedAttempts {
  /** Takes the next row. Rows come in the order of their time. */
  see(signIn: SignIn): void
  /** Those that failed so far. One that may yet succeed counts as failed; what comes later is not changed by asking. */
  told(): FailuresOverTime
}

interface Pending {
  readonly since: number
  last: number
  at: FailedAt
  readonly attempt: string
  /** Tells apart attempts that have no id. */
  readonly client: string
}

/** Without success for so long, an attempt has failed. */
const SETTLED_MS = 60 * 60_000
/** Attempts of one account at a time that may yet succeed; of an account under attack the oldest is given up. */
const PENDING_MAX = 16

export function createFailedAttempts(): FailedAttempts {
  /** By account, each oldest first; the account whose last failure lies furthest back comes first. */
  const pending = new Map<string, Pending[]>()
  let counted: FailuresOverTime = { widthMs: 0, counts: new Map() }
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY

  function count({ since, at }: Pending): void {
    first = Math.min(first, since)
    last = Math.max(last, since)
    counted = inStretchesOf(Math.max(counted.widthMs, bucketWidthMs(first, last)), counted)
    const { counts, widthMs } = counted as { counts: Map<number, FailureCounts>; widthMs: number }
    const index = Math.floor(since / widthMs)
    const before = counts.get(index) ?? NONE
    counts.set(index, { ...before, [at]: before[at] + 1 })
  }

  function settle(now: number): void {
    for (const [who, attempts] of pending) {
      if (now - (attempts.at(-1)?.last ?? 0) <= SETTLED_MS) return
      pending.delete(who)
      attempts.forEach(count)
    }
  }

  function failed(signIn: SignIn, at: FailedAt): void {
    const { time, attempt, client } = signIn
    settle(time)
    const who = signIn.person || signIn.name || signIn.ip
    const attempts = pending.get(who) ?? []
    const index = attempts.findIndex((each) => isSameAttempt(each, signIn))
    const [known = { since: time, last: time, at, attempt, client }] = index < 0 ? [] : attempts.splice(index, 1)
    known.last = time
    known.at = at
    if (attempts.push(known) > PENDING_MAX) count(attempts.shift() as Pending)
    // Taken out and put in again, so that it is the last.
    pending.delete(who)
    pending.set(who, attempts)
  }

  function succeeded(signIn: SignIn): void {
    const attempts = pending.get(signIn.person)
    if (attempts === undefined) return
    const index = attempts.findIndex((each) => isSameAttempt(each, signIn))
    if (index >= 0) attempts.splice(index, 1)
    if (attempts.length === 0) pending.delete(signIn.person)
  }

  return {
    see(signIn) {
      if (signIn.complete) {
        succeeded(signIn)
        return
      }
      const at = failedAt(signIn)
      if (at !== undefined) failed(signIn, at)
    },
    told() {
      const before = { counted, first, last }
      counted = { ...counted, counts: new Map(counted.counts) }
      for (const attempts of pending.values()) attempts.forEach(count)
      const told = counted
      ;({ counted, first, last } = before)
      return told
    },
  }
}

const NONE: FailureCounts = { first: 0, second: 0, stopped: 0, provider: 0 }

/** The same counts in stretches of another width, which must be a multiple of theirs. */
export function inStretchesOf(widthMs: number, given: FailuresOverTime): FailuresOverTime {
  if (given.widthMs === widthMs) return given
  const counts = new Map<number, FailureCounts>()
  for (const [index, { first, second, stopped, provider }] of given.counts) {
    const wider = Math.floor((index * given.widthMs) / widthMs)
    const sum = counts.get(wider) ?? NONE
    counts.set(wider, {
      first: sum.first + first,
      second: sum.second + second,
      stopped: sum.stopped + stopped,
      provider: sum.provider + provider,
    })
  }
  return { widthMs, counts }
}

/** At which step this row says that an attempt failed; undefined if it does not say so. */
function failedAt({ activity, outcome, reason, step }: SignIn): FailedAt | undefined {
  if (activity !== 'sign-in' && activity !== 'prompt') return undefined
  if (outcome !== 'failure' && reason !== 'no-answer') return undefined
  if (reason === 'service-error') return 'provider'
  if (step === 'first' || step === 'second') return step
  return step === 'account' || step === 'policy' ? 'stopped' : undefined
}

function isSameAttempt({ attempt, last, client }: Pending, signIn: SignIn): boolean {
  const gapMs = signIn.time - last
  if (attempt !== signIn.attempt) return false
  return attempt === '' ? gapMs < DEFAULTS.attempt.gapMs && client === signIn.client : gapMs <= SETTLED_MS
}
