/**
 * Which ways a person has now, when each would have them back in, and why the others are closed. From a case's first minute on it is
 * shown to whoever helps; it decides nothing. Pure.
 */
import { CHECKS, type CheckId, type Shares, sharing } from '../verification/index.ts'
import { type Policies, type Terms, termsOf, type Way, waysOf } from './both.ts'
import { type Closed, closedBecause, closedByLevel } from './closed.ts'
import { type Candidate, candidatesOf, type Having, neededOf, type Situation, type Thing } from './having.ts'
import { type Helper, seated } from './people.ts'
import type { Recipe } from './recipe.ts'
import type { ThreatLevel } from './threat-level.ts'

export type Standing = OpenWay | ClosedWay

export interface OpenWay {
  readonly id: string
  readonly is: 'open'
  /** What is still to do, by whom. The person's own checks first. */
  readonly actions: readonly Action[]
  /** How many people other than the person still have to do something. */
  readonly humans: number
  /** When it would end if everybody did their part as soon as they can, in milliseconds. */
  readonly endsAt: number
}

export interface ClosedWay {
  readonly id: string
  readonly is: 'closed'
  readonly because: readonly [Closed, ...Closed[]]
}

export interface Action {
  readonly do: CheckId | 'approve'
  /** How many others it takes; 0 where the person does it alone. */
  readonly people: number
  /** With what; undefined for approvals. */
  readonly thing: Thing | undefined
}

export interface Asking {
  readonly policies: Policies
  readonly level: ThreatLevel
  /** Milliseconds. */
  readonly now: number
  /** When the wait began, if it did, in milliseconds; with what Postern missed of it added. */
  readonly waitsSince?: number
}

/** Open ones first, the soonest at the top; then closed ones in the policy's order. */
export function standingOf(having: Having, asking: Asking): readonly Standing[] {
  const { policies, level } = asking
  const terms = termsOf(policies)
  const candidates = candidatesOf(fresh(having, terms, asking), terms, asking.now)
  const ways = waysOf(policies, having.tier, level)
  const standing = ways.map((way) => standingIn(way, { having, candidates, terms }, asking))
  const suspended = waysOf(policies, having.tier, 'normal').filter(({ id }) => !ways.some((way) => way.id === id))
  return [
    ...standing.filter((one) => one.is === 'open').sort((one, other) => one.endsAt - other.endsAt),
    ...standing.filter((one) => one.is === 'closed'),
    ...suspended.map(({ id }): ClosedWay => ({ id, is: 'closed', because: [closedByLevel(level)] })),
  ]
}

/** Evidence has to be fresh when the wait begins: what is old by then has to be given again. */
function fresh(having: Having, { freshMs }: Terms, { now, waitsSince = now }: Asking): Having {
  return { ...having, given: having.given.filter(({ at }) => at <= now && waitsSince - at <= freshMs) }
}

function standingIn(way: Way, situation: Situation, asking: Asking): Standing {
  const { having, candidates } = situation
  const shares = sharing(candidates.map(({ evidence }) => evidence))
  let isIndependent = false
  for (const chosen of selections(way.recipes, candidates, shares)) {
    isIndependent = true
    const helpers = helpersFor(chosen, way, having)
    if (helpers !== undefined) return open(way, chosen, helpers, asking)
  }
  return { id: way.id, is: 'closed', because: closedBecause(way, isIndependent, situation) }
}

type Chosen = readonly Candidate[]

/** Every set of candidates that meets each recipe by itself, the easiest first. */
function* selections(recipes: readonly Recipe[], candidates: readonly Candidate[], shares: Shares): Generator<Chosen> {
  const [recipe, ...others] = recipes
  if (recipe === undefined) return yield []
  for (const chosen of choices(recipe.needs, candidates, shares, [])) {
    for (const more of selections(others, candidates, shares)) yield [...new Set([...chosen, ...more])]
  }
}

function* choices(
  needs: Recipe['needs'],
  candidates: readonly Candidate[],
  shares: Shares,
  taken: Chosen,
): Generator<Chosen> {
  const [need, ...others] = needs
  if (need === undefined) return yield taken
  for (const candidate of candidates) {
    const { evidence } = candidate
    if (!need.includes(evidence.check) || taken.some((one) => shares(one.evidence, evidence))) continue
    yield* choices(others, candidates, shares, [...taken, candidate])
  }
}

/** Somebody for each part: who vouched, attests or confirms does not approve, and does no second thing. */
function helpersFor(chosen: Chosen, { approvals }: Way, { approvers, given }: Having): Helpers | undefined {
  const busy = new Set(given.flatMap(({ rests }) => rests.person ?? []))
  const free = (helpers: readonly Helper[]) =>
    helpers.filter(({ id }) => !busy.has(id)).sort((one, other) => (one.from ?? 0) - (other.from ?? 0))
  const givers = chosen.flatMap(({ thing }) =>
    thing === undefined ? [] : Array.from({ length: neededOf(thing) }, () => free(thing.givers)),
  )
  const everybody = seated([...givers, ...Array.from({ length: approvals }, () => free(approvers))])
  return everybody && { givers: everybody.slice(0, givers.length), approvers: everybody.slice(givers.length) }
}

interface Helpers {
  readonly givers: readonly Helper[]
  readonly approvers: readonly Helper[]
}

function open(way: Way, chosen: Chosen, { givers, approvers }: Helpers, { now, waitsSince }: Asking): OpenWay {
  const things = chosen.flatMap(({ thing }) => thing ?? [])
  const checks = things.map((thing): Action => ({ do: thing.check, people: neededOf(thing), thing }))
  const isAlone = ({ thing }: Action) => thing !== undefined && CHECKS[thing.check].alone
  const evidenceAt = latest([
    now,
    ...things.map(({ readyAt = now }) => readyAt),
    ...givers.map(({ from = now }) => from),
  ])
  const begins = things.length === 0 ? (waitsSince ?? now) : evidenceAt
  return {
    id: way.id,
    is: 'open',
    actions: [
      ...checks.filter(isAlone),
      ...checks.filter((check) => !isAlone(check)),
      ...(way.approvals === 0 ? [] : [{ do: 'approve' as const, people: way.approvals, thing: undefined }]),
    ],
    humans: givers.length + approvers.length,
    endsAt: latest([now, begins + way.waitMs, ...approvers.map(({ from = now }) => from)]),
  }
}

function latest(times: readonly number[]): number {
  return Math.max(...times)
}
