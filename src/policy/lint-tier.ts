/** What can be missing in a tier whose recipes are good. The last recipe does not count here: it takes a week. */
import type { PersonTier } from '../directory/index.ts'
import { ABILITIES, type Ability, ASKS } from './asked.ts'
import { type Choice, choicesOf, judgeChoice } from './choices.ts'
import type { PolicyFinding, Told } from './finding.ts'
import type { Recipe } from './recipe.ts'

const WITHOUT: Readonly<Record<Ability, readonly [who: string, what: string]>> = {
  phone: ['somebody whose phone is gone', 'saved-code, passkey or in-person'],
  camera: ['somebody without a camera', 'saved-code, letter-code or a passkey'],
  voice: ['somebody who does not speak on a call', 'saved-code, letter-code or in-person'],
}

export function lintTier(tier: PersonTier, recipes: readonly Recipe[], told: Told): readonly PolicyFinding[] {
  const path = ['tiers', tier]
  const choices = recipes.flatMap(choicesOf).filter((choice) => judgeChoice(choice, tier, 'many').isMet)
  const only = onlyPath(recipes, choices)
  if (only !== undefined) return [told('ERR_POLICY_ONE_PATH', path, `In ${tier} ${only}`, 'key')]
  return ABILITIES.filter((ability) => !choices.some((choice) => isWithout(choice, ability))).map((ability) => {
    const [who, what] = WITHOUT[ability]
    const message = `In ${tier} no recipe works for ${who}, but for the last. Add one of checks such as ${what}.`
    return told('ERR_POLICY_NOT_ACCESSIBLE', path, message, 'key')
  })
}

/** Whoever lost what every recipe needs would have none. */
function onlyPath(recipes: readonly Recipe[], choices: readonly Choice[]): string | undefined {
  if (recipes.length === 0) return 'there is only the last recipe. Add two others, of different checks.'
  if (recipes.length === 1) return 'there is one recipe. Add another, of other checks.'
  const shared = choices[0]?.find((check) => choices.every((choice) => choice.includes(check)))
  return shared === undefined ? undefined : `every recipe needs \`${shared}\`. Add one without it.`
}

function isWithout(choice: Choice, ability: Ability): boolean {
  return choice.every((check) => !ASKS[check].includes(ability))
}
