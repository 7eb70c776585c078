/**
 * Reading a ledger from its first entry, as a front shows it. Up to the last checkpoint the tree's root alone tells whether these
 * are the entries that were signed; behind it, or where entries are missing, each one's signature does.
 */
import {
  appendLeaves,
  type Edge,
  EMPTY_EDGE,
  EMPTY_ROOT,
  equalHashes,
  firstHead,
  follow,
  type Head,
  leafHash,
  ledgerOpened,
  readEntry,
  rootOf,
  type SealMemory,
} from '../ledger/index.ts'
import { KeeperError } from './keeper-error.ts'
import { isFollowed, type Knowledge, learn, nothingKnown } from './knowledge.ts'

export interface Read {
  readonly known: Knowledge
  readonly kind: 'demo' | 'real'
  /** How many entries the last checkpoint has. */
  readonly sealed: number
  /** Leaf hashes of the entries behind the last checkpoint. */
  readonly tail: Uint8Array[]
}

export interface Reading {
  /** Throws ERR_KEEPER_RULE for what was not signed here. */
  take(texts: readonly string[]): void
  /** All was shown. */
  end(): Read
}

/** `memory`: how far checkpoints were signed. `size`: how many entries there are. */
export function readLedger(memory: SealMemory | undefined, size: number): Reading {
  const sealed = memory !== undefined && size >= memory.head.seq ? memory : undefined
  const sealedSize = sealed?.head.seq ?? 0
  let edge: Edge = EMPTY_EDGE
  let count = 0
  let leaves: Uint8Array[] = []
  let head: Head | undefined
  let kind: 'demo' | 'real' = 'real'
  const tail: Uint8Array[] = []
  const known = nothingKnown(firstHead(''))

  function one(text: string): void {
    const bytes = Buffer.from(text)
    if (count++ === 0) kind = ledgerOpened.read(readEntry(bytes).entry).kind
    if (count > sealedSize) {
      followOne(bytes)
      return
    }
    leaves.push(leafHash(bytes))
    if (isFollowed(text)) {
      const { entry, leaf } = readEntry(bytes)
      learn(known, entry, leaf)
    }
    if (count === sealedSize) head = provenBy(sealed!)
  }

  function followOne(bytes: Uint8Array): void {
    const followed = follow(head ?? firstHead(readEntry(bytes).entry.origin), bytes)
    if ('code' in followed) throw notOurs(followed.message)
    head = followed.head
    tail.push(followed.sealed.leaf)
    learn(known, followed.sealed.entry, followed.sealed.leaf)
  }

  /** Many leaves at once: the edge is copied each time. */
  function grow(): void {
    edge = appendLeaves(edge, leaves).edge
    leaves = []
  }

  function provenBy({ head: at, root }: SealMemory): Head {
    grow()
    if (equalHashes(rootOf(edge), root)) return at
    throw notOurs(`Within the first ${at.seq} entries something is another than was signed.`)
  }

  return {
    take(texts) {
      for (const text of texts) one(text)
      grow()
    },
    end() {
      if (head === undefined) throw notOurs('Nothing was shown, or less than was signed.')
      known.head = head
      return { known, kind, sealed: memory?.head.seq ?? 0, tail }
    },
  }
}

/** Of a ledger in which nothing has been said. */
export function emptyLedger(origin: string): Read {
  return { known: nothingKnown({ ...firstHead(origin), previous: EMPTY_ROOT }), kind: 'real', sealed: 0, tail: [] }
}

function notOurs(why: string): KeeperError {
  return new KeeperError('ERR_KEEPER_RULE', `This is not the ledger that was signed here: ${why}`)
}
