/** The first page: what needs somebody now, and figures of the last day. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get } from './call.ts'
import { IncidentCard } from './incidents.ts'
import { Instant, Nullable } from './verdicts.ts'

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

/** What keeps many people out: a policy, by its name, or what fails at the provider. */
const VerdictCard = Type.Object({
  id: Type.String(),
  title: Type.String(),
  provider: Type.String(),
  start: Instant,
  end: Instant,
  peopleCount: Type.Integer(),
  summary: Type.String(),
  next: Type.String(),
})
export type VerdictCard = Static<typeof VerdictCard>

const LockoutCard = Type.Object({
  id: Type.String(),
  cause: Type.String(),
  scope: Type.String(),
  provider: Type.String(),
  start: Instant,
  /** The first five. */
  people: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  peopleCount: Type.Integer(),
  attempts: Type.Integer(),
  summary: Type.String(),
  next: Type.String(),
})

const Overview = Type.Object({
  attacks: Type.Array(IncidentCard),
  policyBlocks: Type.Array(VerdictCard),
  outages: Type.Array(VerdictCard),
  lockouts: Type.Object({ open: Type.Integer(), list: Type.Array(LockoutCard) }),
  figures: Type.Object({
    lockedOutNow: Type.Integer(),
    endedToday: Type.Integer(),
    medianMinutesLocked: Nullable(Type.Number()),
    openIncidents: Type.Integer(),
  }),
  failures: Failures,
  sources: Type.Array(SourceState),
  /** Records that were refused, because the quarantine is full. */
  refused: Nullable(Type.Object({ records: Type.Integer(), since: Instant })),
  /** After a start, how far it is with what was kept before; null once that is done. */
  catchingUp: Nullable(
    Type.Object({ doing: Type.Enum(['reading', 'judging']), rows: Type.Integer(), of: Type.Integer() }),
  ),
})
export type Overview = Static<typeof Overview>

export const overviewQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'overview'],
    queryFn: () => get(at`/organisations/${organisation}/overview`, Overview),
  })
