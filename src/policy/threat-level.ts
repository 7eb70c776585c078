/**
 * What the threat level makes of a policy (DESIGN §5): one switch that lengthens waits, takes weak checks out and stops
 * self-service. Nothing is ever weaker at a higher level. Pure.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { PersonTier } from '../directory/index.ts'
import { CHECKS } from '../verification/index.ts'
import { LAST_RECIPE, type Policy } from './policy.ts'
import type { Recipe } from './recipe.ts'

/** Mildest first. */
export const THREAT_LEVELS = ['normal', 'raised', 'siege'] as const
export type ThreatLevel = (typeof THREAT_LEVELS)[number]

/** Whether people may open a case and pick it up by themselves; staff may, at any level. */
export function isSelfService(level: ThreatLevel): boolean {
  return level !== 'siege'
}

/** The recipes of a tier that count at this level, each under its own id. One of which nothing is left is left out. */
export function recipesAt(policy: Pick<Policy, 'tiers'>, tier: PersonTier, level: ThreatLevel): readonly Recipe[] {
  if (level === 'normal') return policy.tiers[tier]
  return policy.tiers[tier].flatMap((recipe) => recipeAt(recipe, level) ?? [])
}

function recipeAt(recipe: Recipe, level: Exclude<ThreatLevel, 'normal'>): Recipe | undefined {
  // It is the strictest there is, and what everybody is left with.
  if (recipe.id === LAST_RECIPE.id) return recipe
  const needs = recipe.needs.map((need) => need.filter((check) => CHECKS[check].strength !== 'weak'))
  if (needs.some((need) => need.length === 0)) return undefined
  const { factor, waitMsMin } = DEFAULTS.policy[level]
  return {
    ...recipe,
    needs,
    waitMs: Math.max(recipe.waitMs * factor, waitMsMin),
    approvals: isSelfService(level) ? recipe.approvals : Math.max(recipe.approvals, 1),
  }
}
