/** What incidents are called, and what the entries about them say. */
import { memberOfActor, type NameOf, type Sentence, type Sentences, textOf } from '../ledger/index.ts'
import type { DetectionId } from '../signin/index.ts'
import type { IdentityCheck, Incident, Verdict } from './incident.ts'
import { graver } from './severity.ts'

const TITLES: Readonly<Record<DetectionId, string>> = {
  'mfa-fatigue': 'Unwanted prompts',
  'fatigue-approved': 'A prompt approved after refusals',
  'second-step-throttle': 'Many failed second steps',
  'password-spray': 'Password spraying',
  'impossible-travel': 'Impossible travel',
  'new-device': 'New device',
  'new-network': 'New network',
  'unusual-hour': 'Unusual hour',
  'untrusted-address': 'Sign-in from an untrusted address',
  'sms-flood': 'Flood of text messages',
  'legacy-protocol': 'Sign-in past MFA by an old protocol',
  'change-outside-case': 'A change that no case explains',
  'takeover-pattern': 'Signs of a takeover',
  'recovery-probing': 'Probing of recovery',
  'emergency-account': 'Use of an emergency account',
  'mass-lockout': 'Many people locked out at once',
}

/** By its gravest finding; of several, the latest. `about`: a person's label or an address, if there is one. */
export function headingOf({ sightings }: Pick<Incident, 'sightings'>, about: string | undefined): string {
  const gravest = [...sightings.values()].reduce((one, other) =>
    graver(one.severity, other.severity) === one.severity && one.severity !== other.severity ? one : other,
  )
  const title = TITLES[gravest.detection]
  return about === undefined ? title : `${title}: ${about}`
}

const CONCLUSIONS: Readonly<Record<Verdict, string>> = {
  'true-positive': 'an attack',
  benign: 'harmless',
  'false-positive': 'a false alarm',
}

const IDENTITY: Readonly<Record<IdentityCheck, string>> = {
  'in-person': 'in person, with a document',
  callback: 'by a callback to a number that was known before',
  manager: 'by their manager',
  document: 'by a document with a live match',
  'other-authenticator': 'by another authenticator of theirs',
}

/** The sentences of this room's entries, for the ledger's page. */
export const INCIDENT_SENTENCES: Sentences = {
  'incident-opened': ({ sighting }) => `An incident was opened: ${findingIn(sighting)}.`,
  'finding-joined': ({ sighting }) => `Another finding belongs to the incident: ${findingIn(sighting)}.`,
  'finding-grew': ({ sighting }) => `It goes on: ${findingIn(sighting)}.`,
  'incident-merged': ({ into }) => `The incident is one with ${textOf(into)}, and goes on there.`,
  'incident-assigned': ({ by, to }, nameOf) =>
    by === to ? `${name(by, nameOf)} took it.` : `${name(by, nameOf)} gave it to ${name(to, nameOf)}.`,
  'closing-proposed': (data, nameOf) =>
    `${name(data.by, nameOf)} proposes to close it as ${conclusionIn(data)} A second person has to agree.`,
  'closing-rejected': ({ by, reason }, nameOf) => `${name(by, nameOf)} wants it left open: “${textOf(reason)}”.`,
  'incident-closed': closed,
  'incident-adopted': ({ by, identity }, nameOf) =>
    `${name(by, nameOf)} answers for the change, which was made outside of Postern: the person was verified ${IDENTITY[identity as IdentityCheck] ?? textOf(identity)}. That closed it.`,
  'incident-ended': () => 'It ended by itself: quiet for long enough.',
  'incident-reopened': ({ by }, nameOf) =>
    by === undefined ? 'It was opened again by another finding.' : `${name(by, nameOf)} opened it again.`,
}

function closed(...[data, nameOf]: Parameters<Sentence>): string {
  const by = `${name(data.by, nameOf)} closed it as ${conclusionIn(data)}`
  return data.agreedBy === undefined ? by : `${by} ${name(data.agreedBy, nameOf)} agreed.`
}

function conclusionIn({ verdict, reason }: Readonly<Record<string, unknown>>): string {
  return `${CONCLUSIONS[verdict as Verdict] ?? textOf(verdict)}: “${textOf(reason)}”.`
}

function findingIn(sighting: unknown): string {
  const { detection, severity } = (sighting ?? {}) as { readonly detection?: DetectionId; readonly severity?: string }
  const title = detection === undefined ? undefined : TITLES[detection]
  // What begins with an abbreviation keeps it: MFA, SMS.
  const said = (title ?? 'a finding').replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase())
  return `${said}, ${textOf(severity)}`
}

function name(id: unknown, nameOf: NameOf): string {
  return typeof id === 'string' ? nameOf(id) : 'Somebody'
}

/** How whoever acted is shown; `program` where it was nobody of the staff. */
export function actorName(actor: string, nameOf: NameOf, program = 'Postern'): string {
  const member = memberOfActor(actor)
  return member === undefined ? program : nameOf(member)
}
