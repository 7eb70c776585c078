/** Who has to hear of a fact. Carrying it out is the notifying room's; that it is owed commits with the fact. */
import type { StaffFact } from './entries.ts'
import type { Staff } from './staff.ts'

export interface Notice {
  /** Ids of members. */
  readonly to: readonly string[]
  readonly fact: StaffFact
}

/** The staff before and after a fact, and the organisation that runs the installation. */
export interface Around {
  readonly before: Staff
  readonly after: Staff
  readonly home: string
}

/**
 * All administrators of the home and of each organisation that it concerns, those whose role does not count yet included, and
 * whoever it is about: for as long as what is new does not count, any of them can stop it. Others hear nothing (rule 25).
 */
export function noticeOwed({ before, after, home }: Around, fact: StaffFact): Notice | undefined {
  if (fact.type === 'set-up-opened') return undefined
  const concerned = new Set([home, ...organisationsOf(before, fact), ...organisationsOf(after, fact)])
  const administrators = [...after.members.values()].filter(
    ({ standing, grants }) =>
      standing === 'member' &&
      grants.some(
        ({ role, scope }) => role === 'administrator' && scope.organisations.some((one) => concerned.has(one)),
      ),
  )
  const subject = subjectOf(fact)
  const about = subject !== undefined && after.members.has(subject) ? subject : undefined
  const to = new Set([...administrators.map(({ id }) => id), ...(about === undefined ? [] : [about])])
  return { to: [...to].sort(), fact }
}

/** Where whoever it is about, or did it, has a role or would get one. */
function organisationsOf({ members, proposals }: Staff, fact: StaffFact): readonly string[] {
  const { proposal, by } = fact.data as { readonly proposal?: string; readonly by?: string }
  const people = [subjectOf(fact), fact.type === 'staff-refused' ? by : undefined]
  const grants = [
    ...people.flatMap((one) => (one === undefined ? [] : (members.get(one)?.grants ?? []))),
    ...(proposal === undefined ? [] : (proposals.get(proposal)?.grants ?? [])),
  ]
  return grants.flatMap(({ scope }) => scope.organisations)
}

/** The member that a fact is about. */
export function subjectOf({ data }: StaffFact): string | undefined {
  if ('member' in data) return data.member
  return 'subject' in data ? data.subject : undefined
}
