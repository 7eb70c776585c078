/** Incidents: findings that hang together, who has them, and what staff decides about them. */
import { queryOptions } from '@tanstack/react-query'
import Type, { type Static } from 'typebox'
import { at, get, post, query } from './call.ts'
import { prove, RequestOptions } from './passkey.ts'
import { Finding, Instant, Nullable, Severity } from './verdicts.ts'

const Verdict = Type.Enum(['true-positive', 'benign', 'false-positive'])
export type Verdict = Static<typeof Verdict>

/** Somebody of staff. */
const Member = Type.Object({ id: Type.String(), name: Type.String() })

const CARD = {
  id: Type.String(),
  title: Type.String(),
  severity: Severity,
  nature: Type.Enum(['notice', 'trouble', 'attempt', 'inside']),
  opened: Instant,
  lastSeen: Instant,
  closed: Nullable(Instant),
  owner: Nullable(Member),
  /** Who has no page has an empty id. */
  people: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  detections: Type.Array(Type.String()),
  /** Digest of the findings: a decision says on which it rests. */
  evidence: Type.String(),
  /** A change made outside of Postern that somebody answered for; that closed it. */
  adopted: Nullable(Type.Object({ by: Member, identity: Type.String() })),
  /** One member wants to close it, and a second has to agree. */
  proposal: Nullable(Type.Object({ by: Member, verdict: Type.String(), reason: Type.String() })),
}

export const IncidentCard = Type.Object({ ...CARD, findings: Type.Integer() })
export type IncidentCard = Static<typeof IncidentCard>

const TimelineEntry = Type.Object({
  time: Instant,
  kind: Type.String(),
  text: Type.String(),
  /** The vendor's id of the event that says so. */
  evidence: Type.Optional(Type.String()),
})
export type TimelineEntry = Static<typeof TimelineEntry>

const IncidentFull = Type.Object({
  ...CARD,
  /** The newest hundred. */
  findings: Type.Array(Finding),
  findingsCount: Type.Integer(),
  timeline: Type.Array(TimelineEntry),
  done: Type.Array(Type.Object({ time: Instant, by: Type.String(), what: Type.String(), entry: Type.Integer() })),
  say: Type.String(),
  next: Type.String(),
  /** A change outside of a case that is open: why whoever looks may not adopt it, null where they may. */
  adopting: Nullable(Type.Object({ refused: Nullable(Type.Object({ code: Type.String(), text: Type.String() })) })),
})
export type IncidentFull = Static<typeof IncidentFull>

export type IncidentState = 'open' | 'closed' | 'all'
const INCIDENTS_MAX = 200

export const incidentsQuery = (organisation: string, state: IncidentState) =>
  queryOptions({
    queryKey: [organisation, 'incidents', state],
    queryFn: () =>
      get(
        `${at`/organisations/${organisation}/incidents`}${query({ state, limit: INCIDENTS_MAX })}`,
        Type.Array(IncidentCard),
      ),
  })

export const incidentQuery = (organisation: string, incident: string) =>
  queryOptions({
    queryKey: [organisation, 'incidents', 'one', incident],
    queryFn: () => get(at`/organisations/${organisation}/incidents/${incident}`, IncidentFull),
  })

export const assignIncident = (organisation: string, incident: string, to: string) =>
  post(at`/organisations/${organisation}/incidents/${incident}/assign`, { to }, IncidentCard)

export type IncidentDecision = 'close' | 'agree' | 'reject' | 'reopen'

export interface IncidentWords {
  readonly reason?: string
  readonly verdict?: Verdict
}

/** By passkey, on the incident as it is shown: what was found since refuses it. */
export async function decideIncident(
  organisation: string,
  { id, evidence }: Pick<IncidentFull, 'id' | 'evidence'>,
  decision: IncidentDecision,
  words: IncidentWords,
): Promise<IncidentCard> {
  const path = at`/organisations/${organisation}/incidents/${id}/${decision}`
  const said = { ...words, evidence }
  const options = await post(`${path}/begin`, said, RequestOptions)
  return await post(path, { ...said, assertion: await prove(options) }, IncidentCard)
}

/** How somebody was verified, and what shows it. */
interface Statement {
  readonly identity: string
  readonly statement: string
}

/** By passkey: answers for a change that was made outside of Postern. That closes the incident. */
export async function adoptChange(
  organisation: string,
  { id, evidence }: Pick<IncidentFull, 'id' | 'evidence'>,
  { identity, statement }: Statement,
): Promise<IncidentCard> {
  const path = at`/organisations/${organisation}/incidents/${id}/adopt`
  const said = { identity, statement, evidence }
  const { options, salt } = await post(
    `${path}/begin`,
    said,
    Type.Object({ options: RequestOptions, salt: Type.String() }),
  )
  return await post(path, { ...said, salt, assertion: await prove(options) }, IncidentCard)
}

const Adoption = Type.Object({
  by: Member,
  at: Instant,
  identity: Type.String(),
  /** Null where it was erased with the person. */
  statement: Nullable(Type.String()),
})

/** For those who may read the statement. */
export const adoptionQuery = (organisation: string, incident: string) =>
  queryOptions({
    queryKey: [organisation, 'incidents', 'adoption', incident],
    queryFn: () => get(at`/organisations/${organisation}/incidents/${incident}/adoption`, Adoption),
  })
