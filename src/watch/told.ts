/** What was told, against what is so now: which verdicts are new, changed or withdrawn. Pure. */
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

/** Verdicts as they would be told at `now` (milliseconds). Rows name no file: the event's id says which they are. */
export function verdictsOf(verdicts: Verdicts, now: number): readonly Verdict[] {
  const report = assemble(verdicts, {
    input: { ...NO_FILES, people: verdicts.surroundings.people },
    period: { start: 0, end: now },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
  return [
    ...written('finding', report.findings),
    ...written('lockout', report.lockouts),
    ...written('outage', report.outages),
    ...written('policy-block', report.policyBlocks),
  ]
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

function written(kind: VerdictKind, list: readonly { readonly id: string }[]): Verdict[] {
  return list.map((one) => ({ id: one.id, kind, body: JSON.stringify(one) }))
}

/** `before` holds the body of each verdict that was told and not withdrawn, by id. */
export function changes(before: ReadonlyMap<string, string>, after: readonly Verdict[]): Changes {
  const ids = new Set(after.map(({ id }) => id))
  return {
    told: after.filter(({ id, body }) => before.get(id) !== body),
    withdrawn: [...before.keys()].filter((id) => !ids.has(id)),
  }
}
