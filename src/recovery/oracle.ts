/**
 * For tests: what must be true of every case (DESIGN §3), said once more, from the facts alone and without the code that it judges.
 * It only knows what was written down, and what stood outside when something was given.
 */
import type { Recipe } from '../policy/index.ts'
import { CHECKS, type CheckId, type Rests } from '../verification/index.ts'
import type { Rules } from './authority.ts'
import type { CaseFact } from './entries.ts'

type DataOf<Type extends CaseFact['type']> = Extract<CaseFact, { type: Type }>['data']

const DAY_MS = 86_400_000
const RANKS: Readonly<Record<string, number>> = { standard: 0, sensitive: 1, privileged: 2 }

/** What is wrong with giving access as the last of these facts does; undefined where nothing is. */
export function wrongWith(facts: readonly CaseFact[], rules: Rules): string | undefined {
  const order = facts.at(-1)
  if (order?.type !== 'remedy-ordered' || order.data.sort !== 'giving') return undefined
  const { at: now, claimant } = order.data
  if (facts.some(({ type }) => type === 'case-closed')) return 'rule 13: the case is over'
  if (rules.isFrozen) return 'rule 13: the person is frozen'
  if (rules.isClockInDoubt) return 'rule 15: the clock jumped'
  const begun = facts.findLastIndex(({ type }) => type === 'wait-begun')
  if (begun < 0) return 'rule 8: no evidence was complete'
  const wait = facts[begun]!.data as DataOf<'wait-begun'>
  if (sameAs(facts, wait.claimant) !== sameAs(facts, claimant ?? '')) return 'rule 1: given to somebody else'
  for (const [which, recipes] of Object.entries({ opened: rules.opened, inForce: rules.inForce })) {
    const wrong = recipes.map((recipe) => wrongBy(recipe, facts, begun, now, claimant ?? ''))
    if (!wrong.includes(undefined)) return `${which}: ${[...new Set(wrong)].join(', ')}`
  }
  return undefined
}

/** What is wrong with a case that says it recovered somebody. */
export function wrongWithEnd(facts: readonly CaseFact[]): string | undefined {
  const end = facts.findIndex(({ type, data }) => type === 'case-closed' && 'as' in data && data.as === 'recovered')
  if (end < 0) return undefined
  const proof = facts.slice(0, end).findLast(({ type }) => type === 'sign-in-proved')?.data as
    | DataOf<'sign-in-proved'>
    | undefined
  if (proof === undefined) return 'rule 17: no sign-in was read'
  const given = facts.filter((fact) => fact.type === 'remedy-ordered' && fact.data.sort === 'giving')
  const ids = new Set(given.map(({ data }) => (data as DataOf<'remedy-ordered'>).remedy))
  const settled = facts.filter((fact) => fact.type === 'remedy-settled' && ids.has(fact.data.remedy))
  if (settled.some(({ data }) => data.at >= proof.began)) return 'rule 17: the sign-in is older than the change'
  return undefined
}

/** Two who passed checks of their own, and nobody said stop (rule 1). */
export function wrongWithClaimants(facts: readonly CaseFact[]): string | undefined {
  const passed = facts.filter((fact) => fact.type === 'evidence-given' && CHECKS[fact.data.check].strength !== 'none')
  const people = new Set(passed.map(({ data }) => sameAs(facts, (data as DataOf<'evidence-given'>).claimant)))
  const isOver = facts.some(({ type }) => type === 'case-closed')
  return people.size > 1 && !isOver ? 'rule 1: two people passed checks, and the case goes on' : undefined
}

