/**
 * Measures a diagnosis by the truth of a simulated run.
 *
 * A verdict of the report meets a truth if detection or cause are equal, their times overlap (15 minutes of tolerance),
 * and they concern the same person (login or account id, upper and lower case alike), the same address (or its /24), or
 * have people in common. One truth may be met by many verdicts: the further ones are duplicates, not errors. A verdict
 * that meets no truth is a false positive, unless the truth allows it (`allowed`). A provider outage may be reported as
 * an outage or as lockouts of that cause, a policy block as a policy block or as lockouts of that cause.
 */
import type { Instant } from '../diagnosis/index.ts'
import type { Told, Truth } from './truth.ts'
import { type Allowances, index, isAllowed, ofFinding, ofLockout, same, type Verdict, wide } from './verdict.ts'

export interface Score {
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  /** Verdicts beyond the first for one truth. */
  readonly duplicates: number
  /** Verdicts that meet no truth and are allowed: neither right nor wrong. */
  readonly allowed: number
  /** 1 if nothing was reported. */
  readonly precision: number
  /** 1 if nothing was to be found. */
  readonly recall: number
}

export interface Evaluation {
  readonly causes: Readonly<Record<string, Score>>
  readonly detections: Readonly<Record<string, Score>>
  /** `push-not-answered → device-lost`: the person was locked out, for another cause than reported. */
  readonly confusions: Readonly<Record<string, number>>
  readonly lookAlikes: Readonly<Record<string, { readonly personDays: number; readonly calledAttack: number }>>
  /** From the first failure in truth to the report's verdict, of lockouts that were met. */
  readonly secondsToVerdict: Readonly<
    Record<string, { readonly median: number; readonly p95: number; readonly count: number }>
  >
  readonly benignPersonDays: number
  /** Findings of medium severity and above about people whom nobody attacked. */
  readonly benignCalledAttack: number
  readonly misses: readonly Miss[]
}

/** One wrong or missing verdict, to look at. */
export interface Miss {
  readonly kind: 'false-positive' | 'false-negative'
  readonly id: string
  readonly who: string
  readonly start: Instant
  readonly summary: string
}

export function evaluate(report: Told, truth: Truth): Evaluation {
  const accounts = new Map(truth.people.map((one) => [one.account.toLowerCase(), one.person.toLowerCase()]))
  const allowances = index(truth.allowed)
  const detections = compare(
    report.findings.map((one) => ofFinding(one, accounts)),
    truth.findings.map((one) => ofFinding(one, accounts)),
    [],
    allowances,
  )
  const causes = compare(
    [...report.lockouts.map((one) => ofLockout(one, accounts))],
    truth.lockouts.map((one) => ofLockout(one, accounts)),
    wide(report, accounts),
    allowances,
  )
  const looks = new Map(
    truth.people.flatMap((one) => (one.look ? [[one.person.toLowerCase(), one.look] as const] : [])),
  )
  return {
    causes: causes.scores,
    detections: detections.scores,
    confusions: confusions(
      causes.wrong,
      truth.lockouts.map((one) => ofLockout(one, accounts)),
    ),
    ...calledAttack(detections.wrong, looks, truth),
    secondsToVerdict: times(causes.met),
    benignPersonDays: truth.benignPersonDays,
    misses: [...detections.misses, ...causes.misses],
  }
}

interface Comparison {
  readonly scores: Record<string, Score>
  readonly misses: Miss[]
  /** Verdicts that meet nothing and are not allowed. */
  readonly wrong: readonly Verdict[]
  readonly met: readonly { readonly truth: Verdict; readonly by: Verdict }[]
}

