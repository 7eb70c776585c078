/** Commands to a case, each in a transaction with its facts and the row that lists show. */
import { sql } from 'kysely'
import { formatInstant } from '../base/time.ts'
import { freezeByStop } from '../directory/index.ts'
import { type Decision, type Handled, handleIn, loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Rules } from './authority.ts'
import { type Case, type CaseState, evolve } from './case.ts'
import { endsAt } from './deadlines.ts'
import { type Command, decide } from './decide.ts'
import { CASE_ENTRIES, type End } from './entries.ts'
import type { RecoveryRoom } from './room.ts'

const CASE = { types: CASE_ENTRIES, initial: undefined as CaseState, evolve, decide }

/** Who does it (`staff/…`, `person/…`, `system/…`), and by which passkeys' assertions. */
export interface By {
  readonly actor: string
  readonly decisions?: readonly Decision[]
}

/** `case/01J9…`. */
function streamOfCase(id: string): string {
  return `case/${id}`
}

/** From the ledger: a case is not that far because a table says so. */
export async function loadCase(
  tx: OrganisationTransaction,
  { ledger }: Pick<RecoveryRoom, 'ledger'>,
  id: string,
): Promise<CaseState> {
  return await loadState(tx, ledger, streamOfCase(id), CASE)
}

/** One command about a person's recovery at a time; the last part of a transaction comes after it. */
export async function lockRecoveriesOf(tx: OrganisationTransaction, person: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`postern.recovery:${person}`}, 0))`.execute(tx)
}

/** The last part of a transaction in which the person's recoveries are locked. */
export async function commandCaseIn(
  tx: OrganisationTransaction,
  { ledger, clock }: Pick<RecoveryRoom, 'ledger' | 'clock'>,
  id: string,
  command: Command,
  { actor, decisions = [] }: By,
): Promise<Handled<CaseState>> {
  const request = { stream: streamOfCase(id), command, actor, time: formatInstant(clock()) }
  let isStop = false
  const handled = await handleIn(tx, ledger, decisions.length === 0 ? request : { ...request, decisions }, CASE, {
    async project(tx, facts, state) {
      isStop = facts.some((fact) => fact.type === 'case-closed' && STOPS.has(fact.data.as))
      const opened = facts.find(({ type }) => type === 'case-opened')?.data.at
      if (state !== undefined) await show(tx, id, state, opened)
    },
  })
  // In the same transaction: no other case of theirs may give anything meanwhile (rule 13).
  if (isStop && handled.state !== undefined) {
    await freezeByStop(tx, { ledger }, handled.state.person, { actor, at: clock() })
  }
  return handled
}

/** Signs of an attack. */
const STOPS: ReadonlySet<End> = new Set<End>(['stopped', 'contested'])

async function show(tx: OrganisationTransaction, id: string, state: Case, opened: number | undefined): Promise<void> {
  const { person, tier, touched, end } = state
  const now = { state: state.is, tier, touched, ended: end ?? null, due: endsAt(state) ?? null }
  if (opened === undefined) await tx.updateTable('cases').set(now).where('id', '=', id).execute()
  else
    await tx
      .insertInto('cases')
      .values({ id, person, opened, ...now })
      .execute()
}

/** The person of a case; undefined where there is none of that number. */
async function personOfCase(tx: OrganisationTransaction, id: string): Promise<string | undefined> {
  const row = await tx.selectFrom('cases').select('person').where('id', '=', id).executeTakeFirst()
  return row?.person
}

/** Carries out a command. What bears on the case from outside is read in the same transaction. */
export async function commandCase(
  room: RecoveryRoom,
  id: string,
  by: By,
  command: (state: Case, rules: Rules) => Command,
): Promise<Handled<CaseState>> {
  return await room.ledger.db.transaction(async (tx) => {
    const person = await personOfCase(tx, id)
    if (person !== undefined) await lockRecoveriesOf(tx, person)
    const state = await loadCase(tx, room, id)
    const asked = state === undefined ? UNKNOWN : command(state, await room.rulesOf(tx, state))
    return await commandCaseIn(tx, room, id, asked, by)
  })
}

/** Refused as ERR_CASE_UNKNOWN, in one place with all others. */
const UNKNOWN: Command = { do: 'elapse', at: 0 }
