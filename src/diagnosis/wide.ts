/** Several people with one cause at one time are one lockout of wider scope (CONTRACTS.md, Lockout). */
import { DEFAULTS } from '../base/defaults.ts'
import type { Cause, Reason } from '../signin/index.ts'
import { type Judged, overrule } from './judged.ts'
import type { JudgedOutage } from './judged-outage.ts'
import { lastFailed, type OpenLockout, replacements } from './lockout.ts'
import type { RouteName } from './outage-route.ts'
import type { PolicyChange } from './policy-blocks.ts'
import type { Scope } from './report.ts'

/** Causes that somebody else than the person brings about, with the longest pause between two people of one story. */
const SHARED_CAUSES: ReadonlyMap<Cause, number> = new Map<Cause, number>([
  ['provider-outage', DEFAULTS.wide.gapMs],
  ['push-not-delivered', DEFAULTS.wide.gapMs],
  ['message-not-delivered', DEFAULTS.wide.gapMs],
  ['policy-block', DEFAULTS.wide.policyGapMs],
  ['policy-conflict', DEFAULTS.wide.policyGapMs],
  ['enforcement', DEFAULTS.enforcement.afterMs],
])

/** Within an outage, what would otherwise be blamed on a person is the provider's. */
export function attributeToOutages(judged: readonly Judged[], outages: readonly JudgedOutage[]): void {
  for (const one of judged) {
    const { lockout } = one
    for (const outage of outages) {
      if (outage.provider !== lockout.provider || !isExplained(lockout, outage)) continue
      if (one.start > outage.end || one.start < outage.start - outage.withinMs) continue
      // Who goes on failing when the others are back has trouble of their own.
      if (lastFailed(lockout) > outage.end + outage.withinMs) continue
      overrule(one, 'provider-outage', 0.95)
      break
    }
  }
}

/** What an outage of each route looks like from one person's side. */
const EXPLAINED: Readonly<Record<RouteName, readonly Reason[]>> = {
  'sign-in': ['service-error', 'throttled'],
  unsaid: ['second-step-failed', 'other'],
  push: ['prompt-undeliverable'],
  message: ['message-undeliverable'],
}

/** At least half of what happened to this person is what such an outage does. */
function isExplained(lockout: OpenLockout, outage: JudgedOutage): boolean {
  let explained = 0
  // A prompt fails in an outage too, but nobody sets the app up anew because of one: then it was the app.
  const anew = replacements(lockout) !== undefined
  for (const route of outage.routes) {
    if (anew && route === 'push') continue
    for (const reason of EXPLAINED[route]) explained += lockout.reasons.get(reason) ?? 0
  }
  const pages = lockout.reasons.get('second-step-asked') ?? 0
  return explained > 0 && explained * 2 >= lockout.rows - pages
}

/**
 * A rule began to hold: people who had got in with a password alone are stopped for want of an authenticator, several at a
 * time or right after a policy that demands one was made. Somebody who is new, or whose authenticators are gone, stands
 * for themselves; only while the log is too young to know who is new (before `knownFrom`), the crowd alone has to do.
 */
export function attributeToEnforcement(
  judged: readonly Judged[],
  changes: readonly PolicyChange[],
  peopleSeen: number,
  knownFrom: number,
): void {
  const limits = DEFAULTS.enforcement
  const demands = changes.filter(({ policy }) => limits.policies.test(policy)).map(({ trace }) => trace.time)
  const stopped = judged.filter((one) => one.cause === 'not-enrolled' && one.scope === 'one')
  const hasNoPast = ({ lockout }: Judged) => lockout.before === 'unseen' && lockout.start < knownFrom
  const unseenMin = Math.min(limits.unseenMin, Math.ceil(limits.unseenShareMin * peopleSeen))
  const seen = stopped.filter(({ lockout }) => lockout.before === 'password-alone')
  const unseen = stopped.filter(hasNoPast)
  enforce(seen, demands, limits.peopleMin, 1)
  enforce(unseen, demands, Math.max(limits.unseenAfterMin, unseenMin), limits.unseenAfterMin)
}

