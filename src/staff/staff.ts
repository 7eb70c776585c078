/**
 * The staff of one organisation: who they are, what they may, and what is proposed.
 *
 *   nobody ── code from the terminal ──▶ first person ── code from them ──▶ second: both count at once
 *   proposed by an administrator ── confirmed by another person ──▶ invitation: both tell a half of the code ──▶ joined
 *                                                              ├──▶ role, reinstatement
 *                                                              └──▶ recovery: both tell a half ──▶ new passkeys
 *   whatever is new counts 72 hours later, and can be stopped by one until then; whatever is taken is gone at once
 *
 * One state, a fold of facts; it names people by id. Times are milliseconds.
 */
import type { FactData, Passkey, StaffFact } from './entries.ts'
import { reachingInto } from './founding.ts'
import type { Grant } from './scope.ts'

export type ProposalKind = FactData<'staff-proposed'>['kind']

/** Counts from a time on, and until another if it was taken; what did count stays known, for old decisions are verified. */
export interface HeldPasskey extends Passkey {
  readonly added: number
  readonly countsFrom: number
  readonly countsUntil: number | undefined
  /** The recovery that brought it, and the one that replaces it. */
  readonly broughtBy: string | undefined
  readonly replacedBy: string | undefined
}

export interface HeldGrant extends Grant {
  readonly countsFrom: number
}

/** Of an identity provider. */
export interface HeldIdentity {
  /** Keyed token of issuer and subject. */
  readonly identity: string
  readonly countsFrom: number
}

export interface Member {
  readonly id: string
  /** The same for everything that this human is or was here. */
  readonly human: string
  readonly standing: 'member' | 'suspended' | 'removed'
  readonly grants: readonly HeldGrant[]
  readonly passkeys: readonly HeldPasskey[]
  readonly identities: readonly HeldIdentity[]
}

export interface Proposal {
  readonly id: string
  readonly kind: ProposalKind
  readonly by: string
  readonly subject: string
  readonly human: string | undefined
  readonly grants: readonly Grant[]
  /** Hashes of the halves of the code: the proposer's, and once it is confirmed the other's. */
  readonly halves: readonly string[]
  readonly confirmedBy: string | undefined
  readonly isUsed: boolean
  /** When it expires; of a recovery that was used, when its passkeys count. */
  readonly until: number
}

export interface FoundedOrganisation {
  /** From where. */
  readonly home: string
  /** As it was called then. */
  readonly name: string
  readonly founded: number
  readonly founders: readonly string[]
}

export interface Staff {
  /** The organisation whose staff the first two are: it runs this installation. */
  readonly home: string | undefined
  /** The code that lets the first or the second person in. */
  readonly setUp: { readonly hash: string; readonly until: number } | undefined
  readonly members: ReadonlyMap<string, Member>
  /** When the last fact was written: Postern was up then. */
  readonly lastAt: number
  /** Founded beside the home, by id, in their order. */
  readonly organisations: ReadonlyMap<string, FoundedOrganisation>
  /** Those that can still lead to something. */
  readonly proposals: ReadonlyMap<string, Proposal>
}

export const NOBODY: Staff = {
  home: undefined,
  setUp: undefined,
  members: new Map(),
  lastAt: 0,
  organisations: new Map(),
  proposals: new Map(),
}

/** For what counts only when something else has happened. */
const NOT_YET = Number.MAX_SAFE_INTEGER

export function evolve(staff: Staff, fact: StaffFact): Staff {
  return { ...changedBy(staff, fact), lastAt: fact.data.at }
}

