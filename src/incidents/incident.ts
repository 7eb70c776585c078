/**
 * An incident: findings that hang together, who has it, and when it is over.
 *
 *   open ── quiet for long enough, and nobody inside ──▶ ended by itself ─────┐
 *   open ── closed by staff; by two where somebody may be inside ──▶ closed ──┴── another finding within a week ──▶ open
 *   open ── a finding that belongs to two ──▶ the younger is merged into the older
 *
 * The incidents of one organisation are one state, a fold of facts, because a finding may belong to any of them. What
 * closed long ago is forgotten: the ledger has it. Facts name people and staff by id; times are milliseconds.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { DetectionId } from '../signin/index.ts'
import { graverNature, type Nature, natureOf } from './nature.ts'
import { graver, type Severity } from './severity.ts'

/** A finding as detection told it last. It grows: its end moves, its severity rises, people and sources are added. */
export interface Sighting {
  /** The same however often it is told. */
  readonly finding: string
  readonly detection: DetectionId
  readonly severity: Severity
  /** Keys of the people whom it endangers: of a spray those whose password it has, not all whom it tried. */
  readonly people: readonly string[]
  /** Where it came from: addresses and networks that nobody shares; of trouble, the provider. */
  readonly sources: readonly string[]
  readonly start: number
  readonly end: number
  /** Who made the changes that it is about, as the log names them; left out where the log does not say, or it is about none. */
  readonly actors?: readonly string[]
  /** The rule only reports yet: such a finding never opens an incident. */
  readonly reportOnly: boolean
}

/** What staff concluded (OCSF Incident Finding 2005, `verdict`). */
export type Verdict = 'true-positive' | 'benign' | 'false-positive'

interface Of<Type extends string> {
  readonly type: Type
  readonly incident: string
  readonly at: number
}

export interface Conclusion {
  readonly by: string
  readonly verdict: Verdict
  readonly reason: string
}

/** How whoever adopts a change made outside of Postern knows that it was for the right person (DESIGN §6). */
export const IDENTITY_CHECKS = ['in-person', 'callback', 'manager', 'document', 'other-authenticator'] as const
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number]

export interface Adoption {
  readonly by: string
  readonly identity: IdentityCheck
  /** Commitment to what they wrote of it, which lies beside the entry. */
  readonly statement: string
}

/** Digest of the findings that were in front of whoever decided (evidence.ts). */
interface Seen {
  readonly evidence: string
}

export type Fact =
  | (Of<'incident-opened'> & { readonly sighting: Sighting })
  | (Of<'finding-joined' | 'finding-grew'> & { readonly sighting: Sighting })
  | (Of<'incident-merged'> & { readonly into: string })
  | (Of<'incident-assigned'> & { readonly to: string; readonly by: string })
  | (Of<'closing-proposed'> & Conclusion & Seen)
  | (Of<'closing-rejected'> & Seen & { readonly by: string; readonly reason: string })
  | (Of<'incident-closed'> & Conclusion & Seen & { readonly agreedBy: string | undefined })
  | (Of<'incident-adopted'> & Adoption & Seen)
  | Of<'incident-ended'>
  /** Because a finding came that belongs to it, or because a member of staff says so. */
  | (Of<'incident-reopened'> & Partial<Seen> & { readonly by: string | undefined })

export interface Incident {
  readonly id: string
  readonly openedAt: number
  readonly severity: Severity
  readonly nature: Nature
  readonly sightings: ReadonlyMap<string, Sighting>
  readonly people: ReadonlySet<string>
  readonly sources: ReadonlySet<string>
  /** When the last of its findings ended. */
  readonly lastSeen: number
  readonly owner: string | undefined
  /** One member of staff wants to close it, and a second has to agree. */
  readonly proposal: Conclusion | undefined
  /** A change made outside of Postern that somebody answered for afterwards; that closed it. */
  readonly adoption: Pick<Adoption, 'by' | 'identity'> | undefined
  /** When it ended or was closed; undefined while it is open. */
  readonly closedAt: number | undefined
  /** When staff opened it again, if they did. */
  readonly reopenedAt: number | undefined
}

