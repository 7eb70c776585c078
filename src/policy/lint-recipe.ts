/** What can be wrong with one recipe, whatever else there is. */
import { DEFAULTS } from '../base/defaults.ts'
import type { PersonTier } from '../directory/index.ts'
import { CHECKS, type CheckId } from '../verification/index.ts'
import { type Choice, choicesOf, isMore, judgeChoice } from './choices.ts'
import type { Path, PolicyFinding, PolicyFindingCode, Told } from './finding.ts'
import { recovers } from './nist.ts'
import type { Recipe } from './recipe.ts'

export interface Linting {
  readonly tier: PersonTier
  /** The policy names an analysis of its risks. */
  readonly isWeighed: boolean
  readonly told: Told
}

export function lintRecipe(recipe: Recipe, linting: Linting): readonly PolicyFinding[] {
  const path = ['tiers', linting.tier, recipe.id]
  const ofChecks = lintChecks(recipe, path, linting)
  const ofChoices = ofChecks.length > 0 ? [] : lintChoices(recipe, [...path, 'needs'], linting)
  return [...ofChecks, ...ofChoices, ...lintTimes(recipe, path, linting)]
}

/** Checks that have no place in such a recipe, by name. */
function lintChecks({ needs }: Recipe, path: Path, { tier, told }: Linting): readonly PolicyFinding[] {
  return needs.flatMap((need, index) =>
    need.flatMap((check, place) => {
      // A need of one check may stand as a word or as a list of one: the place is the nearest there is.
      const at = [...path, 'needs', index, place]
      const { strength } = CHECKS[check]
      if (strength === 'none') {
        const message = `\`${check}\` can make a case stricter, and proves nothing. Take it out.`
        return told('ERR_POLICY_CHECK_ADDS_NOTHING', at, message)
      }
      if (strength !== 'weak' || tier === 'standard') return []
      const message = `\`${check}\` counts for standard accounts only: numbers and mailboxes are taken over. Take it out of ${tier}.`
      return told('ERR_POLICY_WEAK_CHECK', at, message)
    }),
  )
}

const WHY_NOT = {
  ERR_RECIPE_ATTESTED_ONLY: [
    'ERR_POLICY_ATTESTED_ONLY',
    'rests on what staff say, and above standard that is not enough. Add a check that Postern makes itself, such as letter-code.',
  ],
  ERR_RECIPE_ONE_ITEM: [
    'ERR_POLICY_ONE_ITEM',
    'is one thing that can be stolen or one person who can be deceived. Add a second check, such as password or saved-code.',
  ],
} as const

/** What somebody could bring who means to meet it, and whether that is enough. Each kind of mistake once, by its first example. */
function lintChoices(recipe: Recipe, path: Path, { tier, isWeighed, told }: Linting): readonly PolicyFinding[] {
  const choices = choicesOf(recipe)
  if (!choices.some((choice) => judgeChoice(choice, tier, 'one').missing.length === 0)) {
    const message =
      'These checks are never independent: the same check twice, two that are weak, or two on one phone count as one. ' +
      'Take one that rests on something else, such as saved-code.'
    return [told('ERR_POLICY_NOT_INDEPENDENT', path, message)]
  }
  const findings = new Map<PolicyFindingCode, PolicyFinding>()
  const find = (code: PolicyFindingCode, choice: Choice, why: string) => {
    if (!findings.has(code)) findings.set(code, told(code, path, `${choice.join(' and ')} ${why}`))
  }
  for (const choice of choices) {
    const { missing, code } = judgeChoice(choice, tier, 'many')
    if (missing.length > 0) continue
    if (code !== undefined) find(WHY_NOT[code][0], choice, WHY_NOT[code][1])
    else if (!recovers(choice, true)) find('ERR_POLICY_NIST_TABLE', choice, NIST_TABLE)
    else if (!recovers(choice, isWeighed)) find('ERR_POLICY_RISK_ANALYSIS', choice, RISK_ANALYSIS)
  }
  return [...findings.values()]
}

const NIST_TABLE =
  'recovers no account by NIST SP 800-63B-4 §4.2.2.2. It takes two codes by different methods (saved, sent, by a contact), ' +
  'or one code and an authenticator that is bound, or a document. Change one of them.'
const RISK_ANALYSIS =
  'is a path of your own by NIST SP 800-63B-4 §4.2.1. Weigh its risks, and say at the top where: `risk-analysis: …`.'

function lintTimes(recipe: Recipe, path: Path, { tier, told }: Linting): readonly PolicyFinding[] {
  const { waitMsMin, waitMsMinWithMore, lastWaitMs, approvalsMin } = DEFAULTS.policy
  const findings: PolicyFinding[] = []
  const least = choicesOf(recipe).every(isMore) ? waitMsMinWithMore[tier] : waitMsMin[tier]
  if (recipe.waitMs < least) {
    const message =
      `A recipe of ${tier} waits ${hours(waitMsMin[tier])} at least; ${hours(waitMsMinWithMore[tier])} if all that meets it are three ` +
      `pieces of evidence, two of them of ${STRONG}. Write \`wait: ${hours(least)}\`.`
    findings.push(told('ERR_POLICY_WAIT_SHORT', [...path, 'wait'], message))
  }
  if (recipe.waitMs > lastWaitMs) {
    const message = `Nobody waits longer than for the last recipe. Write \`wait: ${hours(lastWaitMs)}\`, or less.`
    findings.push(told('ERR_POLICY_WAIT_LONG', [...path, 'wait'], message))
  }
  if (recipe.approvals < approvalsMin[tier]) {
    const message = `A recipe of ${tier} needs somebody who approves. Write \`approvals: ${approvalsMin[tier]}\`.`
    findings.push(told('ERR_POLICY_APPROVALS', [...path, 'approvals'], message))
  }
  return findings
}

const STRONG = (Object.keys(CHECKS) as CheckId[]).filter((check) => CHECKS[check].strength === 'strong').join(', ')
const hours = (ms: number) => `${ms / 3_600_000}h`
