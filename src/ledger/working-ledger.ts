/**
 * A ledger as a server works with it: recognised at the start, sealed again and again, and held where it is not what is
 * remembered of it. While it is held nothing is written, so nothing happens (DESIGN §3 rules 20 and 21).
 */
import type { OrganisationStore } from '../store/index.ts'
import { localSealer, type Sealer } from './entry.ts'
import type { Ledger } from './handle.ts'
import type { OrganisationKeys } from './key-folder/key-folder.ts'
import { type KeyRing, NO_KEYS } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import type { Random } from './personal.ts'
import { recogniseLedger } from './recognise-ledger.ts'
import type { SealRefusal } from './seal.ts'
import { sealLedger } from './seal-ledger.ts'
import type { Memory, TimeVerdict } from './time-travel.ts'

export interface WorkingLedger extends Ledger {
  /** Seals what was added since. Where that is refused, the ledger is held from then on. Throws what the store throws. */
  seal(): Promise<void>
  /** Why nothing is written; undefined while all is well. */
  held(): string | undefined
}

export interface OpenOptions {
  readonly db: OrganisationStore
  readonly keys: OrganisationKeys
  readonly random: Random
  /** What others remember, besides the signer: witnesses, and where entries are streamed. */
  readonly memories?: readonly Memory[]
}

/** Opens a ledger that was founded. It comes back held where it does not agree with what is remembered. */
export async function openWorkingLedger({ db, keys, random, memories = [] }: OpenOptions): Promise<WorkingLedger> {
  let ring: KeyRing = NO_KEYS
  let why = reasonOf(await recogniseLedger(db, [...(await signerOf(keys)), ...memories]))

  async function seal(): Promise<void> {
    if (why !== undefined) return
    const { origin, checkpoints, memory } = keys
    const result = await sealLedger({ db, origin, keys: checkpoints, memory })
    if ('refused' in result) why = refusalText(result.refused)
    else ring = (await memory.load())?.head.keys ?? NO_KEYS
  }

  await seal()
  return {
    db,
    random,
    keyRing: () => ring,
    sealer: guarded(localSealer(keys.entries), () => why),
    seal,
    held: () => why,
  }
}

async function signerOf({ memory }: OrganisationKeys): Promise<readonly Memory[]> {
  const remembered = await memory.load()
  if (remembered === undefined) return []
  const { head, root } = remembered
  return [{ from: 'the signer', checkpoint: { origin: head.origin, size: head.seq, root } }]
}

function guarded(sealer: Sealer, held: () => string | undefined): Sealer {
  return {
    keyId: sealer.keyId,
    async seal(drafts, place) {
      const why = held()
      if (why !== undefined) throw new LedgerError('ERR_LEDGER_HELD', why)
      return await sealer.seal(drafts, place)
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
      return `The database went back in time: it holds ${time.size} entries, and ${time.from} remembers ${time.remembered}. Put the newest backup back.`
    case 'rewritten':
      return `Somebody rewrote the record: within the first ${time.remembered} entries something is another than ${time.from} remembers. Verify an export (postern ledger verify) to see which.`
    case 'foreign':
      return `This database belongs to another ledger than ${time.from} remembers. Check DATABASE_URL or POSTERN_DATA, and POSTERN_KEYS.`
  }
}

function refusalText(refusal: SealRefusal): string {
  switch (refusal.code) {
    case 'ERR_SEAL_BEHIND':
      return `The database went back in time: it holds ${refusal.size} entries, and ${refusal.remembered} were signed. Put the newest backup back.`
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
