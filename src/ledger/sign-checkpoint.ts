/** Signing checkpoints with a memory of one's own: what seal.ts decides, for whoever holds the keys. */
import { readEntry } from './entry.ts'
import type { OrganisationKeys } from './key-folder/key-folder.ts'
import type { Checkpoint } from './note/checkpoint.ts'
import type { SignerKey } from './note/key.ts'
import {
  firstMemory,
  nextCheckpoint,
  type SealMemory,
  type SealRefusal,
  type SealRequest,
  signCheckpoint,
} from './seal.ts'

/** What whoever has the database shows: the stored tree, and the bytes of every entry behind it, in order. */
export type Shown = Omit<SealRequest, 'memory'>

export type CheckpointAnswer =
  | { readonly checkpoint: Checkpoint; readonly note: string }
  /** They lead to an earlier epoch, in whose name nothing is signed: show what comes next. */
  | { readonly followed: number }
  | { readonly refused: SealRefusal }

export interface CheckpointSigner {
  /** What is signed for. */
  readonly origin: string
  /** How far it has signed; undefined before the first checkpoint. */
  remembered(): Promise<SealMemory | undefined>
  /** Follows what is shown from where it last was, and signs where that leads to its origin. */
  checkpoint(shown: Shown): Promise<CheckpointAnswer>
}

/** The keys bear the origin's name, and the memory is of it: a new epoch begins a new one. */
export function checkpointSigner({
  origin,
  checkpoints,
  memory,
}: {
  readonly origin: string
  readonly checkpoints: readonly SignerKey[]
  readonly memory: OrganisationKeys['memory']
}): CheckpointSigner {
  let following: SealMemory | undefined

  return {
    origin,
    remembered: () => memory.load(),
    async checkpoint(shown) {
      const goesOn = following !== undefined && following.head.seq === shown.edge.size
      const from = goesOn ? following : await memory.load()
      following = undefined
      const next = nextCheckpoint({ ...shown, memory: from ?? firstMemory(firstOrigin(shown) ?? origin) })
      if ('code' in next) return { refused: next }
      if (next.checkpoint.origin !== origin) {
        following = next.memory
        return { followed: next.checkpoint.size }
      }
      // Kept even if nobody hears of it: then the memory is ahead of the tiles, and the next time goes on from the tiles.
      const note = await signCheckpoint(next, checkpoints, (kept) => memory.keep(kept))
      return { checkpoint: next.checkpoint, note }
    },
  }
}

/** Nothing was signed yet, so that everything is followed, from the first origin on. */
function firstOrigin({ edge, entries: [first] }: Shown): string | undefined {
  return edge.size > 0 || first === undefined ? undefined : readEntry(first).entry.origin
}
