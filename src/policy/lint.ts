/**
 * Whether a policy is a good one: it comes into force only if nothing is found. That recovery is no weaker than sign-in, for every
 * ability of an attacker, is a proof of its own, which comes later and is asked here, too.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { PERSON_TIERS } from '../directory/index.ts'
import type { PolicyFinding, Told } from './finding.ts'
import { lintRecipe } from './lint-recipe.ts'
import { lintTier } from './lint-tier.ts'
import { LAST_RECIPE, type Policy } from './policy.ts'
import { readPolicy } from './read-policy.ts'

export type Linted = { readonly policy: Policy } | { readonly findings: readonly [PolicyFinding, ...PolicyFinding[]] }

const HOUR_MS = 3_600_000

/** Reads a policy, and gives it if nothing is wrong with it; all that is wrong otherwise, from the top. */
export function lintPolicy(text: string): Linted {
  const read = readPolicy(text)
  const found = 'findings' in read ? read.findings : lint(read.policy, read.told)
  const [first, ...others] = [...found].sort((one, other) => one.line - other.line || one.column - other.column)
  if (first !== undefined) return { findings: [first, ...others] }
  return { policy: (read as { policy: Policy }).policy }
}

function lint(policy: Policy, told: Told): readonly PolicyFinding[] {
  const ofRecipes = PERSON_TIERS.flatMap((tier) => {
    const written = policy.tiers[tier].filter((recipe) => recipe !== LAST_RECIPE)
    const isWeighed = policy.riskAnalysis !== undefined
    const ofEach = written.flatMap((recipe) => lintRecipe(recipe, { tier, isWeighed, told }))
    // What is wrong with a recipe would be told again as a tier that lacks one.
    return ofEach.length > 0 ? ofEach : lintTier(tier, written, told)
  })
  return [...lintEvidence(policy, told), ...ofRecipes]
}

function lintEvidence({ freshMs, coolOffMs }: Policy, told: Told): readonly PolicyFinding[] {
  const { freshMsMin, freshMsMax, coolOffMsMax } = DEFAULTS.policy
  const { coolOffMs: coolOffMsMin } = DEFAULTS.directory
  const findings: PolicyFinding[] = []
  if (freshMs < freshMsMin || freshMs > freshMsMax) {
    const message = `Evidence is fresh for 1 to ${freshMsMax / HOUR_MS} hours: what is older may have been stolen since. Write 24h.`
    findings.push(told('ERR_POLICY_FRESHNESS', ['evidence', 'fresh-for'], message))
  }
  if (coolOffMs < coolOffMsMin || coolOffMs > coolOffMsMax) {
    const days = (ms: number) => ms / (24 * HOUR_MS)
    const message = `What changed proves nothing for ${days(coolOffMsMin)} to ${days(coolOffMsMax)} days. Write 30d.`
    findings.push(told('ERR_POLICY_COOL_OFF', ['evidence', 'cool-off'], message))
  }
  return findings
}
