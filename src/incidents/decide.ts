/**
 * What may happen to incidents: commands in, facts or a refusal out.
 *
 * Findings gather: one that shares a person or an unshared source with an incident belongs to it, one that belongs to two
 * makes them one, and telling one again changes nothing. Silence ends attempts and trouble only, for an attacker who is
 * inside keeps quiet; and what was pushed to us ends nothing (DESIGN §3 rule 7). Staff close an incident with a verdict
 * and a reason; where somebody may be inside, a second member of staff has to agree, and nobody closes one about themselves.
 */

import { overAt } from './deadlines.ts'
import { evidenceOf } from './evidence.ts'
import type { Fact, IdentityCheck, Incident, Incidents, Sighting, Verdict } from './incident.ts'
import { natureOf } from './nature.ts'
import { isAtLeast } from './severity.ts'

/** Who gives a command: the id of a member of staff, and the people that they may be, as facts name people (tokens.ts). */
export interface Actor {
  readonly id: string
  readonly people: readonly string[]
}

export type Command =
  /**
   * `incident` is the id that a new incident would have. Only that it lasts longer is no news while an incident is open: an
   * attack would write an entry every few seconds. `whole` takes that, too (elapse-job.ts).
   */
  | {
      readonly type: 'take-finding'
      readonly at: number
      readonly sighting: Sighting
      readonly incident: string
      readonly whole?: true
    }
  | { readonly type: 'elapse'; readonly at: number; readonly incident: string }
  | {
      readonly type: 'assign'
      readonly at: number
      readonly incident: string
      readonly to: string
      readonly by: Actor
    }
  | {
      readonly type: 'close'
      readonly at: number
      readonly incident: string
      readonly by: Actor
      readonly verdict: Verdict
      readonly reason: string
    }
  | {
      readonly type: 'adopt'
      readonly at: number
      readonly incident: string
      readonly by: Actor
      readonly identity: IdentityCheck
      /** Commitment to what is stated. */
      readonly statement: string
    }
  | {
      readonly type: 'agree' | 'reopen'
      readonly at: number
      readonly incident: string
      readonly by: Actor
    }
  | {
      readonly type: 'reject'
      readonly at: number
      readonly incident: string
      readonly by: Actor
      readonly reason: string
    }

export type RefusalCode =
  | 'ERR_INCIDENT_UNKNOWN'
  | 'ERR_INCIDENT_CLOSED'
  | 'ERR_INCIDENT_OPEN'
  | 'ERR_INCIDENT_ABOUT_YOU'
  | 'ERR_INCIDENT_REASON_MISSING'
  | 'ERR_INCIDENT_NO_PROPOSAL'
  | 'ERR_INCIDENT_SECOND_PERSON'
  | 'ERR_INCIDENT_CHANGED'
  | 'ERR_INCIDENT_UNSIGNED'
  | 'ERR_INCIDENT_NOT_ADOPTABLE'
  | 'ERR_INCIDENT_YOURS'

/** What was not done, and what would make it possible. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
}

export type Decision = { readonly facts: readonly Fact[] } | { readonly refusal: Refusal }

const NOTHING: Decision = { facts: [] }

export function decide(incidents: Incidents, command: Command): Decision {
  if (command.type === 'take-finding') return { facts: gather(incidents, command) }
  const incident = incidents.get(command.incident)
  if (command.type === 'elapse') return incident === undefined ? NOTHING : elapse(incident, command.at)
  if (incident === undefined) {
    return refuse('ERR_INCIDENT_UNKNOWN', 'There is no such incident, or it closed long ago: look it up in the ledger.')
  }
  const { at, by } = command
  if (command.type === 'reopen') {
    if (incident.closedAt === undefined) return refuse('ERR_INCIDENT_OPEN', 'The incident is open.')
    const evidence = evidenceOf(incident)
    return { facts: [{ type: 'incident-reopened', incident: incident.id, at, by: by.id, evidence }] }
  }
  if (incident.closedAt !== undefined) {
    return refuse('ERR_INCIDENT_CLOSED', 'The incident is closed. Reopen it first.')
  }
  switch (command.type) {
    case 'assign':
      return { facts: [{ type: 'incident-assigned', incident: incident.id, at, to: command.to, by: by.id }] }
    case 'close':
      return close(incident, command)
    case 'adopt':
      return adopt(incident, command)
    case 'agree':
      return agree(incident, at, by)
    case 'reject':
      return reject(incident, at, by, command.reason)
  }
}

export type TakeFinding = Command & { readonly type: 'take-finding' }

function gather(incidents: Incidents, { at, sighting, incident: id, whole }: TakeFinding): Fact[] {
  const known = incidentOf(incidents, sighting)
  if (known !== undefined && !isNews(known, sighting, whole === true)) return []
  const belongs = [...incidents.values()]
    .filter((incident) => incident === known || isAbout(incident, sighting))
    .filter(({ closedAt }) => closedAt === undefined || opens(sighting))
    .sort((one, other) => one.openedAt - other.openedAt || (one.id < other.id ? -1 : 1))
  const [oldest, ...younger] = belongs
  if (oldest === undefined) {
    return opens(sighting) ? [{ type: 'incident-opened', incident: id, at, sighting }] : []
  }
  const facts: Fact[] = younger.map((incident) => ({
    type: 'incident-merged',
    incident: incident.id,
    at,
    into: oldest.id,
  }))
  if (oldest.closedAt !== undefined) {
    facts.push({ type: 'incident-reopened', incident: oldest.id, at, by: undefined })
  }
  facts.push({
    type: known === undefined ? 'finding-joined' : 'finding-grew',
    incident: oldest.id,
    at,
    sighting,
  })
  return facts
}

/** What only informs joins an incident that there is, and opens none. */
function opens({ detection, severity, reportOnly }: Sighting): boolean {
  return !reportOnly && severity !== 'info' && natureOf(detection, severity) !== 'notice'
}