function changedBy(staff: Staff, fact: StaffFact): Staff {
  switch (fact.type) {
    case 'set-up-opened':
    case 'founder-invited':
      return { ...staff, setUp: { hash: fact.data.hash, until: fact.data.until } }
    case 'founder-joined':
      return founded(staff, fact.data)
    case 'staff-proposed':
      return proposed(staff, fact.data)
    case 'staff-confirmed':
      return confirmed(staff, fact.data)
    case 'proposal-stopped':
      return stopped(staff, fact.data)
    case 'staff-joined':
      return joined(staff, fact.data)
    case 'staff-recovered':
      return recovered(staff, fact.data)
    case 'passkey-added': {
      const { at, member, passkey, countsFrom } = fact.data
      return changed(staff, member, ({ passkeys }) => ({
        passkeys: [...passkeys, registered(passkey, at, countsFrom)],
      }))
    }
    case 'passkey-removed': {
      const { member, passkey, at } = fact.data
      return changed(staff, member, ({ passkeys }) => ({
        passkeys: passkeys.map((one) => (one.id === passkey ? ended(one, at) : one)),
      }))
    }
    case 'identity-linked': {
      const { member, identity, countsFrom } = fact.data
      return changed(staff, member, ({ identities }) => ({ identities: [...identities, { identity, countsFrom }] }))
    }
    case 'identity-unlinked': {
      const { member, identity } = fact.data
      return changed(staff, member, ({ identities }) => ({
        identities: identities.filter((one) => one.identity !== identity),
      }))
    }
    case 'role-withdrawn': {
      const { member, grant } = fact.data
      return changed(staff, member, ({ grants }) => ({ grants: grants.filter(({ id }) => id !== grant) }))
    }
    case 'member-suspended': {
      const { member, at } = fact.data
      return changed(withoutProposalsOf(staff, member, at), member, () => ({ standing: 'suspended' }))
    }
    case 'member-removed': {
      const { member, at } = fact.data
      return changed(withoutProposalsOf(staff, member, at), member, ({ passkeys }) => ({
        standing: 'removed',
        grants: [],
        identities: [],
        passkeys: passkeys.map((one) => ended(one, at)),
      }))
    }
    case 'organisation-founded':
      return withOrganisation(staff, fact.data)
    case 'waits-held':
      return held(staff, fact.data)
    case 'passkey-doubted':
    case 'staff-refused':
      return staff
  }
}

/** Who is here, was here, or is about to be. */
export function isKnownHuman(staff: Staff, human: string, at: number, except?: string): boolean {
  const invited = [...staff.proposals.values()].filter(({ until }) => at <= until)
  return (
    [...staff.members.values()].some((member) => member.id !== except && member.human === human) ||
    invited.some((proposal) => proposal.human === human)
  )
}

/** Alone, the first person may do nothing but let the second in; then everything of both counts. */
function founded(staff: Staff, { at, member, human, grants, passkeys }: FactData<'founder-joined'>): Staff {
  const members = new Map(staff.members)
  const countsFrom = members.size === 0 ? NOT_YET : at
  for (const first of members.values()) {
    members.set(first.id, { ...first, grants: first.grants.map((grant) => ({ ...grant, countsFrom })) })
  }
  members.set(member, {
    id: member,
    human,
    standing: 'member',
    grants: grants.map((grant) => ({ ...grant, countsFrom })),
    passkeys: passkeys.map((passkey) => registered(passkey, at, at)),
    identities: [],
  })
  return { ...staff, home: staff.home ?? grants[0]?.scope.organisations[0], setUp: undefined, members }
}

function proposed(staff: Staff, { at, proposal, half, human, ...rest }: FactData<'staff-proposed'>): Staff {
  const open = [...staff.proposals].filter(([, { until }]) => at <= until)
  const halves = half === undefined ? [] : [half]
  const state = { id: proposal, human, halves, confirmedBy: undefined, isUsed: false }
  return { ...staff, proposals: new Map([...open, [proposal, { ...rest, ...state }]]) }
}

function confirmed(staff: Staff, { proposal: id, by, half, countsFrom, until }: FactData<'staff-confirmed'>): Staff {
  const proposal = staff.proposals.get(id)
  if (proposal === undefined) return staff
  const { kind, subject, grants, halves } = proposal
  if (kind === 'invitation' || kind === 'recovery') {
    const next = { ...proposal, confirmedBy: by, halves: half === undefined ? halves : [...halves, half], until }
    return { ...staff, proposals: new Map(staff.proposals).set(id, next) }
  }
  return changed(without(staff, id), subject, (member) =>
    kind === 'role'
      ? { grants: [...member.grants, ...grants.map((grant) => ({ ...grant, countsFrom }))] }
      : { standing: 'member', grants: member.grants.map((grant) => ({ ...grant, countsFrom })) },
  )
}

/** Who was here before is the same member again, with what they once did. */
function joined(staff: Staff, { at, proposal: id, passkeys, countsFrom }: FactData<'staff-joined'>): Staff {
  const proposal = staff.proposals.get(id)
  if (proposal?.human === undefined) return staff
  const { subject, human, grants } = proposal
  const member: Member = {
    id: subject,
    human,
    standing: 'member',
    grants: grants.map((grant) => ({ ...grant, countsFrom })),
    passkeys: [
      ...(staff.members.get(subject)?.passkeys ?? []),
      ...passkeys.map((passkey) => registered(passkey, at, countsFrom)),
    ],
    identities: [],
  }
  return { ...without(staff, id), members: new Map(staff.members).set(subject, member) }
}

