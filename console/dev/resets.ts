/** Resets that somebody made outside of Postern: incidents that can be adopted, or cannot, or were. */

import type { Finding } from '../src/api/verdicts.ts'
import type { SampleIncident } from './sample.ts'

/** Who answered for it, and how the person was verified. */
export type Adopted = { readonly by: { readonly id: string; readonly name: string }; readonly identity: string } | null
/** Whether whoever looks may adopt it. */
export type Adopting = { readonly refused: { readonly code: string; readonly text: string } | null } | null

/** Resets outside of Postern: one to adopt, one that is one's own, one that was adopted. */
export const RESETS = { open: 'reset-open', own: 'reset-own', adopted: 'reset-adopted' } as const
const RIYA = 'riya.shah@northwind.example.com'

type Ago = (minutes: number) => string
type Person = SampleIncident['people'][number]

export function resetsOf(ago: Ago, person: Person): readonly SampleIncident[] {
  const tom = { id: 'tom', name: 'Tom Reyes' }
  const yours = { code: 'ERR_INCIDENT_YOURS', text: 'You made the change: somebody else has to answer for it.' }
  return [
    resetOf(ago, person, RESETS.open, RIYA, { adopting: { refused: null } }),
    resetOf(ago, person, RESETS.own, 'priya@northwind.example.com', { adopting: { refused: yours } }),
    resetOf(ago, person, RESETS.adopted, RIYA, { closed: ago(40), adopted: { by: tom, identity: 'callback' } }),
  ]
}

function resetOf(
  ago: Ago,
  person: Person,
  id: string,
  by: string,
  more: Partial<Pick<SampleIncident, 'closed' | 'adopted' | 'adopting'>>,
): SampleIncident {
  const summary = `All authenticators were reset by ${by}.`
  const next =
    'Check that a ticket explains this change. If none does, treat it as an attack and undo it; do not change more until you know.'
  const finding: Finding = {
    id,
    detection: 'change-outside-case',
    technique: 'T1098',
    severity: 'low',
    confidence: 0.6,
    person: person.label,
    account: person.label,
    provider: 'okta',
    start: ago(95),
    end: ago(95),
    summary,
    evidence: [
      { file: 'source/okta', line: 4_410, event: 'ev-reset-1', time: ago(95), what: `authenticators reset by ${by}` },
    ],
    next,
  }
  return {
    id,
    title: `A change that no case explains: ${person.label}`,
    severity: 'low',
    nature: 'inside',
    opened: ago(94),
    lastSeen: ago(95),
    closed: null,
    owner: null,
    people: [person],
    detections: ['change-outside-case'],
    evidence: `seen-${id}`,
    proposal: null,
    findings: [finding],
    findingsCount: 1,
    timeline: [
      { time: ago(95), kind: 'sign-in', text: summary, evidence: 'ev-reset-1' },
      { time: ago(94), kind: 'incident', text: 'Incident opened' },
    ],
    adopted: null,
    adopting: null,
    done: [{ time: ago(94), by: 'Postern', what: 'Opened the incident', entry: 88_290 }],
    say: 'Thank you for calling. We are looking at a change to your account. Please tell me whether you asked for it; we ring you back on the number that we have.',
    next: more.closed === undefined ? next : 'It is closed. Open it again if there is doubt.',
    ...more,
  }
}
