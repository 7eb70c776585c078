/** For tests: cases told in the domain's words, without a clock or a database. */
import type { Recipe } from '../policy/index.ts'
import { type CheckId, type Rests, restsOf } from '../verification/index.ts'
import type { Rules } from './authority.ts'
import { type CaseState, evolve } from './case.ts'
import { type Command, decide } from './decide.ts'
import type { CaseFact } from './entries.ts'

export const NOON = Date.UTC(2026, 10, 22, 12)
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

export const POLICY = 'a'.repeat(64)
/** The directory's ids. */
export const ANA = 'a'.repeat(32)
export const BO = 'b'.repeat(32)
export const TOM = { id: 'tom', human: 'tom' }
export const RIYA = { id: 'riya', human: 'riya' }

/** What each person, device and number in these tests is called. */
const OWN: Partial<Record<CheckId, Rests>> = {
  totp: { device: ['pixel'] },
  passkey: { device: ['key'] },
  'saved-code': { device: ['sheet'] },
  'sms-code': { device: ['pixel'], number: ['mobile'] },
  'email-code': { mailbox: ['mail'] },
  'letter-code': { mailbox: ['home'] },
  'callback-landline': { number: ['desk'], person: ['tom'] },
  manager: { person: ['bo'] },
  'in-person': { person: ['max', 'lea'] },
}

export function ruled(recipes: readonly Recipe[], about: Partial<Rules> = {}): Rules {
  return { opened: recipes, inForce: recipes, freshMs: 24 * HOUR_MS, isFrozen: false, isClockInDoubt: false, ...about }
}

export function recipe(id: string, needs: readonly (readonly CheckId[])[], waitMs = 0, approvals = 0): Recipe {
  return { id, needs, waitMs, approvals }
}

/** A case that is being told: each call is one command, a minute after the last. */
export function aCase(tier: 'standard' | 'sensitive' | 'privileged' = 'standard') {
  let state: CaseState
  let at = NOON
  let pieces = 0
  const facts: CaseFact[] = []
  let refused: string | undefined

  function does(command: Command) {
    const decided = decide(state, command)
    refused = decided.refused?.code
    facts.push(...decided.facts)
    state = decided.facts.reduce(evolve, state)
    at += MINUTE_MS
    return told
  }
  const evidence = (claimant: string, check: CheckId, rests: Rests | undefined, by = null as typeof TOM | null) => {
    return { at, evidence: `e${++pieces}`, claimant, check, rests: restsOf(check, rests ?? OWN[check] ?? {}), by }
  }

  const told = {
    joins: (claimant: string) =>
      does({ do: 'join', at, claimant, kind: 'session', source: `at-${claimant}`, by: null }),
    passes: (claimant: string, check: CheckId, rests?: Rests, by?: typeof TOM) =>
      does({ do: 'give-evidence', ...evidence(claimant, check, rests, by) }),
    waits: (claimant: string, rules: Rules) => does({ do: 'begin-wait', at, claimant, rules }),
    isTold: () => does({ do: 'note-notices', at, channels: ['mail', 'mobile'] }),
    answers: (rests: Rests) => does({ do: 'answer-notice', at, channel: 'mail', rests }),
    isDownFor: (ms: number) => does({ do: 'hold-wait', at, from: at - ms }),
    isApprovedBy: (by: typeof TOM) => does({ do: 'approve', at, by }),
    isStopped: () => does({ do: 'stop', at, channel: 'mail', by: null }),
    picksUp: (claimant: string, check: CheckId, rests?: Rests) =>
      does({ do: 'pick-up', ...evidence(claimant, check, rests) }),
    isGiven: (claimant: string, rules: Rules, remedy = 'pass') =>
      does({ do: 'give', at, remedy, verb: 'issue-pass', claimant, rules }),
    isTaken: (remedy = 'sessions') => does({ do: 'take', at, remedy, verb: 'end-sessions' }),
    settles: (remedy = 'pass', outcome: 'done' | 'failed' = 'done') => does({ do: 'settle', at, remedy, outcome }),
    signsIn: (began = at - 1) => does({ do: 'prove', at, event: 'event', began }),
    isAssessedAs: (worse: typeof tier) =>
      does({ do: 'assess', at, tier: worse, threat: 'normal', policy: POLICY, cautions: [] }),
    does,
    after(ms: number) {
      at += ms
      return told
    },
    get at() {
      return at
    },
    get refused() {
      return refused
    },
    get is() {
      return state?.is
    },
    get end() {
      return state?.end
    },
    facts,
  }
  return does({
    do: 'open',
    opened: { at, person: ANA, subject: 'ana', via: 'portal', by: null, deadline: null },
    assessed: { at, tier, threat: 'normal', policy: POLICY, cautions: [] },
    joined: { at, claimant: 'first', kind: 'session', source: 'at-first', by: null },
  })
}
