/** Who has to hear of a fact. Carrying it out is the notifying room's; that it is owed commits with the fact. */
import type { StaffFact } from './entries.ts'
import type { Staff } from './staff.ts'

export interface Notice {
  /** Ids of members. */
  readonly to: readonly string[]
  readonly fact: StaffFact
}

/**
 * All administrators, those whose role does not count yet included, and whoever it is about: for as long as what is new
 * does not count, any of them can stop it.
 */
export function noticeOwed(staff: Staff, fact: StaffFact): Notice | undefined {
  if (fact.type === 'set-up-opened') return undefined
  const administrators = [...staff.members.values()].filter(
    ({ standing, grants }) => standing === 'member' && grants.some(({ role }) => role === 'administrator'),
  )
  const about = subjectOf(staff, fact)
  const to = new Set([...administrators.map(({ id }) => id), ...(about === undefined ? [] : [about])])
  return { to: [...to].sort(), fact }
}

function subjectOf({ members, proposals }: Staff, { data }: StaffFact): string | undefined {
  if ('member' in data) return data.member
  const subject =
    'subject' in data ? data.subject : 'proposal' in data ? proposals.get(data.proposal)?.subject : undefined
  return subject !== undefined && members.has(subject) ? subject : undefined
}
