/** Changes that this room offers: approvals/ judges who has to agree (DESIGN §3 rule 24). */
import { sql } from 'kysely'
import Type from 'typebox'
import { type Applied, type Applying, type ChangeKind, changeKind } from '../organisation/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { commandRegistry } from './emergency.ts'
import { AccountKey, type RegistryCommand } from './emergency-registry.ts'
import { applyImport, digestOfImport } from './import.ts'
import type { DirectoryRoom } from './room.ts'
import { Tier } from './tier.ts'
import { commandTier, loadRatchet } from './tiers.ts'

const Strict = { additionalProperties: false }
const PersonId = Type.String({ pattern: '^[0-9a-f]{32}$' })
const OfPerson = Type.Object({ person: PersonId, tier: Tier }, Strict)
export const ImportId = Type.String({ pattern: '^[0-9a-f]{32}$' })
const OfAccount = Type.Object({ account: AccountKey }, Strict)

type RoomOf = (organisation: string) => DirectoryRoom

/** `tier-raised`, `tier-lowered`, `emergency-account-registered`, `emergency-account-removed` and `directory-imported`. */
export function directoryChanges(roomOf: RoomOf): readonly ChangeKind[] {
  return [...tierChanges(roomOf), ...registryChanges(roomOf), importChange(roomOf)]
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
        const command = { do: 'lower', at: now, to: tier, by: membersOf(by) } as const
        return answer(await commandTier(tx, await roomIn(tx, roomOf), person, command, by))
      },
    }),
  ]
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

function membersOf({ decisions }: Pick<Applying<unknown, unknown>, 'decisions'>): readonly string[] {
  return decisions.map(({ staff }) => staff)
}

function answer(refused: { readonly code: string; readonly message: string } | undefined): Applied {
  return refused === undefined
    ? { applied: true }
    : { applied: false, code: refused.code as `ERR_${string}`, message: refused.message }
}

async function roomIn(tx: OrganisationTransaction, roomOf: RoomOf): Promise<DirectoryRoom> {
  const { rows } = await sql<{ id: string }>`select current_organisation() as id`.execute(tx)
  return roomOf(rows[0]!.id)
}
