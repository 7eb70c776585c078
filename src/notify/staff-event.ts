/**
 * What happens to the people who work with Postern, as far as administrators have to hear of it (DESIGN rule 23). The names
 * are those of the room staff/, which is beside this one; a test holds the two lists against each other.
 */
import type { Change } from './subject.ts'

export const STAFF_EVENTS = [
  'founder-invited',
  'founder-joined',
  'staff-proposed',
  'staff-confirmed',
  'proposal-stopped',
  'staff-joined',
  'staff-recovered',
  'passkey-added',
  'passkey-removed',
  'passkey-doubted',
  'identity-linked',
  'identity-unlinked',
  'role-withdrawn',
  'member-removed',
  'member-suspended',
  'organisation-founded',
  'waits-held',
  'staff-refused',
] as const
export type StaffEvent = (typeof STAFF_EVENTS)[number]

/** A notice as staff/ owes it: ids of the members who are to hear of it, and the fact. */
export interface StaffNotice {
  readonly to: readonly string[]
  readonly fact: { readonly type: string; readonly data: object }
}

/** Somebody may be at work who should not be. */
const GRAVE: ReadonlySet<StaffEvent> = new Set(['passkey-doubted', 'staff-refused', 'staff-recovered'])
const MAILBOX_PREFIX = 'person/'

/**
 * The change that tells of a fact about staff: to the channels of its severity, and to each member by mail. `id` names this
 * one fact. Undefined for a fact that nobody is told of.
 */
export function changeOfStaff({ to, fact }: StaffNotice, id: string): Change | undefined {
  const event = STAFF_EVENTS.find((known) => known === fact.type)
  if (event === undefined) return undefined
  return {
    subject: `staff:${id}`,
    kind: 'staff',
    weight: 'milestone',
    severity: GRAVE.has(event) ? 'high' : 'medium',
    also: to.map(mailboxOf),
    about: { event, ...idsIn(fact.data) },
  }
}

/** The channel that is one member's mailbox: its address is looked up when a mail is sent, and kept nowhere here. */
export function mailboxOf(member: string): string {
  return `${MAILBOX_PREFIX}${member}`
}

/** Whose mailbox a channel is; undefined for one that was configured. */
export function memberOfMailbox(channel: string): string | undefined {
  return channel.startsWith(MAILBOX_PREFIX) ? channel.slice(MAILBOX_PREFIX.length) : undefined
}

/** Whom it is about, who did it and from when on it counts; nothing else of the fact goes on. */
function idsIn(data: object): Record<string, string> {
  const { member, subject, by, countsFrom } = data as Readonly<Record<string, unknown>>
  const person = typeof member === 'string' ? member : subject
  const told = { person, by, countsFrom: typeof countsFrom === 'number' ? String(countsFrom) : undefined }
  return Object.fromEntries(
    Object.entries(told).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
