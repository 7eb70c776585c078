/** Writing entries: the last thing that a transaction does, so that change and record commit together or not at all. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganisationTransaction } from '../store/index.ts'
import { toBase64 } from './base64.ts'
import { firstHead, follow, type Head } from './chain.ts'
import type { Decision, Draft, Place, Sealed, Sealer } from './entry.ts'
import { printRing } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import type { Checkpoint } from './note/checkpoint.ts'
import { epochOpened, ledgerOpened } from './own-types.ts'
import { entriesOfStream, lockHead } from './rows.ts'

export interface Opening {
  /** Names the tree, for ever. */
  readonly origin: string
  readonly kind: 'demo' | 'real'
  /** The public halves of the first keys. */
  readonly entryKey: string
  readonly checkpointKey: string
  readonly time: string
}

/** What the ledger says about itself. */
export const LEDGER_STREAM = 'ledger/self'

/** Opens the organisation's ledger with its entry 0. Throws ERR_LEDGER_OPEN where it is open already. */
export async function openLedger(
  tx: OrganisationTransaction,
  { origin, time, ...keys }: Opening,
  sealer: Sealer,
): Promise<readonly Sealed[]> {
  const head = firstHead(origin)
  const opened = await tx
    .insertInto('ledger_heads')
    .values({ origin, seq: 0, previous: head.previous, keys: printRing(head.keys) })
    .onConflict((conflict) => conflict.column('organisation').doNothing())
    .executeTakeFirst()
  if (opened.numInsertedOrUpdatedRows === 0n) {
    throw new LedgerError('ERR_LEDGER_OPEN', 'This organisation’s ledger is open already; it is opened once.')
  }
  const draft = { ...ledgerOpened.write(keys), time, stream: LEDGER_STREAM, actor: 'system/ledger' }
  return await sealAndWrite(tx, head, [draft], sealer)
}

export interface Epoch {
  /** The new name, which nobody has signed under before. */
  readonly origin: string
  readonly checkpointKey: string
  /** The checkpoint that somebody outside remembers, and that the database does not hold any more. */
  readonly remembered: Checkpoint
  readonly time: string
  /** Of two people at least. */
  readonly decisions: readonly Decision[]
}

/**
 * Goes on from what is left after the database went back in time. The signer begins a memory of its own for the new
 * origin, and auditors pin the new key. Throws what `appendEntries` throws.
 */
export async function openEpoch(
  tx: OrganisationTransaction,
  { origin, checkpointKey, remembered, time, decisions }: Epoch,
  sealer: Sealer,
): Promise<readonly Sealed[]> {
  const head = await lockHead(tx)
  const { size, root } = remembered
  const data = { follows: head.origin, remembered: { size, root: toBase64(root) }, checkpointKey }
  const draft = {
    ...epochOpened.write(data),
    time,
    stream: LEDGER_STREAM,
    actor: 'system/ledger',
    decisions: [...decisions],
  }
  return await sealAndWrite(tx, head, [draft], sealer, origin)
}

/**
 * Appends entries in this order. It locks the head, so it comes last in the transaction. Throws ERR_LEDGER_NOT_OPEN;
 * ERR_LEDGER_FORGED where what the sealer gives does not follow, as with a key that was retired; and what the sealer
 * throws. Then nothing is written.
 */
export async function appendEntries(
  tx: OrganisationTransaction,
  drafts: readonly Draft[],
  sealer: Sealer,
): Promise<readonly Sealed[]> {
  if (drafts.length === 0) return []
  return await sealAndWrite(tx, await lockHead(tx), drafts, sealer)
}

async function sealAndWrite(
  tx: OrganisationTransaction,
  before: Head,
  drafts: readonly Draft[],
  sealer: Sealer,
  origin = before.origin,
): Promise<readonly Sealed[]> {
  const sealed = await sealer.seal(drafts, placeOf(before, origin), {
    transaction: nameOf(tx),
    show: async (stream) => (await entriesOfStream(tx, stream)).map(({ bytes }) => bytes),
  })
  let head = before
  for (const { bytes } of sealed) {
    // What would be refused when the next checkpoint is made must not be written now.
    const followed = follow(head, bytes)
    if ('code' in followed) throw new LedgerError('ERR_LEDGER_FORGED', `${followed.message} Nothing was written.`)
    head = followed.head
  }
  await write(tx, head, sealed)
  return sealed
}

function placeOf({ seq, previous }: Head, origin: string): Place {
  return { origin, seq, previous }
}

const names = new WeakMap<OrganisationTransaction, string>()

function nameOf(tx: OrganisationTransaction): string {
  const name = names.get(tx) ?? randomUUID()
  names.set(tx, name)
  return name
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
    .set({ origin: head.origin, seq: head.seq, previous: head.previous, keys: printRing(head.keys) })
    .execute()
}
