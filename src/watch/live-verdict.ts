/** Verdicts as the server tells them: those of `postern diagnose --json`, and by what kind of rows they stand. */
import type { Finding, Lockout, Outage, PolicyBlock } from '../diagnosis/index.ts'

interface Live {
  /** `read`: it stands by rows that were read from the provider alone. `pushed`: it takes rows that somebody sent us. */
  readonly seen: 'read' | 'pushed'
}

export interface LiveFinding extends Finding, Live {
  /** Of a finding about changes: who made them, as the log names them. */
  readonly actors?: readonly string[]
  /**
   * Rows that were only pushed make the person's part in it look usual, and nothing that was read tells what is. So it is
   * told at severity `info`, and opens no incident.
   */
  readonly explainedBy?: 'pushed'
}
export interface LiveLockout extends Lockout, Live {}
export interface LiveOutage extends Outage, Live {}
export interface LivePolicyBlock extends PolicyBlock, Live {}

export type LiveVerdict =
  | { readonly kind: 'finding'; readonly body: LiveFinding }
  | { readonly kind: 'lockout'; readonly body: LiveLockout }
  | { readonly kind: 'outage'; readonly body: LiveOutage }
  | { readonly kind: 'policy-block'; readonly body: LivePolicyBlock }

export type VerdictKind = LiveVerdict['kind']

/** A verdict as it is kept. */
export interface Verdict {
  readonly id: string
  readonly kind: VerdictKind
  /** As JSON. */
  readonly body: string
}

const parsed = new WeakMap<Verdict, LiveVerdict>()

/** What `write` wrote. */
export function read(verdict: Verdict): LiveVerdict {
  let live = parsed.get(verdict)
  if (live === undefined) {
    live = { kind: verdict.kind, body: JSON.parse(verdict.body) } as LiveVerdict
    parsed.set(verdict, live)
  }
  return live
}

const written = new WeakMap<LiveVerdict, Verdict>()

export function write(live: LiveVerdict): Verdict {
  const known = written.get(live)
  if (known !== undefined) return known
  const verdict: Verdict = { id: live.body.id, kind: live.kind, body: JSON.stringify(live.body) }
  parsed.set(verdict, live)
  written.set(live, verdict)
  return verdict
}

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const

/** 0 for `info`, 4 for `critical`. */
export function rankOf({ severity }: Pick<Finding, 'severity'>): number {
  return SEVERITIES.indexOf(severity)
}

/** Does it say that something still goes on? */
export function isOpen(live: LiveVerdict): boolean {
  if (live.kind === 'lockout') return live.body.ended === null
  return live.kind === 'outage' && !live.body.ended
}

interface People {
  readonly people: readonly string[]
  readonly peopleCount: number
}

export function hasAll(one: Pick<People, 'people'>, other: Pick<People, 'people'>): boolean {
  const people = new Set(one.people)
  return other.people.every((person) => people.has(person))
}

/** The people of both. */
export function union(one: People, other: People): People {
  const people = [...new Set([...one.people, ...other.people])]
  return { people, peopleCount: Math.max(people.length, one.peopleCount, other.peopleCount) }
}
