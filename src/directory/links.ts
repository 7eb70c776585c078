/** Decisions about whose an account is, where they are kept. */
import type { OrganisationTransaction } from '../store/index.ts'
import { type AccountNamed, accountsByKey, findAccount, noteAccount } from './accounts.ts'
import { type By, commandIn } from './command.ts'
import { commandFreeze, loadFreeze } from './freezes.ts'
import { LINK, ownerAfter, streamOfLink } from './link.ts'
import type { DirectoryRoom } from './room.ts'
import { tierAt } from './tier.ts'
import { commandTier, loadRatchet } from './tiers.ts'
import { nextVersion } from './versions.ts'

/** An account that may be somebody's, and why nobody dares to say so. */
export interface Doubt extends AccountNamed {
  readonly account: string
  readonly person: string
  /** What the account is called that the person began with; null where that is not known. */
  readonly personLabel: string | null
  readonly why: string
  /** Milliseconds. */
  readonly seen: number
}

const SHOWN_MAX = 1000

/** At most 1,000, the latest first. */
export async function doubtsOf(tx: OrganisationTransaction): Promise<readonly Doubt[]> {
  const rows = await doubts(tx).orderBy('seen', 'desc').orderBy('account').limit(SHOWN_MAX).execute()
  const people = await accountsByKey(tx, [...new Set(rows.map(({ person }) => person))])
  const labels = new Map(people.map(({ key, label }) => [key, label]))
  return rows.map((row) => ({ ...doubtFrom(row), personLabel: labels.get(row.person) ?? null }))
}

function doubts(tx: OrganisationTransaction) {
  return tx
    .selectFrom('directory_doubts')
    .select(['account', 'provider', 'tenant', 'id', 'label', 'person', 'why', 'seen'])
}

function doubtFrom({
  account,
  provider,
  ...row
}: Awaited<ReturnType<ReturnType<typeof doubts>['execute']>>[number]): Omit<Doubt, 'personLabel'> {
  return { ...row, provider: provider as Doubt['provider'], account: Buffer.from(account).toString('hex') }
}

export interface LinkAsked {
  readonly do: 'link' | 'part'
  readonly account: string
  readonly person: string
  readonly at: number
  /** The members who agreed. */
  readonly by: readonly string[]
}

/** The last part of a transaction. Gives why it was refused. Nobody becomes less by it: tier and freeze go both ways. */
export async function commandLink(tx: OrganisationTransaction, room: DirectoryRoom, asked: LinkAsked, by: By) {
  const bytes = Buffer.from(asked.account, 'hex')
  const row = await doubts(tx).where('account', '=', bytes).executeTakeFirst()
  const account = (await findAccount(tx, room, asked.account)) ?? (row && { ...doubtFrom(row), person: asked.account })
  if (account === undefined) {
    return { code: 'ERR_ACCOUNT_UNKNOWN', message: 'No account of this key is known. Import or note it first.' }
  }
  const { provider, tenant, id, label, person: owner } = account
  const command = { ...asked, owner }
  const after = ownerAfter(command)
  const refused = await commandIn(tx, room, {
    decider: LINK,
    stream: streamOfLink(asked.account),
    command,
    by,
    async project(tx) {
      await noteAccount(tx, { provider, tenant, id, label }, asked.at)
      // Whose it became a moment ago, for them it proves nothing yet (rule 5).
      const moved = after === owner ? {} : { linked: asked.at }
      await tx
        .updateTable('directory_accounts')
        .set({ person: after, ...moved })
        .where('account', '=', bytes)
        .execute()
      await writeApart(tx, bytes, asked)
      await tx.deleteFrom('directory_doubts').where('account', '=', bytes).execute()
      await nextVersion(tx)
    },
  })
  if (refused === undefined && owner !== after) await beNoLess(tx, room, owner, after, asked.at, by.actor)
  return refused
}

async function writeApart(
  tx: OrganisationTransaction,
  account: Buffer,
  { do: what, person }: LinkAsked,
): Promise<void> {
  const apart = { account, person }
  if (what === 'part') {
    await tx
      .insertInto('directory_apart')
      .values(apart)
      .onConflict((one) => one.doNothing())
      .execute()
  } else {
    await tx.deleteFrom('directory_apart').where('account', '=', account).where('person', '=', person).execute()
  }
}

/** An account takes its tier and its freeze along. */
async function beNoLess(
  tx: OrganisationTransaction,
  room: DirectoryRoom,
  from: string,
  to: string,
  at: number,
  actor: string,
): Promise<void> {
  const tier = tierAt(await loadRatchet(tx, room, from), at)
  await commandTier(tx, room, to, { do: 'raise', at, to: tier, because: 'link' }, { actor })
  if ((await loadFreeze(tx, room, from)) !== undefined) {
    await commandFreeze(tx, room, to, { do: 'freeze', at, because: 'link' }, { actor })
  }
}
