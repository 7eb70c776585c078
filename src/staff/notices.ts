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
  const subject = subjectOf(fact)
  const about = subject !== undefined && staff.members.has(subject) ? subject : undefined
  const to = new Set([...administrators.map(({ id }) => id), ...(about === undefined ? [] : [about])])
  return { to: [...to].sort(), fact }
}

/** The member that a fact is about. */
export function subjectOf({ data }: StaffFact): string | undefined {
  if ('member' in data) return data.member
  return 'subject' in data ? data.subject : undefined
}
