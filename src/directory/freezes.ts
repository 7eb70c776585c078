/** Freezes where they are kept: commands to the ledger, and the view by which screens list them. */
import { loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { type By, commandIn } from './command.ts'
import { FREEZE, type Freeze, type FreezeCommand, streamOfFreeze } from './freeze.ts'
import type { DirectoryRoom } from './room.ts'

type Room = Pick<DirectoryRoom, 'ledger'>

/** From the ledger: nobody is free because a table says so. */
export async function loadFreeze(tx: OrganisationTransaction, { ledger }: Room, person: string): Promise<Freeze> {
  return await loadState(tx, ledger, streamOfFreeze(person), FREEZE)
}

/** The last part of a transaction. Gives why it was refused. */
export async function commandFreeze(
  tx: OrganisationTransaction,
  room: Room,
  person: string,
  command: FreezeCommand,
  by: By,
) {
  return await commandIn(tx, room, {
    decider: FREEZE,
    stream: streamOfFreeze(person),
    command,
    by,
    project: (tx, _facts, state) => writeFreeze(tx, person, state),
  })
}

/** What a press on "this wasn't me", or two who both say that they are the person, comes to (rule 13). The last part of a transaction. */
export async function freezeByStop(
  tx: OrganisationTransaction,
  room: Room,
  person: string,
  { actor, at }: { readonly actor: string; readonly at: number },
): Promise<void> {
  await commandFreeze(tx, room, person, { do: 'freeze', at, because: 'stop' }, { actor })
}

async function writeFreeze(tx: OrganisationTransaction, person: string, state: Freeze): Promise<void> {
  await tx.deleteFrom('directory_freezes').where('person', '=', person).execute()
  if (state === undefined) return
  const { since, because } = state
  await tx.insertInto('directory_freezes').values({ person, since, because }).execute()
}

/** Whoever is joined to somebody who is frozen is frozen. */
export async function inheritFreezes(
  tx: OrganisationTransaction,
  room: Room,
  joined: readonly { readonly before: string; readonly person: string }[],
  { actor, at }: { readonly actor: string; readonly at: number },
): Promise<void> {
  if (joined.length === 0) return
  const frozen = new Set(
    (await tx.selectFrom('directory_freezes').select('person').execute()).map(({ person }) => person),
  )
  for (const { before, person } of joined) {
    if (!frozen.has(before)) continue
    await commandFreeze(tx, room, person, { do: 'freeze', at, because: 'link' }, { actor })
  }
}
