/** Writes verdicts as a report: labels for keys, instants for numbers, words for codes, and ids that never change. */
import { createHash } from 'node:crypto'
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import { bucketWidthMs } from '../base/time-buckets.ts'
import { isReportOnly, type OpenFinding } from '../detection/index.ts'
import type { Trace } from '../signin/index.ts'
import type { Verdicts } from './diagnose.ts'
import { type FailuresOverTime, inStretchesOf } from './failed-attempts.ts'
import type { Judged } from './judged.ts'
import type { JudgedOutage } from './judged-outage.ts'
import { nextStep } from './next-steps.ts'
import type { Blocking } from './policy-blocks.ts'
import type {
  DiagnosisInput,
  EndedBy,
  Ending,
  Evidence,
  FailedAttemptsOverTime,
  Finding,
  Lockout,
  Outage,
  PolicyBlock,
  Report,
} from './report.ts'
import { inWords, lockoutInWords, traceInWords } from './words.ts'

export interface Assembling {
  readonly input: DiagnosisInput
  readonly period: { readonly start: number; readonly end: number } | undefined
  /** Only verdicts that touch this time. */
  readonly since: number
  readonly until: number
}

const PEOPLE_NAMED_MAX = 1000

export function assemble(verdicts: Verdicts, { input, period, since, until }: Assembling): Report {
  const files = input.files.map(({ file }) => file)
  const within = (start: number, end: number) => end >= since && start <= until
  const name = (key: string) => verdicts.surroundings.person(key)?.name ?? key.replace(/^~/, '')
  const evidence = (rows: readonly Trace[]) => rows.map((row) => evidenceOf(row, files))
  const writing = { verdicts, name, evidence }
  return {
    format: 'postern.diagnosis/1',
    period: period === undefined ? null : { start: formatInstant(period.start), end: formatInstant(period.end) },
    input,
    failedAttempts: writeFailures(verdicts.failedAttempts, period),
    findings: verdicts.findings
      .filter((finding) => within(finding.start, finding.end))
      .map((finding) => writeFinding(finding, writing)),
    lockouts: verdicts.lockouts.filter((one) => within(one.start, one.end)).map((one) => writeLockout(one, writing)),
    outages: verdicts.outages
      .filter((one) => within(one.start, one.end))
      .map((one) => writeOutage(one, writing, period)),
    policyBlocks: verdicts.policyBlocks
      .map((one) => writePolicyBlock(one, writing))
      .filter((one) => within(Date.parse(one.start), Date.parse(one.end))),
  }
}

/** In stretches of the width that suits the whole period, as the chart of lockouts has them. */
function writeFailures(failures: FailuresOverTime, period: Assembling['period']): FailedAttemptsOverTime {
  const wanted = period === undefined ? 0 : bucketWidthMs(period.start, period.end)
  const { widthMs, counts } = inStretchesOf(Math.max(failures.widthMs, wanted), failures)
  const buckets = [...counts].sort(([a], [b]) => a - b)
  return {
    bucketMinutes: widthMs / 60_000,
    buckets: buckets.map(([index, { first, second, stopped, provider }]) => ({
      start: formatInstant(index * widthMs),
      first,
      second,
      stopped,
      provider,
    })),
  }
}

interface Writing {
  readonly verdicts: Verdicts
  readonly name: (key: string) => string
  readonly evidence: (rows: readonly Trace[]) => readonly Evidence[]
}

function writeFinding(finding: OpenFinding, { verdicts, name, evidence }: Writing): Finding {
  const person = personOf(finding.person, verdicts)
  const people = finding.people === undefined ? undefined : [...finding.people].map(name).sort()
  const first = finding.rows[0]
  return {
    id: idOf(finding.detection, finding.person || finding.address, finding.firedBy),
    detection: finding.detection,
    technique: finding.technique,
    severity: finding.severity,
    confidence: finding.confidence,
    ...(person === undefined ? {} : { person: person.name, account: person.account }),
    ...(finding.address === '' ? {} : { address: finding.address }),
    provider: first?.provider ?? 'entra',
    start: formatInstant(finding.start),
    end: formatInstant(finding.end),
    ...(people === undefined ? {} : { people: people.slice(0, PEOPLE_NAMED_MAX), peopleCount: people.length }),
    summary: finding.summary,
    evidence: evidence(finding.rows),
    next: finding.next,
    ...(isReportOnly(finding.detection) ? { reportOnly: true as const } : {}),
  }
}

/** A key, or `~` and a login name. */
function personOf(key: string, { surroundings }: Verdicts): { name: string; account: string } | undefined {
  if (!key.startsWith('~')) return surroundings.person(key)
  const name = key.slice(1)
  return name === '' ? undefined : (surroundings.byName(name) ?? { name, account: '' })
}

