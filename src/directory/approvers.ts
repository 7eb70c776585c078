/**
 * Who approves where somebody has no manager who can: named members of staff with a deputy and hours (DESIGN §6). A fold of one
 * stream. Two people set the whole list. The first list is the baseline and counts at once; who is named later counts after the
 * cool-off (rule 5), and who stays stays as old as before.
 */
import Type, { type Static } from 'typebox'
import { DEFAULTS } from '../base/defaults.ts'
import { type Decided, entryType, type FactOf } from '../ledger/index.ts'
import { Member } from './tier.ts'

const Strict = { additionalProperties: false }
/** Minutes after midnight. */
const Minute = Type.Integer({ minimum: 0, maximum: 1440 })
export const Hours = Type.Object(
  {
    /** 1 is Monday, 7 is Sunday. */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: Minute,
    to: Minute,
  },
  Strict,
)
export type Hours = Static<typeof Hours>
const NAMED_MAX = 20
export const NamedApprover = Type.Object(
  {
    /** Id of a member of staff. */
    member: Member,
    /** Another one, who is asked outside of the hours, and when approvals expire. */
    deputy: Member,
    hours: Hours,
  },
  Strict,
)
export const NamedApprovers = Type.Array(NamedApprover, { minItems: 1, maxItems: NAMED_MAX })

const APPROVER_ENTRIES = {
  'approvers-named': entryType(
    'approvers-named',
    Type.Object(
      {
        at: Type.Integer({ minimum: 0 }),
        approvers: NamedApprovers,
        by: Type.Array(Member, { minItems: 2, maxItems: 10, uniqueItems: true }),
      },
      Strict,
    ),
  ),
}
type ApproverFact = FactOf<typeof APPROVER_ENTRIES>

export interface Approver extends Static<typeof NamedApprover> {
  /** From when on they approve, in milliseconds; the deputy likewise. */
  readonly countsFrom: number
  readonly deputyFrom: number
}
export type Approvers = readonly Approver[]

export interface ApproversCommand {
  readonly at: number
  readonly approvers: Static<typeof NamedApprovers>
  readonly by: readonly string[]
}

export const APPROVERS_STREAM = 'directory/approvers'

export const APPROVERS = {
  types: APPROVER_ENTRIES,
  initial: [] as Approvers,

  evolve(before: Approvers, { data: { at, approvers } }: ApproverFact): Approvers {
    const known = new Map(before.flatMap((one) => [[one.member, one.countsFrom] as const]))
    for (const { deputy, deputyFrom } of before)
      known.set(deputy, Math.min(deputyFrom, known.get(deputy) ?? deputyFrom))
    const fresh = before.length === 0 ? at : at + DEFAULTS.directory.coolOffMs
    const from = (member: string) => known.get(member) ?? fresh
    return approvers.map((one) => ({ ...one, countsFrom: from(one.member), deputyFrom: from(one.deputy) }))
  },

  decide(_: Approvers, { at, approvers, by }: ApproversCommand): Decided<ApproverFact> {
    const people = [...new Set(by)]
    if (people.length < 2) return refused('ERR_APPROVERS_TWO_PEOPLE', 'Two people name approvers. Ask somebody else.')
    const members = approvers.map(({ member }) => member)
    if (new Set(members).size < members.length) return refused('ERR_APPROVERS_TWICE', 'Somebody is named twice.')
    if (approvers.some(({ member, deputy }) => member === deputy)) {
      return refused('ERR_APPROVERS_OWN_DEPUTY', 'Nobody is their own deputy. Name somebody else.')
    }
    if (approvers.some(({ hours: { from, to } }) => from >= to)) {
      return refused('ERR_APPROVERS_HOURS', 'Hours end after they begin. Name another approver for the night.')
    }
    return { facts: [{ type: 'approvers-named', data: { at, approvers: [...approvers], by: people } }] }
  },
}

/** Who can be asked at `now` in this time zone: approvers in their hours, deputies outside of them; only those who count. */
export function asked(approvers: Approvers, now: number, zone: string): readonly string[] {
  const members = approvers.flatMap(({ member, deputy, hours, countsFrom, deputyFrom }) => {
    const isThere = isInHours(hours, now, zone) && now >= countsFrom
    return isThere ? [member] : now >= deputyFrom ? [deputy] : []
  })
  return [...new Set(members)]
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** From is within, to is not. */
export function isInHours({ days, from, to }: Hours, now: number, zone: string): boolean {
  const format = { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const parts = new Intl.DateTimeFormat('en', format).formatToParts(now)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  const minute = Number(part('hour')) * 60 + Number(part('minute'))
  return days.includes(WEEKDAYS.indexOf(part('weekday')) + 1) && from <= minute && minute < to
}

function refused(code: string, message: string): Decided<ApproverFact> {
  return { facts: [], refused: { code, message } }
}
