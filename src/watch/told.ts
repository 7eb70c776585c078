/** What was told, against what is so now: which verdicts are new, changed or withdrawn. Pure. */
import type { OpenFinding } from '../detection/index.ts'
import { assemble, type Report, type Verdicts } from '../diagnosis/index.ts'

export type VerdictKind = 'finding' | 'lockout' | 'outage' | 'policy-block'

export interface Verdict {
  readonly id: string
  readonly kind: VerdictKind
  /** As `postern diagnose --json` has it. */
  readonly body: string
}

export interface Changes {
  readonly told: readonly Verdict[]
  /** Ids of verdicts whose ground rows that came later took away. */
  readonly withdrawn: readonly string[]
}

/** Writes verdicts again and again; a finding that has not changed since is not written anew. */
export interface Telling {
  /** Verdicts as they would be told at `now` (milliseconds). Rows name no file: the event's id says which they are. */
  verdicts(verdicts: Verdicts, now: number): readonly Verdict[]
}

export function createTelling(): Telling {
  const known = new WeakMap<OpenFinding, { readonly as: string; readonly verdict: Verdict }>()

  /** Writes the findings that are new or have changed. */
  function renew(verdicts: Verdicts, now: number): Report {
    const changed = verdicts.findings.filter((finding) => known.get(finding)?.as !== stateOf(finding))
    const report = assemble(
      { ...verdicts, findings: changed },
      {
        input: { ...NO_FILES, people: verdicts.surroundings.people },
        period: { start: 0, end: now },
        since: Number.NEGATIVE_INFINITY,
        until: Number.POSITIVE_INFINITY,
      },
    )
    const written = writtenAs('finding', report.findings)
    for (const [index, finding] of changed.entries()) {
      known.set(finding, { as: stateOf(finding), verdict: written[index] as Verdict })
    }
    return report
  }

  return {
    verdicts(verdicts, now) {
      const report = renew(verdicts, now)
      return [
        ...verdicts.findings.map((finding) => known.get(finding)?.verdict as Verdict),
        ...writtenAs('lockout', report.lockouts),
        ...writtenAs('outage', report.outages),
        ...writtenAs('policy-block', report.policyBlocks),
      ]
    },
  }
}

/** What a finding that grows changes in itself. */
function stateOf({ rowsCount, end, severity, confidence, summary, next, people }: OpenFinding): string {
  return JSON.stringify([rowsCount, end, severity, confidence, summary, next, people?.size])
}

const NO_FILES: Omit<Report['input'], 'people'> = {
  files: [],
  rows: 0,
  events: 0,
  duplicates: 0,
  other: 0,
  otherNames: {},
  problems: [],
  problemCount: 0,
}

function writtenAs(kind: VerdictKind, list: readonly { readonly id: string }[]): Verdict[] {
  return list.map((one) => ({ id: one.id, kind, body: JSON.stringify(one) }))
}

/**
 * `before` holds the body of each verdict that was told and not withdrawn, by id. One that began before `first` stays: the
 * rows that it rests on are not kept any more, and that takes nobody's ground away.
 */
export function changes(before: ReadonlyMap<string, string>, after: readonly Verdict[], first: number): Changes {
  const ids = new Set(after.map(({ id }) => id))
  const gone = [...before].filter(([id, body]) => !ids.has(id) && startOf(body) >= first)
  return {
    told: after.filter(({ id, body }) => before.get(id) !== body),
    withdrawn: gone.map(([id]) => id),
  }
}

function startOf(body: string): number {
  return Date.parse((JSON.parse(body) as { readonly start: string }).start)
}
