/**
 * One person's lockout, from the first failed attempt to the sign-in that ends it (CONTRACTS.md, Lockout).
 *
 *   nothing → suspected → verdict → ended
 *
 * It is suspected from the first attempt that failed at or after the second step, or was stopped by lock, account state or
 * policy. It is a verdict once the provider says locked, disabled or blocked, or after 3 failed attempts, or after 10 minutes
 * without success; a success before that dissolves it. It ends with a complete sign-in, or after 7 quiet days. Attempts, not
 * rows, are counted, and an attempt that was only interrupted counts for little: people close tabs.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type About, isStranger } from '../profile/index.ts'
import { type Method, type Provider, type Reason, type SignIn, type Trace, traceOf } from '../signin/index.ts'

/** What an administrator or the person did about it while it lasted. */
export interface Help {
  readonly time: number
  readonly change: SignIn['change']
  readonly byOther: boolean
  readonly trace: Trace
}

/** One attempt that did not succeed so far. */
interface Attempt {
  /** When it failed first; NaN while it was only interrupted. */
  failedAt: number
  readonly since: number
  last: number
  /** The provider itself said that it stopped the person. */
  said: boolean
}

export interface OpenLockout {
  readonly person: string
  readonly account: string
  readonly provider: Provider
  readonly tenant: string
  /** First failed attempt; for one that was only interrupted, the first interrupt. */
  start: number
  last: number
  /** Failed attempts by their correlation, in the order in which they began. At most ATTEMPTS_KEPT are told apart. */
  readonly attempts: Map<string, Attempt>
  /** Of each client, the attempt that its last row without a correlation id belonged to. */
  readonly uncorrelated: Map<string, { readonly key: string; last: number }>
  /** When the provider itself said locked, disabled or blocked; NaN if it did not. */
  saidAt: number
  /** When pages in between had stopped the person often enough, for long enough; NaN if they have not. */
  keptOutAt: number
  readonly reasons: Map<Reason, number>
  readonly methods: Map<Method, number>
  /** How this person last proved the second step before. */
  usualMethod: Method
  /** How this person got in before it began: not at all in this log, by password alone, or with a second step. */
  readonly before: Before
  /** Names of policies that stopped it, and the most of them that stopped one row. */
  readonly policies: Set<string>
  policiesAtOnce: number
  legacyRows: number
  rows: number
  /** Networks that it was suffered from, while only a stranger's rows are known. */
  readonly networks: Set<string>
  /** Prompts and messages that were sent and have had no answer yet. */
  sentPrompts: number
  sentMessages: number
  codesFrom: number
  codesTo: number
  /** Authenticators that failed. */
  readonly targets: Set<string>
  readonly help: Help[]
  /** Changes to the person's authenticators soon after it ended: what was replaced then had been lost. */
  readonly after: Help[]
  readonly traces: Trace[]
  /** The sign-in that ended it, and the second step that was answered for it (some vendors log it in a row before). */
  success: Trace | undefined
  proof: Trace | undefined
  /** True if it is over for want of further attempts. */
  quiet: boolean
}

export type Before = 'unseen' | 'password-alone' | 'second-step'

const ATTEMPTS_KEPT = 256

/** What one row does to a lockout: nothing, an interrupt, a failure, or the provider's own word. */
export type Weight = 'none' | 'interrupt' | 'failure' | 'said'

export function weigh(signIn: SignIn): Weight {
  const { activity, outcome, step, reason } = signIn
  if (activity === 'change') return signIn.change === 'account-locked' && outcome !== 'failure' ? 'said' : 'none'
  if (activity !== 'sign-in' && activity !== 'prompt' && activity !== 'message') return 'none'
  if (outcome === 'success' || outcome === 'unknown') return 'none'
  // Some logs tell only of prompts and messages that were answered: one that was sent, and then nothing, says something too.
  if (outcome === 'pending') return step === 'second' && activity !== 'sign-in' ? 'failure' : 'none'
  switch (reason) {
    case 'locked':
      return 'said'
    case 'disabled':
    case 'policy-block':
    case 'device-not-compliant':
    case 'enrolment-blocked':
    case 'risk-block':
    case 'legacy-block':
      return outcome === 'failure' ? 'said' : 'failure'
    case 'password-expired':
    case 'no-answer': // Whatever the vendor calls the end of it: nobody got in by it.
      return 'failure'
    case 'second-step-asked':
    case 'enrolment-required':
    case 'abandoned':
      return outcome === 'failure' ? 'failure' : 'interrupt'
    case 'address-blocked':
    case 'application':
    case 'session-expired':
    case 'page-shown':
    case 'mistake':
    case 'reported':
      return 'none'
    default:
      if (outcome !== 'failure') return 'none'
      if (signIn.legacy && reason === 'other') return 'failure'
      return step === 'second' || step === 'account' || activity === 'message' || isProviders(reason)
        ? 'failure'
        : 'none'
  }
}

function isProviders(reason: Reason): boolean {
  return reason === 'service-error' || reason === 'throttled'
}

