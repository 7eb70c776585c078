/**
 * What is told of what the views say (docs/adr/0008-pushed-and-read.md). All that stands by what was read is told as it is;
 * what takes pushed rows comes beside it, and never instead. Pure.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Finding, Lockout, Outage, PolicyBlock } from '../diagnosis/index.ts'
import { coverage } from './coverage.ts'
import { type LiveFinding, type LiveVerdict, rankOf, union } from './live-verdict.ts'

/** The reports of one view. */
export interface Said {
  readonly findings: readonly Finding[]
  readonly lockouts: readonly Lockout[]
  readonly outages: readonly Outage[]
  readonly policyBlocks: readonly PolicyBlock[]
}

/** A finding of the view in which nothing pushed is usual. */
export interface WaryFinding {
  readonly finding: Finding
  /** Was enough read of the person to say what is usual for them? */
  readonly isKnown: boolean
}

export interface Merging {
  readonly all: Said
  /** Undefined if nothing was pushed: then `all` was read. */
  readonly read: Said | undefined
  readonly wary: readonly WaryFinding[]
  /** Milliseconds. */
  readonly now: number
  /** When the provider was last read to say that this account got in; NaN if never. */
  gotIn(provider: string, account: string): number
}

export function merge({ all, read, wary, now, gotIn }: Merging): readonly LiveVerdict[] {
  if (read === undefined) return verdictsOf(all, 'read')
  const lockouts = all.lockouts.map((lockout) => confirmed(lockout, { now, gotIn }))
  const pushed = verdictsOf({ ...all, lockouts }, 'pushed')
  return withWary(beside(verdictsOf(read, 'read'), pushed), wary)
}

function verdictsOf({ findings, lockouts, outages, policyBlocks }: Said, seen: 'read' | 'pushed'): LiveVerdict[] {
  return [
    ...findings.map((one) => asSeen(one, seen)),
    ...lockouts.map((one) => ({ kind: 'lockout', body: { ...one, seen } }) as const),
    ...outages.map((one) => ({ kind: 'outage', body: { ...one, seen } }) as const),
    ...policyBlocks.map((one) => ({ kind: 'policy-block', body: { ...one, seen } }) as const),
  ]
}

const findingsSeen = { read: new WeakMap<Finding, LiveVerdict>(), pushed: new WeakMap<Finding, LiveVerdict>() }

/** Remembered: there are many findings, and hardly any changes from one pass to the next. */
function asSeen(finding: Finding, seen: 'read' | 'pushed'): LiveVerdict {
  let live = findingsSeen[seen].get(finding)
  if (live === undefined) {
    live = { kind: 'finding', body: { ...finding, seen } }
    findingsSeen[seen].set(finding, live)
  }
  return live
}

/**
 * A lockout with its end, as far as that may be believed: what a push reported counts once the provider itself was read to
 * say that the account got in since, or once silence would have ended it. Silence is counted by our clock, so that nobody
 * makes it longer by pushing a row of tomorrow.
 */
function confirmed(lockout: Lockout, { now, gotIn }: Pick<Merging, 'now' | 'gotIn'>): Lockout {
  const { reportedEnd, ...rest } = lockout
  const isQuiet = now - Date.parse(lockout.end) > DEFAULTS.lockout.quietMs
  if (lockout.ended?.by === 'quiet' && !isQuiet) return { ...lockout, ended: null }
  if (reportedEnd === undefined) return lockout
  const isAlone = lockout.people.length === 1
  if (isAlone && gotIn(lockout.provider, lockout.account) >= Date.parse(reportedEnd.at)) {
    return { ...rest, ended: reportedEnd }
  }
  return isQuiet ? { ...lockout, ended: { at: lockout.end, by: 'quiet' } } : lockout
}

/** Those that stand by what was read, and what pushed rows add to them. */
function beside(read: readonly LiveVerdict[], pushed: readonly LiveVerdict[]): readonly LiveVerdict[] {
  const told = new Map(read.map((one) => [keyOf(one), one]))
  const isCovered = coverage(read)
  for (const one of pushed) {
    const same = told.get(keyOf(one))
    if (same !== undefined) told.set(keyOf(one), together(same, one))
    else if (read.length === 0 || !isCovered(one)) told.set(keyOf(one), one)
  }
  return [...told.values()]
}

/** One verdict as it was read, with what pushed rows make of it: no less severe, no less open, no fewer people. */
function together(read: LiveVerdict, pushed: LiveVerdict): LiveVerdict {
  if (read.kind === 'finding' && pushed.kind === 'finding') {
    const severer = rankOf(pushed.body) - rankOf(read.body)
    if (severer > 0) return pushed
    const isAtLeast =
      severer === 0 && pushed.body.confidence >= read.body.confidence && pushed.body.end >= read.body.end
    return isAtLeast ? asSeen(pushed.body, 'read') : read
  }
  if (read.kind === 'lockout' && pushed.kind === 'lockout') {
    const people = union(read.body, pushed.body)
    const isWider = people.peopleCount > read.body.peopleCount
    const { scope } = isWider ? pushed.body : read.body
    if (read.body.ended !== null && (!isWider || pushed.body.ended !== null)) {
      return { kind: 'lockout', body: { ...read.body, ...people, scope } }
    }
    const reportedEnd = pushed.body.reportedEnd ?? pushed.body.ended
    const reported = reportedEnd === null ? {} : { reportedEnd }
    return { kind: 'lockout', body: { ...read.body, ...people, scope, ended: null, ...reported } }
  }
  if (read.kind === 'outage' && pushed.kind === 'outage') {
    const ended = read.body.ended && pushed.body.ended
    return { kind: 'outage', body: { ...read.body, ...union(read.body, pushed.body), ended } }
  }
  if (read.kind === 'policy-block' && pushed.kind === 'policy-block') {
    return { kind: 'policy-block', body: { ...read.body, ...union(read.body, pushed.body) } }
  }
  return read
}

/**
 * Adds findings that only what was pushed explains away. Of somebody of whom enough was read they stand as they are; else
 * those that would be of weight are told, and open nothing. (Of the others there are three for each other finding where
 * nothing is read: everybody's own VPN, each day.)
 */
function withWary(told: readonly LiveVerdict[], wary: readonly WaryFinding[]): readonly LiveVerdict[] {
  const isCovered = coverage(told)
  const merged = new Map(told.map((one) => [keyOf(one), one]))
  for (const { finding, isKnown } of wary) {
    if (!isKnown && rankOf(finding) < rankOf({ severity: 'medium' })) continue
    const same = merged.get(`finding ${finding.id}`)
    if (same?.kind === 'finding' && rankOf(same.body) >= rankOf(finding)) continue
    const body: LiveFinding = isKnown
      ? { ...finding, seen: 'pushed' }
      : { ...finding, seen: 'pushed', severity: 'info', reportOnly: true, explainedBy: 'pushed' }
    const one: LiveVerdict = { kind: 'finding', body }
    if (!isCovered(one)) merged.set(keyOf(one), one)
  }
  return [...merged.values()]
}

function keyOf({ kind, body }: LiveVerdict): string {
  return `${kind} ${body.id}`
}
