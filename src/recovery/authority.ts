/**
 * Whether a case's own facts allow a remedy that gives access, now (DESIGN §3 rule 8). Pure: the desk asks it before offering, the
 * Decider before ordering, and the executor once more from the ledger before acting. None of them trusts another's answer.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Judging, judge, type Recipe } from '../policy/index.ts'
import { CHECKS, type Evidence, FACETS, type Rests } from '../verification/index.ts'
import { type Case, evidenceOf, rootOf, type Wait } from './case.ts'

/** What stands outside the case, and is read in the same transaction. */
export interface Rules {
  /** Of the policy it was opened under, and of the one in force: for the case's tier and the worse of the threat levels. */
  readonly opened: readonly Recipe[]
  readonly inForce: readonly Recipe[]
  /** How old evidence may be when the wait begins, by the stricter of both, in milliseconds. */
  readonly freshMs: number
  /** Giving is frozen for the person (rule 13). */
  readonly isFrozen: boolean
  /** The clock jumped, and two people have not confirmed the time (rule 15). */
  readonly isClockInDoubt: boolean
}

export type RefusalCode =
  | 'ERR_CASE_FROZEN'
  | 'ERR_CASE_CLOCK'
  | 'ERR_CASE_EVIDENCE'
  | 'ERR_CASE_WAIT'
  | 'ERR_CASE_NOT_ANSWERED'
  | 'ERR_CASE_APPROVALS'
  | 'ERR_CASE_PICK_UP'
  | 'ERR_CASE_SESSION'

/** Why nothing that gives access may be done for this claimant at `now`; undefined where it may. */
export function whyNotGiven(state: Case, rules: Rules, claimant: string, now: number): RefusalCode | undefined {
  if (rules.isFrozen) return 'ERR_CASE_FROZEN'
  if (rules.isClockInDoubt) return 'ERR_CASE_CLOCK'
  const { wait } = state
  if (wait === undefined) return 'ERR_CASE_EVIDENCE'
  if (rootOf(state, claimant) !== rootOf(state, wait.claimant)) return 'ERR_CASE_SESSION'
  const by = [rules.opened, rules.inForce].map((recipes) => standing({ recipes, ...rules }, state, wait, now))
  const refused = by.find(({ code }) => code !== undefined)?.code
  if (refused !== undefined) return refused
  const waitMs = Math.max(...by.map((one) => one.waitMs ?? 0))
  // Without a wait it is given while the evidence is fresh; a session that is left open for days is nobody's any more.
  if (waitMs === 0 && now - wait.began <= rules.freshMs) return undefined
  return whyNotPickedUp(state, wait, waitMs, claimant, now)
}

/** Whether the evidence of this claimant, as fresh as it is at `at`, meets a recipe of both policies. */
export function isEnough(state: Case, rules: Rules, claimant: string, at: number): boolean {
  return [rules.opened, rules.inForce].every((recipes) => metBy({ recipes, ...rules }, state, claimant, at).length > 0)
}

/** How much of the wait has counted (rule 15), in milliseconds. */
export function waited({ countsFrom, heldMs }: Wait, now: number): number {
  return countsFrom === undefined ? 0 : Math.max(0, now - countsFrom - heldMs)
}

/** Nearest to a yes: of several recipes that are met, the one that lacks least is told. */
const LACKS: readonly RefusalCode[] = [
  'ERR_CASE_APPROVALS',
  'ERR_CASE_NOT_ANSWERED',
  'ERR_CASE_WAIT',
  'ERR_CASE_EVIDENCE',
]

/** One of the two policies. */
type Version = Pick<Rules, 'freshMs'> & { readonly recipes: readonly Recipe[] }

