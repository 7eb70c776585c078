/** The ledger: entries, their tree, and the personal values that lie outside of them. */
import type { Own } from './own.ts'

export interface LedgerTables {
  readonly ledger_heads: {
    readonly organisation: Own
    readonly origin: string
    /** Number of the next entry. */
    readonly seq: number
    /** Leaf hash of the last one. */
    readonly previous: Uint8Array
    /** The public keys that count, as ledger/ writes them. */
    readonly keys: string
  }
  readonly ledger_entries: {
    readonly organisation: Own
    readonly seq: number
    readonly stream: string
    /** The entry as it was signed. */
    readonly bytes: Uint8Array
  }
  readonly ledger_tiles: {
    readonly organisation: Own
    readonly level: number
    readonly index: number
    readonly hashes: Uint8Array
  }
  readonly ledger_checkpoints: {
    readonly organisation: Own
    /** How many entries it seals. */
    readonly size: number
    readonly note: string
  }
  readonly person_keys: {
    readonly organisation: Own
    readonly id: string
    readonly master: string
    readonly nonce: string
    readonly data: string
  }
  readonly personal_values: {
    readonly organisation: Own
    /** The entry that commits to it, and under which name. */
    readonly seq: number
    readonly name: string
    readonly key: string
    readonly nonce: string
    readonly data: string
  }
}
