/** Whether a policy in the place of another asks anybody for less (DESIGN §3 rule 24). True unless the opposite can be shown. Pure. */
import { PERSON_TIERS } from '../directory/index.ts'
import { asksNoMore } from './compare.ts'
import type { Policy } from './policy.ts'

export function isWeakened(before: Policy, after: Policy): boolean {
  const isNoOlder = after.freshMs <= before.freshMs && after.coolOffMs >= before.coolOffMs
  const isNobodyNew = after.standIns.every((check) => before.standIns.includes(check))
  // Whatever opens an account afterwards opened it before, no later and with nobody more.
  const isNoEasier = PERSON_TIERS.every((tier) =>
    after.tiers[tier].every((recipe) => before.tiers[tier].some((known) => asksNoMore(known, recipe))),
  )
  return !(isNoOlder && isNobodyNew && isNoEasier)
}
