/**
 * A fact about staff, derived again from the ledger alone: whoever signs it trusts no caller (DESIGN §3 rule 20). What the ledger
 * does not hold is what somebody typed to come in: that a code was known is believed, all else is not.
 */
import canonicalize from 'canonicalize'
import { actIntent, proposalDigest } from './acts.ts'
import type { Command } from './commands.ts'
import { decide } from './decide.ts'
import type { Intent } from './decision.ts'
import type { StaffFact } from './entries.ts'
import type { Staff } from './staff.ts'

/** Whether the Decider comes to this fact, from where the staff stand. `organisation`: the one that they run. */
export function isStaffFactDue(staff: Staff, fact: StaffFact, organisation: string): boolean {
  const command = commandOf(staff, fact, organisation)
  // That something was refused lowers and gives nothing.
  if (command === undefined) return fact.type === 'staff-refused'
  const said = canonicalize({ type: fact.type, data: fact.data })
  return decide(staff, command).facts.some(({ type, data }) => canonicalize({ type, data }) === said)
}

/** Whose word a fact is, and what they signed for it; undefined where no passkey decides. */
export function staffDecision(
  staff: Staff,
  fact: StaffFact,
  organisation: string,
): { readonly by: string; readonly intent: Intent } | undefined {
  const signed = (by: string, type: string, about: Intent['about'], evidence?: string) => ({
    by,
    intent: { ...actIntent(organisation, type), about, ...(evidence === undefined ? {} : { evidence }) },
  })
  switch (fact.type) {
    case 'founder-invited':
      return signed(fact.data.by, 'invite-founder', {})
    case 'staff-proposed': {
      const { by, proposal, kind, subject, grants, human } = fact.data
      return signed(by, 'propose', { proposal, kind, subject, grants, ...(human === undefined ? {} : { human }) })
    }
    case 'staff-confirmed': {
      const { by, proposal } = fact.data
      return signed(by, 'confirm', { proposal }, proposalDigest(staff.proposals.get(proposal)))
    }
    case 'proposal-stopped':
      return signed(fact.data.by, 'stop', { proposal: fact.data.proposal })
    case 'passkey-added':
      return signed(fact.data.member, 'add-passkey', { passkey: fact.data.passkey.id })
    case 'passkey-removed':
      return signed(fact.data.by, 'remove-passkey', { member: fact.data.member, passkey: fact.data.passkey })
    case 'identity-linked':
      return signed(fact.data.member, 'link-identity', { identity: fact.data.identity })
    case 'identity-unlinked':
      return signed(fact.data.by, 'unlink-identity', { member: fact.data.member, identity: fact.data.identity })
    case 'role-withdrawn':
      return signed(fact.data.by, 'withdraw-role', { member: fact.data.member, grant: fact.data.grant })
    case 'member-removed':
    case 'member-suspended':
      return signed(fact.data.by, 'remove', { member: fact.data.member })
    default:
      return undefined
  }
}

function commandOf(staff: Staff, fact: StaffFact, organisation: string): Command | undefined {
  switch (fact.type) {
    case 'set-up-opened': {
      const { at, hash } = fact.data
      return { type: 'open-set-up', at, hash }
    }
    case 'founder-invited': {
      const { at, by, hash } = fact.data
      return { type: 'invite-founder', at, by, hash }
    }
    case 'founder-joined': {
      const { at, member, human, passkeys } = fact.data
      return { type: 'found', at, hash: staff.setUp?.hash ?? '', member, human, organisation, passkeys }
    }
    case 'staff-proposed': {
      const { until: _, ...said } = fact.data
      return { type: 'propose', ...said }
    }
    case 'staff-confirmed': {
      const { at, by, proposal, half } = fact.data
      return { type: 'confirm', at, by, proposal, ...(half === undefined ? {} : { half }) }
    }
    case 'proposal-stopped': {
      const { at, by, proposal } = fact.data
      return { type: 'stop', at, by, proposal }
    }
    case 'staff-joined':
    case 'staff-recovered': {
      const { at, proposal, passkeys } = fact.data
      return { type: 'join', at, proposal, halves: staff.proposals.get(proposal)?.halves ?? [], passkeys }
    }
    case 'passkey-added':
      return { type: 'add-passkey', at: fact.data.at, by: fact.data.member, passkey: fact.data.passkey }
    case 'passkey-removed':
      return { type: 'remove-passkey', ...fact.data }
    case 'passkey-doubted':
      return { type: 'doubt-passkey', ...fact.data }
    case 'identity-linked':
      return { type: 'link-identity', at: fact.data.at, by: fact.data.member, identity: fact.data.identity }
    case 'identity-unlinked':
      return { type: 'unlink-identity', ...fact.data }
    case 'role-withdrawn':
      return { type: 'withdraw-role', ...fact.data }
    case 'member-removed':
    case 'member-suspended':
      return { type: 'remove', ...fact.data }
    case 'organisation-founded':
      return { type: 'found-organisation', ...fact.data, home: organisation }
    case 'waits-held':
      return { type: 'hold-waits', ...fact.data }
    case 'staff-refused':
      return undefined
  }
}
