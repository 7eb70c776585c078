/** Changes about people: freezes, whose an account is, who approves and vouches, and which roles raise. */
import Type from 'typebox'
import { type Applied, type Applying, type ChangeKind, changeKind } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { findAccount } from './accounts.ts'
import { answer, membersOf, type RoomOf, roomIn } from './applying.ts'
import { NamedApprovers } from './approvers.ts'
import { AccountKey } from './emergency-registry.ts'
import { Reason } from './freeze.ts'
import { commandFreeze, loadFreeze } from './freezes.ts'
import { commandLink, type LinkAsked } from './links.ts'
import { loadApprovers, loadTierRules, loadTrusted, nameApprovers, setTierRules, setTrusted } from './named-people.ts'
import { TierRuleList, weakensRules } from './tier-rules.ts'
import { Needed, PersonId, TrustedContactIds } from './trusted.ts'
import { directoryVersion } from './versions.ts'

const Strict = { additionalProperties: false }
const OfPerson = Type.Object({ person: PersonId }, Strict)
const OfLink = Type.Object({ account: AccountKey, person: PersonId }, Strict)

export function freezeChanges(roomOf: RoomOf): readonly ChangeKind[] {
  return [
    changeKind({
      name: 'person-frozen',
      summary: 'Freezes a person, at once: nothing that gives access is done for them until two people end it.',
      data: Type.Object({ person: PersonId, reason: Reason }, Strict),
      roles: ['agent', 'analyst', 'approver', 'administrator'],
      // It only makes things stricter.
      isWeakening: async () => false,
      async apply(tx, { data: { person, reason }, now, ...by }) {
        const command = { do: 'freeze', at: now, because: 'staff', reason } as const
        return answer(await commandFreeze(tx, await roomIn(tx, roomOf), person, command, by))
      },
    }),
    changeKind({
      name: 'person-unfrozen',
      summary: 'Ends a person’s freeze.',
      data: OfPerson,
      roles: ['approver', 'administrator'],
      isWeakening: async () => true,
      stands: async (tx, { person }) => (await loadFreeze(tx, await roomIn(tx, roomOf), person)) ?? null,
      reach: () => 'privileged',
      async apply(tx, { data: { person }, now, ...by }) {
        const command = { do: 'unfreeze', at: now, by: membersOf(by) } as const
        return answer(await commandFreeze(tx, await roomIn(tx, roomOf), person, command, by))
      },
    }),
  ]
}

export function linkChanges(roomOf: RoomOf): readonly ChangeKind[] {
  async function apply(
    tx: OrganisationTransaction,
    what: LinkAsked['do'],
    { data, now, ...by }: Applying<Pick<LinkAsked, 'account' | 'person'>, unknown>,
  ): Promise<Applied> {
    const asked = { ...data, do: what, at: now, by: membersOf(by) }
    return answer(await commandLink(tx, await roomIn(tx, roomOf), asked, by))
  }
  const shared = {
    data: OfLink,
    roles: ['administrator', 'approver'],
    // By an account people get back into another one; and a person made again is nobody new (rule 6).
    isWeakening: async () => true,
    async stands(tx: OrganisationTransaction, { account }: { readonly account: string }) {
      const found = await findAccount(tx, await roomIn(tx, roomOf), account)
      return { person: found?.person ?? null, version: await directoryVersion(tx) }
    },
    reach: () => 'privileged' as const,
  } as const
  return [
    changeKind({
      ...shared,
      roles: [...shared.roles],
      name: 'account-linked',
      summary: 'Says that an account is this person’s. It proves nothing for 30 days; tier and freeze count at once.',
      apply: (tx, change) => apply(tx, 'link', change),
    }),
    changeKind({
      ...shared,
      roles: [...shared.roles],
      name: 'account-parted',
      summary: 'Says that an account is not this person’s, but somebody’s of their own, who keeps tier and freeze.',
      apply: (tx, change) => apply(tx, 'part', change),
    }),
  ]
}

export function namingChanges(roomOf: RoomOf): readonly ChangeKind[] {
  return [
    changeKind({
      name: 'approvers-named',
      summary: 'Names who approves where somebody has no manager who can. Who is new counts after 30 days.',
      data: Type.Object({ approvers: NamedApprovers }, Strict),
      roles: ['administrator'],
      isWeakening: async () => true,
      stands: async (tx) => loadApprovers(tx, await roomIn(tx, roomOf)),
      reach: () => 'privileged',
      async apply(tx, { data: { approvers }, now, ...by }) {
        const command = { at: now, approvers, by: membersOf(by) }
        return answer(await nameApprovers(tx, await roomIn(tx, roomOf), command, by))
      },
    }),
    changeKind({
      name: 'trusted-contacts-set',
      summary: 'Says who can vouch for a person, and how many have to. Who is new counts after 30 days.',
      data: Type.Object({ person: PersonId, contacts: TrustedContactIds, needed: Needed }, Strict),
      roles: ['administrator', 'approver'],
      isWeakening: async () => true,
      async stands(tx, { person }) {
        const { needed, contacts } = await loadTrusted(tx, await roomIn(tx, roomOf), person)
        return { needed, contacts: [...contacts] }
      },
      reach: () => 'privileged',
      async apply(tx, { data, now, ...by }) {
        const asked = { ...data, at: now, by: membersOf(by) }
        return answer(await setTrusted(tx, await roomIn(tx, roomOf), asked, by))
      },
    }),
    changeKind({
      name: 'tier-rules-set',
      summary: 'Says which roles and groups raise a person’s tier, and raises whoever has one, at once.',
      data: Type.Object({ rules: TierRuleList }, Strict),
      roles: ['administrator'],
      isWeakening: async (tx, { rules }) => weakensRules(await loadTierRules(tx, await roomIn(tx, roomOf)), rules),
      stands: async (tx) => loadTierRules(tx, await roomIn(tx, roomOf)),
      async apply(tx, { data: { rules }, now, ...by }) {
        await setTierRules(tx, await roomIn(tx, roomOf), { at: now, rules }, by)
        return { applied: true }
      },
    }),
  ]
}
