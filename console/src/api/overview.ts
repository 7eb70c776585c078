/** The first page: what needs somebody now, and figures of the last day. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get } from './call.ts'
import { IncidentCard } from './incidents.ts'
import { Instant, Lockout, Nullable, Outage, PolicyBlock, Told } from './verdicts.ts'

const SourceState = Type.Object({
  id: Type.String(),
  name: Type.String(),
  provider: Type.String(),
  lastEvent: Nullable(Instant),
  lastDelivery: Nullable(Instant),
  /** From the event: until the vendor delivered it, and until our verdict after that. */
  delaySeconds: Type.Object({ vendor: Nullable(Type.Number()), ours: Nullable(Type.Number()) }),
  state: Type.Enum(['live', 'silent', 'never']),
})
export type SourceState = Static<typeof SourceState>

const Failures = Type.Object({
  hours: Type.Array(Instant),
  causes: Type.Array(Type.Object({ cause: Type.String(), counts: Type.Array(Type.Integer()) })),
})
export type Failures = Static<typeof Failures>

const Overview = Type.Object({
  attacks: Type.Array(IncidentCard),
  policyBlocks: Type.Array(Told(PolicyBlock)),
  outages: Type.Array(Told(Outage)),
  lockouts: Type.Object({ open: Type.Integer(), list: Type.Array(Told(Lockout)) }),
  figures: Type.Object({
    lockedOutNow: Type.Integer(),
    endedToday: Type.Integer(),
    medianMinutesLocked: Nullable(Type.Number()),
    openIncidents: Type.Integer(),
  }),
  failures: Failures,
  sources: Type.Array(SourceState),
})
export type Overview = Static<typeof Overview>

export const overviewQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'overview'],
    queryFn: () => get(at`/organisations/${organisation}/overview`, Overview),
  })
