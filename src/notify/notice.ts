/**
 * What people are told, in the domain's words and in no channel's format. There is no place for a secret: a notice names
 * things and links to the page where somebody signed in can act; it never carries what acts (DESIGN rules 7 and 9).
 */
import Type, { type Static, type TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { NotifyError } from './notify-error.ts'
import { SEVERITIES } from './severity.ts'
import { STAFF_EVENTS } from './staff-event.ts'

/** What becomes of a change of settings that weakens. */
export const SETTING_EVENTS = ['proposed', 'applied', 'withdrawn', 'expired', 'refused'] as const

const Line = Type.String({ minLength: 1, maxLength: 600 })
const Label = Type.String({ maxLength: 1000 })
const Count = Type.Integer({ minimum: 0 })
/** Milliseconds since 1970. */
const Instant = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })

/** The first of those concerned; `peopleCount` tells how many there are. */
const People = Type.Array(Label, { maxItems: 20 })

function notice<Kind extends string, Own extends Record<string, TSchema>>(kind: Kind, own: Own) {
  return Type.Object(
    {
      kind: Type.Literal(kind),
      /** The organisation's name, as its people know it. */
      organisation: Label,
      severity: Type.Enum([...SEVERITIES]),
      /** When it began, and when it last changed. */
      opened: Instant,
      changed: Instant,
      /** The console's page about it. */
      link: Type.String({ maxLength: 500, pattern: '^https?://[^\\s<>"|]+$' }),
      ...own,
    },
    { additionalProperties: false },
  )
}

const State = Type.Enum(['open', 'taken', 'closed'])
const OpenOrClosed = Type.Enum(['open', 'closed'])

const NOTICES = {
  incident: notice('incident', {
    state: State,
    /** What was seen, in one sentence with its numbers. */
    what: Line,
    people: People,
    peopleCount: Count,
    /** Where it comes from: addresses or networks. */
    sources: Type.Array(Label, { maxItems: 20 }),
    findings: Count,
    /** What was done about it so far, by whom. */
    done: Type.Array(Line, { maxItems: 10 }),
    /** The safe next step. */
    next: Line,
    takenBy: Type.Optional(Label),
  }),
  lockout: notice('lockout', {
    state: State,
    /** The cause in a few words. */
    cause: Line,
    provider: Label,
    people: People,
    peopleCount: Count,
    /** What agents can say to those who call. */
    say: Line,
    next: Line,
    takenBy: Type.Optional(Label),
  }),
  approval: notice('approval', {
    state: OpenOrClosed,
    /** What is to be approved, for whom, and who asks. */
    what: Line,
    person: Label,
    askedBy: Label,
    /** When it expires closed. */
    until: Instant,
    /** How it ended. */
    ended: Type.Optional(Type.Enum(['approved', 'refused', 'expired', 'withdrawn'])),
  }),
  emergency: notice('emergency', {
    state: State,
    account: Label,
    /** What happened with it: a sign-in, an attempt, a change. */
    what: Line,
    source: Label,
    next: Line,
    takenBy: Type.Optional(Label),
  }),
  staff: notice('staff', {
    event: Type.Enum([...STAFF_EVENTS]),
    /** Whom it is about, and who did it; empty where nobody is named. */
    person: Label,
    by: Label,
    /** From when on it counts: until then it can be stopped. */
    countsFrom: Type.Optional(Instant),
  }),
  setting: notice('setting', {
    event: Type.Enum([...SETTING_EVENTS]),
    /** What the change does, in the words of its kind. */
    what: Line,
    by: Label,
    /** Until when it waits for a second person. */
    until: Type.Optional(Instant),
  }),
  'automation-paused': notice('automation-paused', {
    state: OpenOrClosed,
    playbook: Label,
    /** Who paused it, or which limit did, and why. */
    what: Line,
  }),
  'channel-down': notice('channel-down', {
    state: OpenOrClosed,
    channel: Label,
    /** What is wrong with it, in our own words. */
    what: Line,
  }),
  'quarantine-full': notice('quarantine-full', {
    /** How many records were refused by now. */
    refused: Count,
  }),
  'held-back': notice('held-back', {
    state: OpenOrClosed,
    /** How many notices were not sent one by one. */
    count: Count,
  }),
  'channel-test': notice('channel-test', { by: Label }),
  heartbeat: notice('heartbeat', { next: Instant }),
} as const

export type NoticeKind = keyof typeof NOTICES
export type Notice = { [Kind in NoticeKind]: Static<(typeof NOTICES)[Kind]> }[NoticeKind]
export type NoticeOf<Kind extends NoticeKind> = Extract<Notice, { kind: Kind }>

/** How far something is. A `note` happened, and there is no more to come of it. */
export type NoticeState = 'open' | 'taken' | 'closed' | 'note'

export function stateOf(notice: Notice): NoticeState {
  return 'state' in notice ? notice.state : 'note'
}

/** The value as a notice. Throws ERR_NOTICE_INVALID, which tells the place and not the value. */
export function checkNotice(value: unknown): Notice {
  const kind = kindOf(value)
  if (kind === undefined) throw new NotifyError('ERR_NOTICE_INVALID', 'A notice has an unknown kind.')
  const schema: TSchema = NOTICES[kind]
  if (Value.Check(schema, value)) return value as Notice
  const [first] = Value.Errors(schema, value)
  throw new NotifyError('ERR_NOTICE_INVALID', `A notice of kind ${kind} is malformed at ${first?.instancePath || '/'}.`)
}

function kindOf(value: unknown): NoticeKind | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined
  const { kind } = value
  return typeof kind === 'string' && Object.hasOwn(NOTICES, kind) ? (kind as NoticeKind) : undefined
}
