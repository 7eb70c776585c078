/** What the stub's organisation looks like around its verdicts. Times are counted back from `now`, in minutes. */
import { hash } from 'node:crypto'
import type { Finding, Lockout } from '../src/api/verdicts.ts'
import { type Adopted, type Adopting, resetsOf } from './resets.ts'
import { HOSTILE, makeVerdicts, type Verdicts } from './verdicts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export type Sample = ReturnType<typeof makeSample>

export function makeSample(now: number) {
  const ago = (minutes: number) => new Date(now - minutes * MINUTE_MS).toISOString()
  const verdicts = makeVerdicts(now)
  const told = <T extends { readonly id: string; readonly start: string; readonly end: string }>(verdict: T) => ({
    id: verdict.id,
    firstTold: verdict.start,
    changed: verdict.end,
    withdrawn: null,
    verdict,
  })
  const lockouts = verdicts.lockouts.map(told)
  const open = lockouts.filter(({ verdict }) => verdict.ended === null)
  const incidents = [...incidentsOf(verdicts.findings, ago), ...resetsOf(ago, { id: personId(JOAO), label: JOAO })]
  const hours = Array.from({ length: 24 }, (_, hour) =>
    new Date(Math.floor(now / HOUR_MS) * HOUR_MS - (23 - hour) * HOUR_MS).toISOString(),
  )
  return {
    now,
    ago,
    verdicts,
    told,
    lockouts,
    incidents,
    overview: {
      attacks: incidents
        .filter(({ closed, severity }) => closed === null && severity !== 'low')
        .slice(0, 2)
        .map(cardOf),
      policyBlocks: verdicts.policyBlocks.slice(0, 1).map(blockOf),
      outages: [],
      lockouts: { open: open.length, list: open.slice(0, 20).map(({ verdict }) => lockoutCardOf(verdict)) },
      figures: {
        lockedOutNow: open.length,
        endedToday: 11,
        medianMinutesLocked: 14.2,
        openIncidents: incidents.filter(({ closed }) => closed === null).length,
      },
      failures: { hours, causes: causesOf() },
      sources: [
        {
          id: 'entra',
          name: 'Entra ID',
          provider: 'entra',
          lastEvent: ago(2),
          lastDelivery: ago(1),
          delaySeconds: { vendor: 151, ours: 9 },
          state: 'live',
        },
        {
          id: 'okta',
          name: 'Okta',
          provider: 'okta',
          lastEvent: ago(0),
          lastDelivery: ago(0),
          delaySeconds: { vendor: null, ours: null },
          state: 'live',
        },
        {
          id: 'vpn',
          name: 'Duo for the VPN',
          provider: 'duo',
          lastEvent: ago(190),
          lastDelivery: ago(188),
          delaySeconds: { vendor: 20, ours: 1 },
          state: 'silent',
        },
      ],
      refused: null,
      catchingUp: null,
    },
  }
}

function blockOf({ id, policy, provider, start, end, peopleCount, summary, next }: Verdicts['policyBlocks'][number]) {
  return { id, title: policy, provider, start, end, peopleCount, summary, next }
}

function lockoutCardOf({ id, cause, scope, provider, start, people, peopleCount, attempts, summary, next }: Lockout) {
  const first = people.slice(0, 5).map((label) => ({ id: personId(label), label }))
  return { id, cause, scope, provider, start, people: first, peopleCount, attempts, summary, next }
}

/** Failures by hour: a quiet night, a Monday morning, and an attack at the tenth hour. */
function causesOf() {
  const shape = [2, 1, 1, 1, 0, 1, 2, 6, 12, 14, 9, 8, 7, 9, 8, 7, 6, 5, 3, 3, 2, 2, 1, 1]
  const times = (factor: number, shift: number) =>
    shape.map((_, hour) => Math.round((shape[(hour + shift) % 24] as number) * factor))
  return [
    { cause: 'wrong-code', counts: times(1.1, 0) },
    { cause: 'device-lost', counts: times(0.7, 1) },
    { cause: 'policy-block', counts: times(0.5, 23) },
    { cause: 'push-not-answered', counts: times(0.4, 2) },
    { cause: 'clock-drift', counts: times(0.2, 3) },
    { cause: 'locked-by-attempts', counts: times(0.15, 0) },
    { cause: 'attack', counts: shape.map((_, hour) => (hour === 10 ? 22 : hour === 11 ? 9 : 0)) },
  ]
}

const JOAO = 'joao.reis@northwind.example.com'

export type SampleIncident = ReturnType<typeof incidentsOf>[number]