function wrongBy(recipe: Recipe, facts: readonly CaseFact[], begun: number, now: number, claimant: string) {
  const wait = facts[begun]!.data as DataOf<'wait-begun'>
  const tier = Math.max(...facts.map((fact) => (fact.type === 'case-assessed' ? (RANKS[fact.data.tier] ?? 0) : 0)))
  const own = facts.flatMap((fact) => (fact.type === 'evidence-given' ? [fact.data] : []))
  const fresh = own.filter((piece) => {
    if (sameAs(facts, piece.claimant) !== sameAs(facts, wait.claimant)) return false
    if (piece.at > wait.at || wait.at - piece.at > DAY_MS) return false
    return CHECKS[piece.check].strength !== 'none' && !(tier > 0 && CHECKS[piece.check].strength === 'weak')
  })
  if (!isCovered(recipe.needs, fresh, tier)) return `rules 2, 3, 8: ${recipe.id} is not met`
  const counted = countedMs(facts, begun, now)
  if (counted === undefined || counted < recipe.waitMs) return 'rule 15: the wait is not over'
  const after = facts.slice(begun)
  if (recipe.waitMs > 0) {
    const answers = after.flatMap((fact) => (fact.type === 'notice-answered' ? [fact.data.rests] : []))
    if (!answers.some((rests) => own.every((piece) => !meet(rests, piece.rests)))) return 'rule 14: nobody answered'
  }
  if (recipe.waitMs > 0 || now - wait.at > DAY_MS) {
    const pickedUp = after.findLast(({ type }) => type === 'picked-up')?.data as DataOf<'picked-up'> | undefined
    if (pickedUp?.claimant !== claimant) return 'rule 9: not the session that picked up'
    if (now - pickedUp.at > 7 * DAY_MS) return 'rule 9: picked up too long ago'
  }
  return approvedBy(facts, begun) < recipe.approvals ? 'rule 16: approvals are missing' : undefined
}

type Piece = DataOf<'evidence-given'>

/** Whether each need has a piece of its own, none of which has anything in common with another. */
function isCovered(
  needs: Recipe['needs'],
  pieces: readonly Piece[],
  tier: number,
  taken: readonly Piece[] = [],
): boolean {
  const need: readonly CheckId[] | undefined = needs[taken.length]
  if (need === undefined) return tier === 0 || taken.some(({ check }) => CHECKS[check].how === 'measured')
  return pieces.some(
    (piece) =>
      need.includes(piece.check) &&
      taken.every((other) => other.check !== piece.check && !meet(other.rests, piece.rests)) &&
      isCovered(needs, pieces, tier, [...taken, piece]),
  )
}

function meet(one: Rests, other: Rests): boolean {
  return (['device', 'mailbox', 'number', 'person'] as const).some((facet) => {
    const [mine, theirs] = [one[facet], other[facet]]
    if (mine === undefined || theirs === undefined) return false
    return mine === null || theirs === null || mine.some((name) => theirs.includes(name))
  })
}

function sameAs(facts: readonly CaseFact[], claimant: string): string {
  const known = facts.find((fact) => fact.type === 'claimant-recognised' && fact.data.claimant === claimant)
  return known === undefined ? claimant : sameAs(facts, (known.data as DataOf<'claimant-recognised'>).as)
}

function countedMs(facts: readonly CaseFact[], begun: number, now: number): number | undefined {
  const sent = facts.findIndex(({ type }, index) => index > begun && type === 'notices-sent')
  if (sent < 0) return undefined
  const held = facts.slice(sent).map((fact) => (fact.type === 'wait-held' ? fact.data.ms : 0))
  return Math.max(0, now - facts[sent]!.data.at - held.reduce((sum, ms) => sum + ms, 0))
}

/** How many humans approved who have nothing to do with the case (rule 16). */
function approvedBy(facts: readonly CaseFact[], begun: number): number {
  const involved = new Set(
    facts.flatMap((fact) => {
      if (fact.type === 'case-opened') return [fact.data.subject, fact.data.by?.human]
      if (fact.type === 'evidence-given') return [fact.data.by?.human, ...(fact.data.rests.person ?? [])]
      return fact.type === 'check-failed' ? [fact.data.by?.human] : []
    }),
  )
  const given = facts.slice(begun).flatMap((fact) => (fact.type === 'approval-given' ? [fact.data.by.human] : []))
  return new Set(given.filter((human) => !involved.has(human))).size
}