function writeLockout(judged: Judged, { verdicts, name, evidence }: Writing): Lockout {
  const { lockout, ended, endReportedAt } = judged
  const names = judged.people.map(name)
  const rows = [...lockout.traces, ...lockout.help.map((help) => help.trace)].sort((a, b) => a.time - b.time)
  if (lockout.success !== undefined) rows.push(lockout.success)
  return {
    id: idOf('lockout', lockout.person, lockout.traces[0]?.id ?? ''),
    cause: judged.cause,
    alternatives: judged.alternatives,
    confidence: judged.confidence,
    scope: judged.scope,
    people: names.slice(0, PEOPLE_NAMED_MAX),
    peopleCount: names.length,
    account: lockout.account,
    provider: lockout.provider,
    start: formatInstant(judged.start),
    end: formatInstant(judged.end),
    ended: ended === undefined || endReportedAt !== undefined ? null : ending(judged.end, ended),
    ...(ended === undefined || endReportedAt === undefined ? {} : { reportedEnd: ending(endReportedAt, ended) }),
    verdictAt: formatInstant(judged.verdictAt),
    attempts: judged.attempts,
    summary: lockoutInWords(judged),
    evidence: evidence(firstAndLast(rows)),
    next: nextStep(
      judged.cause,
      judged.scope,
      judged.scope === 'one' && verdicts.underAttack(lockout.person, judged.start, judged.end),
    ),
  }
}

function ending(at: number, by: EndedBy): Ending {
  return { at: formatInstant(at), by }
}

const OUTAGE_WORDS: Readonly<Record<Outage['what'], string>> = {
  'sign-in': 'Sign-ins fail on the provider’s side',
  push: 'Prompts do not reach phones',
  message: 'Text messages or calls do not arrive',
}

function writeOutage(outage: JudgedOutage, { name, evidence }: Writing, period: Assembling['period']): Outage {
  const people = [...outage.people].map(name).sort()
  return {
    id: idOf('outage', `${outage.provider} ${outage.tenant}`, outage.firedBy),
    provider: outage.provider,
    what: outage.what,
    start: formatInstant(outage.start),
    end: formatInstant(outage.end),
    ended: period !== undefined && period.end - outage.end > OUTAGE_OVER_MS,
    peopleCount: people.length,
    people: people.slice(0, PEOPLE_NAMED_MAX),
    summary: `${OUTAGE_WORDS[outage.what]}: ${people.length} people since ${formatInstant(outage.start).slice(11, 16)} UTC.`,
    evidence: evidence(outage.rows),
    next: 'Nobody needs a reset. Look at the provider’s status page, tell everybody one text, and wait.',
  }
}

const OUTAGE_OVER_MS = 60 * 60_000

function writePolicyBlock({ policy, judged, changed }: Blocking, { name, evidence }: Writing): PolicyBlock {
  const people = [...new Set(judged.map((one) => one.lockout.person))].map(name).sort()
  // They come in the order of their start, and there may be more of them than a call takes arguments.
  const first = judged[0]
  const start = first?.start ?? Number.NaN
  const end = judged.reduce((last, one) => Math.max(last, one.lockout.last), start)
  const attempts = judged.reduce((sum, one) => sum + one.attempts, 0)
  const title = policy === '' ? 'A policy that the log does not name' : `“${policy}”`
  return {
    // Not by the first row: who turns out to have been first may become known last.
    id: idOf('policy-block', `${first?.lockout.provider} ${first?.lockout.tenant}`, policy),
    policy,
    provider: first?.lockout.provider ?? 'entra',
    start: formatInstant(start),
    end: formatInstant(end),
    peopleCount: people.length,
    people: people.slice(0, PEOPLE_NAMED_MAX),
    ...(changed === undefined ? {} : { changedBy: { actor: changed.actor, at: formatInstant(changed.trace.time) } }),
    summary: `${title} stopped ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} of ${people.length === 1 ? 'one person' : `${people.length} people`}${changed === undefined ? '' : `, the first ${inWords(start - changed.trace.time)} after it was changed`}.`,
    evidence: evidence([
      ...(changed === undefined ? [] : [changed.trace]),
      ...judged.slice(0, DEFAULTS.evidence.rowsMax - 1).flatMap((one) => one.lockout.traces.slice(0, 1)),
    ]),
    next: 'Ask the owner of the policy whether this is meant. Help people meet it, or have it narrowed; exempt nobody on a call.',
  }
}

function evidenceOf(trace: Trace, files: readonly string[]): Evidence {
  return {
    file: files[trace.file] ?? '',
    line: trace.line,
    event: trace.id,
    time: formatInstant(trace.time),
    what: traceInWords(trace),
  }
}

/** As many rows as a verdict shows: the first and the last of them. */
function firstAndLast(rows: readonly Trace[]): readonly Trace[] {
  const { rowsMax } = DEFAULTS.evidence
  return rows.length <= rowsMax ? rows : [...rows.slice(0, rowsMax / 2), ...rows.slice(-rowsMax / 2)]
}

/** Same input, same id: a hash of what it names. */
function idOf(kind: string, subject: string, firing: string): string {
  return createHash('sha256').update(`${kind}\n${subject}\n${firing}`).digest('hex').slice(0, 16)
}