/**
 * Is this a stranger's failure rather than the person's? Then it opens no lockout, unless it turns out that the person gets
 * in from that very network later. The provider's word that the account is locked counts whoever brought it about.
 */
export function isStrangers(signIn: SignIn, about: About): boolean {
  if (signIn.reason === 'locked' || signIn.activity === 'change') return false
  if (about.tainted) return true
  if (signIn.reason === 'refused' && about.familiarity !== 'own') return true
  if (signIn.step === 'second' && about.familiarity === 'foreign') return true
  return isStranger(about.usual, signIn, about.familiarity)
}

/** Opens a lockout with its first row. */
export function suspect(signIn: SignIn, before: Before = 'unseen'): OpenLockout {
  return {
    person: signIn.person,
    account: signIn.account,
    provider: signIn.provider,
    tenant: signIn.tenant,
    start: signIn.time,
    last: signIn.time,
    attempts: new Map(),
    uncorrelated: new Map(),
    saidAt: Number.NaN,
    keptOutAt: Number.NaN,
    reasons: new Map(),
    methods: new Map(),
    usualMethod: 'none',
    before,
    policies: new Set(),
    policiesAtOnce: 0,
    legacyRows: 0,
    rows: 0,
    networks: new Set(),
    sentPrompts: 0,
    sentMessages: 0,
    codesFrom: Number.NaN,
    codesTo: Number.NaN,
    targets: new Set(),
    help: [],
    after: [],
    traces: [],
    success: undefined,
    proof: undefined,
    quiet: false,
  }
}

/** Adds a row that `weigh` found to matter. */
export function suffer(lockout: OpenLockout, signIn: SignIn, weight: Exclude<Weight, 'none'>): void {
  countAttempt(lockout, signIn, weight)
  lockout.last = signIn.time
  if (weight === 'said' && Number.isNaN(lockout.saidAt)) lockout.saidAt = signIn.time
  const { interruptsMin, interruptsSpanMs } = DEFAULTS.lockout
  const comesBack = lockout.attempts.size >= interruptsMin && signIn.time - lockout.start >= interruptsSpanMs
  if (Number.isNaN(lockout.keptOutAt) && comesBack) lockout.keptOutAt = signIn.time
  if (signIn.legacy) lockout.legacyRows++
  const { reason, method } = signIn
  if (signIn.outcome === 'pending') {
    if (signIn.activity === 'prompt') lockout.sentPrompts++
    else lockout.sentMessages++
    if (method !== 'none') count(lockout.methods, method)
    keepTrace(lockout.traces, traceOf(signIn))
    return
  }
  if (method !== 'none') count(lockout.methods, method)
  if (signIn.target !== '') lockout.targets.add(signIn.target)
  answered(lockout, signIn)
  lockout.rows++
  count(lockout.reasons, reason === 'none' && signIn.change === 'account-locked' ? 'locked' : reason)
  if (reason === 'wrong-code' || reason === 'too-many-codes' || reason === 'code-expired') {
    if (Number.isNaN(lockout.codesFrom)) lockout.codesFrom = signIn.time
    lockout.codesTo = signIn.time
  }
  // A policy that only asked for the second step is named on interrupts too; it stopped nobody.
  if (signIn.step === 'policy' && signIn.outcome === 'failure') {
    for (const policy of signIn.policies) lockout.policies.add(policy)
    lockout.policiesAtOnce = Math.max(lockout.policiesAtOnce, signIn.policies.length)
  }
  keepTrace(lockout.traces, traceOf(signIn))
}

function countAttempt(lockout: OpenLockout, signIn: SignIn, weight: Exclude<Weight, 'none'>): void {
  const { attempts } = lockout
  const { time } = signIn
  const key = attemptKey(lockout, signIn)
  let attempt = attempts.get(key)
  if (attempt === undefined) {
    attempt = { failedAt: Number.NaN, since: time, last: time, said: false }
    if (attempts.size < ATTEMPTS_KEPT) attempts.set(key, attempt)
  }
  attempt.last = time
  if (weight !== 'interrupt' && Number.isNaN(attempt.failedAt)) attempt.failedAt = time
  if (weight === 'said') attempt.said = true
}

/** A second step was answered, rightly or wrongly: so the last prompt or message was not left unanswered. */
function answered(lockout: OpenLockout, signIn: SignIn): void {
  if (signIn.outcome === 'interrupt' || (signIn.step !== 'second' && !signIn.proved)) return
  if (signIn.method === 'sms' || signIn.method === 'voice' || signIn.method === 'email') {
    lockout.sentMessages = Math.max(0, lockout.sentMessages - 1)
  } else lockout.sentPrompts = Math.max(0, lockout.sentPrompts - 1)
}

/** Notes a change to the account, while the lockout lasts or soon after it ended. */
export function helped(lockout: OpenLockout, signIn: SignIn): void {
  const list = lockout.success === undefined ? lockout.help : lockout.after
  if (signIn.outcome !== 'success' || signIn.change === 'recovery-asked' || list.length >= HELP_KEPT) return
  list.push({ time: signIn.time, change: signIn.change, byOther: signIn.actor !== '', trace: traceOf(signIn) })
}

