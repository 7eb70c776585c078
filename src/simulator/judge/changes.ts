/**
 * Changes that no case explains (a log alone knows no cases, so each stands), sign-ins over protocols that cannot do
 * MFA, addresses that nobody should trust, and everything that emergency accounts do.
 */
import type { Change } from '../../signin/index.ts'
import { type Attempt, type ChangeMade, isPerson, type Person } from '../happening.ts'
import type { TruthNotes } from '../truth.ts'

const HOUR = 3_600_000
const EPISODE_MS = HOUR

/** DESIGN.md §7: authenticator reset, pass issued, MFA disabled, policy weakened, role granted. */
const DEMANDED: ReadonlySet<Change> = new Set([
  'authenticator-removed',
  'authenticators-reset',
  'mfa-disabled',
  'pass-issued',
  'role-granted',
  'bypass-granted',
])
/** By somebody else, these are worth a line; whether a rule says so is its own decision. */
const ALLOWED: ReadonlySet<Change> = new Set([
  'authenticator-added',
  'codes-issued',
  'contact-changed',
  'password-reset',
  'account-unlocked',
  'account-enabled',
  'account-disabled',
  'policy-created',
  'policy-changed',
  'policy-deleted',
])

export interface ChangesJudge {
  attempt(made: Attempt): void
  change(made: ChangeMade): void
  close(): void
}

export function changesJudge(notes: TruthNotes): ChangesJudge {
  const emergency = new Map<Person, { start: number; end: number }>()
  const untrusted = new Set<string>()
  const touch = (person: Person, time: number): void => {
    const episode = emergency.get(person)
    if (episode && time - episode.end <= EPISODE_MS) {
      episode.end = time
      return
    }
    if (episode) emergencyFinding(notes, person, episode)
    emergency.set(person, { start: time, end: time })
  }
  return {
    attempt: (made) => {
      if (isPerson(made.who) && made.who.kind === 'emergency') touch(made.who, made.time)
      legacy(notes, made)
      address(notes, made, untrusted)
    },
    change: (made) => {
      if (made.who?.kind === 'emergency') touch(made.who, made.time)
      else if (made.actor?.kind === 'emergency') touch(made.actor, made.time)
      outsideCase(notes, made)
    },
    close: () => {
      for (const [person, episode] of emergency) emergencyFinding(notes, person, episode)
    },
  }
}

function emergencyFinding(notes: TruthNotes, person: Person, { start, end }: { start: number; end: number }): void {
  notes.finding({
    detection: 'emergency-account',
    person,
    start,
    end,
    summary: 'an emergency account was used or changed',
  })
}

function outsideCase(notes: TruthNotes, made: ChangeMade): void {
  if (made.who !== null && made.actor === made.who) return
  const person = made.who ? { person: made.who } : made.actor ? { person: made.actor } : {}
  const weakened = made.change.startsWith('policy-') && made.weaker
  if (DEMANDED.has(made.change) || weakened) {
    notes.finding({
      detection: 'change-outside-case',
      ...person,
      // Named by whom it was done to; a report that names who did it means the same.
      people: [made.who, made.actor].filter((one) => one !== null),
      start: made.time,
      end: made.time,
      summary: `${made.change}: ${made.target}`,
    })
  } else if (ALLOWED.has(made.change)) {
    const why = 'a change by somebody else that a careful rule may name'
    // A policy is nobody's: whom a report names for it is its own affair.
    if (!made.who) notes.allow({ detections: ['change-outside-case'], start: made.time, end: made.time, why })
    else
      for (const who of new Set([made.who, made.actor])) {
        if (who)
          notes.allow({ person: who, detections: ['change-outside-case'], start: made.time, end: made.time, why })
      }
  }
}

function legacy(notes: TruthNotes, made: Attempt): void {
  const old = made.protocol === 'imap' || made.protocol === 'pop' || made.protocol === 'smtp'
  if (!old || !made.complete || !isPerson(made.who) || made.who.kind !== 'employee') return
  notes.finding({
    detection: 'legacy-protocol',
    person: made.who,
    start: made.time,
    end: made.time,
    summary: `${made.protocol} got in without the second step that is required of this person`,
  })
}

/** Once a person, address and day; once an address for the organisation's own VPN. */
function address(notes: TruthNotes, made: Attempt, said: Set<string>): void {
  const { kind } = made.seat.network
  if (kind !== 'tor' && kind !== 'hosting' && kind !== 'commercial-vpn' && kind !== 'corporate-vpn') return
  const passed = made.complete || made.steps.length > 0
  const label = isPerson(made.who) ? made.who.index : made.who.login
  const own = kind === 'corporate-vpn'
  const key = own ? made.seat.ip : `${label} ${made.seat.ip} ${Math.floor(made.time / (24 * HOUR))} ${passed}`
  if (said.has(key)) return
  if (said.size > 200_000) said.clear()
  said.add(key)
  const strict = made.tag?.attack === true && passed && (kind === 'tor' || kind === 'hosting')
  if (strict && isPerson(made.who)) {
    notes.finding({
      detection: 'untrusted-address',
      person: made.who,
      address: made.seat.ip,
      start: made.time,
      end: made.time,
      summary: `right password from ${kind}`,
    })
    return
  }
  const end = made.time + (own ? 4000 : 24) * HOUR
  const note = {
    detections: ['untrusted-address'] as const,
    start: made.time - HOUR,
    end,
    why: `an address of ${kind}`,
  }
  if (isPerson(made.who) && !own) notes.allow({ ...note, person: made.who })
  notes.allow({ ...note, address: made.seat.ip })
}
