/** What is enough? Recipes by tier, and whether evidence meets one. docs/policy.md. */
export { type Judgement, type Judging, judge, type Need, type Recipe } from './recipe.ts'
