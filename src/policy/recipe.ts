/** What is enough: recipes, and whether evidence meets one (DESIGN §6). Pure. */
import type { PersonTier } from '../directory/index.ts'
import { CHECKS, type CheckId, type Evidence, type Shares, sharing } from '../verification/index.ts'

export interface Recipe {
  /** Stable within its policy: `code-and-password`. */
  readonly id: string
  /** Each need is met by any one of its checks; all of them by evidence that has nothing in common. */
  readonly needs: readonly Need[]
  /** From the last evidence to the remedy, in milliseconds. */
  readonly waitMs: number
  /** By so many people, none of whom gave evidence or opened the case. */
  readonly approvals: number
}
export type Need = readonly CheckId[]

export interface Judgement {
  readonly isMet: boolean
  /** What was counted, one piece for each need that is met. */
  readonly used: readonly Evidence[]
  /** Needs that nothing meets yet. */
  readonly missing: readonly Need[]
  /** Why it is not enough although nothing is missing. */
  readonly code?: 'ERR_RECIPE_ATTESTED_ONLY' | 'ERR_RECIPE_ONE_ITEM'
}

export interface Judging {
  readonly tier: PersonTier
  /** Whose evidence counts (rule 1). */
  readonly claimant: string
  /** When it has to be fresh, and how old it may be then: milliseconds. */
  readonly at: number
  readonly freshMs: number
}

/**
 * Whether this evidence meets the recipe. More evidence never turns a yes into a no, unless it shows that two things are one;
 * nor does a lower tier.
 */
export function judge({ needs }: Recipe, evidence: readonly Evidence[], judging: Judging): Judgement {
  const own = evidence.filter(({ claimant }) => claimant === judging.claimant)
  const fresh = own.filter((piece) => counts(piece, judging))
  const best = bestChoice(needs, fresh, sharing(own), judging.tier)
  const missing = needs.filter((_, need) => best[need] === undefined)
  const used = best.filter((piece) => piece !== undefined)
  if (missing.length > 0 || needs.length === 0) return { isMet: false, used, missing }
  const code = whyNot(used, judging.tier)
  return code === undefined ? { isMet: true, used, missing } : { isMet: false, used, missing, code }
}

function counts({ at, check }: Evidence, judging: Judging): boolean {
  const { strength } = CHECKS[check]
  if (strength === 'none' || (strength === 'weak' && judging.tier !== 'standard')) return false
  return at <= judging.at && judging.at - at <= judging.freshMs
}

/** Recipes have a handful of needs, and cases a handful of pieces: all choices are tried. */
function bestChoice(needs: readonly Need[], pieces: readonly Evidence[], shares: Shares, tier: PersonTier): Choice {
  let best: Choice = []
  const value = (choice: Choice) => {
    const used = choice.filter((piece) => piece !== undefined)
    return used.length * 2 + (used.length === needs.length && whyNot(used, tier) === undefined ? 1 : 0)
  }
  const choose = (choice: Choice): void => {
    if (choice.length === needs.length) {
      if (value(choice) > value(best)) best = choice
      return
    }
    const need = needs[choice.length] ?? []
    const taken = choice.filter((piece) => piece !== undefined)
    for (const piece of pieces) {
      if (need.includes(piece.check) && !taken.some((other) => shares(piece, other))) choose([...choice, piece])
    }
    choose([...choice, undefined])
  }
  choose([])
  return best
}
/** For each need the piece that meets it. */
type Choice = readonly (Evidence | undefined)[]

/** Attested evidence alone does not suffice above `standard` (rule 3), nor one thing alone for what stands in for all (rule 11). */
function whyNot(used: readonly Evidence[], tier: PersonTier): Judgement['code'] {
  if (tier !== 'standard' && used.every(({ check }) => CHECKS[check].how === 'attested'))
    return 'ERR_RECIPE_ATTESTED_ONLY'
  const whole = used.filter(({ check }) => CHECKS[check].strength !== 'companion')
  const isStrong = whole.some(({ check }) => CHECKS[check].strength === 'strong')
  return (used.length >= 2 && whole.length > 0) || isStrong ? undefined : 'ERR_RECIPE_ONE_ITEM'
}
