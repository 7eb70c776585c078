/** Who approves, who vouches, and which roles raise: commands about them, where they are kept. */
import { sql } from 'kysely'
import { loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { APPROVERS, APPROVERS_STREAM, type Approvers, type ApproversCommand } from './approvers.ts'
import { type By, commandIn } from './command.ts'
import type { DirectoryRoom } from './room.ts'
import { type PersonTier, strictest } from './tier.ts'
import { TIER_RULES, TIER_RULES_STREAM, type TierRules } from './tier-rules.ts'
import { raiseMany } from './tiers.ts'
import { streamOfTrusted, TRUSTED, type Trusted, type TrustedCommand } from './trusted.ts'

type Room = Pick<DirectoryRoom, 'ledger'>

export async function loadApprovers(tx: OrganisationTransaction, { ledger }: Room): Promise<Approvers> {
  return await loadState(tx, ledger, APPROVERS_STREAM, APPROVERS)
}

/** Gives why it was refused. */
export async function nameApprovers(tx: OrganisationTransaction, room: Room, command: ApproversCommand, by: By) {
  return await commandIn(tx, room, { decider: APPROVERS, stream: APPROVERS_STREAM, command, by })
}

export async function loadTrusted(tx: OrganisationTransaction, { ledger }: Room, person: string): Promise<Trusted> {
  return await loadState(tx, ledger, streamOfTrusted(person), TRUSTED)
}

/** Gives why it was refused. */
export async function setTrusted(
  tx: OrganisationTransaction,
  room: Room,
  asked: Omit<TrustedCommand, 'vouching' | 'vouchesFor'>,
  by: By,
) {
  const { person, contacts } = asked
  const rows = await tx
    .selectFrom('directory_trusted')
    .select(['person', 'contact'])
    .where('contact', 'in', [...contacts, person])
    .execute()
  const vouching = new Map<string, Set<string>>()
  for (const row of rows) vouching.set(row.contact, (vouching.get(row.contact) ?? new Set()).add(row.person))
  return await commandIn(tx, room, {
    decider: TRUSTED,
    stream: streamOfTrusted(person),
    command: { ...asked, vouching, vouchesFor: vouching.get(person) ?? new Set() },
    by,
    async project(tx, _facts, state) {
      await tx.deleteFrom('directory_trusted').where('person', '=', person).execute()
      const given = [...state.contacts.keys()].map((contact) => ({ person, contact }))
      if (given.length > 0) await tx.insertInto('directory_trusted').values(given).execute()
    },
  })
}

export async function loadTierRules(tx: OrganisationTransaction, { ledger }: Room): Promise<TierRules> {
  return await loadState(tx, ledger, TIER_RULES_STREAM, TIER_RULES)
}

/** Puts rules into force, and raises whoever has such a role or group now. */
export async function setTierRules(
  tx: OrganisationTransaction,
  room: Room,
  command: { readonly at: number; readonly rules: TierRules },
  by: By,
) {
  await commandIn(tx, room, { decider: TIER_RULES, stream: TIER_RULES_STREAM, command, by })
  for (const because of ['role', 'group'] as const) {
    const tiers = await peopleByRules(
      tx,
      command.rules.filter(({ kind }) => kind === because),
    )
    await raiseMany(tx, room, tiers, { at: command.at, because, actor: by.actor })
  }
}

/** Whoever has one of these roles or groups, and the tier that is asked for. */
async function peopleByRules(
  tx: OrganisationTransaction,
  rules: TierRules,
  person?: string,
): Promise<ReadonlyMap<string, PersonTier>> {
  const { rows } = await sql<{ person: string; tier: PersonTier }>`
    select coalesce(a.person, encode(m.account, 'hex')) as person, rule.tier
    from json_to_recordset(${JSON.stringify(rules)}::json) as rule (kind text, name text, tier text)
    join directory_memberships m on m.kind = rule.kind and m.name = rule.name
    join directory_accounts a on a.account = m.account
    where ${person ?? null}::text is null or a.person = ${person ?? null}`.execute(tx)
  return strictest(rows.filter(({ tier }) => tier !== 'standard'))
}

/** What the person's roles and groups ask for now. */
export async function tierDue(tx: OrganisationTransaction, room: Room, person: string): Promise<PersonTier> {
  const tiers = await peopleByRules(tx, await loadTierRules(tx, room), person)
  return tiers.get(person) ?? 'standard'
}
