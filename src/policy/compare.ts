/**
 * Recipes side by side. What is said here is certain: two recipes of which neither is shown to ask no more than the other are
 * left as they are, each asking for something of its own.
 */
import type { Need, Recipe } from './recipe.ts'

/** Whether whoever meets `other` meets `one` too, no later and with no more people who approve. */
export function asksNoMore(one: Recipe, other: Recipe): boolean {
  return isMetWith(one.needs, other.needs) && one.waitMs <= other.waitMs && one.approvals <= other.approvals
}

/** Whether evidence that meets `others` meets these needs, whatever it is: each is met by that of another one. */
export function isMetWith(needs: readonly Need[], others: readonly Need[]): boolean {
  const [need, ...rest] = needs
  if (need === undefined) return true
  return others.some((other, index) => {
    const isMet = other.every((check) => need.includes(check))
    return isMet && isMetWith(rest, others.toSpliced(index, 1))
  })
}
