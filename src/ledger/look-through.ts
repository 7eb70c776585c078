/**
 * Whether the entries that are kept are still those that were sealed. The signer follows only what is new; somebody with the
 * database in hand could take an old entry out, and with it a removal or a withdrawal, and the stream's fold would not miss it.
 */
import type { OrganisationStore } from '../store/index.ts'
import { appendLeaves, type Edge, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import { equalHashes, leafHash } from './merkle/hash.ts'
import type { Checkpoint } from './note/checkpoint.ts'
import { entriesFrom } from './rows.ts'

/** Read in one transaction; some hashes of a kilobyte each, a few milliseconds. */
const ENTRIES_AT_ONCE = 500

/** Reads every entry up to the checkpoint, in pieces between which others have their turn. `remembered`: from outside the database. */
export async function areSealedEntriesThere(
  db: OrganisationStore,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): Promise<boolean> {
  let edge: Edge = EMPTY_EDGE
  while (edge.size < size) {
    const from = edge.size
    const rows = await db.transaction((tx) => entriesFrom(tx, from, Math.min(ENTRIES_AT_ONCE, size - from)))
    if (rows.length === 0 || !rows.every(({ seq }, index) => seq === from + index)) return false
    edge = appendLeaves(
      edge,
      rows.map(({ bytes }) => leafHash(bytes)),
    ).edge
  }
  return equalHashes(rootOf(edge), root)
}
