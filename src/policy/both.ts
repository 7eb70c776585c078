/**
 * The recipes of two versions at once: a case has to satisfy the version it was opened under and the one in force (DESIGN §3
 * rule 8). Pure.
 */
import type { PersonTier } from '../directory/index.ts'
import { asksNoMore, isMetWith } from './compare.ts'
import type { Policy } from './policy.ts'
import type { Recipe } from './recipe.ts'
import { recipesAt, type ThreatLevel } from './threat-level.ts'

/** What has to be satisfied: all of these recipes, with the longest wait and the most approvals of any. */
export interface Way {
  /** `code-and-password`, or `code-and-password+passkey` where two versions ask for different things. */
  readonly id: string
  readonly recipes: readonly [Recipe, ...Recipe[]]
  /** In milliseconds. */
  readonly waitMs: number
  readonly approvals: number
}

/** What policies that count together ask of everybody. */
export interface Terms {
  /** How old evidence may be when the wait begins, in milliseconds. */
  readonly freshMs: number
  /** How long what changed proves nothing, in milliseconds. */
  readonly coolOffMs: number
  /** In which checks a named approver stands in. */
  readonly standIns: Policy['standIns']
}

/** The version that a case was opened under, and the one in force; one alone where they are the same. */
export type Policies = readonly [Policy] | readonly [opened: Policy, inForce: Policy]

export function termsOf([one, other = one]: Policies): Terms {
  return {
    freshMs: Math.min(one.freshMs, other.freshMs),
    coolOffMs: Math.max(one.coolOffMs, other.coolOffMs),
    standIns: one.standIns.filter((check) => other.standIns.includes(check)),
  }
}

/** Every way that satisfies all of the policies at this level, in the order of the first. Those that ask for more than another are left out. */
export function waysOf([one, other = one]: Policies, tier: PersonTier, level: ThreatLevel): readonly Way[] {
  const recipes = recipesAt(one, tier, level)
  if (other.version === one.version) return recipes.map((recipe) => wayOf(recipe))
  const others = recipesAt(other, tier, level)
  return withoutHarder(recipes.flatMap((recipe) => others.map((second) => wayOf(recipe, second))))
}

function wayOf(one: Recipe, other: Recipe = one): Way {
  const id = one.id === other.id ? one.id : `${one.id}+${other.id}`
  const waitMs = Math.max(one.waitMs, other.waitMs)
  const approvals = Math.max(one.approvals, other.approvals)
  const times = { id, waitMs, approvals }
  // Whoever meets the harder one meets the other with it.
  if (isMetWith(other.needs, one.needs)) return { ...times, recipes: [{ ...one, ...times }] }
  if (isMetWith(one.needs, other.needs)) return { ...times, recipes: [{ ...other, ...times }] }
  return { ...times, recipes: [one, other] }
}

function withoutHarder(ways: readonly Way[]): readonly Way[] {
  return ways.filter((way, index) => {
    return !ways.some((easier, place) => {
      const isEasier = easier !== way && isNoHarder(easier, way)
      // Of two that ask for the same, the first stays.
      return isEasier && (place < index || !isNoHarder(way, easier))
    })
  })
}

/** A way's wait is the longest of its recipes, so that it need not be compared by itself; approvals likewise. */
function isNoHarder(one: Way, { recipes, waitMs, approvals }: Way): boolean {
  return one.recipes.every((recipe) => recipes.some((harder) => asksNoMore(recipe, { ...harder, waitMs, approvals })))
}
