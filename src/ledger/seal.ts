/**
 * The next checkpoint. Whoever holds the checkpoint key remembers, outside the database, how far it has signed; from that
 * memory it follows every later entry itself, so that nothing altered, invented or rolled back ever gets its signature.
 */
import { type Break, firstHead, follow, type Head } from './chain.ts'
import { appendLeaves, type Edge, rootOf } from './merkle/append.ts'
import { EMPTY_ROOT, equalHashes, leafHash } from './merkle/hash.ts'
import type { Tile } from './merkle/tile.ts'
import { type Checkpoint, printCheckpoint } from './note/checkpoint.ts'
import type { SignerKey } from './note/key.ts'
import { signNote } from './note/note.ts'

/** What the signer keeps outside the database. `head.seq` is the size of the last checkpoint. */
export interface SealMemory {
  readonly head: Head
  readonly root: Uint8Array
}

export interface SealRequest {
  readonly memory: SealMemory
  /** The stored tree, up to at most the remembered size: a crash may have kept the last tiles from being stored. */
  readonly edge: Edge
  /** The bytes of every entry after the edge, in order. */
  readonly entries: readonly Uint8Array[]
}

export interface NextCheckpoint {
  readonly checkpoint: Checkpoint
  /** To be kept before anything is signed. */
  readonly memory: SealMemory
  /** To be stored. */
  readonly tiles: readonly Tile[]
  /** The tree, to go on from. */
  readonly edge: Edge
}

export type SealRefusal =
  /** The database holds fewer entries than were sealed. */
  | { readonly code: 'ERR_SEAL_BEHIND'; readonly size: number; readonly remembered: number }
  /** The database's tree is not the one that was sealed. */
  | { readonly code: 'ERR_SEAL_REWRITTEN'; readonly remembered: number }
  /** The database's tiles are ahead of the memory: the memory is older than the last checkpoint. */
  | { readonly code: 'ERR_SEAL_FORGOTTEN'; readonly size: number; readonly remembered: number }
  /** The entries lead to another origin than the one that is to be signed for. */
  | { readonly code: 'ERR_SEAL_ORIGIN'; readonly size: number }
  /** A later entry is not what it should be. */
  | Break

/** The memory of a signer that has signed nothing of this ledger yet. */
export function firstMemory(origin: string): SealMemory {
  return { head: firstHead(origin), root: EMPTY_ROOT }
}

/** Computes the next checkpoint, or says why there is none. */
export function nextCheckpoint({ memory, edge, entries }: SealRequest): NextCheckpoint | SealRefusal {
  const remembered = memory.head.seq
  const size = edge.size + entries.length
  if (edge.size > remembered) return { code: 'ERR_SEAL_FORGOTTEN', size: edge.size, remembered }
  if (size < remembered) return { code: 'ERR_SEAL_BEHIND', size, remembered }

  // Up to what was sealed, the root alone tells whether everything is as it was.
  const known = entries.slice(0, remembered - edge.size)
  const sealed = appendLeaves(edge, known.map(leafHash))
  if (!equalHashes(rootOf(sealed.edge), memory.root)) return { code: 'ERR_SEAL_REWRITTEN', remembered }

  let { head } = memory
  const leaves: Uint8Array[] = []
  for (const bytes of entries.slice(known.length)) {
    const followed = follow(head, bytes)
    if ('code' in followed) return followed
    head = followed.head
    leaves.push(followed.sealed.leaf)
  }
  const grown = appendLeaves(sealed.edge, leaves)
  const root = rootOf(grown.edge)
  return {
    checkpoint: { origin: head.origin, size, root },
    memory: { head, root },
    tiles: [...sealed.tiles, ...grown.tiles],
    edge: grown.edge,
  }
}

/**
 * Signs it, once `keep` has made the new memory durable: whatever happens in between, no other tree of this size can be
 * signed. Gives the note.
 */
export async function signCheckpoint(
  next: NextCheckpoint,
  keys: readonly SignerKey[],
  keep: (memory: SealMemory) => Promise<void>,
): Promise<string> {
  await keep(next.memory)
  return signNote(printCheckpoint(next.checkpoint), keys)
}
