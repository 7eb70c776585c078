/** What a reader of the report needs first: its parts sorted by urgency and counted. Both faces show this. */
import type { Finding, InputFile, InputProblem, Lockout, Report, Severity } from '../diagnosis/index.ts'
import type { DetectionId, Provider } from '../signin/index.ts'
import { PROVIDER_NAME, SEVERITIES } from './report-words.ts'

/** Findings that are too slight to stand one by one, counted by what they are. */
export interface SignalGroup {
  readonly detection: DetectionId
  readonly reportOnly: boolean
  readonly count: number
  readonly findings: readonly Finding[]
}

/** Rows that could not be read for the same reason. */
export interface ProblemGroup {
  readonly code: string
  readonly message: string
  readonly problems: readonly InputProblem[]
}

export interface Digest {
  /** Medium and worse (of what is common in ordinary life: high and worse), worst first, newest first among equals. */
  readonly attacks: readonly Finding[]
  readonly attacksBySeverity: readonly { readonly severity: Severity; readonly count: number }[]
  /** Changes by people who may make them, which a ticket explains or not: to check, and no attack before that. Newest first. */
  readonly changes: readonly Finding[]
  /** Findings of mass lockout that no outage and no policy block explains: nobody's attack, so they stand beside those. */
  readonly crowds: readonly Finding[]
  /** All other findings, counted by what they are. */
  readonly signals: readonly SignalGroup[]
  /** Lockouts that last: most people first, then newest. */
  readonly open: readonly Lockout[]
  /** Lockouts that ended, newest first. */
  readonly over: readonly Lockout[]
  readonly peopleOpen: number
  readonly peopleBack: number
  readonly outagesGoingOn: number
  readonly peopleBlocked: number
  /** The most frequent reason first. */
  readonly problems: readonly ProblemGroup[]
  /** What was read, files that nobody recognised first, then the largest. */
  readonly files: readonly InputFile[]
  /** Whose logs were read. */
  readonly providers: readonly Provider[]
  /** True if there is neither outage, block, attack, change to check, crowd nor lockout. */
  readonly calm: boolean
}

/** Sorts and counts a report. Pure; the report stays as it is. */
export function digest(report: Report): Digest {
  const [signals, rest] = split(report.findings, (finding) => isSignal(finding) || isExplained(finding, report))
  const [crowds, others] = split(rest, ({ detection }) => detection === 'mass-lockout')
  const [changes, attacks] = split(others, ({ detection }) => detection === 'change-outside-case')
  const open = report.lockouts.filter((lockout) => lockout.ended === null).sort(byPeople)
  const over = report.lockouts.filter((lockout) => lockout.ended !== null).sort(newestFirst)
  const verdicts = [report.outages, report.policyBlocks, attacks, changes, crowds, report.lockouts]
  return {
    attacks: attacks.sort(bySeverity),
    attacksBySeverity: countSeverities(attacks),
    changes: changes.sort(newestFirst),
    crowds,
    signals: groupSignals(signals),
    open,
    over,
    peopleOpen: countPeople(open),
    peopleBack: countPeople(over.filter((lockout) => lockout.ended?.by !== 'quiet')),
    outagesGoingOn: report.outages.filter((outage) => !outage.ended).length,
    peopleBlocked: countPeople(report.policyBlocks),
    problems: groupProblems(report.input.problems),
    files: report.input.files.toSorted(unknownFirst),
    providers: providersRead(report),
    calm: verdicts.every((list) => list.length === 0),
  }
}

/** What ordinary life is full of: a new laptop, a hotel, a late evening, a printer that sends mail. */
const COMMON: ReadonlySet<DetectionId> = new Set([
  'new-device',
  'new-network',
  'unusual-hour',
  'untrusted-address',
  'legacy-protocol',
])

function isSignal({ detection, severity, reportOnly }: Finding): boolean {
  if (reportOnly === true || severity === 'low' || severity === 'info') return true
  return COMMON.has(detection) && severity === 'medium'
}

/** An outage or a policy block of the same provider and time says the same, and why. */
function isExplained({ detection, provider, start, end }: Finding, { outages, policyBlocks }: Report): boolean {
  if (detection !== 'mass-lockout') return false
  return [...outages, ...policyBlocks].some((one) => one.provider === provider && one.start <= end && one.end >= start)
}

function split<T>(list: readonly T[], belongs: (item: T) => boolean): readonly [T[], T[]] {
  const { yes = [], no = [] } = Object.groupBy(list, (item) => (belongs(item) ? 'yes' : 'no'))
  return [yes, no]
}

function bySeverity(a: Finding, b: Finding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || newestFirst(a, b)
}

function byPeople(a: Lockout, b: Lockout): number {
  return b.peopleCount - a.peopleCount || newestFirst(a, b)
}

function newestFirst(a: { readonly end: string }, b: { readonly end: string }): number {
  return a.end < b.end ? 1 : a.end > b.end ? -1 : 0
}

/** A person in several lists counts once, as far as the lists name people; those beyond a list's end are added. */
function countPeople(lists: readonly { readonly people: readonly string[]; readonly peopleCount: number }[]): number {
  const named = new Set(lists.flatMap(({ people }) => people))
  return lists.reduce((sum, { people, peopleCount }) => sum + Math.max(0, peopleCount - people.length), named.size)
}

/** Decoders are named `provider.shape`; Microsoft 365’s unified audit log is Entra’s. */
function providersRead(report: Report): readonly Provider[] {
  const names = new Set(
    report.input.files.flatMap(({ shapes }) => shapes.map((shape) => shape.split('.')[0]?.replace('m365', 'entra'))),
  )
  return (Object.keys(PROVIDER_NAME) as Provider[]).filter((provider) => names.has(provider))
}

function countSeverities(findings: readonly Finding[]): Digest['attacksBySeverity'] {
  return SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0)
}

function groupSignals(findings: readonly Finding[]): readonly SignalGroup[] {
  const groups = Map.groupBy(findings, ({ detection, reportOnly }) => `${detection} ${reportOnly === true}`)
  return [...groups.values()]
    .map((group) => ({
      detection: (group[0] as Finding).detection,
      reportOnly: group[0]?.reportOnly === true,
      count: group.length,
      findings: group.sort(newestFirst),
    }))
    .sort((a, b) => b.count - a.count)
}

function groupProblems(problems: readonly InputProblem[]): readonly ProblemGroup[] {
  const groups = Map.groupBy(problems, ({ code, message }) => `${code} ${message}`)
  return [...groups.values()]
    .map((group) => ({ code: group[0]?.code ?? '', message: group[0]?.message ?? '', problems: group }))
    .sort((a, b) => b.problems.length - a.problems.length)
}

function unknownFirst(a: InputFile, b: InputFile): number {
  return Number(a.shapes.length > 0) - Number(b.shapes.length > 0) || b.rows - a.rows
}
