/** Gathers the notes of scenarios and judges, and writes them as `truth.json`. */
import { formatInstant } from '../base/time.ts'
import type { Finding, Lockout, Outage, PolicyBlock, Severity } from '../diagnosis/index.ts'
import type { Cause, DetectionId, Provider } from '../signin/index.ts'
import type { Id } from './cannot.ts'
import type { Person } from './happening.ts'
import type { Allowed, AllowedNote, FindingNote, LockoutNote, Truth, TruthNotes, TruthPerson } from './truth.ts'

const TECHNIQUES: Readonly<Record<DetectionId, readonly [technique: string, severity: Severity]>> = {
  'mfa-fatigue': ['T1621', 'high'],
  'fatigue-approved': ['T1621', 'critical'],
  'second-step-throttle': ['T1110', 'medium'],
  'password-spray': ['T1110.003', 'high'],
  'impossible-travel': ['T1078', 'medium'],
  'new-device': ['T1078', 'info'],
  'new-network': ['T1078', 'info'],
  'unusual-hour': ['T1078', 'info'],
  'untrusted-address': ['T1090', 'low'],
  'sms-flood': ['T1621', 'medium'],
  'legacy-protocol': ['T1078', 'medium'],
  'change-outside-case': ['T1098.005', 'info'],
  'takeover-pattern': ['T1098.005', 'high'],
  'recovery-probing': ['T1598', 'high'],
  'emergency-account': ['T1078.004', 'high'],
  'mass-lockout': ['T1531', 'info'],
}

export interface TruthBook extends TruthNotes {
  /** Allows something for everybody. */
  everybody(note: { detection: DetectionId; start: number; end: number; why: string }): void
  /** The book as `truth.json`; `nameOf` says how the vendor's log names a person. */
  close(
    period: { start: number; end: number },
    everybody: readonly Person[],
    nameOf: (person: Person) => TruthPerson,
  ): Truth
}

const DAY_MS = 86_400_000

/** What the vendor's log cannot say (`silent`) becomes allowed instead of demanded. */
export function truthBook(provider: Provider, silent: ReadonlySet<Id>): TruthBook {
  // Where the log does not say which of several causes it was, naming another of them is no mistake.
  const unsaid = [...silent].filter((id): id is Cause => !(id in TECHNIQUES))
  const findings: FindingNote[] = []
  const allowed: AllowedNote[] = []
  const lockouts: LockoutNote[] = []
  const outages: Parameters<TruthNotes['outage']>[0][] = []
  const blocks: Parameters<TruthNotes['policyBlock']>[0][] = []
  const attackedDays = new Map<Person, Set<number>>()
  let incidents = 0
  return {
    finding: (note) => {
      if (!silent.has(note.detection)) findings.push(note)
      else allowed.push({ ...note, detections: [note.detection], why: 'the log hardly shows it' })
    },
    everybody: (note) => void allowed.push({ ...note, detections: [note.detection] }),
    allow: (note) => void allowed.push(note),
    lockout: (note) => {
      if (!silent.has(note.cause)) lockouts.push(note)
      else
        for (const person of note.people)
          allowed.push({ ...note, person, causes: unsaid, why: 'the log hardly shows it' })
    },
    outage: (note) => void outages.push(note),
    policyBlock: (note) => void blocks.push(note),
    incident: () => ++incidents,
    attacked: (person, from, to) => {
      const days = attackedDays.get(person) ?? new Set()
      for (let day = Math.floor(from / DAY_MS); day <= Math.floor(to / DAY_MS); day++) days.add(day)
      attackedDays.set(person, days)
    },
    close: (period, everybody, nameOf) => {
      const within = (time: number): boolean => time >= period.start && time < period.end
      const labels = (people: readonly Person[]): string[] => people.map((person) => nameOf(person).person)
      const days = Math.round((period.end - period.start) / DAY_MS)
      const benign = benignDays(everybody, attackedDays, days)
      return {
        format: 'postern.diagnosis/1',
        period: { start: formatInstant(period.start), end: formatInstant(period.end) },
        input: {
          files: [],
          rows: 0,
          events: 0,
          duplicates: 0,
          other: 0,
          otherNames: {},
          problems: [],
          problemCount: 0,
          people: everybody.length,
        },
        findings: findings
          .filter((note) => within(note.start))
          .map((note, at) => asFinding(note, at, provider, nameOf)),
        lockouts: lockouts
          .filter((note) => within(note.start))
          .map((note, at) => asLockout(note, at, provider, nameOf)),
        outages: outages
          .filter((note) => within(note.start))
          .map(
            (note, at): Outage => ({
              id: `truth-outage-${at}`,
              provider,
              what: note.what,
              start: formatInstant(note.start),
              end: formatInstant(Math.min(note.end, period.end)),
              ended: note.end < period.end,
              peopleCount: note.people.length,
              people: labels(note.people),
              ...EMPTY,
            }),
          ),
        policyBlocks: blocks
          .filter((note) => within(note.start))
          .map(
            (note, at): PolicyBlock => ({
              id: `truth-policy-${at}`,
              policy: note.policy,
              provider,
              start: formatInstant(note.start),
              end: formatInstant(Math.min(note.end, period.end)),
              peopleCount: note.people.length,
              people: labels(note.people),
              ...(note.changedBy
                ? { changedBy: { actor: nameOf(note.changedBy.actor).person, at: formatInstant(note.changedBy.at) } }
                : {}),
              ...EMPTY,
            }),
          ),
        people: everybody.map(nameOf),
        allowed: allowed.flatMap((note) => asAllowed(note, nameOf)),
        benignPersonDays: benign.all,
        lookAlikePersonDays: benign.looks,
      }
    },
  }
}

