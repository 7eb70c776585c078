/** What is enough? Policies, what they come to at a threat level and together, and whether evidence meets a recipe. docs/policy.md. */

export { isActivation, policyPeople } from './activation.ts'
export {
  judgeWay,
  type Policies,
  type Terms,
  termsOf,
  type Way,
  waysOf,
} from './both.ts'
export { policyChanges } from './changes.ts'
export type { Closed } from './closed.ts'
export { type Count, type Counted, type CountedRecipe, countWays } from './count.ts'
export type { PolicyFinding, PolicyFindingCode } from './finding.ts'
export type { Having, Thing } from './having.ts'
export { activatePolicy, type PolicyRoom, policiesFor, policyInForce } from './in-force.ts'
export { type Linted, lintPolicy } from './lint.ts'
export type { Helper } from './people.ts'
export { LAST_RECIPE, type Policy } from './policy.ts'
export { PolicyError, type PolicyErrorCode } from './policy-error.ts'
export { type Preset, presets } from './presets.ts'
export { type Judgement, type Judging, judge, type Need, type Recipe } from './recipe.ts'
export { policyRoutes } from './routes.ts'
export { isSelfService, THREAT_LEVELS, type ThreatLevel } from './threat-level.ts'
export { type Action, type Asking, type ClosedWay, type OpenWay, type Standing, standingOf } from './ways.ts'
export { POLICY_SENTENCES } from './words.ts'
