/** Writing entries: the last thing that a transaction does, so that change and record commit together or not at all. */
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import { after, firstHead, type Head } from './chain.ts'
import { type Draft, type Sealed, signEntry } from './entry.ts'
import { keyFor, NO_KEYS } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import type { SignerKey } from './note/key.ts'
import { ledgerOpened } from './own-types.ts'
import { lockHead, printRing } from './rows.ts'

export interface Opening {
  /** Names the tree, for ever. */
  readonly origin: string
  readonly kind: 'demo' | 'real'
  readonly entryKey: SignerKey
  /** The checkpoint key's public half. */
  readonly checkpointKey: string
  readonly time: string
}

/** Opens the organisation's ledger with its entry 0. Throws ERR_LEDGER_OPEN where it is open already. */
export async function openLedger(tx: OrganisationTransaction, opening: Opening): Promise<Sealed> {
  const { origin, kind, entryKey, checkpointKey, time } = opening
  const head = firstHead(origin)
  const opened = await tx
    .insertInto('ledger_heads')
    .values({ origin, seq: 0, previous: head.previous, keys: printRing(NO_KEYS) })
    .onConflict((conflict) => conflict.column('organisation').doNothing())
    .executeTakeFirst()
  if (opened.numInsertedOrUpdatedRows === 0n) {
    throw new LedgerError('ERR_LEDGER_OPEN', 'This organisation’s ledger is open already; it is opened once.')
  }
  const data = ledgerOpened.write({ kind, entryKey: entryKey.verifier.text, checkpointKey })
  const sealed = signEntry({ ...data, time, stream: LEDGER_STREAM, actor: 'system/ledger' }, head, entryKey)
  await write(tx, after(head, sealed), [sealed])
  return sealed
}

/** What the ledger says about itself. */
export const LEDGER_STREAM = 'ledger/self'

/**
 * Appends entries in this order. It locks the head, so it comes last in the transaction. Throws ERR_LEDGER_NOT_OPEN,
 * ERR_LEDGER_KEY_INVALID where the key does not count any more, and what `signEntry` throws; then nothing is written.
 */
export async function appendEntries(
  tx: OrganisationTransaction,
  drafts: readonly Draft[],
  key: SignerKey,
): Promise<readonly Sealed[]> {
  if (drafts.length === 0) return []
  let head = await lockHead(tx)
  const sealed: Sealed[] = []
  for (const draft of drafts) {
    if (keyFor(head.keys.entries, key.verifier.id, head.seq) === undefined) {
      const message = `The entry key ${key.verifier.id} does not count for entry ${head.seq}: it was retired or never added.`
      throw new LedgerError('ERR_LEDGER_KEY_INVALID', message)
    }
    const one = signEntry(draft, head, key)
    head = after(head, one)
    sealed.push(one)
  }
  await write(tx, head, sealed)
  return sealed
}

/** All entries as one parameter, and the head behind them. */
async function write(tx: OrganisationTransaction, head: Head, sealed: readonly Sealed[]): Promise<void> {
  const rows = sealed.map(({ entry, bytes }) => ({
    q: entry.seq,
    s: entry.stream,
    b: Buffer.from(bytes).toString('hex'),
  }))
  await sql`
    insert into ledger_entries (seq, stream, bytes)
    select q, s, decode(b, 'hex') from json_to_recordset(${JSON.stringify(rows)}::json) as given (q int8, s text, b text)`.execute(
    tx,
  )
  await tx
    .updateTable('ledger_heads')
    .set({ seq: head.seq, previous: head.previous, keys: printRing(head.keys) })
    .execute()
}
