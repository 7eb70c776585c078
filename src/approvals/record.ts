/** How a change's facts are kept: a stream of the ledger each, and the table by which the open ones are found. */
import { formatInstant } from '../base/time.ts'
import { type Decision, handleIn, type Ledger, loadState } from '../ledger/index.ts'
import type { Staff } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type Change, type ChangeState, evolve } from './change.ts'
import { type Command, decide } from './decide.ts'
import { CHANGE_ENTRIES } from './entries.ts'
import { type ChangeNotice, noticeOwed } from './notices.ts'
import type { Refused } from './refusal.ts'

const DECIDER = { types: CHANGE_ENTRIES, initial: undefined as ChangeState, evolve, decide }

const streamOf = (id: string) => `change/${id}`

/** One change at a time in an organisation, so that what is judged still stands when it is applied. */
export async function lockChanges(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}

/** As the ledger says, each entry checked. Undefined for an id that cannot be one, too. */
export async function loadChange(tx: OrganisationTransaction, ledger: Ledger, id: string): Promise<ChangeState> {
  return await loadState(tx, ledger, streamOf(id), DECIDER)
}

/** The assertion that proposed it, from the entry that `loadChange` has checked in this transaction. */
export async function proposalOf(tx: OrganisationTransaction, id: string): Promise<Decision | undefined> {
  const row = await tx
    .selectFrom('ledger_entries')
    .select('bytes')
    .where('stream', '=', streamOf(id))
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { decisions } = JSON.parse(Buffer.from(row.bytes).toString()) as { readonly decisions?: readonly Decision[] }
  return decisions?.[0]
}

export interface Recording {
  readonly ledger: Ledger
  /** Of the home organisation: who hears of it. */
  readonly staff: Staff
  owe(tx: OrganisationTransaction, notices: readonly ChangeNotice[]): Promise<void>
}

/** Writes what the Decider says: facts, view and notices together. The last thing that a transaction does. */
export async function record(
  tx: OrganisationTransaction,
  { ledger, staff, owe }: Recording,
  id: string,
  command: Command,
  { actor, decisions = [] }: { readonly actor: string; readonly decisions?: readonly Decision[] },
): Promise<Refused | { readonly change: Change }> {
  const time = formatInstant(command.at)
  const { state, refused } = await handleIn(
    tx,
    ledger,
    { stream: streamOf(id), command, actor, time, ...(decisions.length === 0 ? {} : { decisions }) },
    DECIDER,
    {
      async project(_, facts, change) {
        if (change === undefined) return
        await keep(tx, change)
        const { organisation } = ledger.db
        const notices = facts.flatMap((fact) => noticeOwed(staff, { organisation, change, fact }) ?? [])
        if (notices.length > 0) await owe(tx, notices)
      },
    },
  )
  if (refused !== undefined) return { refused }
  if (state === undefined) throw new Error('A change that was written is not there.')
  return { change: state }
}

/** Whether the Decider would do it, as things are. */
export function whyNotNow(change: ChangeState, command: Command): boolean {
  return decide(change, command).refused !== undefined
}

async function keep(tx: OrganisationTransaction, change: Change): Promise<void> {
  const { id, kind, standing, until } = change
  const row = { kind, standing, until }
  await tx
    .insertInto('changes')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doUpdateSet(row))
    .execute()
}

/** Those that wait, oldest first: found by the table, and read from the ledger, since somebody will agree to what they see. */
export async function waitingChanges(tx: OrganisationTransaction, ledger: Ledger): Promise<readonly Change[]> {
  const rows = await tx.selectFrom('changes').select('id').where('standing', '=', 'open').orderBy('until').execute()
  const changes: Change[] = []
  for (const { id } of rows) {
    const change = await loadChange(tx, ledger, id)
    if (change?.standing === 'open') changes.push(change)
  }
  return changes
}

export async function countWaiting(tx: OrganisationTransaction): Promise<number> {
  const rows = await tx.selectFrom('changes').select('id').where('standing', '=', 'open').execute()
  return rows.length
}
