/**
 * What each notice says, in plain English. All sentences and labels stand here and nowhere else, so that a translation is a
 * second file like this one. Everything from outside goes through `outsideText`, and no line begins with it.
 */
import { formatInstant } from '../base/time.ts'
import type { Notice, NoticeKind, NoticeOf } from './notice.ts'
import { outsideText } from './outside-text.ts'
import type { Severity } from './severity.ts'
import type { StaffEvent } from './staff-event.ts'

export interface Fact {
  readonly label: string
  readonly value: string
}

const NAME_MAX = 120
const LINE_MAX = 600
const PEOPLE_SHOWN = 5

export const LINK_LABEL = 'Open in Postern'
export const FOOTER = 'Nothing can be approved or changed from this message. Sign in to Postern to act.'

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: 'Information',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

const APPROVAL_ENDS = {
  approved: 'An approval was given',
  refused: 'An approval was refused',
  expired: 'An approval expired closed',
  withdrawn: 'An approval is no longer wanted',
} as const

const STAFF_WORDS: Readonly<Record<StaffEvent, string>> = {
  'founder-invited': 'The first administrator invited a second one',
  'founder-joined': 'One of the first two administrators joined',
  'staff-proposed': 'A change of staff was proposed',
  'staff-confirmed': 'A change of staff was confirmed by a second person',
  'proposal-stopped': 'A change of staff was stopped',
  'staff-joined': 'Somebody joined the staff',
  'staff-recovered': 'A member of staff was given new passkeys',
  'passkey-added': 'A passkey was added',
  'passkey-removed': 'A passkey was removed',
  'passkey-doubted': 'A passkey may have been copied',
  'identity-linked': 'Somebody linked an account of the organisation’s provider to sign in with',
  'identity-unlinked': 'An account of the organisation’s provider was unlinked',
  'role-withdrawn': 'A role was withdrawn',
  'member-removed': 'A member of staff was removed',
  'member-suspended': 'A member of staff was suspended',
  'organisation-founded': 'Another organisation was founded',
  'waits-held': 'Waiting times were held: notices may not have gone out',
  'staff-refused': 'Somebody tried what one person alone may not do',
}

const SETTING_WORDS = {
  proposed: 'A weakening of settings was proposed',
  applied: 'A weakening of settings is in force',
  withdrawn: 'A weakening of settings was withdrawn',
  expired: 'A weakening of settings expired',
  refused: 'A weakening of settings was refused',
} as const

/** `Incident open (high)`. */
export function headlineOf(told: Told, severity: Severity): string {
  return `${told.headline} (${SEVERITY_WORDS[severity].toLowerCase()})`
}

/** What is said of every notice, whatever it is about. */
export function commonFacts({ severity, organisation, opened, changed }: Notice): readonly Fact[] {
  return [
    { label: 'Severity', value: SEVERITY_WORDS[severity] },
    { label: 'Organisation', value: outsideText(organisation, NAME_MAX) },
    { label: 'Since', value: clock(opened) },
    ...(changed > opened ? [{ label: 'Last change', value: clock(changed) }] : []),
  ]
}

/** What is particular to a notice of its kind. */
export interface Told {
  readonly headline: string
  /** One line from outside that makes the title particular. */
  readonly about: string
  readonly lines: readonly string[]
  readonly facts: readonly Fact[]
}

