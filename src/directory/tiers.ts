/** Tiers where they are kept: commands to the ledger, and the view by which screens list them. */
import { formatInstant } from '../base/time.ts'
import { appendEntries, loadState, loadStates } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Mentioned, peopleMentioned } from './accounts.ts'
import { type By, commandIn, lockDirectory } from './command.ts'
import type { DirectoryRoom } from './room.ts'
import { type PersonTier, type Ratchet, streamOfPerson, stricter, TIER, type TierCommand, tierAt } from './tier.ts'

type Room = Pick<DirectoryRoom, 'ledger'>

/** From the ledger: nobody is less than its entries say. */
export async function loadRatchet(tx: OrganisationTransaction, { ledger }: Room, person: string): Promise<Ratchet> {
  return await loadState(tx, ledger, streamOfPerson(person), TIER)
}

/** The strictest tier of the people who may be meant; `standard` where nobody is. */
export async function tierOfMentioned(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  mentioned: Mentioned,
  now: number,
): Promise<PersonTier> {
  let tier: PersonTier = 'standard'
  for (const person of await peopleMentioned(tx, room, mentioned)) {
    tier = stricter(tier, tierAt(await loadRatchet(tx, room, person), now))
  }
  return tier
}

/** The last part of a transaction. Gives why it was refused. */
export async function commandTier(
  tx: OrganisationTransaction,
  room: Room,
  person: string,
  command: TierCommand,
  by: By,
) {
  return await commandIn(tx, room, {
    decider: TIER,
    stream: streamOfPerson(person),
    command,
    by,
    project: (tx, _facts, state) => writeTiers(tx, [{ person, after: state }], command.at),
  })
}

const PER_STATEMENT = 1000

/** Raises many at once, each as their ledger's entries ask for. */
export async function raiseMany(
  tx: OrganisationTransaction,
  { ledger }: Room,
  tiers: ReadonlyMap<string, PersonTier>,
  { at, because, actor }: Pick<By, 'actor'> & Pick<Extract<TierCommand, { do: 'raise' }>, 'at' | 'because'>,
): Promise<void> {
  if (tiers.size === 0) return
  await lockDirectory(tx)
  const people = [...tiers.keys()].sort()
  for (let from = 0; from < people.length; from += PER_STATEMENT) {
    const some = people.slice(from, from + PER_STATEMENT)
    const ratchets = await loadStates(tx, ledger, some.map(streamOfPerson), TIER)
    const raised = some.flatMap((person) => {
      const before = ratchets.get(streamOfPerson(person)) ?? TIER.initial
      const { facts } = TIER.decide(before, { do: 'raise', at, to: tiers.get(person)!, because })
      return facts.flatMap((fact) =>
        fact.type === 'tier-raised' ? [{ person, data: fact.data, after: TIER.evolve(before, fact) }] : [],
      )
    })
    await writeTiers(tx, raised, at)
    const drafts = raised.map(({ person, data }) => ({
      ...TIER.types['tier-raised'].write(data),
      stream: streamOfPerson(person),
      time: formatInstant(at),
      actor,
    }))
    await appendEntries(tx, drafts, ledger.sealer)
  }
}

async function writeTiers(
  tx: OrganisationTransaction,
  changed: readonly { readonly person: string; readonly after: Ratchet }[],
  now: number,
): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ person, after: { tier, lowering } }) => ({
    person,
    tier,
    // A lower tier is below another one, so that it is never the highest.
    lowered_to: lowering === undefined ? null : (lowering.to as 'standard' | 'sensitive'),
    counts_from: lowering?.countsFrom ?? null,
    changed: now,
  }))
  await tx
    .insertInto('directory_tiers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['organisation', 'person']).doUpdateSet(({ ref }) => ({
        tier: ref('excluded.tier'),
        lowered_to: ref('excluded.lowered_to'),
        counts_from: ref('excluded.counts_from'),
        changed: ref('excluded.changed'),
      })),
    )
    .execute()
}

/** Nobody was here from `from` until `at`: lowerings that waited meanwhile wait as much longer. */
export async function holdLowerings(
  { ledger }: Room,
  { from, at }: { readonly from: number; readonly at: number },
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    await lockDirectory(tx)
    const waiting = await tx.selectFrom('directory_tiers').select('person').where('counts_from', '>', from).execute()
    for (const { person } of waiting) {
      await commandTier(tx, { ledger }, person, { do: 'hold', at, from }, { actor: 'system/clock' })
    }
  })
}
