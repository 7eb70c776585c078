/** Nobody is left without a way (DESIGN §6): who has none by today's data, and how many people each recipe takes. Pure. */
import type { PersonTier } from '../directory/index.ts'
import { PERSON_TIERS } from '../directory/index.ts'
import { giversOf } from './asked.ts'
import { choicesOf } from './choices.ts'
import type { Having } from './having.ts'
import { LAST_RECIPE, type Policy } from './policy.ts'
import type { Recipe } from './recipe.ts'
import { type OpenWay, standingOf } from './ways.ts'

/** Somebody, by the directory's id. */
export interface Counted {
  readonly person: string
  readonly having: Having
}

export interface Count {
  /** Who has no recipe at all: the policy does not come into force as long as there is anybody. */
  readonly without: readonly string[]
  /** Who has the last recipe only: a week, a desk and a letter. */
  readonly lastOnly: readonly string[]
  /** Of each tier in the policy's order. */
  readonly recipes: readonly CountedRecipe[]
}

export interface CountedRecipe {
  readonly tier: PersonTier
  readonly id: string
  /** So many people other than the one who is locked out it takes at least. */
  readonly humans: number
  /** So many people could meet it now. */
  readonly people: number
}

export function countWays(policy: Policy, everybody: readonly Counted[], now: number): Count {
  const open = everybody.map(({ person, having }) => {
    const standing = standingOf(having, { policies: [policy], level: 'normal', now })
    return { person, tier: having.tier, ids: standing.filter(isOpen).map(({ id }) => id) }
  })
  const names = (which: (ids: readonly string[]) => boolean) =>
    open.filter(({ ids }) => which(ids)).map(({ person }) => person)
  return {
    without: names((ids) => ids.length === 0),
    lastOnly: names((ids) => ids.length > 0 && ids.every((id) => id === LAST_RECIPE.id)),
    recipes: PERSON_TIERS.flatMap((tier) =>
      policy.tiers[tier].map((recipe) => {
        const people = open.filter((one) => one.tier === tier && one.ids.includes(recipe.id)).length
        return { tier, id: recipe.id, humans: humansOf(recipe), people }
      }),
    ),
  }
}

const isOpen = (one: { readonly is: string }): one is OpenWay => one.is === 'open'

/** So many others at least, by the choice that takes the fewest. */
export function humansOf(recipe: Recipe): number {
  const givers = choicesOf(recipe).map((choice) => choice.reduce((sum, check) => sum + giversOf(check), 0))
  return Math.min(...givers) + recipe.approvals
}
