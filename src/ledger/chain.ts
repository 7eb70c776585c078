/**
 * Following a ledger entry by entry: is this the one that comes next, and did a key that counts sign it? Between two
 * checkpoints the tree guards nothing yet; the chain of `previous` and signatures does.
 */
import { toBase64 } from './base64.ts'
import { type Entry, entrySignatureHolds, type Place, readEntry, type Sealed } from './entry.ts'
import { evolveKeys, type KeyRing, keyFor, NO_KEYS } from './key-ring.ts'
import { LedgerError } from './ledger-error.ts'
import { EMPTY_ROOT } from './merkle/hash.ts'
import { epochOpened, ledgerOpened } from './own-types.ts'

/** Where the next entry goes, and which keys count for which entries. */
export interface Head extends Place {
  readonly keys: KeyRing
}

export interface Break {
  readonly code: BreakCode
  /** Of the entry that is not what it should be. */
  readonly seq: number
  readonly message: string
}

export type BreakCode =
  | 'ERR_CHAIN_MALFORMED'
  | 'ERR_CHAIN_ORIGIN'
  | 'ERR_CHAIN_EPOCH'
  | 'ERR_CHAIN_NUMBER'
  | 'ERR_CHAIN_PREVIOUS'
  | 'ERR_CHAIN_KEY'
  | 'ERR_CHAIN_SIGNATURE'

export type Followed = { readonly sealed: Sealed; readonly head: Head } | Break

/** The head of a ledger in which nothing has been said. */
export function firstHead(origin: string): Head {
  return { origin, seq: 0, previous: EMPTY_ROOT, keys: NO_KEYS }
}

/** Judges the bytes that claim to be the next entry. Never throws for what is in them. */
export function follow(head: Head, bytes: Uint8Array): Followed {
  const { seq } = head
  try {
    const sealed = readEntry(bytes)
    const { entry } = sealed
    // An entry of another ledger: valid there, and nothing here. Only a new epoch changes the name.
    const epoch = entry.type === epochOpened.name ? epochOpened.read(entry) : undefined
    if ((epoch?.follows ?? entry.origin) !== head.origin) {
      return broken('ERR_CHAIN_ORIGIN', seq, 'belongs to another ledger')
    }
    if (epoch !== undefined && (entry.origin === head.origin || !isByTwo(entry))) {
      return broken('ERR_CHAIN_EPOCH', seq, 'opens an epoch without a new name, or without the decisions of two people')
    }
    if (entry.seq !== seq) return broken('ERR_CHAIN_NUMBER', seq, `calls itself ${entry.seq}`)
    if (entry.previous !== toBase64(head.previous)) {
      return broken('ERR_CHAIN_PREVIOUS', seq, 'was written after another entry than the one before it')
    }
    if ((seq === 0) !== (entry.type === ledgerOpened.name)) {
      return broken('ERR_CHAIN_MALFORMED', seq, 'opens a ledger in the middle, or begins one without opening it')
    }
    // Entry 0 brings the key that signs it; what makes that key good is the checkpoint over it.
    const ring = seq === 0 ? evolveKeys(NO_KEYS, entry) : head.keys
    const signer = keyFor(ring.entries, entry.key, seq)
    if (signer === undefined) {
      return broken('ERR_CHAIN_KEY', seq, `is signed by key ${entry.key}, which does not count here`)
    }
    if (!entrySignatureHolds(entry, signer)) {
      return broken('ERR_CHAIN_SIGNATURE', seq, `is not what key ${entry.key} signed: altered, or invented`)
    }
    const keys = seq === 0 ? ring : evolveKeys(head.keys, entry)
    return { sealed, head: { origin: entry.origin, seq: seq + 1, previous: sealed.leaf, keys } }
  } catch (error) {
    if (error instanceof LedgerError) return broken('ERR_CHAIN_MALFORMED', seq, `cannot be read: ${error.message}`)
    throw error
  }
}

function isByTwo({ decisions = [] }: Entry): boolean {
  return new Set(decisions.map(({ staff }) => staff)).size >= 2
}

function broken(code: BreakCode, seq: number, what: string): Break {
  return { code, seq, message: `Entry ${seq} ${what}.` }
}
