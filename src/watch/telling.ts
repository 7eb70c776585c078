/** Writes what a fold has judged as verdicts, again and again; a finding that has not changed since is not written anew. */
import { DEFAULTS } from '../base/defaults.ts'
import type { OpenFinding } from '../detection/index.ts'
import { assemble, type Finding, type Report, type Verdicts } from '../diagnosis/index.ts'
import type { Judgement } from './fold.ts'
import { type Verdict, write } from './live-verdict.ts'
import { merge, type Said, type WaryFinding } from './merge-views.ts'

export interface Telling {
  /** Verdicts as they would be told at `now` (milliseconds). Rows name no file: the event's id says which they are. */
  verdicts(judgement: Judgement, now: number): readonly Verdict[]
}

export function createTelling(): Telling {
  const known = new WeakMap<OpenFinding, { readonly as: string; readonly finding: Finding }>()

  /** Writes one view's verdicts; of its findings those that are new or have changed. */
  function say(verdicts: Verdicts, now: number): Said {
    const changed = verdicts.findings.filter((finding) => known.get(finding)?.as !== stateOf(finding))
    const { findings, lockouts, outages, policyBlocks } = reportOf({ ...verdicts, findings: changed }, now)
    for (const [index, finding] of changed.entries()) {
      known.set(finding, { as: stateOf(finding), finding: withActors(findings[index] as Finding, finding) })
    }
    const all = verdicts.findings.map((finding) => known.get(finding)?.finding as Finding)
    return { findings: all, lockouts, outages, policyBlocks }
  }

  function wary(judgement: Judgement, now: number): readonly WaryFinding[] {
    if (judgement.wary === undefined) return []
    const { findings, surroundings } = judgement.wary
    const said = say({ ...judgement.all, ...NOTHING_ELSE, findings, surroundings }, now).findings
    return findings.map(({ person }, index) => ({
      finding: said[index] as Finding,
      isKnown: (surroundings.usualOf(person)?.signIns ?? 0) >= DEFAULTS.usual.signInsMin,
    }))
  }

  return {
    verdicts(judgement, now) {
      const { all, read, gotIn } = judgement
      const said = { all: say(all, now), read: read && say(read, now) }
      return merge({ ...said, wary: wary(judgement, now), now, gotIn }).map(write)
    },
  }
}

const ACTORS_MAX = 20

function withActors(written: Finding, { changes = [] }: OpenFinding): Finding {
  const actors = [...new Set(changes.flatMap(({ actor }) => actor || []))]
  return actors.length === 0 ? written : ({ ...written, actors: actors.slice(0, ACTORS_MAX) } as Finding)
}

const NOTHING_ELSE = { lockouts: [], outages: [], policyBlocks: [] } as const

function reportOf(verdicts: Verdicts, now: number): Report {
  return assemble(verdicts, {
    input: { ...NO_FILES, people: verdicts.surroundings.people },
    period: { start: 0, end: now },
    since: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  })
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
