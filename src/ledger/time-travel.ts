/**
 * Recognising a database that went back in time (a backup put back, a snapshot of the machine), or that was rewritten:
 * what it says now is compared with what was remembered outside it. Until the verdict is `current`, nothing may act.
 */

import { equalHashes } from './merkle/hash.ts'
import type { Checkpoint } from './note/checkpoint.ts'

/** What the database says. */
export interface Stored {
  readonly origin: string
  /** Entries, sealed by a checkpoint or not. */
  readonly size: number
  /** Root of its first so many entries, from 1 to `size`. */
  rootAt(size: number): Uint8Array
  /** Leaf hash of an entry, from 0 to `size` − 1. */
  leafAt(seq: number): Uint8Array
}

/** What somebody else remembers: the keeper, a witness, or where entries are streamed to. */
export interface Memory {
  /** Who, for the message: `keeper`, `witness.example`, `siem`. */
  readonly from: string
  readonly checkpoint?: Checkpoint
  /** The last entry that was streamed outside; each entry holds the hash of all before. */
  readonly entry?: { readonly origin: string; readonly seq: number; readonly leaf: Uint8Array }
}

export type TimeVerdict =
  /** A new ledger: nothing is stored, and nobody remembers anything. */
  | { readonly verdict: 'new' }
  /** Everything that anybody remembers is there, unchanged. */
  | { readonly verdict: 'current' }
  /** Entries are stored, and nobody remembers any: whether some are missing cannot be told. */
  | { readonly verdict: 'unremembered' }
  /** Entries from `size` up to, not including, `remembered` are gone: codes, passes, approvals of that stretch are void. */
  | { readonly verdict: 'behind'; readonly size: number; readonly remembered: number; readonly from: string }
  /** Within the first `remembered` entries something is another than it was. */
  | { readonly verdict: 'rewritten'; readonly remembered: number; readonly from: string }
  /** The memory is of another ledger. */
  | { readonly verdict: 'foreign'; readonly from: string }

/** The gravest of what the memories say; of lost stretches, the longest. */
export function recogniseTime(stored: Stored, memories: readonly Memory[]): TimeVerdict {
  const verdicts = memories.flatMap((memory) => judge(stored, memory))
  for (const verdict of ['foreign', 'rewritten'] as const) {
    const found = verdicts.find((each) => each.verdict === verdict)
    if (found !== undefined) return found
  }
  const [longest] = verdicts
    .filter((each) => each.verdict === 'behind')
    .sort((one, other) => other.remembered - one.remembered)
  if (longest !== undefined) return longest
  if (verdicts.length > 0) return { verdict: 'current' }
  return { verdict: stored.size === 0 ? 'new' : 'unremembered' }
}

function judge(stored: Stored, { from, checkpoint, entry }: Memory): readonly TimeVerdict[] {
  const verdicts: TimeVerdict[] = []
  if (checkpoint !== undefined) {
    const { origin, size: remembered, root } = checkpoint
    if (isForeign(stored, origin)) verdicts.push({ verdict: 'foreign', from })
    else if (remembered > stored.size) verdicts.push({ verdict: 'behind', size: stored.size, remembered, from })
    else if (remembered > 0 && !equalHashes(stored.rootAt(remembered), root)) {
      verdicts.push({ verdict: 'rewritten', remembered, from })
    } else verdicts.push({ verdict: 'current' })
  }
  if (entry !== undefined) {
    const remembered = entry.seq + 1
    if (isForeign(stored, entry.origin)) verdicts.push({ verdict: 'foreign', from })
    else if (remembered > stored.size) verdicts.push({ verdict: 'behind', size: stored.size, remembered, from })
    else if (!equalHashes(stored.leafAt(entry.seq), entry.leaf))
      verdicts.push({ verdict: 'rewritten', remembered, from })
    else verdicts.push({ verdict: 'current' })
  }
  return verdicts
}

/** An empty database has no name: whatever is remembered was lost from it. */
function isForeign({ origin, size }: Stored, remembered: string): boolean {
  return size > 0 && origin !== remembered
}