const HELP_KEPT = 16

/** Were authenticators registered, removed or reset for it? If so, the labels of those registered. */
export function replacements(lockout: OpenLockout): ReadonlySet<string> | undefined {
  let replaced: Set<string> | undefined
  for (const { change, trace } of [...lockout.help, ...lockout.after]) {
    if (!REPLACES.has(change)) continue
    replaced ??= new Set()
    if (change === 'authenticator-added' && trace.target !== '') replaced.add(trace.target)
  }
  return replaced
}

const REPLACES: ReadonlySet<SignIn['change']> = new Set([
  'authenticator-added',
  'authenticator-removed',
  'authenticators-reset',
] as const)

/** A second step was answered rightly; whether the person is in, another row will say. */
export function proved(lockout: OpenLockout, signIn: SignIn): void {
  lockout.proof = traceOf(signIn)
  answered(lockout, signIn)
}

/**
 * The person is in. The lockout is what it would be without the attempt that succeeded after all; returns true if it was a
 * verdict by then (and so has an end), false if there never was one.
 */
export function succeed(lockout: OpenLockout, signIn: SignIn): boolean {
  forgive(lockout, attemptKey(lockout, signIn))
  if (!isVerdict(lockout, signIn.time)) return false
  lockout.success = traceOf(signIn)
  if (signIn.proved) proved(lockout, signIn)
  return true
}

/** An attempt that ends in success has not failed, unless the provider itself said that it stopped the person. */
function forgive(lockout: OpenLockout, key: string): void {
  const { attempts } = lockout
  const attempt = attempts.get(key)
  if (attempt === undefined || attempt.said) return
  attempts.delete(key)
  if (attempt.failedAt !== lockout.start) return
  // It began with this attempt: so it begins with the next that failed, and pages shown before that are forgotten.
  const failures = [...attempts.values()].map(({ failedAt }) => failedAt).filter((time) => !Number.isNaN(time))
  const start = Math.min(...failures)
  if (failures.length > 0) lockout.start = start
  for (const [other, { failedAt, last }] of attempts) {
    if (Number.isNaN(failedAt) && last < start) attempts.delete(other)
  }
}

/** Has it become a verdict by `now`? */
export function isVerdict(lockout: OpenLockout, now: number): boolean {
  return verdictAt(lockout) <= now
}

/** When the log first sufficed for a verdict, or will without a success; Infinity if it never will by itself. */
export function verdictAt(lockout: OpenLockout): number {
  if (!Number.isNaN(lockout.saidAt)) return lockout.saidAt
  const failed = hasFailed(lockout)
  const { attemptsMin, interruptsMin, enrolmentsMin, silencesMin, withoutSuccessMs } = DEFAULTS.lockout
  // Nothing but prompts that were sent: `rows` counts what else there is.
  if (lockout.rows === 0 && lockout.attempts.size < silencesMin) return Number.POSITIVE_INFINITY
  if (!failed && lockout.reasons.has('enrolment-required') && lockout.attempts.size >= enrolmentsMin) {
    if (lockout.last - lockout.start >= withoutSuccessMs) return lockout.last
  }
  if (!failed) return lockout.attempts.size < interruptsMin ? Number.POSITIVE_INFINITY : orNever(lockout.keptOutAt)
  const countedAt = [...lockout.attempts.values()][attemptsMin - 1]?.since ?? Number.POSITIVE_INFINITY
  return Math.min(Math.max(countedAt, lockout.start), lockout.start + withoutSuccessMs)
}

function orNever(time: number): number {
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}

/** Did more than pages in between stop this person? */
export function hasFailed({ attempts }: OpenLockout): boolean {
  for (const { failedAt } of attempts.values()) if (!Number.isNaN(failedAt)) return true
  return false
}

/** When an attempt that did not succeed was last seen to fail; -Infinity if pages in between were all there was. */
export function lastFailed({ attempts }: OpenLockout): number {
  let latest = Number.NEGATIVE_INFINITY
  for (const { failedAt, last } of attempts.values()) if (!Number.isNaN(failedAt)) latest = Math.max(latest, last)
  return latest
}

/**
 * Rows of a sign-in with the provider's correlation id share it; without one, rows of one client are one attempt while the
 * gaps between them are short (CONTRACTS.md, Attempt). Every such row is told here, also one that is nothing to a lockout.
 */
export function attemptKey({ uncorrelated }: OpenLockout, { attempt, client, time }: SignIn): string {
  if (attempt !== '') return attempt
  const own = uncorrelated.get(client)
  if (own !== undefined && time - own.last < DEFAULTS.attempt.gapMs) {
    own.last = time
    return own.key
  }
  const key = `${time} ${client}`
  if (own !== undefined || uncorrelated.size < ATTEMPTS_KEPT) uncorrelated.set(client, { key, last: time })
  return key
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function keepTrace(traces: Trace[], trace: Trace): void {
  const { rowsMax } = DEFAULTS.evidence
  if (traces.length >= rowsMax) traces.splice(rowsMax / 2, 1)
  traces.push(trace)
}
