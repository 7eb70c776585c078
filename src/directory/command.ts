/** A command to one of this room's Deciders: the one way in which its facts come into the ledger. */
import { formatInstant } from '../base/time.ts'
import { type Decider, type Decision, type FactOf, type FactTypes, handleIn } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { DirectoryRoom } from './room.ts'

/** Who does it (`staff/…`, `system/…`), and by which passkeys' assertions. */
export interface By {
  readonly actor: string
  readonly decisions?: readonly Decision[]
}

interface Commanding<Types extends FactTypes, State, Command> {
  readonly decider: Decider<Types, State, Command>
  readonly stream: string
  readonly command: Command
  readonly by: By
  /** Views that change with the facts. */
  readonly project?: (tx: OrganisationTransaction, facts: readonly FactOf<Types>[], state: State) => Promise<void>
}

/** The last part of a transaction. Gives why it was refused. */
export async function commandIn<Types extends FactTypes, State, Command extends { readonly at: number }>(
  tx: OrganisationTransaction,
  { ledger }: Pick<DirectoryRoom, 'ledger'>,
  { decider, stream, command, by, project }: Commanding<Types, State, Command>,
) {
  const { actor, decisions = [] } = by
  const request = { stream, command, actor, time: formatInstant(command.at) }
  const decided = decisions.length === 0 ? {} : { decisions }
  const effects = { lock: lockDirectory, ...(project === undefined ? {} : { project }) }
  const { refused } = await handleIn(tx, ledger, { ...request, ...decided }, decider, effects)
  return refused
}

/** One command about people at a time. */
export async function lockDirectory(tx: OrganisationTransaction): Promise<void> {
  await tx.selectFrom('organisations').select('organisation').forNoKeyUpdate().execute()
}