const EMPTY = { summary: '', evidence: [], next: '' } as const

function asFinding(
  note: FindingNote,
  at: number,
  provider: Provider,
  nameOf: (person: Person) => TruthPerson,
): Finding {
  const [technique, severity] = TECHNIQUES[note.detection]
  const named = note.person ? nameOf(note.person) : null
  return {
    id: `truth-finding-${at}`,
    detection: note.detection,
    technique,
    severity,
    confidence: 1,
    ...(named ? { person: named.person, account: named.account } : {}),
    ...(note.address ? { address: note.address } : {}),
    provider,
    start: formatInstant(note.start),
    end: formatInstant(note.end),
    ...(note.people
      ? { people: note.people.map((person) => nameOf(person).person), peopleCount: note.people.length }
      : {}),
    summary: note.summary,
    evidence: [],
    next: '',
  }
}

function asLockout(
  note: LockoutNote,
  at: number,
  provider: Provider,
  nameOf: (person: Person) => TruthPerson,
): Lockout {
  return {
    id: `truth-lockout-${at}`,
    cause: note.cause,
    alternatives: [],
    confidence: 1,
    scope:
      note.people.length === 1
        ? 'one'
        : note.cause === 'provider-outage'
          ? 'provider'
          : note.cause === 'enforcement'
            ? 'organisation'
            : 'group',
    people: note.people.map((person) => nameOf(person).person),
    peopleCount: note.people.length,
    account: nameOf(note.people[0]!).account,
    provider,
    start: formatInstant(note.start),
    end: formatInstant(note.end),
    ended: note.ended ? { at: formatInstant(note.ended.at), by: note.ended.by } : null,
    verdictAt: formatInstant(note.verdictAt),
    attempts: note.attempts,
    summary: '',
    evidence: [],
    next: '',
  }
}

function asAllowed(note: AllowedNote, nameOf: (person: Person) => TruthPerson): Allowed[] {
  const common = {
    ...(note.person ? { person: nameOf(note.person).person } : {}),
    ...(note.address ? { address: note.address } : {}),
    start: formatInstant(note.start),
    end: formatInstant(note.end),
    why: note.why,
  }
  return [
    ...(note.detections ?? []).map((detection) => ({ ...common, detection })),
    ...(note.causes ?? []).map((cause) => ({ ...common, cause })),
  ]
}

function benignDays(
  everybody: readonly Person[],
  attacked: ReadonlyMap<Person, ReadonlySet<number>>,
  days: number,
): { all: number; looks: Record<string, number> } {
  const looks: Record<string, number> = {}
  let all = 0
  for (const person of everybody) {
    const benign = Math.max(0, days - (attacked.get(person)?.size ?? 0))
    all += benign
    if (person.look) looks[person.look] = (looks[person.look] ?? 0) + benign
  }
  return { all, looks }
}