/** Whether one of these recipes is satisfied, and the shortest wait among those that are. */
function standing(version: Version, state: Case, wait: Wait, now: number): Standing {
  const met = metBy(version, state, wait.claimant, wait.began)
  const codes = met.map((recipe) => whyNotWith(recipe, state, wait, now))
  const satisfied = met.filter((_, index) => codes[index] === undefined)
  const code = LACKS.find((lack) => codes.includes(lack)) ?? 'ERR_CASE_EVIDENCE'
  return satisfied.length === 0 ? { code } : { waitMs: Math.min(...satisfied.map(({ waitMs }) => waitMs)) }
}
type Standing =
  | { readonly code: RefusalCode; readonly waitMs?: never }
  | { readonly code?: never; readonly waitMs: number }

function metBy({ recipes, freshMs }: Version, state: Case, claimant: string, at: number): readonly Recipe[] {
  const root = rootOf(state, claimant)
  const judging: Judging = { tier: state.tier, claimant: root, at, freshMs }
  const given = evidenceOf(state, claimant).filter((piece) => piece.at <= at)
  return recipes.filter((recipe) => judge(recipe, given, judging).isMet)
}

function whyNotWith(recipe: Recipe, state: Case, wait: Wait, now: number): RefusalCode | undefined {
  if (wait.countsFrom === undefined || waited(wait, now) < recipe.waitMs) return 'ERR_CASE_WAIT'
  if (recipe.waitMs > 0 && !isAnswered(state, wait)) return 'ERR_CASE_NOT_ANSWERED'
  return approvers(state).length < recipe.approvals ? 'ERR_CASE_APPROVALS' : undefined
}

/** Whether somebody answered on a channel that nothing in the case rests on (rule 14). */
function isAnswered(state: Case, wait: Wait): boolean {
  return wait.answers.some((rests) => state.evidence.every((piece) => !touches(rests, piece)))
}

function touches(rests: Rests, piece: Evidence): boolean {
  return FACETS.some((facet) => {
    const [channel, own] = [rests[facet], piece.rests[facet]]
    if (channel === undefined || own === undefined) return false
    return channel === null || own === null || channel.some((name) => own.includes(name))
  })
}

/** Those whose word counts: who became involved after they approved is one of them no more. */
function approvers({ approvals, involved, subject }: Case): readonly string[] {
  return [...approvals.keys()].filter((human) => human !== subject && !involved.has(human))
}

/** After a wait it is given only to the session in which one check was then repeated, within the week (DESIGN §5). */
function whyNotPickedUp(
  { pickedUp }: Case,
  wait: Wait,
  waitMs: number,
  claimant: string,
  now: number,
): RefusalCode | undefined {
  if (pickedUp === undefined || pickedUp.claimant !== claimant) return 'ERR_CASE_PICK_UP'
  if (waited(wait, pickedUp.at) < waitMs) return 'ERR_CASE_PICK_UP'
  return now - pickedUp.at > DEFAULTS.recovery.pickUpMs ? 'ERR_CASE_PICK_UP' : undefined
}

/** Whether this piece repeats the strongest that the claimant gave: the same check of the same thing (rule 1). */
export function repeatsStrongest(state: Case, claimant: string, piece: Pick<Evidence, 'check' | 'rests'>): boolean {
  const given = evidenceOf(state, claimant)
  const strongest = Math.max(...given.map(strengthOf))
  return given.some((one) => strengthOf(one) === strongest && isSame(one, piece))
}

/** Whether it is the same check of the same thing: knowing a password again is no such thing. */
export function isSame(one: Pick<Evidence, 'check' | 'rests'>, other: Pick<Evidence, 'check' | 'rests'>): boolean {
  if (one.check !== other.check) return false
  const facets = CHECKS[one.check].rests
  return facets.length > 0 && facets.every((facet) => equalNames(one.rests[facet], other.rests[facet]))
}

function equalNames(one: Rests['device'], other: Rests['device']): boolean {
  return (
    one != null &&
    other != null &&
    one.length > 0 &&
    one.length === other.length &&
    one.every((name) => other.includes(name))
  )
}

const STRENGTHS = ['none', 'companion', 'weak', 'single', 'strong'] as const
function strengthOf({ check }: Pick<Evidence, 'check'>): number {
  return STRENGTHS.indexOf(CHECKS[check].strength)
}