export function cardOf(incident: SampleIncident) {
  const { timeline: _t, done: _d, say: _s, next: _n, findingsCount: _c, adopting: _a, findings, ...card } = incident
  return { ...card, findings: findings.length }
}

function incidentsOf(findings: readonly Finding[], ago: (minutes: number) => string) {
  const grave = [...findings].sort((a, b) => rank(b) - rank(a)).slice(0, 9)
  return grave.map((finding, index) => {
    const person = index === 3 ? HOSTILE[0] : (finding.person ?? finding.people?.[0] ?? 'several people')
    const isClosed = index > 5
    return {
      id: finding.id,
      title: `${titleOf(finding)}: ${person}`,
      severity: finding.severity,
      nature: finding.detection === 'change-outside-case' ? ('inside' as const) : ('attempt' as const),
      opened: ago(22 + index * 47),
      lastSeen: ago(4 + index * 40),
      closed: isClosed ? ago(3 + index * 20) : null,
      owner: index === 1 ? { id: 'priya', name: 'Priya Nair' } : null,
      people: [{ id: personId(person), label: person }],
      detections: [finding.detection],
      evidence: `seen-${finding.id}`,
      proposal:
        index === 2
          ? {
              by: { id: 'tom', name: 'Tom Reyes' },
              verdict: 'benign' as const,
              reason: 'A new phone; spoken with in person.',
            }
          : null,
      findings: [finding],
      findingsCount: 1,
      timeline: timelineOf(finding, ago, index),
      adopted: null as Adopted,
      adopting: null as Adopting,
      done: [
        { time: ago(20 + index * 47), by: 'Postern', what: 'Opened the incident', entry: 88_404 },
        {
          time: ago(19 + index * 47),
          by: 'Playbook “Push bombing”',
          what: 'Paged Security by PagerDuty',
          entry: 88_406,
        },
        { time: ago(16 + index * 47), by: 'Priya Nair', what: 'Took the incident', entry: 88_411 },
      ],
      say: 'Thank you for calling. Please do not approve any prompt that you did not start. Nothing of yours is reset on this call; our security team rings you back on the number that we have.',
      next: finding.next,
    }
  })
}

function timelineOf(finding: Finding, ago: (minutes: number) => string, index: number) {
  return [
    ...finding.evidence.map(({ time, what, event }) => ({ time, kind: 'sign-in', text: what, evidence: event })),
    { time: ago(22 + index * 47), kind: 'finding', text: finding.summary },
    { time: ago(21 + index * 47), kind: 'incident', text: 'Incident opened' },
    { time: ago(19 + index * 47), kind: 'notice', text: 'Security paged by PagerDuty' },
    { time: ago(16 + index * 47), kind: 'staff', text: 'Priya Nair took the incident' },
  ].sort((a, b) => a.time.localeCompare(b.time))
}

const TITLES: Readonly<Record<string, string>> = {
  'mfa-fatigue': 'Push bombing',
  'password-spray': 'Password spraying',
  'change-outside-case': 'A security change that nobody explains',
}

function titleOf({ detection }: Finding): string {
  return TITLES[detection] ?? 'Sign-in that stands out'
}

function rank({ severity }: Finding): number {
  return ['info', 'low', 'medium', 'high', 'critical'].indexOf(severity)
}

/** Whom verdicts name, each once. */
export function labelsOf({ lockouts, incidents }: Sample): readonly string[] {
  const labels = [
    ...lockouts.flatMap(({ verdict }) => verdict.people),
    ...incidents.flatMap(({ people }) => people.map(({ label }) => label)),
  ]
  return [...new Set(labels)]
}

/** People with a story: one who is locked out, one who is frozen, and one beyond the reach of the role that looks. */
export function castOf(sample: Sample): { readonly first: string; readonly frozen: string; readonly beyond: string } {
  const [first = '', frozen = '', beyond = ''] = labelsOf(sample).filter(
    (label) => !HOSTILE.some((hostile) => hostile === label),
  )
  return { first, frozen, beyond }
}

/** Ids of an incident, of these people, and of the first one’s other account. */
export function knownIn(sample: Sample) {
  const { first, frozen, beyond } = castOf(sample)
  return {
    incident: sample.incidents[0]?.id ?? '',
    person: personId(first),
    account: keyOf('okta', first),
    frozen: personId(frozen),
    beyond: personId(beyond),
  }
}
export type Known = ReturnType<typeof knownIn>

/** Of the account that somebody has elsewhere. */
export function keyOf(provider: string, label: string): string {
  return hash('sha256', `${provider} ${label}`).slice(0, 32)
}

export function personId(label: string): string {
  return hash('sha256', label).slice(0, 32)
}
