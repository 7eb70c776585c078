/** For tests: policies near the presets, each of which passes the lint's rules about recipes, and evidence of any kind. */
import fc from 'fast-check'
import { PERSON_TIERS } from '../directory/index.ts'
import { CHECK_IDS, type CheckId, type Evidence, restsOf } from '../verification/index.ts'
import type { Way } from './both.ts'
import { lintPolicy } from './lint.ts'
import { LAST_RECIPE, type Policy, policyOf, type Recipes } from './policy.ts'
import { presets } from './presets.ts'
import { type Judgement, type Judging, judge, type Recipe } from './recipe.ts'

export const HOUR_MS = 3_600_000

export function preset(id: string): Policy {
  const linted = lintPolicy(presets().find((one) => one.id === id)?.yaml ?? '')
  if ('findings' in linted) throw new Error(JSON.stringify(linted.findings))
  return linted.policy
}

export const PRESETS = ['nist-63b-4', 'small-business', 'high-assurance'].map(preset)

/** A preset with recipes and alternatives left out, and with other waits and approvals. */
export function anyPolicy(): fc.Arbitrary<Policy> {
  return fc.constantFrom(...PRESETS).chain((policy) => {
    const tiers = fc.record(
      Object.fromEntries(PERSON_TIERS.map((tier) => [tier, anyTier(policy.tiers[tier])])),
    ) as fc.Arbitrary<Recipes>
    const more = fc.record({
      tiers,
      freshMs: fc.constantFrom(8 * HOUR_MS, 24 * HOUR_MS),
      coolOffMs: fc.constantFrom(720 * HOUR_MS, 1440 * HOUR_MS),
      standIns: fc.constantFrom([], ['manager'] as const),
    })
    return more.map((changed) => policyOf({ name: 'Any', riskAnalysis: 'RA-7', ...changed }))
  })
}

function anyTier(recipes: readonly Recipe[]): fc.Arbitrary<readonly Recipe[]> {
  const written = recipes.filter((recipe) => recipe !== LAST_RECIPE)
  return fc
    .shuffledSubarray([...written], { minLength: 2 })
    .chain((some) => fc.tuple(...some.map(anyRecipe)))
    .map((some) => some)
}

function anyRecipe({ id, needs }: Recipe): fc.Arbitrary<Recipe> {
  return fc.record({
    id: fc.constant(id),
    needs: fc.tuple(...needs.map((need) => fc.subarray([...need], { minLength: 1 }))),
    waitMs: fc.integer({ min: 0, max: 5 }).map((days) => days * 24 * HOUR_MS),
    approvals: fc.integer({ min: 0, max: 2 }),
  })
}

/** Of one claimant, all given at once; most of it independent. */
export function anyEvidence(at: number): fc.Arbitrary<readonly Evidence[]> {
  const names = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 2 })
  const known = fc.record({ device: names, mailbox: names, number: names, person: names })
  const piece = fc.record({ check: fc.constantFrom<CheckId>(...CHECK_IDS), known })
  return fc.array(piece, { maxLength: 7 }).map((pieces) =>
    pieces.map(({ check, known }, index) => {
      return { id: `${index}`, check, claimant: 'ana', at, rests: restsOf(check, known) }
    }),
  )
}

/** Whether this evidence meets a way: each of its recipes, by itself. The judgement is of the first that it does not meet. */
export function judgeWay({ recipes }: Way, evidence: readonly Evidence[], judging: Judging): Judgement {
  const judgements = recipes.map((recipe) => judge(recipe, evidence, judging))
  const failed = judgements.find(({ isMet }) => !isMet)
  return failed ?? { isMet: true, missing: [], used: [...new Set(judgements.flatMap(({ used }) => used))] }
}
