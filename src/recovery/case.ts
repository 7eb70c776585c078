/**
 * One recovery, from asking to closing: a fold of the stream `case/…`.
 *
 *   opened ─▶ verifying ─▶ waiting ─▶ restoring ─▶ proving ─▶ over (recovered)
 *                 └───────────┴───────────┴───────────┴─────▶ over (stopped, contested, refused, escalated, expired, abandoned)
 *
 * A case without a wait passes through `waiting` all the same: that is where notices go out and approvals are given.
 */
import { PERSON_TIERS, type PersonTier } from '../directory/index.ts'
import { THREAT_LEVELS, type ThreatLevel } from '../policy/index.ts'
import type { Evidence, Rests } from '../verification/index.ts'
import type { CaseFact, End } from './entries.ts'

export interface Case {
  readonly is: 'opened' | 'verifying' | 'waiting' | 'restoring' | 'proving' | 'over'
  readonly person: string
  /** The human whom it is about, as checks and approvals would name them. */
  readonly subject: string
  /** When anything last happened in it. */
  readonly touched: number
  /** The worst that it was ever assessed as. */
  readonly tier: PersonTier
  readonly threat: ThreatLevel
  /** Digest of the policy that it was opened under. */
  readonly policy: string
  /** Who is who: a claimant that was recognised is another one. */
  readonly claimants: ReadonlyMap<string, string>
  readonly evidence: readonly Evidence[]
  /** Humans who opened it, took part in a check, or gave evidence: none of them approves (rule 16). */
  readonly involved: ReadonlySet<string>
  readonly wait: Wait | undefined
  readonly approvals: ReadonlyMap<string, number>
  /** Who picked up, and when. */
  readonly pickedUp: { readonly claimant: string; readonly at: number } | undefined
  readonly remedies: ReadonlyMap<string, Ordered>
  readonly end: End | undefined
}

export interface Wait {
  readonly claimant: string
  readonly began: number
  /** From when it counts: once the notices went out. */
  readonly countsFrom: number | undefined
  /** Of the time since, so much does not count. */
  readonly heldMs: number
  /** Channels on which somebody answered deliberately, and what each rests on. */
  readonly answers: readonly Rests[]
}

interface Ordered {
  readonly verb: string
  /** In whose session; null for what takes access. */
  readonly claimant: string | null
  readonly sort: 'giving' | 'taking'
  readonly outcome: 'done' | 'already' | 'failed' | undefined
  readonly settled: number | undefined
}

/** Undefined before it is opened. */
export type CaseState = Case | undefined

export function evolve(before: CaseState, fact: CaseFact): CaseState {
  const { at } = fact.data
  if (fact.type === 'case-opened') {
    const { person, subject, by } = fact.data
    return before ?? { ...NEW, person, subject, touched: at, involved: new Set(by === null ? [] : [by.human]) }
  }
  if (before === undefined) return before
  if (before.is === 'over') return { ...before, remedies: remediesAfter(before, fact) }
  const state = { ...before, touched: at }
  switch (fact.type) {
    case 'case-assessed': {
      const { tier, threat, policy } = fact.data
      const isFirst = state.is === 'opened'
      return {
        ...state,
        is: isFirst ? 'verifying' : state.is,
        tier: worse(PERSON_TIERS, state.tier, tier),
        threat: worse(THREAT_LEVELS, state.threat, threat),
        policy: isFirst ? policy : state.policy,
      }
    }
    case 'claimant-joined': {
      const { claimant, by } = fact.data
      return { ...involve(state, by?.human), claimants: new Map(state.claimants).set(claimant, claimant) }
    }
    case 'evidence-given': {
      const { evidence: id, claimant, check, rests, by } = fact.data
      const given = involve(state, by?.human, ...(rests.person ?? []))
      return { ...given, evidence: [...state.evidence, { id, check, claimant, at, rests }] }
    }
    case 'check-failed':
      return involve(state, fact.data.by?.human)
    case 'claimant-recognised':
      return { ...state, claimants: new Map(state.claimants).set(fact.data.claimant, rootOf(state, fact.data.as)) }
    case 'wait-begun': {
      const { claimant } = fact.data
      const wait = { claimant, began: at, countsFrom: undefined, heldMs: 0, answers: [] }
      return { ...state, is: 'waiting', wait, approvals: new Map() }
    }
    case 'notices-sent':
    case 'notice-answered':
    case 'wait-held':
      return { ...state, wait: state.wait && evolveWait(state.wait, fact) }
    case 'approval-given':
      return { ...state, approvals: new Map(state.approvals).set(fact.data.by.human, at) }
    case 'picked-up':
      return { ...state, pickedUp: { claimant: fact.data.claimant, at } }
    case 'remedy-ordered': {
      const is = fact.data.sort === 'giving' ? 'restoring' : state.is
      return { ...state, is, remedies: remediesAfter(state, fact) }
    }
    case 'remedy-settled': {
      const isGiven = state.remedies.get(fact.data.remedy)?.sort === 'giving' && fact.data.outcome !== 'failed'
      return { ...state, is: isGiven ? 'proving' : state.is, remedies: remediesAfter(state, fact) }
    }
    case 'case-closed':
      return { ...state, is: 'over', end: fact.data.as }
    case 'approval-refused':
    case 'recovery-refused':
    case 'sign-in-proved':
      return state
  }
}

