/** Giving: proposed by an administrator, confirmed by another person. */
import { DEFAULTS } from '../base/defaults.ts'
import type { CommandOf, Decision } from './commands.ts'
import { administratorsAt, passkeysOf, proposalAt, reachOf } from './deadlines.ts'
import { givingReach } from './founding.ts'
import { type RefusalCode, refuse, refuseAloud } from './refusal.ts'
import { covers, type Grant, type Role } from './scope.ts'
import { isKnownHuman, type Proposal, type ProposalKind, type Staff } from './staff.ts'

type Propose = CommandOf<'propose'>

export function propose(staff: Staff, command: Propose): Decision {
  const { at, by, proposal, kind, subject, human, half } = command
  const code = whyNotProposed(staff, command)
  if (code === 'ERR_STAFF_SAME_HUMAN' || code === 'ERR_STAFF_ABOUT_YOU' || code === 'ERR_STAFF_SCOPE') {
    return refuseAloud(code, { at, by, subject })
  }
  if (code !== undefined) return refuse(code)
  const data = { at, proposal, kind, by, subject, grants: [...command.grants], until: at + DEFAULTS.staff.proposalMs }
  const codes = { ...(human === undefined ? {} : { human }), ...(half === undefined ? {} : { half }) }
  return { facts: [{ type: 'staff-proposed', data: { ...data, ...codes } }] }
}

function whyNotProposed(staff: Staff, command: Propose): RefusalCode | undefined {
  const { at, by, proposal, kind, subject, human, grants, half } = command
  const may = mayDecide(staff, by, ['administrator'], at)
  if (may !== undefined) return may
  if ((kind === 'invitation') !== (human !== undefined) || needsCode(kind) !== (half !== undefined)) {
    return 'ERR_STAFF_CODE_WRONG'
  }
  if (staff.proposals.has(proposal)) return 'ERR_STAFF_PROPOSAL_TAKEN'
  const open = [...staff.proposals.values()].filter(({ until }) => at <= until)
  if (open.some((one) => one.subject === subject && one.kind === kind && kind !== 'role')) {
    return 'ERR_STAFF_PROPOSAL_OPEN'
  }
  if (open.length >= DEFAULTS.staff.proposalsMax) return 'ERR_STAFF_FULL'

  const wrong = wrongSubject(staff, command)
  if (wrong !== undefined) return wrong
  const had = staff.members.get(subject)?.grants ?? []
  if (kind === 'invitation' || kind === 'role') {
    const ids = new Set([...had, ...grants].map(({ id }) => id))
    const before = kind === 'role' ? had.length : 0
    if (grants.length === 0 || ids.size < before + grants.length) return 'ERR_STAFF_GRANTS'
    if (before + grants.length > DEFAULTS.staff.grantsMax) return 'ERR_STAFF_FULL'
  } else if (grants.length > 0) return 'ERR_STAFF_GRANTS'
  return isCovered(staff, by, ['administrator'], given(staff, { kind, subject, grants }), at)
    ? undefined
    : 'ERR_STAFF_SCOPE'
}

function wrongSubject(staff: Staff, { at, by, kind, subject, human }: Propose): RefusalCode | undefined {
  const member = staff.members.get(subject)
  switch (kind) {
    case 'invitation':
      // Who was here once comes back as the same member.
      if (human !== undefined && isKnownHuman(staff, human, at, subject)) return 'ERR_STAFF_SAME_HUMAN'
      if (member !== undefined && member.human !== human) return 'ERR_STAFF_SUBJECT'
      if (member !== undefined && member.standing !== 'removed') return 'ERR_STAFF_SAME_HUMAN'
      return staff.members.size >= DEFAULTS.staff.membersMax ? 'ERR_STAFF_FULL' : undefined
    case 'role':
      return member?.standing === 'member' ? undefined : 'ERR_STAFF_SUBJECT'
    case 'recovery':
      if (subject === by) return 'ERR_STAFF_ABOUT_YOU'
      return member?.standing === 'member' ? undefined : 'ERR_STAFF_SUBJECT'
    case 'reinstatement':
      return member?.standing === 'suspended' ? undefined : 'ERR_STAFF_SUBJECT'
  }
}

export function confirm(staff: Staff, { at, by, proposal: id, half }: CommandOf<'confirm'>): Decision {
  const proposal = proposalAt(staff, id, at)
  if (proposal === undefined || proposal.confirmedBy !== undefined) return refuse('ERR_STAFF_PROPOSAL_UNKNOWN')
  const { kind, subject } = proposal
  // R47: one person is one person, whatever they confirm.
  if (by === proposal.by) return refuseAloud('ERR_STAFF_SECOND_PERSON', { at, by, subject })
  if (needsCode(kind) !== (half !== undefined) || (needsCode(kind) && half === proposal.halves[0])) {
    return refuse('ERR_STAFF_CODE_WRONG')
  }
  const isTheirWayBack = by === subject && isTheOnlyWayBack(staff, proposal, at)
  if (by === subject && !isTheirWayBack) return refuseAloud('ERR_STAFF_ABOUT_YOU', { at, by, subject })
  const may = isTheirWayBack ? undefined : mayDecide(staff, by, CONFIRMING, at)
  if (may !== undefined) return refuse(may)
  const gives = given(staff, proposal)
  if (!isTheirWayBack && !isCovered(staff, by, CONFIRMING, gives, at))
    return refuseAloud('ERR_STAFF_SCOPE', { at, by, subject })
  // Who proposed it must still be one who may.
  if (!isCovered(staff, proposal.by, ['administrator'], gives, at)) return refuse('ERR_STAFF_PROPOSAL_UNKNOWN')
  const { waitMs, joiningMs } = DEFAULTS.staff
  const data = { at, proposal: id, subject, by, countsFrom: at + waitMs, until: at + joiningMs }
  return { facts: [{ type: 'staff-confirmed', data: half === undefined ? data : { ...data, half } }] }
}

const CONFIRMING: readonly Role[] = ['administrator', 'approver']

/** Of two administrators one suspended the other: the two of them are enough, since neither can do it alone. */
function isTheOnlyWayBack(staff: Staff, { kind, by, subject }: Proposal, at: number): boolean {
  const left = administratorsAt(staff, at)
  return (
    kind === 'reinstatement' &&
    left.length === 1 &&
    left[0]?.id === by &&
    staff.members.get(subject)?.standing === 'suspended'
  )
}

/** What a proposal gives: roles by name, or all that somebody has. */
function given(
  staff: Staff,
  { kind, subject, grants }: Pick<Proposal, 'kind' | 'subject' | 'grants'>,
): readonly Grant[] {
  return kind === 'invitation' || kind === 'role' ? grants : (staff.members.get(subject)?.grants ?? [])
}

function mayDecide(staff: Staff, by: string, roles: readonly Role[], at: number): RefusalCode | undefined {
  const member = staff.members.get(by)
  if (member?.standing !== 'member') return 'ERR_STAFF_UNKNOWN'
  if (reachOf(member, roles, at).length === 0) return 'ERR_STAFF_ROLE'
  return passkeysOf(member).length < 2 ? 'ERR_STAFF_ONE_PASSKEY' : undefined
}

function isCovered(staff: Staff, by: string, roles: readonly Role[], grants: readonly Grant[], at: number): boolean {
  return covers(givingReach(staff, by, roles, at), grants, staff.home)
}

export function needsCode(kind: ProposalKind): boolean {
  return kind === 'invitation' || kind === 'recovery'
}