const TELLERS: { readonly [Kind in NoticeKind]: (notice: NoticeOf<Kind>) => Told } = {
  incident: (notice) => ({
    headline: `Incident ${stateWord(notice.state)}`,
    about: names(notice.people, notice.peopleCount),
    lines: [
      `What was seen: ${line(notice.what)}`,
      ...notice.done.slice(0, 5).map((done) => `Done: ${line(done)}`),
      ...(notice.state === 'closed' ? [] : [`Next: ${line(notice.next)}`]),
    ],
    facts: [
      fact('People', names(notice.people, notice.peopleCount)),
      fact('Comes from', notice.sources.map((source) => name(source)).join(', ')),
      { label: 'Findings', value: String(notice.findings) },
      ...taken(notice.takenBy),
    ].filter(isSaid),
  }),
  lockout: (notice) => ({
    headline: `${counted(notice.peopleCount, 'person', 'people')} locked out, ${stateWord(notice.state)}`,
    about: line(notice.cause, NAME_MAX),
    lines: [
      `Cause: ${line(notice.cause)}`,
      ...(notice.state === 'closed'
        ? []
        : [`Say to those who call: ${line(notice.say)}`, `Next: ${line(notice.next)}`]),
    ],
    facts: [
      fact('Provider', name(notice.provider)),
      fact('People', names(notice.people, notice.peopleCount)),
      ...taken(notice.takenBy),
    ].filter(isSaid),
  }),
  approval: (notice) => ({
    headline: notice.state === 'open' ? 'An approval is wanted' : APPROVAL_ENDS[notice.ended ?? 'withdrawn'],
    about: name(notice.person),
    lines: [
      `What: ${line(notice.what)}`,
      ...(notice.state === 'open'
        ? [
            `Without a decision it expires closed at ${clock(notice.until)}. It can only be given after signing in to Postern.`,
          ]
        : []),
    ],
    facts: [fact('For', name(notice.person)), fact('Asked by', name(notice.askedBy))].filter(isSaid),
  }),
  emergency: (notice) => ({
    headline: `Emergency account, ${stateWord(notice.state)}`,
    about: name(notice.account),
    lines: [
      `What happened: ${line(notice.what)}`,
      ...(notice.state === 'closed'
        ? []
        : [
            'Was this you or a declared emergency? If nobody says so, treat it as an attack.',
            `Next: ${line(notice.next)}`,
          ]),
    ],
    facts: [
      fact('Account', name(notice.account)),
      fact('Comes from', name(notice.source)),
      ...taken(notice.takenBy),
    ].filter(isSaid),
  }),
  staff: (notice) => ({
    headline: STAFF_WORDS[notice.event],
    about: name(notice.person),
    lines: [
      ...(notice.countsFrom === undefined
        ? []
        : [`It counts from ${clock(notice.countsFrom)}. Until then any administrator can stop it.`]),
      'If nobody of you knows of it, look into Postern now.',
    ],
    facts: [fact('About', name(notice.person)), fact('By', name(notice.by))].filter(isSaid),
  }),
  setting: (notice) => ({
    headline: SETTING_WORDS[notice.event],
    about: line(notice.what),
    lines: [
      ...(notice.until === undefined
        ? []
        : [`It waits for a second person until ${clock(notice.until)}. Until then any administrator can withdraw it.`]),
      'It lets people be watched, told or asked less. If nobody of you knows of it, look into Postern now.',
    ],
    facts: [fact('By', name(notice.by))].filter(isSaid),
  }),
  'automation-paused': (notice) => ({
    headline: notice.state === 'open' ? 'An automated response is paused' : 'An automated response runs again',
    about: name(notice.playbook),
    lines: [
      `Why: ${line(notice.what)}`,
      ...(notice.state === 'open' ? ['Until a human decides, findings of its kind wait for one.'] : []),
    ],
    facts: [fact('Playbook', name(notice.playbook))].filter(isSaid),
  }),
  'channel-down': (notice) => ({
    headline: notice.state === 'open' ? 'A notice channel is down' : 'A notice channel works again',
    about: name(notice.channel),
    lines: [
      `What: ${line(notice.what)}`,
      ...(notice.state === 'open'
        ? ['Its notices are kept and sent when it works. Nothing is decided without them.']
        : []),
    ],
    facts: [fact('Channel', name(notice.channel))].filter(isSaid),
  }),
  'quarantine-full': (notice) => ({
    headline: 'The quarantine is full',
    about: '',
    lines: [
      `What: ${counted(notice.refused, 'record', 'records')} that could not be read ${notice.refused === 1 ? 'was' : 'were'} refused, for want of room to keep them. What can be read is kept and watched as before.`,
      'Next: look at the quarantine under Connections, and close the source that sends what it should not.',
    ],
    facts: [],
  }),
  'held-back': (notice) => ({
    headline: `${counted(notice.count, 'more notice', 'more notices')} held back`,
    about: '',
    lines: [
      'So many came at once that they are not sent one by one. All of them are in Postern; none is lost.',
      'A flood of notices may be there to hide one: look at the list.',
    ],
    facts: [],
  }),
  'channel-test': (notice) => ({
    headline: 'Test of this channel',
    about: '',
    lines: [`Asked for by: ${name(notice.by)}`, 'If you read this, the channel works. There is nothing to do.'],
    facts: [],
  }),
  heartbeat: (notice) => ({
    headline: 'Heartbeat',
    about: '',
    lines: [
      `This channel works. The next heartbeat comes by ${clock(notice.next)}; if it does not, look into Postern.`,
    ],
    facts: [],
  }),
}

/** The sentences of a notice. */
export function tell<Kind extends NoticeKind>(notice: NoticeOf<Kind>): Told {
  return (TELLERS[notice.kind as Kind] as (notice: NoticeOf<Kind>) => Told)(notice)
}

function stateWord(state: 'open' | 'taken' | 'closed'): string {
  return state === 'taken' ? 'being looked at' : state
}

function taken(by: string | undefined): readonly Fact[] {
  return by === undefined ? [] : [fact('Taken by', name(by))]
}

/** `2026-11-22 14:03 UTC`. */
function clock(time: number): string {
  return `${formatInstant(time).slice(0, 16).replace('T', ' ')} UTC`
}

function name(text: string): string {
  return outsideText(text, NAME_MAX)
}

function line(text: string, lengthMax = LINE_MAX): string {
  return outsideText(text, lengthMax)
}

/** `ana@example.com, tom@example.com and 40 more`. */
function names(people: readonly string[], count: number): string {
  const shown = people.slice(0, PEOPLE_SHOWN).map((person) => outsideText(person, 60))
  const rest = Math.max(count, people.length) - shown.length
  if (shown.length === 0) return count === 0 ? '' : counted(count, 'person', 'people')
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

function fact(label: string, value: string): Fact {
  return { label, value: outsideText(value, 400) }
}

function isSaid({ value }: Fact): boolean {
  return value !== ''
}
