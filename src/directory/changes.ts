/** Changes that this room offers: approvals/ judges who has to agree (DESIGN §3 rule 24). */
import Type from 'typebox'
import { type Applied, type Applying, type ChangeKind, changeKind } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { answer, membersOf, type RoomOf, roomIn } from './applying.ts'
import { commandRegistry } from './emergency.ts'
import { AccountKey, type RegistryCommand } from './emergency-registry.ts'
import { applyImport, digestOfImport } from './import.ts'
import { tierDue } from './named-people.ts'
import { freezeChanges, linkChanges, namingChanges } from './people-changes.ts'
import { stricter, Tier } from './tier.ts'
import { commandTier, loadRatchet } from './tiers.ts'
import { PersonId } from './trusted.ts'

const Strict = { additionalProperties: false }
const OfPerson = Type.Object({ person: PersonId, tier: Tier }, Strict)
export const ImportId = Type.String({ pattern: '^[0-9a-f]{32}$' })
const OfAccount = Type.Object({ account: AccountKey }, Strict)

/** Every kind that has to do with who people are, and how bad losing them is. */
export function directoryChanges(roomOf: RoomOf): readonly ChangeKind[] {
  return [
    ...tierChanges(roomOf),
    ...registryChanges(roomOf),
    importChange(roomOf),
    ...freezeChanges(roomOf),
    ...linkChanges(roomOf),
    ...namingChanges(roomOf),
  ]
}

function tierChanges(roomOf: RoomOf): readonly ChangeKind[] {
  return [
    changeKind({
      name: 'tier-raised',
      summary: 'Raises a person’s tier, at once. A wait for a lower one ends.',
      data: OfPerson,
      roles: ['administrator', 'approver'],
      // The ratchet: whoever is more is asked more (DESIGN §2).
      isWeakening: async () => false,
      async apply(tx, { data: { person, tier }, now, ...by }) {
        const command = { do: 'raise', at: now, to: tier, because: 'staff' } as const
        return answer(await commandTier(tx, await roomIn(tx, roomOf), person, command, by))
      },
    }),
    changeKind({
      name: 'tier-lowered',
      summary: 'Lowers a person’s tier, after seven days in which everybody can object.',
      data: OfPerson,
      roles: ['administrator', 'approver'],
      isWeakening: async () => true,
      stands: async (tx, { person }) => loadRatchet(tx, await roomIn(tx, roomOf), person),
      reach: () => 'privileged',
      async apply(tx, { data: { person, tier }, now, ...by }) {
        const room = await roomIn(tx, roomOf)
        const due = await tierDue(tx, room, person)
        if (stricter(due, tier) !== tier) return roleAsksForMore
        const command = { do: 'lower', at: now, to: tier, by: membersOf(by) } as const
        return answer(await commandTier(tx, room, person, command, by))
      },
    }),
  ]
}

const roleAsksForMore: Applied = {
  applied: false,
  code: 'ERR_TIER_ROLE',
  message: 'A role or group of the person asks for a higher tier. Take them out of it first.',
}

function importChange(roomOf: RoomOf): ChangeKind {
  return changeKind({
    name: 'directory-imported',
    summary: 'Imports people, accounts and contacts as the preview shows them. What is in doubt is left out.',
    data: Type.Object({ import: ImportId }, Strict),
    roles: ['administrator'],
    // By contacts and links people get back in: nobody brings them in alone (rule 5).
    isWeakening: async () => true,
    stands: (tx, { import: id }) => digestOfImport(tx, id),
    reach: () => 'privileged',
    async apply(tx, { data, now, ...by }) {
      return await applyImport(tx, await roomIn(tx, roomOf), data.import, { now, ...by })
    },
  })
}

function registryChanges(roomOf: RoomOf): readonly ChangeKind[] {
  async function apply(
    tx: OrganisationTransaction,
    what: RegistryCommand['do'],
    { data: { account }, now, ...by }: Applying<{ readonly account: string }, unknown>,
  ): Promise<Applied> {
    const command = { do: what, at: now, account, by: membersOf(by) }
    return answer(await commandRegistry(tx, await roomIn(tx, roomOf), command, by))
  }

  return [
    changeKind({
      name: 'emergency-account-registered',
      summary: 'Enters an emergency account: nothing automatic touches it, and any use of it is told.',
      data: OfAccount,
      roles: ['administrator'],
      // What is exempt from automatic response is guarded less.
      isWeakening: async () => true,
      reach: () => 'emergency',
      apply: (tx, change) => apply(tx, 'register', change),
    }),
    changeKind({
      name: 'emergency-account-removed',
      summary:
        'Takes an account out of the registry: automatic response may stop it from signing in, and its use is told no more.',
      data: OfAccount,
      roles: ['administrator'],
      isWeakening: async () => true,
      reach: () => 'emergency',
      apply: (tx, change) => apply(tx, 'remove', change),
    }),
  ]
}
