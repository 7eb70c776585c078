/**
 * Changes the keys of a ledger while no server has it. The ledger itself says which key counts (key-ring.ts), so that old
 * entries stay verifiable, and whoever pinned an earlier checkpoint key arrives at the new one.
 *
 * Each step is durable before the next, and each is left out where it was done: after a crash the same call goes on.
 */
import { formatInstant } from '../base/time.ts'
import { appendEntries, LEDGER_STREAM } from './append.ts'
import type { Draft } from './entry.ts'
import type { KeyFolder, KeyUse } from './key-folder/key-folder.ts'
import { LedgerError } from './ledger-error.ts'
import { keyAdded, keyRetired } from './own-types.ts'
import { readHead } from './rows.ts'
import { holdsFolder } from './signer.ts'
import { type OpenOptions, openWorkingLedger, type WorkingLedger } from './working-ledger.ts'

export interface Rotation extends Omit<OpenOptions, 'keys'> {
  readonly folder: KeyFolder
  readonly use: KeyUse
  /** Milliseconds. */
  readonly now: number
}

/** Gives the public half of the new key. Throws ERR_LEDGER_HELD, and what opening a ledger throws. */
export async function rotateKey({ use, now, folder, ...rest }: Rotation): Promise<string> {
  const options = { ...rest, keys: holdsFolder(folder) }
  const before = await openUnheld(options)
  const { organisation } = before.db
  const keys = async () => folder.of(organisation, (await before.db.transaction(readHead))?.keys)
  const successor = (await keys()).prepareSuccessor(use)
  const { key, id } = { key: successor.verifier.text, id: successor.verifier.id }
  if (!(await countingIds(before, use)).includes(id)) {
    await append(before, now, [keyAdded.write({ use, key })])
  }
  // Opening seals: with both keys, so that whoever knows only the old one sees where the new one comes in.
  const both = await openUnheld(options)
  const retired = (await countingIds(both, use)).filter((known) => known !== id)
  await append(
    both,
    now,
    retired.map((known) => keyRetired.write({ use, id: known })),
  )
  await openUnheld(options)
  ;(await keys()).promoteSuccessor(use)
  return key
}

async function openUnheld(options: OpenOptions): Promise<WorkingLedger> {
  const ledger = await openWorkingLedger(options)
  const why = ledger.held()
  if (why !== undefined) throw new LedgerError('ERR_LEDGER_HELD', why)
  return ledger
}

async function countingIds({ db }: WorkingLedger, use: KeyUse): Promise<readonly string[]> {
  const head = await db.transaction(readHead)
  return (head?.keys[use] ?? []).filter(({ until }) => until === undefined).map(({ key }) => key.id)
}

async function append(
  { db, sealer }: WorkingLedger,
  now: number,
  written: readonly Pick<Draft, 'type' | 'version' | 'data'>[],
): Promise<void> {
  if (written.length === 0) return
  const said = { stream: LEDGER_STREAM, actor: 'system/keys', time: formatInstant(now) }
  await db.transaction((tx) =>
    appendEntries(
      tx,
      written.map((draft) => ({ ...draft, ...said })),
      sealer,
    ),
  )
}
