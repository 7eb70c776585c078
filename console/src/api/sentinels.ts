/** Who could reset people outside of Postern, and which programs are declared to. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get } from './call.ts'
import { Hours } from './directory-settings.ts'
import { Instant, Nullable } from './verdicts.ts'

const CouldReset = Type.Object({
  provider: Type.String(),
  /** Empty where it is not known. */
  tenant: Type.String(),
  label: Type.String(),
  /** The provider's id; empty for one that only the log names. */
  account: Type.String(),
  /** Postern's own credential. */
  ours: Type.Boolean(),
  why: Type.Array(
    Type.Object({
      by: Type.Enum(['role', 'role-in-log', 'seen']),
      role: Type.Optional(Type.String()),
      /** Whom the role can reset, in words. */
      reach: Type.Optional(Type.String()),
      since: Type.Optional(Instant),
    }),
  ),
  lastUsed: Nullable(Instant),
  /** Resets in the last 30 days, and those of them that nothing explained. */
  lately: Type.Integer(),
  unexplained: Type.Integer(),
})
export type CouldReset = Static<typeof CouldReset>

export const couldResetQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'could-reset'],
    queryFn: () => get(at`/organisations/${organisation}/could-reset`, Type.Array(CouldReset)),
  })

const Declared = {
  id: Type.String(),
  provider: Type.String(),
  /** Empty for any. */
  tenant: Type.String(),
  /** As the provider's log names it. */
  who: Type.String(),
  kinds: Type.Array(Type.String()),
  whom: Type.Union([Type.Literal('all'), Type.Object({ group: Type.String() })]),
  /** In the organisation's time zone. */
  hours: Hours,
  /** Privileged people too. */
  privileged: Type.Boolean(),
}

/** As a change has it: `until` in milliseconds. */
export const DeclaredAutomation = Type.Object({ ...Declared, until: Type.Integer() })
export type DeclaredAutomation = Static<typeof DeclaredAutomation>

const Automation = Type.Object({
  ...Declared,
  until: Instant,
  /** When somebody ended it. */
  ended: Nullable(Instant),
  state: Type.Enum(['declared', 'over']),
  /** How many changes it explained, and when the last of them happened. */
  explained: Type.Integer(),
  lastExplained: Nullable(Instant),
})
export type Automation = Static<typeof Automation>

export const automationsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'automations'],
    queryFn: () => get(at`/organisations/${organisation}/automations`, Type.Array(Automation)),
  })
