/**
 * A ledger as a server works with it: recognised at the start, sealed again and again, and held where it is not what is
 * remembered of it. While it is held nothing is written, so nothing happens (DESIGN §3 rules 20 and 21).
 */
import type { OrganisationStore, OrganisationTransaction } from '../store/index.ts'
import { openEpoch } from './append.ts'
import type { Decision, Sealer } from './entry.ts'
import type { Ledger } from './handle.ts'
import { type KeyRing, NO_KEYS } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import { areSealedEntriesThere } from './look-through.ts'
import type { Checkpoint } from './note/checkpoint.ts'
import type { Random } from './personal.ts'
import { recogniseLedger } from './recognise-ledger.ts'
import type { SealRefusal } from './seal.ts'
import { sealLedger } from './seal-ledger.ts'
import type { KeyHolder, LedgerSigner, Short } from './signer.ts'
import type { Memory, TimeVerdict } from './time-travel.ts'

export interface WorkingLedger extends Ledger {
  readonly keys: LedgerSigner
  /** Seals what was added since. Where that is refused, the ledger is held from then on. Throws what the store throws. */
  seal(): Promise<void>
  /**
   * Looks through every entry that was sealed. Where one is gone or another than it was, the ledger is held from then on. Throws
   * what the store throws.
   */
  lookThrough(): Promise<void>
  /** Why nothing is written; undefined while all is well. */
  held(): string | undefined
  /** What went missing, where the database went back in time: an older backup was put back. */
  readonly lost: Lost | undefined
  /**
   * Opens a new epoch after such a loss, as the last thing of a transaction. It holds until the next start, which turns to
   * the new key. Throws ERR_LEDGER_RANGE where nothing is lost.
   */
  openEpoch(tx: OrganisationTransaction, decisions: readonly Decision[], time: string): Promise<void>
}

export interface Lost {
  /** The name under which the ledger was signed so far, and the one of the epoch that would follow. */
  readonly origin: string
  readonly next: string
  /** Entries that are there. */
  readonly size: number
  /** The last checkpoint that was signed. */
  readonly remembered: Checkpoint
  /** How many entries are gone: those up to that checkpoint, and what is remembered of later ones. */
  readonly missing: number
}

export interface OpenOptions {
  readonly db: OrganisationStore
  readonly keys: KeyHolder
  readonly random: Random
  /** What others remember, besides the signer: witnesses, and where entries are streamed. */
  readonly memories?: readonly Memory[]
}

/** Opens a ledger that was founded. It comes back held where it does not agree with what is remembered. */
export async function openWorkingLedger({
  db,
  keys: holder,
  random,
  memories = [],
}: OpenOptions): Promise<WorkingLedger> {
  const keys = await holder.signerOf(db)
  const remembered = await keys.remembered()
  const signed = remembered && { origin: remembered.head.origin, size: remembered.head.seq, root: remembered.root }
  const signer: readonly Memory[] = signed === undefined ? [] : [{ from: 'the signer', checkpoint: signed }]
  const time = await recogniseLedger(db, [...signer, ...memories])
  const behind = time.verdict === 'behind' ? { size: time.size, expected: time.remembered } : undefined
  const short = keys.short ?? behind
  const lost = short !== undefined && signed !== undefined ? lostOf(signed, short) : undefined
  // What is left was signed by keys that the signer has followed further.
  let ring: KeyRing = remembered?.head.keys ?? NO_KEYS
  let why = reasonOf(time) ?? shortText(keys.short)

  async function seal(): Promise<void> {
    if (why !== undefined) return
    const result = await sealLedger({ db, signer: keys })
    if ('refused' in result) why = refusalText(result.refused)
    else ring = (await keys.remembered())?.head.keys ?? NO_KEYS
  }

  async function lookThrough(): Promise<void> {
    const last = why === undefined ? await keys.remembered() : undefined
    if (last === undefined) return
    // A new epoch has a memory of its own, of all entries from the first on.
    if (await areSealedEntriesThere(db, { size: last.head.seq, root: last.root })) return
    why ??= refusalText({ code: 'ERR_SEAL_REWRITTEN', remembered: last.head.seq })
  }

  await seal()
  return {
    db,
    random,
    keys,
    keyRing: () => ring,
    sealer: guarded(keys, () => why),
    seal,
    lookThrough,
    held: () => why,
    lost,
    async openEpoch(tx, decisions, time) {
      if (lost === undefined)
        throw new LedgerError('ERR_LEDGER_RANGE', 'Nothing is missing: there is no epoch to open.')
      const checkpointKey = (await keys.prepareEpoch(lost.next)).text
      await openEpoch(tx, { origin: lost.next, checkpointKey, remembered: lost.remembered, time, decisions }, keys)
    },
  }
}

/** An epoch's name tells how many there were: `example.org/acme`, `example.org/acme/epoch-2`. */
function lostOf(remembered: Checkpoint, { size, expected }: Short): Lost {
  const { origin } = remembered
  const [, base = origin, number = '1'] = /^(.*?)(?:\/epoch-(\d+))?$/.exec(origin) ?? []
  return { origin, next: `${base}/epoch-${Number(number) + 1}`, size, remembered, missing: expected - size }
}

function guarded(sealer: Sealer, held: () => string | undefined): Sealer {
  return {
    keyId: sealer.keyId,
    async seal(drafts, place, within) {
      const why = held()
      if (why !== undefined) throw new LedgerError('ERR_LEDGER_HELD', why)
      return await sealer.seal(drafts, place, within)
    },
  }
}

/** `unremembered` is left to the seal: a ledger that was founded a moment ago is, and one with checkpoints is refused there. */
function reasonOf(time: TimeVerdict): string | undefined {
  switch (time.verdict) {
    case 'new':
    case 'current':
    case 'unremembered':
      return undefined
    case 'behind':
      return `The database went back in time: it holds ${time.size} entries, and ${time.from} remembers ${time.remembered}. Put a newer backup back, or have two people open a new epoch (docs/operating.md).`
    case 'rewritten':
      return `Somebody rewrote the record: within the first ${time.remembered} entries something is another than ${time.from} remembers. Verify an export (postern ledger verify) to see which.`
    case 'foreign':
      return `This database belongs to another ledger than ${time.from} remembers. Check DATABASE_URL or POSTERN_DATA, and POSTERN_KEYS.`
  }
}

function shortText(short: Short | undefined): string | undefined {
  if (short === undefined) return undefined
  return `The database went back in time: it holds ${short.size} entries, and ${short.expected} were signed. Put a newer backup back, or have two people open a new epoch (docs/operating.md).`
}

function refusalText(refusal: SealRefusal): string {
  switch (refusal.code) {
    case 'ERR_SEAL_BEHIND':
      return `The database went back in time: it holds ${refusal.size} entries, and ${refusal.remembered} were signed. Start Postern again to see what is missing.`
    case 'ERR_SEAL_REWRITTEN':
      return `Somebody rewrote the record: within the first ${refusal.remembered} entries something is another than was signed.`
    case 'ERR_SEAL_FORGOTTEN':
      return `The signer remembers ${refusal.remembered} entries, and ${refusal.size} were signed. Put sealed.json back beside the keys.`
    case 'ERR_SEAL_ORIGIN':
      return 'The database is of another ledger than the keys are for. Check DATABASE_URL or POSTERN_DATA, and POSTERN_KEYS.'
    default:
      return `Entry ${refusal.seq} is not what it should be: ${refusal.message}`
  }
}
