/** Roles, and how far each reaches. The shapes are those of http's `Access`; main.ts puts the two together. */
export const ROLES = ['agent', 'approver', 'analyst', 'administrator', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** How bad losing an account is (DESIGN §2), mildest first. */
export const TIERS = ['standard', 'sensitive', 'privileged', 'emergency'] as const
export type Tier = (typeof TIERS)[number]

export interface Scope {
  /** Their ids. */
  readonly organisations: readonly string[]
  readonly groups: readonly string[] | 'all'
  readonly tierMax: Tier
}

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

/** What the first two people have: everything of their organisation, except to audit themselves. */
export function founderGrants(organisation: string, id: (role: Role) => string): readonly Grant[] {
  const scope: Scope = { organisations: [organisation], groups: 'all', tierMax: 'emergency' }
  return (['administrator', 'approver', 'analyst', 'agent'] as const).map((role) => ({ id: id(role), role, scope }))
}
