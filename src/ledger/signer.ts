/**
 * Who signs a ledger: its entries and its checkpoints. A process that may read the folder of keys does so itself; the server asks
 * a keeper, which holds the keys alone (DESIGN §3 rule 22). Neither tells the other rooms which of the two it is.
 */
import type { OrganisationStore } from '../store/index.ts'
import { localSealer, type Sealer } from './entry.ts'
import type { KeyFolder, OrganisationKeys } from './key-folder/key-folder.ts'
import { LedgerError } from './ledger-error.ts'
import type { SignerKey, VerifierKey } from './note/key.ts'
import type { EncryptionKey } from './personal.ts'
import { readHead } from './rows.ts'
import { type CheckpointSigner, checkpointSigner } from './sign-checkpoint.ts'

/** What everybody may know of a key that signs. */
type PublicHalf = Pick<SignerKey, 'verifier'>

export interface Short {
  /** Entries that are there, and how many there have to be. */
  readonly size: number
  readonly expected: number
}

/** Of one organisation’s ledger. */
export interface LedgerSigner extends Sealer, CheckpointSigner {
  readonly entries: PublicHalf
  /** The newest first. */
  readonly checkpoints: readonly [PublicHalf, ...PublicHalf[]]
  /** 32 bytes: turns addresses and logins into tokens that say nothing to others. It signs nothing. */
  readonly tokenKey: Uint8Array
  /** Makes the checkpoint key of a new epoch, or gives the one that was made for this origin. It signs nothing yet. */
  prepareEpoch(origin: string): Promise<VerifierKey>
  /** Set where entries are missing that were signed after the last checkpoint, and that the signer remembers all the same. */
  readonly short?: Short | undefined
}

/** Whoever holds the keys of an installation. */
export interface KeyHolder {
  /** Encrypt the keys of people, the one for new keys first. */
  readonly masters: readonly [EncryptionKey, ...EncryptionKey[]]
  /** Makes keys for a new organisation's ledger, or gives those that were made before a crash. */
  make(db: OrganisationStore, origin: string): Promise<LedgerSigner>
  /** Of a ledger that was founded. Throws ERR_KEYS_MISSING, ERR_KEYS_UNREADABLE. */
  signerOf(db: OrganisationStore): Promise<LedgerSigner>
}

/** A folder of keys that this process reads. */
export function holdsFolder(folder: KeyFolder): KeyHolder {
  return {
    masters: folder.masters,
    make: async ({ organisation }, origin) => signerWith(folder.make(organisation, origin)),
    async signerOf(db) {
      const head = await db.transaction(readHead)
      const keys = folder.of(db.organisation, head?.keys)
      // Finishes the change to an epoch's key, where its entry is written and a crash came between.
      const isTurned = head !== undefined && keys.beginEpoch(head.origin)
      return signerWith(isTurned ? folder.of(db.organisation, head.keys) : keys)
    },
  }
}

/** Signs with these keys, whatever it is asked for. */
export function signerWith(keys: OrganisationKeys): LedgerSigner {
  return {
    ...localSealer(keys.entries),
    ...checkpointSigner(keys),
    entries: keys.entries,
    checkpoints: keys.checkpoints,
    tokenKey: keys.tokenKey,
    async prepareEpoch(origin) {
      if (origin === keys.origin) throw new LedgerError('ERR_LEDGER_RANGE', 'An epoch has a name of its own.')
      return keys.prepareEpoch(origin).verifier
    },
  }
}
