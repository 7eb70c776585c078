/** What may happen in a case, and what comes of it (DESIGN §3, §5). Pure: times, ids and what stands outside come in. */
import type { Decided } from '../ledger/index.ts'
import { CHECKS, type Evidence } from '../verification/index.ts'
import { isEnough, isSame, type Rules, repeatsStrongest, waited, whyNotGiven } from './authority.ts'
import { type Case, type CaseState, evidenceOf, rootOf } from './case.ts'
import { isDue } from './deadlines.ts'
import { type CaseFact, EVIDENCE_MAX, type Staff } from './entries.ts'
import { refuse, refuseAloud } from './refusal.ts'

type DataOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>['data']

export type Command =
  | {
      readonly do: 'open'
      readonly opened: DataOf<'case-opened'>
      readonly assessed: DataOf<'case-assessed'>
      readonly joined: DataOf<'claimant-joined'>
    }
  /** Again, before anything that gives: what is now so may be worse than it was. */
  | ({ readonly do: 'assess' } & DataOf<'case-assessed'>)
  | ({ readonly do: 'join' } & DataOf<'claimant-joined'>)
  | ({ readonly do: 'give-evidence' } & DataOf<'evidence-given'>)
  | ({ readonly do: 'fail-check' } & DataOf<'check-failed'>)
  | { readonly do: 'begin-wait'; readonly at: number; readonly claimant: string; readonly rules: Rules }
  | ({ readonly do: 'note-notices' } & DataOf<'notices-sent'>)
  | ({ readonly do: 'answer-notice' } & DataOf<'notice-answered'>)
  | { readonly do: 'stop'; readonly at: number; readonly channel: string | null; readonly by: Staff | null }
  /** Postern was not up from then to now. */
  | { readonly do: 'hold-wait'; readonly at: number; readonly from: number }
  | { readonly do: 'approve'; readonly at: number; readonly by: Staff }
  | { readonly do: 'decline'; readonly at: number; readonly by: Staff }
  | { readonly do: 'escalate'; readonly at: number; readonly by: Staff }
  | ({ readonly do: 'pick-up' } & DataOf<'evidence-given'>)
  | ({ readonly do: 'give'; readonly at: number; readonly remedy: string; readonly verb: string } & {
      readonly claimant: string
      readonly rules: Rules
    })
  | { readonly do: 'take'; readonly at: number; readonly remedy: string; readonly verb: string }
  | ({ readonly do: 'settle' } & DataOf<'remedy-settled'>)
  /** Read from the provider with our own credential, and complete. */
  | ({ readonly do: 'prove' } & DataOf<'sign-in-proved'>)
  | { readonly do: 'elapse'; readonly at: number }

type CommandOf<Type extends Command['do']> = Extract<Command, { do: Type }>

export function decide(state: CaseState, command: Command): Decided<CaseFact> {
  if (command.do === 'open') return open(state, command)
  if (state === undefined) return refuse('ERR_CASE_UNKNOWN')
  // What takes access stays open for ever, and what was begun is told to its end (rule 13).
  if (command.do === 'take') return take(state, command)
  if (command.do === 'settle') return settle(state, command)
  if (state.is === 'over') return refuse('ERR_CASE_OVER')
  const overdue = isDue(state, command.at)
  if (overdue !== undefined) return closed(command.at, overdue)
  switch (command.do) {
    case 'assess':
      return { facts: [{ type: 'case-assessed', data: dataOf(command) }] }
    case 'join':
      return join(state, command)
    case 'give-evidence':
      return giveEvidence(state, command)
    case 'fail-check':
      return { facts: [{ type: 'check-failed', data: dataOf(command) }] }
    case 'begin-wait':
      return beginWait(state, command)
    case 'note-notices':
      return state.wait === undefined
        ? refuse('ERR_CASE_STATE')
        : { facts: [{ type: 'notices-sent', data: dataOf(command) }] }
    case 'answer-notice':
      return state.wait === undefined
        ? refuse('ERR_CASE_STATE')
        : { facts: [{ type: 'notice-answered', data: dataOf(command) }] }
    case 'hold-wait':
      return holdWait(state, command)
    case 'stop':
      return {
        facts: [
          { type: 'case-closed', data: { at: command.at, as: 'stopped', by: command.by, channel: command.channel } },
        ],
      }
    case 'approve':
      return approve(state, command)
    case 'decline':
      return close(command.at, 'refused', command.by)
    case 'escalate':
      return close(command.at, 'escalated', command.by)
    case 'pick-up':
      return pickUp(state, command)
    case 'give':
      return give(state, command)
    case 'prove':
      return prove(state, command)
    case 'elapse':
      return { facts: [] }
  }
}

