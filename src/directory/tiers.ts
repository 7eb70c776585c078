/** Tiers where they are kept: commands to the ledger, and the view by which screens list them. */
import { formatInstant } from '../base/time.ts'
import { appendEntries, type Decision, handleIn, loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Mentioned, peopleMentioned } from './accounts.ts'
import type { DirectoryRoom } from './room.ts'
import { type PersonTier, type Ratchet, streamOfPerson, stricter, TIER, type TierCommand, tierAt } from './tier.ts'

/** Who does it (`staff/…`, `system/…`), and by which passkeys' assertions. */
export interface By {
  readonly actor: string
  readonly decisions?: readonly Decision[]
}

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
  { ledger }: Room,
  person: string,
  command: TierCommand,
  { actor, decisions = [] }: By,
) {
  const { refused } = await handleIn(
    tx,
    ledger,
    {
      stream: streamOfPerson(person),
      command,
      actor,
      time: formatInstant(command.at),
      ...(decisions.length === 0 ? {} : { decisions }),
    },
    TIER,
    {
      lock: lockTiers,
      project: (tx, _facts, state) => writeTier(tx, person, state, command.at),
    },
  )
  return refused
}

const PER_STATEMENT = 1000

/** Raises many at once: who is not known to be more than standard gets the entry unseen, since raising what is higher lowers nothing. */
export async function raiseMany(
  tx: OrganisationTransaction,
  { ledger }: Room,
  tiers: ReadonlyMap<string, PersonTier>,
  { at, because, actor }: Pick<By, 'actor'> & Pick<Extract<TierCommand, { do: 'raise' }>, 'at' | 'because'>,
): Promise<void> {
  const people = [...tiers.keys()].sort()
  for (let from = 0; from < people.length; from += PER_STATEMENT) {
    const some = people.slice(from, from + PER_STATEMENT)
    const known = await tx.selectFrom('directory_tiers').select('person').where('person', 'in', some).execute()
    const seen = new Set(known.map(({ person }) => person))
    for (const person of seen) {
      await commandTier(tx, { ledger }, person, { do: 'raise', at, to: tiers.get(person)!, because }, { actor })
    }
    const fresh = some.filter((person) => !seen.has(person)).map((person) => ({ person, to: tiers.get(person)! }))
    const rows = fresh.map(({ person, to }) => ({ person, tier: to, lowered_to: null, counts_from: null, changed: at }))
    if (rows.length > 0) await tx.insertInto('directory_tiers').values(rows).execute()
    const drafts = fresh.map(({ person, to }) => ({
      ...TIER.types['tier-raised'].write({ at, to, because }),
      stream: streamOfPerson(person),
      time: formatInstant(at),
      actor,
    }))
    await appendEntries(tx, drafts, ledger.sealer)
  }
}

/** One command about tiers at a time. */
async function lockTiers(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}

async function writeTier(
  tx: OrganisationTransaction,
  person: string,
  { tier, lowering }: Ratchet,
  now: number,
): Promise<void> {
  // A lower tier is below another one, so that it is never the highest.
  const lowered_to = lowering === undefined ? null : (lowering.to as 'standard' | 'sensitive')
  const row = { tier, lowered_to, counts_from: lowering?.countsFrom ?? null, changed: now }
  await tx
    .insertInto('directory_tiers')
    .values({ person, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'person']).doUpdateSet(row))
    .execute()
}

/** Nobody was here from `from` until `at`: lowerings that waited meanwhile wait as much longer. */
export async function holdLowerings(
  { ledger }: Room,
  { from, at }: { readonly from: number; readonly at: number },
): Promise<void> {
  await ledger.db.transaction(async (tx) => {
    await lockTiers(tx)
    const waiting = await tx.selectFrom('directory_tiers').select('person').where('counts_from', '>', from).execute()
    for (const { person } of waiting) {
      await commandTier(tx, { ledger }, person, { do: 'hold', at, from }, { actor: 'system/clock' })
    }
  })
}