/** By id: the open ones, and those that closed so lately that a finding would open them again. */
export type Incidents = ReadonlyMap<string, Incident>

/** The state after a fact. A fact about an incident that is forgotten changes nothing. */
export function evolve(incidents: Incidents, fact: Fact): Incidents {
  const after = new Map(incidents)
  for (const { id, closedAt } of incidents.values()) if (isForgotten(closedAt, fact.at)) after.delete(id)
  if (fact.type === 'incident-opened') {
    return after.set(fact.incident, withSighting(opened(fact.incident, fact.at), fact.sighting))
  }
  const incident = after.get(fact.incident)
  if (incident === undefined) return after
  if (fact.type === 'incident-merged') return mergedInto(after, incident, fact.into)
  return after.set(fact.incident, changed(incident, fact))
}

type Change = Exclude<Fact, { readonly type: 'incident-opened' | 'incident-merged' }>

function changed(incident: Incident, fact: Change): Incident {
  switch (fact.type) {
    // What staff agreed on was without this finding.
    case 'finding-joined':
    case 'finding-grew':
      return withSighting({ ...incident, proposal: undefined }, fact.sighting)
    case 'incident-assigned':
      return { ...incident, owner: fact.to }
    case 'closing-proposed':
      return { ...incident, proposal: { by: fact.by, verdict: fact.verdict, reason: fact.reason } }
    case 'closing-rejected':
      return { ...incident, proposal: undefined }
    case 'incident-adopted':
      return {
        ...incident,
        proposal: undefined,
        adoption: { by: fact.by, identity: fact.identity },
        closedAt: fact.at,
      }
    case 'incident-closed':
    case 'incident-ended':
      return { ...incident, proposal: undefined, closedAt: fact.at }
    case 'incident-reopened':
      return {
        ...incident,
        closedAt: undefined,
        adoption: undefined,
        reopenedAt: fact.by === undefined ? incident.reopenedAt : fact.at,
      }
  }
}

function opened(id: string, at: number): Incident {
  return {
    id,
    openedAt: at,
    severity: 'info',
    nature: 'notice',
    sightings: new Map(),
    people: new Set(),
    sources: new Set(),
    lastSeen: Number.NEGATIVE_INFINITY,
    owner: undefined,
    proposal: undefined,
    adoption: undefined,
    closedAt: undefined,
    reopenedAt: undefined,
  }
}

/** Severity and nature never go down while an incident lives. */
function withSighting(incident: Incident, sighting: Sighting): Incident {
  return {
    ...incident,
    severity: graver(incident.severity, sighting.severity),
    nature: graverNature(incident.nature, natureOf(sighting.detection, sighting.severity)),
    sightings: new Map(incident.sightings).set(sighting.finding, sighting),
    people: new Set([...incident.people, ...sighting.people]),
    sources: new Set([...incident.sources, ...sighting.sources]),
    lastSeen: Math.max(incident.lastSeen, sighting.end),
  }
}

/** The older incident takes everything over; who has it goes on having it. */
function mergedInto(incidents: Map<string, Incident>, younger: Incident, into: string): Incidents {
  const older = incidents.get(into)
  if (older === undefined) return incidents
  incidents.delete(younger.id)
  return incidents.set(into, {
    ...older,
    severity: graver(older.severity, younger.severity),
    nature: graverNature(older.nature, younger.nature),
    sightings: new Map([...older.sightings, ...younger.sightings]),
    people: new Set([...older.people, ...younger.people]),
    sources: new Set([...older.sources, ...younger.sources]),
    lastSeen: Math.max(older.lastSeen, younger.lastSeen),
    owner: older.owner ?? younger.owner,
    proposal: undefined,
  })
}

function isForgotten(closedAt: number | undefined, now: number): boolean {
  return closedAt !== undefined && now - closedAt > DEFAULTS.incident.reopenMs
}
