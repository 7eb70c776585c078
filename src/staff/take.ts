/** Taking: possible by one, and at once. */
import type { CommandOf, Decision } from './commands.ts'
import { administratorsAt, counts, proposalAt, reachOf } from './deadlines.ts'
import { type RefusalCode, refuse } from './refusal.ts'
import { covers, type Scope } from './scope.ts'
import type { Member, Proposal, Staff } from './staff.ts'

/** By anybody whom it concerns, or any administrator whom it is within reach of. */
export function stop(staff: Staff, { at, by, proposal: id }: CommandOf<'stop'>): Decision {
  const proposal = proposalAt(staff, id, at)
  if (proposal === undefined) return refuse('ERR_STAFF_PROPOSAL_UNKNOWN')
  const member = staff.members.get(by)
  const isConcerned = [proposal.by, proposal.confirmedBy, proposal.subject].includes(by)
  if (member === undefined || member.standing === 'removed') return refuse('ERR_STAFF_UNKNOWN')
  if (!isConcerned && !reachesInto(staff, proposal, reachOf(member, ['administrator'], at)))
    return refuse('ERR_STAFF_ROLE')
  return { facts: [{ type: 'proposal-stopped', data: { at, proposal: id, subject: proposal.subject, by } }] }
}

/** Whether it is about an organisation that is theirs, too; another's is not theirs to stop (DESIGN §3 rule 25). */
function reachesInto({ home, members }: Staff, { grants, subject }: Proposal, reach: readonly Scope[]): boolean {
  const about = [...grants, ...(members.get(subject)?.grants ?? [])].flatMap(({ scope }) => scope.organisations)
  if (about.length === 0) return covers(reach, [], home)
  const theirs = reach.flatMap(({ organisations }) => organisations)
  return about.some((organisation) => theirs.includes(organisation))
}

export function removePasskey(staff: Staff, { at, by, member: id, passkey }: CommandOf<'remove-passkey'>): Decision {
  const member = staff.members.get(id)
  const one = member?.passkeys.find((held) => held.id === passkey && (held.countsUntil ?? at + 1) > at)
  if (member === undefined || one === undefined) return refuse('ERR_STAFF_PASSKEY_UNKNOWN')
  if (by === id) {
    const rest = member.passkeys.filter((held) => held.id !== passkey && counts(held, at))
    if (member.standing !== 'member') return refuse('ERR_STAFF_UNKNOWN')
    if (counts(one, at) && rest.length === 0) return refuse('ERR_STAFF_LAST_PASSKEY')
  } else {
    const reach = mayTake(staff, by, member, at)
    if (reach !== undefined) return refuse(reach)
    if (counts(one, at)) return refuse('ERR_STAFF_PASSKEY_COUNTS')
  }
  return { facts: [{ type: 'passkey-removed', data: { at, member: id, passkey, by } }] }
}

export function withdrawRole(
  staff: Staff,
  { at, by, member: id, grant: grantId }: CommandOf<'withdraw-role'>,
): Decision {
  const member = staff.members.get(id)
  const grant = member?.grants.find((one) => one.id === grantId)
  if (member === undefined || grant === undefined) return refuse('ERR_STAFF_GRANT_UNKNOWN')
  const reach = by === id ? undefined : mayTake(staff, by, { ...member, grants: [grant] }, at)
  if (reach !== undefined) return refuse(reach)
  const rest = member.grants.filter((one) => one !== grant)
  const isTheirLast = grant.role === 'administrator' && !rest.some(({ role }) => role === 'administrator')
  const others = administratorsAt(staff, at).filter((one) => one.id !== id)
  if (isTheirLast && others.length < 2) return refuse('ERR_STAFF_LAST_TWO')
  return { facts: [{ type: 'role-withdrawn', data: { at, member: id, grant: grantId, by } }] }
}

/** Where fewer than two administrators would be left, who goes is only suspended: together they find a way back. */
export function remove(staff: Staff, { at, by, member: id }: CommandOf<'remove'>): Decision {
  const member = staff.members.get(id)
  if (member === undefined || member.standing === 'removed') return refuse('ERR_STAFF_SUBJECT')
  const reach = by === id ? undefined : mayTake(staff, by, member, at)
  if (reach !== undefined) return refuse(reach)
  const others = administratorsAt(staff, at).filter((one) => one.id !== id)
  const type = others.length < 2 && member.grants.some(({ role }) => role === 'administrator') ? 'suspended' : 'removed'
  if (type === 'suspended' && (by === id || member.standing === 'suspended')) return refuse('ERR_STAFF_LAST_TWO')
  return { facts: [{ type: `member-${type}`, data: { at, member: id, by } }] }
}

/** Taking needs no second person and no second passkey, only a role that covers what is taken. */
export function mayTake(staff: Staff, by: string, from: Member, at: number): RefusalCode | undefined {
  const reach = reachOf(staff.members.get(by), ['administrator'], at)
  if (reach.length === 0) return 'ERR_STAFF_ROLE'
  return covers(reach, from.grants, staff.home) ? undefined : 'ERR_STAFF_SCOPE'
}
