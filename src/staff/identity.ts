/** Identities of a provider: linked by their owner, with a passkey, and taken away by one. They only ever sign in. */
import { DEFAULTS } from '../base/defaults.ts'
import type { CommandOf, Decision } from './commands.ts'
import { refuse, refuseAloud } from './refusal.ts'
import type { Member, Staff } from './staff.ts'
import { mayTake } from './take.ts'

export function linkIdentity(staff: Staff, { at, by, identity }: CommandOf<'link-identity'>): Decision {
  const member = staff.members.get(by)
  if (member?.standing !== 'member') return refuse('ERR_STAFF_UNKNOWN')
  const owner = [...staff.members.values()].find(({ identities }) =>
    identities.some((one) => one.identity === identity),
  )
  if (owner !== undefined) {
    return owner.id === by ? refuse('ERR_STAFF_IDENTITY_KNOWN') : refuseAloud('ERR_STAFF_IDENTITY_KNOWN', { at, by })
  }
  if (member.identities.length >= DEFAULTS.staff.identitiesMax) return refuse('ERR_STAFF_FULL')
  const countsFrom = at + DEFAULTS.staff.waitMs
  return { facts: [{ type: 'identity-linked', data: { at, member: by, identity, countsFrom } }] }
}

export function unlinkIdentity(staff: Staff, { at, by, member: id, identity }: CommandOf<'unlink-identity'>): Decision {
  const member = staff.members.get(id)
  if (!member?.identities.some((one) => one.identity === identity)) return refuse('ERR_STAFF_IDENTITY_UNKNOWN')
  const code = by === id ? undefined : mayTake(staff, by, member, at)
  if (code !== undefined) return refuse(code)
  return { facts: [{ type: 'identity-unlinked', data: { at, member: id, identity, by } }] }
}

/** Who signs in by it at `at`; nobody by one that does not count yet. */
export function ownerOfIdentity({ members }: Staff, identity: string, at: number): Member | undefined {
  return [...members.values()].find(
    ({ standing, identities }) =>
      standing === 'member' && identities.some((one) => one.identity === identity && one.countsFrom <= at),
  )
}
