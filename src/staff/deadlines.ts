/** What counts at a time, and what has expired by then. */
import type { Grant, Role, Scope } from './scope.ts'
import type { HeldPasskey, Member, Proposal, Staff } from './staff.ts'

/** Whether something signed with it at `at` is this person's word. */
export function counts({ countsFrom, countsUntil }: HeldPasskey, at: number): boolean {
  return countsFrom <= at && (countsUntil === undefined || at < countsUntil)
}

/** The passkeys that somebody has now or will have, not those that are only still good until others count. */
export function passkeysOf({ passkeys }: Member): readonly HeldPasskey[] {
  return passkeys.filter(({ countsUntil }) => countsUntil === undefined)
}

/** What somebody may do at `at`: nothing yet, or no longer, is an empty list. */
export function grantsAt(member: Member | undefined, at: number): readonly Grant[] {
  if (member?.standing !== 'member') return []
  return member.grants
    .filter(({ countsFrom }) => countsFrom <= at)
    .map(({ id, role, scope }): Grant => ({ id, role, scope }))
}

/** How far these roles of somebody reach at `at`. */
export function reachOf(member: Member | undefined, roles: readonly Role[], at: number): readonly Scope[] {
  return grantsAt(member, at)
    .filter(({ role }) => roles.includes(role))
    .map(({ scope }) => scope)
}

/** Those who could propose something now. */
export function administratorsAt(staff: Staff, at: number): readonly Member[] {
  return [...staff.members.values()].filter((member) => reachOf(member, ['administrator'], at).length > 0)
}

/** A proposal that can still be confirmed, used or stopped. */
export function proposalAt(staff: Staff, id: string, at: number): Proposal | undefined {
  const proposal = staff.proposals.get(id)
  return proposal !== undefined && at <= proposal.until ? proposal : undefined
}

/** Where two people have joined, set-up is over for ever. */
export function isFounded({ members }: Staff): boolean {
  return members.size >= 2
}