/** Trouble is nobody's attack: the two never become one, whoever is concerned by both. */
function isAbout({ nature, people, sources }: Incident, sighting: Sighting): boolean {
  const isTrouble = natureOf(sighting.detection, sighting.severity) === 'trouble'
  if (isTrouble !== (nature === 'trouble')) return false
  if (sighting.sources.some((source) => sources.has(source))) return true
  return !isTrouble && sighting.people.some((person) => people.has(person))
}

function incidentOf(incidents: Incidents, { finding }: Sighting): Incident | undefined {
  return [...incidents.values()].find(({ sightings }) => sightings.has(finding))
}

/** What is closed, or about to be, is no longer so when the finding merely goes on. */
function isNews(known: Incident, after: Sighting, whole: boolean): boolean {
  const before = known.sightings.get(after.finding)!
  const mayWait = !whole && known.closedAt === undefined && known.proposal === undefined
  return (
    !isAtLeast(before.severity, after.severity) ||
    after.people.some((person) => !known.people.has(person)) ||
    after.sources.some((source) => !known.sources.has(source)) ||
    (!mayWait && after.end > before.end)
  )
}

/** Has this finding gone on without an entry? Then it is to be taken whole before long. */
export function isHeldBack(incidents: Incidents, sighting: Sighting): boolean {
  const known = incidentOf(incidents, sighting)
  return known !== undefined && isNews(known, sighting, true)
}

function elapse(incident: Incident, at: number): Decision {
  const over = overAt(incident)
  return over === undefined || at < over ? NOTHING : { facts: [{ type: 'incident-ended', incident: incident.id, at }] }
}

function close(incident: Incident, { at, by, verdict, reason }: Command & { type: 'close' }): Decision {
  if (isAboutThem(incident, by)) return { refusal: ABOUT_YOU }
  if (reason.trim() === '') {
    return refuse('ERR_INCIDENT_REASON_MISSING', 'Say in a sentence what made you sure.')
  }
  const conclusion = { by: by.id, verdict, reason, evidence: evidenceOf(incident) }
  if (incident.nature === 'inside') {
    return { facts: [{ type: 'closing-proposed', incident: incident.id, at, ...conclusion }] }
  }
  return { facts: [{ type: 'incident-closed', incident: incident.id, at, ...conclusion, agreedBy: undefined }] }
}

/**
 * A change made outside of Postern, answered for afterwards by somebody who neither made it nor is concerned. What was made with
 * our own credential, gives a role, weakens MFA, concerns somebody privileged, or hangs together with anything else, is no such
 * thing: it is closed by two.
 */
function adopt(incident: Incident, { at, by, identity, statement }: Command & { type: 'adopt' }): Decision {
  const refusal = whyNotAdopted(incident, by)
  if (refusal !== undefined) return { refusal }
  const evidence = evidenceOf(incident)
  return { facts: [{ type: 'incident-adopted', incident: incident.id, at, by: by.id, identity, statement, evidence }] }
}

/** Why this member may not adopt an open incident; undefined where they may. */
export function whyNotAdopted(incident: Incident, by: Actor): Refusal | undefined {
  const sightings = [...incident.sightings.values()]
  const isChange = sightings.every(({ detection }) => detection === 'change-outside-case')
  if (!isChange || isAtLeast(incident.severity, 'medium')) {
    return notAdoptable('It is more than a reset of somebody without power over others.')
  }
  if (isAboutThem(incident, by)) return ABOUT_YOU
  if (sightings.some(({ actors = [] }) => actors.some((actor) => by.people.includes(actor)))) {
    return { code: 'ERR_INCIDENT_YOURS', message: 'You made the change: somebody else has to answer for it.' }
  }
  if (sightings.some(({ actors = [] }) => actors.length === 0)) {
    return notAdoptable('The log does not say who made the change.')
  }
  return undefined
}

function notAdoptable(message: string): Refusal {
  return { code: 'ERR_INCIDENT_NOT_ADOPTABLE', message }
}

function agree(incident: Incident, at: number, by: Actor): Decision {
  const { proposal } = incident
  if (proposal === undefined) return noProposal()
  if (isAboutThem(incident, by)) return { refusal: ABOUT_YOU }
  if (proposal.by === by.id) {
    return refuse('ERR_INCIDENT_SECOND_PERSON', 'Somebody may be inside: another member of staff has to agree.')
  }
  const conclusion = { ...proposal, agreedBy: by.id, evidence: evidenceOf(incident) }
  return { facts: [{ type: 'incident-closed', incident: incident.id, at, ...conclusion }] }
}

function reject(incident: Incident, at: number, by: Actor, reason: string): Decision {
  if (incident.proposal === undefined) return noProposal()
  const evidence = evidenceOf(incident)
  return { facts: [{ type: 'closing-rejected', incident: incident.id, at, by: by.id, reason, evidence }] }
}

function isAboutThem({ people }: Incident, by: Actor): boolean {
  return by.people.some((person) => people.has(person))
}

function noProposal(): Decision {
  return refuse('ERR_INCIDENT_NO_PROPOSAL', 'Nobody has proposed to close it, or a finding came since then.')
}

const ABOUT_YOU: Refusal = {
  code: 'ERR_INCIDENT_ABOUT_YOU',
  message: 'The incident concerns you: ask a colleague to look at it.',
}

function refuse(code: RefusalCode, message: string): Decision {
  return { refusal: { code, message } }
}