/** `extra` may meet truths, but is never wrong by itself. */
function compare(
  reported: readonly Verdict[],
  truths: readonly Verdict[],
  extra: readonly Verdict[],
  allowances: Allowances,
): Comparison {
  const tally = new Map<string, { tp: number; fp: number; fn: number; duplicates: number; allowed: number }>()
  const count = (label: string) => {
    const known = tally.get(label) ?? { tp: 0, fp: 0, fn: 0, duplicates: 0, allowed: 0 }
    tally.set(label, known)
    return known
  }
  const byLabel = new Map<string, Verdict[]>()
  for (const truth of truths) {
    const list = byLabel.get(truth.label)
    if (list) list.push(truth)
    else byLabel.set(truth.label, [truth])
  }
  const met = new Map<Verdict, Verdict>()
  const wrong: Verdict[] = []
  const misses: Miss[] = []
  for (const verdict of [...reported, ...extra]) {
    const hits = (byLabel.get(verdict.label) ?? []).filter((truth) => same(verdict, truth))
    const fresh = hits.filter((truth) => !met.has(truth))
    for (const truth of fresh) met.set(truth, verdict)
    if (extra.includes(verdict)) continue
    const score = count(verdict.label)
    if (hits.length > 0) score.duplicates += fresh.length > 0 ? 0 : 1
    else if (isAllowed(verdict, allowances)) score.allowed++
    else {
      score.fp++
      wrong.push(verdict)
      misses.push(missOf('false-positive', verdict))
    }
  }
  for (const truth of truths) {
    const score = count(truth.label)
    if (met.has(truth)) score.tp++
    else {
      score.fn++
      misses.push(missOf('false-negative', truth))
    }
  }
  return {
    scores: Object.fromEntries(
      [...tally].sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, score]) => [label, scored(score)]),
    ),
    misses,
    wrong,
    met: [...met].map(([truth, by]) => ({ truth, by })),
  }
}

function scored({
  tp,
  fp,
  fn,
  duplicates,
  allowed,
}: {
  tp: number
  fp: number
  fn: number
  duplicates: number
  allowed: number
}): Score {
  return {
    truePositives: tp,
    falsePositives: fp,
    falseNegatives: fn,
    duplicates,
    allowed,
    precision: tp + fp === 0 ? 1 : tp / (tp + fp),
    recall: tp + fn === 0 ? 1 : tp / (tp + fn),
  }
}

function missOf(kind: Miss['kind'], verdict: Verdict): Miss {
  const who = [...verdict.names][0] ?? verdict.address
  return { kind, id: verdict.label, who, start: new Date(verdict.start).toISOString(), summary: verdict.summary }
}

function confusions(wrong: readonly Verdict[], truths: readonly Verdict[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const verdict of wrong) {
    const truth = truths.find((one) => same(verdict, one))
    const key = `${truth ? truth.label : 'nothing'} → ${verdict.label}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1]))
}

const ATTACK: ReadonlySet<string> = new Set(['medium', 'high', 'critical'])

function calledAttack(
  wrong: readonly Verdict[],
  looks: ReadonlyMap<string, string>,
  truth: Truth,
): Pick<Evaluation, 'lookAlikes' | 'benignCalledAttack'> {
  const called: Record<string, number> = {}
  let all = 0
  for (const verdict of wrong) {
    if (!ATTACK.has(verdict.severity)) continue
    all++
    const worn = new Set([...verdict.names].flatMap((name) => looks.get(name) ?? []))
    for (const look of worn) called[look] = (called[look] ?? 0) + 1
  }
  const lookAlikes = Object.fromEntries(
    Object.entries(truth.lookAlikePersonDays).map(([look, personDays]) => [
      look,
      { personDays, calledAttack: called[look] ?? 0 },
    ]),
  )
  return { lookAlikes, benignCalledAttack: all }
}

function times(met: Comparison['met']): Evaluation['secondsToVerdict'] {
  const lists = new Map<string, number[]>()
  for (const { truth, by } of met) {
    if (Number.isNaN(by.verdictAt)) continue
    const list = lists.get(truth.label) ?? []
    list.push(Math.max(0, (by.verdictAt - truth.start) / 1000))
    lists.set(truth.label, list)
  }
  const at = (list: readonly number[], share: number): number =>
    list[Math.min(list.length - 1, Math.floor(list.length * share))]!
  return Object.fromEntries(
    [...lists].map(([label, list]) => {
      list.sort((a, b) => a - b)
      return [label, { median: at(list, 0.5), p95: at(list, 0.95), count: list.length }]
    }),
  )
}