function withOrganisation(
  staff: Staff,
  { at, organisation, home, name, founders }: FactData<'organisation-founded'>,
): Staff {
  const organisations = new Map(staff.organisations).set(organisation, { home, name, founded: at, founders })
  return founders.reduce<Staff>(
    (after, founder) =>
      changed(after, founder, ({ grants }) => ({ grants: reachingInto(grants, { home, organisation, at }) })),
    { ...staff, organisations },
  )
}

/** The old passkeys go when the new ones count: until then their owner can still sign in and stop it. */
function recovered(staff: Staff, { at, proposal: id, passkeys, countsFrom }: FactData<'staff-recovered'>): Staff {
  const proposal = staff.proposals.get(id)
  if (proposal === undefined) return staff
  const used = { ...proposal, isUsed: true, until: countsFrom }
  return changed({ ...staff, proposals: new Map(staff.proposals).set(id, used) }, proposal.subject, (member) => ({
    // Whoever had the old passkeys may have linked one of their own.
    identities: [],
    passkeys: [
      ...member.passkeys.map((one) =>
        one.countsUntil === undefined ? { ...one, countsUntil: countsFrom, replacedBy: id } : one,
      ),
      ...passkeys.map((passkey) => ({ ...registered(passkey, at, countsFrom), broughtBy: id })),
    ],
  }))
}

function stopped(staff: Staff, { at, proposal: id }: FactData<'proposal-stopped'>): Staff {
  const proposal = staff.proposals.get(id)
  if (proposal === undefined) return staff
  return changed(without(staff, id), proposal.subject, ({ passkeys }) => ({
    passkeys: passkeys.map((one) => {
      if (one.broughtBy === id) return ended(one, at)
      return one.replacedBy === id && at < one.countsUntil!
        ? { ...one, countsUntil: undefined, replacedBy: undefined }
        : one
    }),
  }))
}

function registered(passkey: Passkey, added: number, countsFrom: number): HeldPasskey {
  return { ...passkey, added, countsFrom, countsUntil: undefined, broughtBy: undefined, replacedBy: undefined }
}

/** Whatever waited when it began waits as much longer; what replaces and what is replaced move together. */
function held(staff: Staff, { at, from }: FactData<'waits-held'>): Staff {
  const later = (time: number): number => (from < time && time < NOT_YET ? time + at - from : time)
  const members = [...staff.members.values()].map(
    (member): Member => ({
      ...member,
      grants: member.grants.map((grant) => ({ ...grant, countsFrom: later(grant.countsFrom) })),
      identities: member.identities.map((one) => ({ ...one, countsFrom: later(one.countsFrom) })),
      passkeys: member.passkeys.map((one) => ({
        ...one,
        countsFrom: later(one.countsFrom),
        countsUntil: one.replacedBy === undefined ? one.countsUntil : later(one.countsUntil!),
      })),
    }),
  )
  const proposals = [...staff.proposals.values()].map((one) => (one.isUsed ? { ...one, until: later(one.until) } : one))
  return {
    ...staff,
    members: new Map(members.map((member) => [member.id, member])),
    proposals: new Map(proposals.map((proposal) => [proposal.id, proposal])),
  }
}

/** From now on for ever, also where a recovery that is stopped would have let it live. */
function ended(passkey: HeldPasskey, at: number): HeldPasskey {
  return { ...passkey, countsUntil: Math.min(passkey.countsUntil ?? at, at), replacedBy: undefined }
}

function without(staff: Staff, proposal: string): Staff {
  const proposals = new Map(staff.proposals)
  proposals.delete(proposal)
  return { ...staff, proposals }
}

/** What somebody proposed, confirmed or would gain by falls with them, a recovery that only waits for its passkeys included. */
function withoutProposalsOf(staff: Staff, member: string, at: number): Staff {
  return [...staff.proposals.values()]
    .filter(({ by, confirmedBy, subject, until }) => [by, confirmedBy, subject].includes(member) && at <= until)
    .reduce((left, { id, by, subject }) => stopped(left, { at, proposal: id, subject, by }), staff)
}

function changed(staff: Staff, id: string, change: (member: Member) => Partial<Member>): Staff {
  const member = staff.members.get(id)
  if (member === undefined) return staff
  return { ...staff, members: new Map(staff.members).set(id, { ...member, ...change(member) }) }
}
