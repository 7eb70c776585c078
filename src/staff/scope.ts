/** Roles, and how far each reaches, in the shapes by which http judges who may call a route. */
import type { StaffRole as Role, Scope } from '../http/index.ts'

export type { Role, Scope }

export const ROLES = ['agent', 'approver', 'analyst', 'administrator', 'auditor'] as const satisfies readonly Role[]

/** How bad losing an account is (DESIGN §2), mildest first. */
export const TIERS = ['standard', 'sensitive', 'privileged', 'emergency'] as const satisfies readonly Scope['tierMax'][]

/** A role that somebody has, where it reaches. `id` names it, so that it can be taken back. */
export interface Grant {
  readonly id: string
  readonly role: Role
  readonly scope: Scope
}

/** Whether `scope` lies within one of `wide`: nobody gives, confirms or takes what reaches further than they do. */
export function isWithin(scope: Scope, wide: readonly Scope[]): boolean {
  return wide.some(
    ({ organisations, groups, tierMax }) =>
      scope.organisations.every((organisation) => organisations.includes(organisation)) &&
      (groups === 'all' || (scope.groups !== 'all' && scope.groups.every((group) => groups.includes(group)))) &&
      TIERS.indexOf(scope.tierMax) <= TIERS.indexOf(tierMax),
  )
}

/**
 * Whether somebody's reach covers all of these grants. Who has none belongs to nobody but the home organisation: theirs could
 * be a role of any kind tomorrow.
 */
export function covers(reach: readonly Scope[], grants: readonly Grant[], home: string | undefined): boolean {
  if (grants.length === 0) return home !== undefined && reach.some(({ organisations }) => organisations.includes(home))
  return grants.every(({ scope }) => isWithin(scope, reach))
}

/** What the first two people have: everything of their organisation, except to audit themselves. */
export function founderGrants(organisation: string, id: (role: Role) => string): readonly Grant[] {
  const scope: Scope = { organisations: [organisation], groups: 'all', tierMax: 'emergency' }
  return (['administrator', 'approver', 'analyst', 'agent'] as const).map((role) => ({ id: id(role), role, scope }))
}
