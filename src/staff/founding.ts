/**
 * Founding another organisation beside the home: what of it concerns staff. It takes two administrators who reach everything at
 * home, and each of them then has in it what they have at home, at once: nothing is there yet that the 72 hours of rule 23
 * could protect, and they are its first two people.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { CommandOf, Decision } from './commands.ts'
import { reachOf } from './deadlines.ts'
import { refuse } from './refusal.ts'
import { isWithin, type Role, type Scope } from './scope.ts'
import type { FoundedOrganisation, HeldGrant, Staff } from './staff.ts'

export function foundOrganisation(
  staff: Staff,
  { at, organisation, home, name, founders }: CommandOf<'found-organisation'>,
): Decision {
  if (new Set(founders).size < 2) return refuse('ERR_STAFF_SECOND_PERSON')
  const everything = everythingOf(home)
  for (const founder of founders) {
    const reach = reachOf(staff.members.get(founder), ['administrator'], at)
    if (!isWithin(everything, reach)) return refuse('ERR_STAFF_SCOPE')
  }
  const known = [...staff.organisations.values()]
  if (known.length >= DEFAULTS.staff.organisationsMax) return refuse('ERR_STAFF_FULL')
  if (staff.organisations.has(organisation) || known.some((one) => isAlike(one.name, name))) {
    return refuse('ERR_STAFF_ORGANISATION_KNOWN')
  }
  return { facts: [{ type: 'organisation-founded', data: { at, organisation, home, name, founders: [...founders] } }] }
}

/** What of somebody's roles reaches everything at home reaches the new organisation, too. */
export function reachingInto(
  grants: readonly HeldGrant[],
  { home, organisation, at }: { readonly home: string; readonly organisation: string; readonly at: number },
): readonly HeldGrant[] {
  return grants.map((grant) => {
    const { scope, countsFrom } = grant
    if (countsFrom > at || !isWithin(everythingOf(home), [scope])) return grant
    return { ...grant, scope: { ...scope, organisations: [...scope.organisations, organisation] } }
  })
}

/**
 * How far somebody may give. Who reaches everything at home gives, together with a second, in every organisation that was founded
 * from there: otherwise the last of its people takes it along. What they give themselves counts after 72 hours.
 */
export function givingReach(staff: Staff, by: string, roles: readonly Role[], at: number): readonly Scope[] {
  const founded: readonly (FoundedOrganisation & { readonly id: string })[] = [...staff.organisations].map(
    ([id, one]) => ({ id, ...one }),
  )
  return reachOf(staff.members.get(by), roles, at).map((scope) => {
    const theirs = founded.filter(({ home }) => isWithin(everythingOf(home), [scope]))
    return { ...scope, organisations: [...new Set([...scope.organisations, ...theirs.map(({ id }) => id)])] }
  })
}

function everythingOf(organisation: string): Scope {
  return { organisations: [organisation], groups: 'all', tierMax: 'emergency' }
}

function isAlike(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
