/** Incidents as screens show them. Names come in from outside: facts have none. */
import Type, { type Static } from 'typebox'
import { formatInstant } from '../base/time.ts'
import { evidenceOf } from './evidence.ts'
import { IDENTITY_CHECKS, type Incident, type Sighting } from './incident.ts'
import { graver } from './severity.ts'
import { headingOf } from './words.ts'

/** A finding as it was told, with the people whom it is about. */
export interface FindingTold {
  readonly id: string
  readonly body: FindingBody
  readonly people: readonly PersonShown[]
}

/** What is read here of a finding's body (format postern.diagnosis/1); all of it is handed on. */
export interface FindingBody {
  readonly severity: Sighting['severity']
  readonly summary: string
  readonly start: string
  readonly address?: string
  readonly next: string
  readonly evidence: readonly { readonly event: string; readonly time: string; readonly what: string }[]
}

export interface PersonShown {
  /** Of the person's page; empty if there is none. */
  readonly id: string
  readonly label: string
}

const Strict = { additionalProperties: false }
const Instant = Type.String()
const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Member = Type.Object({ id: Type.String(), name: Type.String() }, Strict)

export const IncidentCard = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    severity: Type.Enum(['info', 'low', 'medium', 'high', 'critical']),
    nature: Type.Enum(['notice', 'trouble', 'attempt', 'inside']),
    opened: Instant,
    lastSeen: Instant,
    closed: OrNull(Instant),
    owner: OrNull(Member),
    people: Type.Array(Type.Object({ id: Type.String(), label: Type.String() }, Strict)),
    detections: Type.Array(Type.String()),
    /** How many. */
    findings: Type.Integer(),
    /** Digest of its findings, as they are shown: whoever decides says on which. */
    evidence: Type.String(),
    /** A change made outside of Postern that somebody answered for; that closed it. */
    adopted: OrNull(Type.Object({ by: Member, identity: Type.Enum(IDENTITY_CHECKS) }, Strict)),
    /** To close it, where a second person has to agree. */
    proposal: OrNull(Type.Object({ by: Member, verdict: Type.String(), reason: Type.String() }, Strict)),
  },
  Strict,
)
export type IncidentCard = Static<typeof IncidentCard>

const PEOPLE_MAX = 20
/** Findings that a card reads to name people: the last ones. */
const READ_FOR_CARD = 20

/** The findings by which a card names its people. */
export function findingsForCard({ sightings }: Incident): readonly string[] {
  return [...sightings.keys()].slice(-READ_FOR_CARD)
}

/** `told`: at least those of `findingsForCard`, by id; what is not there names nobody. */
export function cardOf(
  incident: Incident,
  told: ReadonlyMap<string, FindingTold>,
  nameOf: (member: string) => string,
): IncidentCard {
  const { id, severity, nature, openedAt, lastSeen, closedAt, owner, proposal, adoption, sightings } = incident
  const findings = findingsForCard(incident).flatMap((finding) => told.get(finding) ?? [])
  const people = peopleIn(findings)
  const member = (one: string) => ({ id: one, name: nameOf(one) })
  return {
    id,
    title: titleOf(incident, told),
    severity,
    nature,
    opened: formatInstant(openedAt),
    lastSeen: formatInstant(lastSeen),
    closed: closedAt === undefined ? null : formatInstant(closedAt),
    owner: owner === undefined ? null : member(owner),
    people,
    detections: [...new Set([...sightings.values()].map(({ detection }) => detection))],
    findings: sightings.size,
    evidence: evidenceOf(incident),
    adopted: adoption === undefined ? null : { ...adoption, by: member(adoption.by) },
    proposal: proposal === undefined ? null : { ...proposal, by: member(proposal.by) },
  }
}

/** What it is, and whom or which address it is about. */
export function titleOf(incident: Incident, told: ReadonlyMap<string, FindingTold>): string {
  const findings = findingsForCard(incident).flatMap((finding) => told.get(finding) ?? [])
  return headingOf(incident, aboutOf(peopleIn(findings), findings))
}

/** Everybody of staff whom cards name. */
export function membersIn(incidents: Iterable<Incident>): readonly string[] {
  const ids = [...incidents].flatMap(({ owner, proposal, adoption }) => [owner, proposal?.by, adoption?.by])
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** The next step that the gravest finding tells. */
export function nextIn(findings: readonly FindingTold[]): string | undefined {
  const [first, ...others] = findings
  if (first === undefined) return undefined
  const gravest = others.reduce(
    (one, other) => (graver(one.body.severity, other.body.severity) === one.body.severity ? one : other),
    first,
  )
  return gravest.body.next
}

function peopleIn(findings: readonly FindingTold[]): PersonShown[] {
  const byLabel = new Map(findings.flatMap(({ people }) => people).map((person) => [person.id || person.label, person]))
  return [...byLabel.values()].slice(0, PEOPLE_MAX)
}

function aboutOf(people: readonly PersonShown[], findings: readonly FindingTold[]): string | undefined {
  const [first, ...others] = people
  if (first === undefined) return findings.find(({ body }) => body.address !== undefined)?.body.address
  return others.length === 0 ? first.label : `${first.label} and ${others.length} more`
}