function open(state: CaseState, { opened, assessed, joined }: CommandOf<'open'>): Decided<CaseFact> {
  if (state !== undefined) return refuse('ERR_CASE_EXISTS')
  return {
    facts: [
      { type: 'case-opened', data: opened },
      { type: 'case-assessed', data: assessed },
      { type: 'claimant-joined', data: joined },
    ],
  }
}

/** Whoever joins starts at nothing. */
function join({ claimants }: Case, command: CommandOf<'join'>): Decided<CaseFact> {
  if (claimants.has(command.claimant)) return refuse('ERR_CASE_CLAIMANT')
  return { facts: [{ type: 'claimant-joined', data: dataOf(command) }] }
}

/** Two who both passed a check are one if the second repeated the strongest of the first, and a contest if not (rule 1). */
function giveEvidence(state: Case, command: CommandOf<'give-evidence'>): Decided<CaseFact> {
  const { at, claimant, check } = command
  if (!state.claimants.has(claimant)) return refuse('ERR_CASE_CLAIMANT')
  if (state.evidence.some(({ id }) => id === command.evidence)) return { facts: [] }
  if (state.evidence.length >= EVIDENCE_MAX) return refuse('ERR_CASE_FULL')
  const given = [{ type: 'evidence-given', data: dataOf(command) }] as const
  if (CHECKS[check].strength === 'none') return { facts: given }
  const other = rivalsOf(state, claimant).at(0)
  if (other === undefined) return { facts: given }
  if (evidenceOf(state, claimant).length === 0 && repeatsStrongest(state, other, command)) {
    return { facts: [...given, { type: 'claimant-recognised', data: { at, claimant, as: other } }] }
  }
  return { facts: [...given, { type: 'case-closed', data: { at, as: 'contested', by: null, channel: null } }] }
}

/** Other people, as far as one can tell, who passed a check here. */
function rivalsOf(state: Case, claimant: string): readonly string[] {
  const own = rootOf(state, claimant)
  const passed = state.evidence.filter(({ check }) => CHECKS[check].strength !== 'none')
  return [...new Set(passed.map((piece) => rootOf(state, piece.claimant)))].filter((root) => root !== own)
}

/** From here on it is measured what was fresh. More evidence later needs another beginning, and another wait. */
function beginWait(state: Case, { at, claimant, rules }: CommandOf<'begin-wait'>): Decided<CaseFact> {
  if (state.is !== 'verifying' && state.is !== 'waiting') return refuse('ERR_CASE_STATE')
  if (!isEnough(state, rules, claimant, at)) return refuseAloud('ERR_CASE_EVIDENCE', { at, claimant })
  if (rules.isFrozen) return refuseAloud('ERR_CASE_FROZEN', { at, claimant })
  const evidence = evidenceOf(state, claimant).map(({ id }) => id)
  return { facts: [{ type: 'wait-begun', data: { at, claimant: rootOf(state, claimant), evidence } }] }
}

/** Time in which nobody could have stopped it does not count (rule 15). */
function holdWait({ wait }: Case, { at, from }: CommandOf<'hold-wait'>): Decided<CaseFact> {
  if (wait?.countsFrom === undefined) return { facts: [] }
  const ms = at - Math.max(from, wait.countsFrom)
  return ms < 1 ? { facts: [] } : { facts: [{ type: 'wait-held', data: { at, ms } }] }
}

/** Nobody approves what they opened, gave evidence for or benefit from (rule 16). Who tries is written down. */
function approve(state: Case, { at, by }: CommandOf<'approve'>): Decided<CaseFact> {
  if (state.is !== 'waiting') return refuse('ERR_CASE_STATE')
  const isInvolved = by.human === state.subject || state.involved.has(by.human)
  if (isInvolved) {
    const refusal = refuse('ERR_CASE_SEPARATION')
    return { ...refusal, facts: [{ type: 'approval-refused', data: { at, by, code: 'ERR_CASE_SEPARATION' } }] }
  }
  if (state.approvals.has(by.human)) return { facts: [] }
  return { facts: [{ type: 'approval-given', data: { at, by } }] }
}

