/** Who has to hear of a change that weakens. Carrying it out is the notifying room's; that it is owed commits with the fact. */
import type { Staff } from '../staff/index.ts'
import type { Change } from './change.ts'
import type { ChangeFact } from './entries.ts'

export interface ChangeNotice {
  /** Whose settings. */
  readonly organisation: string
  /** Ids of members of the home organisation. */
  readonly to: readonly string[]
  readonly change: Change
  readonly fact: ChangeFact
}

/** All administrators of the organisation, those whose role does not count yet included, and whoever proposed it. */
export function noticeOwed(
  { members }: Staff,
  { organisation, change, fact }: Omit<ChangeNotice, 'to'>,
): ChangeNotice | undefined {
  if (!change.weakens) return undefined
  const administrators = [...members.values()].filter(
    ({ standing, grants }) =>
      standing === 'member' &&
      grants.some(({ role, scope }) => role === 'administrator' && scope.organisations.includes(organisation)),
  )
  const to = new Set([...administrators.map(({ id }) => id), change.by])
  return { organisation, to: [...to].sort(), change, fact }
}
