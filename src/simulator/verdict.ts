/** What findings, lockouts, outages and policy blocks have in common when reports are compared. */
import { parseInstant } from '../base/time.ts'
import type { Finding, Instant, Lockout } from '../diagnosis/index.ts'
import type { Allowed, Told } from './truth.ts'

const TOLERANCE_MS = 15 * 60_000

/** What findings, lockouts, outages and policy blocks have in common when they are compared. */
export interface Verdict {
  readonly label: string
  readonly names: ReadonlySet<string>
  readonly address: string
  readonly start: number
  readonly end: number
  readonly summary: string
  readonly severity: string
  readonly verdictAt: number
}

export function ofFinding(one: Finding, accounts: ReadonlyMap<string, string>): Verdict {
  const names = [one.person, one.account, ...(one.people ?? [])].filter((name) => name !== undefined)
  return {
    label: one.detection,
    names: folded(names, accounts),
    address: one.address ?? '',
    start: parseInstant(one.start),
    end: parseInstant(one.end),
    summary: one.summary,
    severity: one.severity,
    verdictAt: Number.NaN,
  }
}

export function ofLockout(one: Lockout, accounts: ReadonlyMap<string, string>): Verdict {
  return {
    label: one.cause,
    names: folded([...one.people, one.account], accounts),
    address: '',
    start: parseInstant(one.start),
    end: parseInstant(one.end),
    summary: one.summary,
    severity: '',
    verdictAt: parseInstant(one.verdictAt),
  }
}

/** Outages and policy blocks of the report, as verdicts that may meet the lockouts of their cause. */
export function wide(report: Told, accounts: ReadonlyMap<string, string>): Verdict[] {
  const make = (
    label: string,
    one: { people: readonly string[]; start: Instant; end: Instant; summary: string },
  ): Verdict => ({
    label,
    names: folded(one.people, accounts),
    address: '',
    start: parseInstant(one.start),
    end: parseInstant(one.end),
    summary: one.summary,
    severity: '',
    verdictAt: Number.NaN,
  })
  return [
    ...report.outages.map((one) => make('provider-outage', one)),
    ...report.policyBlocks.map((one) => make('policy-block', one)),
  ]
}

/** Lower case, account ids turned into the login where the truth knows it. */
function folded(names: readonly string[], accounts: ReadonlyMap<string, string>): Set<string> {
  const set = new Set<string>()
  for (const name of names) {
    const lower = name.toLowerCase()
    if (lower) set.add(accounts.get(lower) ?? lower)
  }
  return set
}

export function same(verdict: Verdict, truth: Verdict): boolean {
  if (verdict.start > truth.end + TOLERANCE_MS || verdict.end < truth.start - TOLERANCE_MS) return false
  if (truth.address && verdict.address && network(truth.address) === network(verdict.address)) return true
  const [few, many] =
    verdict.names.size < truth.names.size ? [verdict.names, truth.names] : [truth.names, verdict.names]
  for (const name of few) if (many.has(name)) return true
  // Nobody and nothing named on one side (an outage whose people were not listed): the time decides.
  return (verdict.names.size === 0 && !verdict.address) || (truth.names.size === 0 && !truth.address)
}

/** The /24 of a version 4 address, the /64 of a version 6 one. */
function network(address: string): string {
  return address.includes(':')
    ? address.toLowerCase().split(':').slice(0, 4).join(':')
    : address.split('.').slice(0, 3).join('.')
}

export type Allowances = ReadonlyMap<string, readonly { readonly start: number; readonly end: number }[]>

export function index(allowed: readonly Allowed[]): Allowances {
  const map = new Map<string, { start: number; end: number }[]>()
  for (const one of allowed) {
    const label = one.detection ?? one.cause ?? ''
    const subjects = [one.person?.toLowerCase(), one.address ? network(one.address) : undefined].filter(
      (key) => key !== undefined,
    )
    const span = { start: parseInstant(one.start) - TOLERANCE_MS, end: parseInstant(one.end) + TOLERANCE_MS }
    for (const subject of subjects.length > 0 ? subjects : ['*']) {
      const key = `${label} ${subject}`
      const list = map.get(key)
      if (list) list.push(span)
      else map.set(key, [span])
    }
  }
  return map
}

/** Verdicts about many people are allowed if they are for most of them. */
export function isAllowed(verdict: Verdict, allowances: Allowances): boolean {
  const within = (subject: string): boolean =>
    (allowances.get(`${verdict.label} ${subject}`) ?? []).some(
      (span) => verdict.start <= span.end && verdict.end >= span.start,
    )
  if (within('*')) return true
  if (verdict.address && within(network(verdict.address))) return true
  const names = [...verdict.names]
  return names.length > 0 && names.filter(within).length * 2 > names.length
}