/** After the wait: one check of this case once more, or a visit to the desk (DESIGN §5). */
function pickUp(state: Case, command: CommandOf<'pick-up'>): Decided<CaseFact> {
  const { at, claimant, check, rests, evidence } = command
  const { wait } = state
  if (state.is !== 'waiting' || wait === undefined) return refuse('ERR_CASE_STATE')
  if (!state.claimants.has(claimant)) return refuse('ERR_CASE_CLAIMANT')
  if (waited(wait, at) === 0) return refuse('ERR_CASE_WAIT')
  const counted = evidenceOf(state, wait.claimant).filter((piece) => piece.at <= wait.began && isOwn(piece))
  const isRepeated = check === 'in-person' || counted.some((piece) => isSame(piece, { check, rests }))
  if (!isRepeated) return giveEvidence(state, { ...command, do: 'give-evidence' })
  const facts: CaseFact[] = [{ type: 'evidence-given', data: dataOf(command) }]
  const as = rootOf(state, wait.claimant)
  if (rootOf(state, claimant) !== as) facts.push({ type: 'claimant-recognised', data: { at, claimant, as } })
  return { facts: [...facts, { type: 'picked-up', data: { at, claimant, evidence } }] }
}

function isOwn({ check }: Evidence): boolean {
  return CHECKS[check].strength === 'single' || CHECKS[check].strength === 'strong'
}

function give(state: Case, { at, remedy, verb, claimant, rules }: CommandOf<'give'>): Decided<CaseFact> {
  if (state.is === 'opened' || state.is === 'verifying') return refuse('ERR_CASE_STATE')
  if (state.remedies.has(remedy)) return { facts: [] }
  const code = whyNotGiven(state, rules, claimant, at)
  if (code !== undefined) return refuseAloud(code, { at, claimant })
  return { facts: [{ type: 'remedy-ordered', data: { at, remedy, verb, sort: 'giving', claimant } }] }
}

function take(state: Case, { at, remedy, verb }: CommandOf<'take'>): Decided<CaseFact> {
  if (state.remedies.has(remedy)) return { facts: [] }
  return { facts: [{ type: 'remedy-ordered', data: { at, remedy, verb, sort: 'taking', claimant: null } }] }
}

function settle({ remedies }: Case, command: CommandOf<'settle'>): Decided<CaseFact> {
  const ordered = remedies.get(command.remedy)
  if (ordered === undefined) return refuse('ERR_CASE_REMEDY')
  return ordered.outcome === undefined ? { facts: [{ type: 'remedy-settled', data: dataOf(command) }] } : { facts: [] }
}

/** Only a sign-in that began after what was given was settled proves that it works (rule 17). */
function prove({ is, remedies }: Case, command: CommandOf<'prove'>): Decided<CaseFact> {
  if (is !== 'proving') return refuse('ERR_CASE_STATE')
  const given = [...remedies.values()].filter(({ sort, outcome }) => sort === 'giving' && outcome !== 'failed')
  const isAfter = given.every(({ settled }) => settled !== undefined && settled < command.began)
  if (!isAfter || command.began > command.at) return refuse('ERR_CASE_PROOF')
  return {
    facts: [
      { type: 'sign-in-proved', data: dataOf(command) },
      { type: 'case-closed', data: { at: command.at, as: 'recovered', by: null, channel: null } },
    ],
  }
}

function close(at: number, as: 'refused' | 'escalated', by: Staff): Decided<CaseFact> {
  return { facts: [{ type: 'case-closed', data: { at, as, by, channel: null } }] }
}

function closed(at: number, as: 'expired' | 'abandoned'): Decided<CaseFact> {
  return { ...refuse('ERR_CASE_OVER'), facts: [{ type: 'case-closed', data: { at, as, by: null, channel: null } }] }
}

/** The command without what only names it. */
function dataOf<Data extends object>({ do: _, ...data }: Data & { readonly do: string }): Omit<Data, 'do'> {
  return data as Omit<Data, 'do'>
}