/** Calls it enforcement wherever so many people are stopped together, or so few after a demand or an earlier wave. */
function enforce(stopped: readonly Judged[], demands: readonly number[], peopleMin: number, afterMin: number): void {
  const { windowMs, afterMs } = DEFAULTS.enforcement
  let lastOfWave = Number.NEGATIVE_INFINITY
  for (const run of runs(stopped, windowMs)) {
    const first = (run[0] as Judged).start
    const follows = [lastOfWave, ...demands].some((time) => first >= time && first - time <= afterMs)
    const people = new Set(run.map((one) => one.lockout.person)).size
    if (people < (follows ? afterMin : peopleMin)) continue
    lastOfWave = (run.at(-1) as Judged).start
    for (const one of run) overrule(one, 'enforcement', 0.9)
  }
}

/** Gathers lockouts, given in the order of their start, with one cause at one time; the others come back as they are. */
export function gather(judged: readonly Judged[], peopleSeen: number): readonly Judged[] {
  const alone: Judged[] = []
  const groups = new Map<string, Judged[]>()
  for (const one of judged) {
    if (!SHARED_CAUSES.has(one.cause)) {
      alone.push(one)
      continue
    }
    const key = [one.cause, one.lockout.provider, one.lockout.tenant, ...[...one.lockout.policies].sort()].join('\n')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  const result = alone
  for (const group of groups.values()) {
    for (const run of runs(group, SHARED_CAUSES.get(group[0]?.cause ?? 'policy-block') ?? 0)) {
      const people = [...new Set(run.map((one) => one.lockout.person))]
      if (people.length < DEFAULTS.wide.peopleMin) result.push(...run)
      else result.push(widen(run, people, peopleSeen))
    }
  }
  const order = new Map(judged.map(({ lockout }, index) => [lockout, index]))
  return result.sort((a, b) => (order.get(a.lockout) ?? 0) - (order.get(b.lockout) ?? 0))
}

function widen(run: readonly Judged[], people: readonly string[], peopleSeen: number): Judged {
  const first = run[0] as Judged
  const lasting = run.find((one) => one.ended === undefined)
  return {
    ...first,
    people,
    scope: scopeOf(first.cause, people.length, peopleSeen),
    confidence: Math.min(0.99, run.reduce((most, one) => Math.max(most, one.confidence), 0) + 0.03),
    ended: lasting === undefined ? (run.at(-1) as Judged).ended : undefined,
    endReportedAt: lastReported(run),
    end: run.reduce((last, one) => Math.max(last, one.end), first.end),
    verdictAt: run.reduce((earliest, one) => Math.min(earliest, one.verdictAt), first.verdictAt),
    attempts: run.reduce((sum, one) => sum + one.attempts, 0),
  }
}

/** When all were back, if some of them only by what was pushed. */
function lastReported(run: readonly Judged[]): number | undefined {
  if (run.every((one) => one.endReportedAt === undefined)) return undefined
  return Math.max(...run.map((one) => one.endReportedAt ?? one.end))
}

function scopeOf(cause: Cause, people: number, peopleSeen: number): Scope {
  if (cause === 'provider-outage') return 'provider'
  const { organisationShare, organisationPeopleMin } = DEFAULTS.wide
  return people >= Math.max(organisationPeopleMin, organisationShare * peopleSeen) ? 'organisation' : 'group'
}

/** Splits lockouts in the order of their start by pauses between starts longer than `gapMs`. */
function* runs(judged: readonly Judged[], gapMs: number): Iterable<Judged[]> {
  let run: Judged[] = []
  for (const one of judged) {
    const last = run.at(-1)
    if (last !== undefined && one.start - last.start > gapMs) {
      yield run
      run = []
    }
    run.push(one)
  }
  if (run.length > 0) yield run
}