/** What takes access goes on in a case that is over, and what was begun is told to its end (rule 13). */
function remediesAfter({ remedies }: Case, { type, data }: CaseFact): Case['remedies'] {
  if (type === 'remedy-ordered') {
    const { remedy, verb, sort, claimant } = data
    return new Map(remedies).set(remedy, { verb, sort, claimant, outcome: undefined, settled: undefined })
  }
  const ordered = type === 'remedy-settled' ? remedies.get(data.remedy) : undefined
  if (type !== 'remedy-settled' || ordered === undefined) return remedies
  return new Map(remedies).set(data.remedy, { ...ordered, outcome: data.outcome, settled: data.at })
}

const NEW: Omit<Case, 'person' | 'subject' | 'touched'> = {
  is: 'opened',
  tier: 'standard',
  threat: 'normal',
  policy: '',
  claimants: new Map(),
  evidence: [],
  involved: new Set(),
  wait: undefined,
  approvals: new Map(),
  pickedUp: undefined,
  remedies: new Map(),
  end: undefined,
}

type WaitFact = Extract<CaseFact, { type: 'notices-sent' | 'notice-answered' | 'wait-held' }>

function evolveWait(wait: Wait, fact: WaitFact): Wait {
  switch (fact.type) {
    case 'notices-sent':
      return { ...wait, countsFrom: wait.countsFrom ?? fact.data.at }
    case 'notice-answered':
      return { ...wait, answers: [...wait.answers, fact.data.rests] }
    case 'wait-held':
      return wait.countsFrom === undefined ? wait : { ...wait, heldMs: wait.heldMs + fact.data.ms }
  }
}

function involve<State extends Case>(state: State, ...humans: readonly (string | undefined)[]): State {
  const more = humans.filter((human) => human !== undefined)
  return more.length === 0 ? state : { ...state, involved: new Set([...state.involved, ...more]) }
}

function worse<Level>(levels: readonly Level[], one: Level, other: Level): Level {
  return levels.indexOf(one) >= levels.indexOf(other) ? one : other
}

/** Who a claimant is, once somebody who joined later was recognised as them. */
export function rootOf({ claimants }: Case, claimant: string): string {
  return claimants.get(claimant) ?? claimant
}

/** The evidence of whoever this claimant is, as theirs. */
export function evidenceOf(state: Case, claimant: string): readonly Evidence[] {
  const root = rootOf(state, claimant)
  return state.evidence
    .filter((piece) => rootOf(state, piece.claimant) === root)
    .map((piece) => ({ ...piece, claimant: root }))
}
