/** Coming in: the first two by the code from the terminal, everybody else by the two halves that two colleagues tell. */
import { DEFAULTS } from '../base/defaults.ts'
import type { CommandOf, Decision } from './commands.ts'
import { isFounded, passkeysOf, proposalAt } from './deadlines.ts'
import type { Passkey } from './entries.ts'
import { refuse, refuseAloud } from './refusal.ts'
import { founderGrants } from './scope.ts'
import { isKnownHuman, type Staff } from './staff.ts'

export function openSetUp(staff: Staff, { at, hash }: CommandOf<'open-set-up'>): Decision {
  if (isFounded(staff)) return refuse('ERR_STAFF_SET_UP_OVER')
  return { facts: [{ type: 'set-up-opened', data: { at, hash, until: at + DEFAULTS.staff.setUpMs } }] }
}

export function inviteFounder(staff: Staff, { at, by, hash }: CommandOf<'invite-founder'>): Decision {
  if (isFounded(staff) || !staff.members.has(by)) return refuse('ERR_STAFF_NOT_FOUNDER')
  return { facts: [{ type: 'founder-invited', data: { at, by, hash, until: at + DEFAULTS.staff.setUpMs } }] }
}

export function found(staff: Staff, { at, hash, member, human, organisation, passkeys }: CommandOf<'found'>): Decision {
  if (isFounded(staff)) return refuse('ERR_STAFF_SET_UP_OVER')
  if (staff.setUp?.hash !== hash || at > staff.setUp.until) return refuse('ERR_STAFF_SET_UP_CODE')
  if (isKnownHuman(staff, human, at) || staff.members.has(member)) {
    return refuseAloud('ERR_STAFF_SAME_HUMAN', { at })
  }
  if (passkeys.length !== 2) return refuse('ERR_STAFF_TWO_PASSKEYS')
  if (!areNew(staff, passkeys)) return refuseAloud('ERR_STAFF_PASSKEY_KNOWN', { at })
  const grants = founderGrants(organisation, (role) => `${role}-${member}`.slice(0, 64))
  return {
    facts: [{ type: 'founder-joined', data: { at, member, human, grants: [...grants], passkeys: [...passkeys] } }],
  }
}

export function join(staff: Staff, { at, proposal: id, halves, passkeys }: CommandOf<'join'>): Decision {
  const proposal = proposalAt(staff, id, at)
  if (proposal?.confirmedBy === undefined || proposal.isUsed) return refuse('ERR_STAFF_PROPOSAL_UNKNOWN')
  const right = proposal.halves.filter((half) => halves.includes(half)).length
  const { subject } = proposal
  // Whoever has one half only is one of the two who were to tell theirs, or got it from them.
  if (right === 1) return refuseAloud('ERR_STAFF_CODE_WRONG', { at, subject })
  if (right !== 2) return refuse('ERR_STAFF_CODE_WRONG')
  if (passkeys.length !== 2) return refuse('ERR_STAFF_TWO_PASSKEYS')
  if (!areNew(staff, passkeys)) return refuseAloud('ERR_STAFF_PASSKEY_KNOWN', { at, subject })
  const data = { at, proposal: id, subject, passkeys: [...passkeys], countsFrom: at + DEFAULTS.staff.waitMs }
  return { facts: [{ type: proposal.kind === 'invitation' ? 'staff-joined' : 'staff-recovered', data }] }
}

export function addPasskey(staff: Staff, { at, by, passkey }: CommandOf<'add-passkey'>): Decision {
  const member = staff.members.get(by)
  if (member?.standing !== 'member') return refuse('ERR_STAFF_UNKNOWN')
  // Else whoever holds the old ones could outlive the recovery.
  if ([...staff.proposals.values()].some((one) => one.isUsed && one.subject === by && at < one.until)) {
    return refuse('ERR_STAFF_RECOVERING')
  }
  if (passkeysOf(member).length >= DEFAULTS.staff.passkeysMax) return refuse('ERR_STAFF_FULL')
  if (!areNew(staff, [passkey])) return refuseAloud('ERR_STAFF_PASSKEY_KNOWN', { at, by })
  const countsFrom = at + DEFAULTS.staff.waitMs
  return { facts: [{ type: 'passkey-added', data: { at, member: by, passkey, countsFrom } }] }
}

/** One authenticator is one person's: nobody, past members included, has either of the two. */
function areNew(staff: Staff, passkeys: readonly Passkey[]): boolean {
  const known = new Set([...staff.members.values()].flatMap((member) => member.passkeys.map(({ id }) => id)))
  return passkeys.every(({ id }) => !known.has(id)) && new Set(passkeys.map(({ id }) => id)).size === passkeys.length
}
