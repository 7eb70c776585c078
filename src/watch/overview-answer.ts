/** The overview as its answer has it. */
import Type, { type Static } from 'typebox'
import { IncidentCard } from '../incidents/index.ts'

const Strict = { additionalProperties: false }
const Text = Type.String()
const TextOrNull = Type.Union([Type.String(), Type.Null()])
const NumberOrNull = Type.Union([Type.Number(), Type.Null()])

/** What keeps many people out: a policy, by its name, or what fails at the provider. */
const VerdictCard = Type.Object(
  {
    id: Text,
    title: Text,
    provider: Text,
    start: Text,
    end: Text,
    peopleCount: Type.Integer(),
    summary: Text,
    next: Text,
  },
  Strict,
)
export type VerdictCard = Static<typeof VerdictCard>

const LockoutCard = Type.Object(
  {
    id: Text,
    cause: Text,
    scope: Text,
    provider: Text,
    start: Text,
    /** The first five. */
    people: Type.Array(Type.Object({ id: Text, label: Text }, Strict)),
    peopleCount: Type.Integer(),
    attempts: Type.Integer(),
    summary: Text,
    next: Text,
  },
  Strict,
)
export type LockoutCard = Static<typeof LockoutCard>

const SourceCard = Type.Object(
  {
    id: Text,
    name: Text,
    /** Empty until it delivered. */
    provider: Text,
    /** The newest event's own time, and when we had the last delivery. */
    lastEvent: TextOrNull,
    lastDelivery: TextOrNull,
    rows24h: Type.Integer(),
    /** `vendor`: from the event to its delivery. `ours`: from the delivery to the verdict, as this server measured it last. */
    delaySeconds: Type.Object({ vendor: NumberOrNull, ours: NumberOrNull }, Strict),
    state: Type.Enum(['live', 'silent', 'never']),
  },
  Strict,
)
export type SourceCard = Static<typeof SourceCard>

export const OverviewAnswer = Type.Object(
  {
    attacks: Type.Array(IncidentCard),
    policyBlocks: Type.Array(VerdictCard),
    outages: Type.Array(VerdictCard),
    lockouts: Type.Object({ open: Type.Integer(), list: Type.Array(LockoutCard) }, Strict),
    figures: Type.Object(
      {
        lockedOutNow: Type.Integer(),
        /** Since midnight UTC. */
        endedToday: Type.Integer(),
        medianMinutesLocked: NumberOrNull,
        openIncidents: Type.Integer(),
      },
      Strict,
    ),
    failures: Type.Object(
      {
        hours: Type.Array(Text),
        causes: Type.Array(Type.Object({ cause: Text, counts: Type.Array(Type.Integer()) }, Strict)),
      },
      Strict,
    ),
    sources: Type.Array(SourceCard),
    /** After a start: so many rows of those that were kept before are read, or judged again; null once all are. */
    catchingUp: Type.Union([
      Type.Object({ doing: Type.Enum(['reading', 'judging']), rows: Type.Integer(), of: Type.Integer() }, Strict),
      Type.Null(),
    ]),
    /** Records that were refused because the quarantine is full; null while all that cannot be read waits in it. */
    refused: Type.Union([Type.Object({ records: Type.Integer(), since: Text }, Strict), Type.Null()]),
  },
  Strict,
)
