/**
 * A ledger for tests, in memory: real keys (from fixed seeds, so that every run writes the same bytes), real entries, tiles
 * and checkpoints.
 *
 *   const ledger = openSample()
 *   ledger.append({ type: 'case-opened' })
 *   await ledger.seal()
 *   await ledger.export()
 */
import { firstHead, follow, type Head } from './chain.ts'
import { type Draft, type Sealed, signEntry } from './entry.ts'
import { exportLines, type Opening } from './export.ts'
import { type Edge, EMPTY_EDGE, edgeFrom } from './merkle/append.ts'
import type { ReadTile, Tile } from './merkle/tile.ts'
import { type SignerKey, signerFrom } from './note/key.ts'
import { keyAdded, keyRetired, ledgerOpened } from './own-types.ts'
import { firstMemory, nextCheckpoint, type SealMemory, signCheckpoint } from './seal.ts'

export const ORIGIN = 'postern.example/acme'

/** A key that is the same in every run. */
export function sampleKey(name: string, number: number, type: 'ed25519' | 'cosignature' = 'ed25519'): SignerKey {
  return signerFrom(name, type, new Uint8Array(32).fill(number))
}

const START = Date.UTC(2026, 1, 23, 9)

export interface Sample {
  readonly origin: string
  /** Changes when keys are rotated. */
  entryKey: SignerKey
  checkpointKey: SignerKey
  readonly entries: Uint8Array[]
  readonly checkpoints: string[]
  memory: SealMemory
  head: Head
  readTile: ReadTile
  edge(): Edge
  /** One entry more; what is not said is made up. */
  append(draft?: Partial<Draft>): Sealed
  /** A checkpoint over everything so far. */
  seal(...also: SignerKey[]): Promise<string>
  /** As it is done while running: the new key is added, sealed by both, and the old one retired. */
  rotate(use: 'entries' | 'checkpoints', to: SignerKey): Promise<void>
  export(openings?: (seq: number) => readonly Omit<Opening, 'format' | 'seq'>[]): Promise<Buffer>
}

export function openSample(origin = ORIGIN, seed = 1): Sample {
  const tiles = new Map<string, Uint8Array>()
  const sample: Sample = {
    origin,
    entryKey: sampleKey(`${origin}/entries`, seed),
    checkpointKey: sampleKey(origin, seed + 1),
    entries: [],
    checkpoints: [],
    memory: firstMemory(origin),
    head: firstHead(origin),
    readTile: ({ level, index }) => tiles.get(`${level}/${index}`),
    edge: () => (sample.memory.head.seq === 0 ? EMPTY_EDGE : edgeFrom(sample.memory.head.seq, sample.readTile)),
    append(draft = {}) {
      const seq = sample.head.seq
      const sealed = signEntry({ ...sampleDraft(seq), ...draft }, sample.head, sample.entryKey)
      const followed = follow(sample.head, sealed.bytes)
      if ('code' in followed) throw new Error(followed.message)
      sample.head = followed.head
      sample.entries.push(sealed.bytes)
      return sealed
    },
    async seal(...also) {
      const edge = sample.edge()
      const next = nextCheckpoint({ memory: sample.memory, edge, entries: sample.entries.slice(edge.size) })
      if ('code' in next) throw new Error(next.code)
      const note = await signCheckpoint(next, [sample.checkpointKey, ...also], async (memory) => {
        sample.memory = memory
      })
      keepTiles(next.tiles)
      sample.checkpoints.push(note)
      return note
    },
    async rotate(use, to) {
      const before = use === 'entries' ? sample.entryKey : sample.checkpointKey
      sample.append(keyAdded.write({ use, key: to.verifier.text }))
      await (use === 'checkpoints' ? sample.seal(to) : sample.seal())
      sample.append(keyRetired.write({ use, id: before.verifier.id }))
      sample[use === 'entries' ? 'entryKey' : 'checkpointKey'] = to
    },
    async export(openings) {
      const { entries, checkpoints } = sample
      const lines = exportLines({
        origin,
        size: entries.length,
        entries,
        checkpoints,
        ...(openings === undefined ? {} : { openings }),
      })
      const pieces: Uint8Array[] = []
      for await (const line of lines) pieces.push(line)
      return Buffer.concat(pieces)
    },
  }
  function keepTiles(changed: readonly Tile[]): void {
    for (const { level, index, hashes } of changed) tiles.set(`${level}/${index}`, hashes)
  }
  sample.append(
    ledgerOpened.write({
      kind: 'demo',
      entryKey: sample.entryKey.verifier.text,
      checkpointKey: sample.checkpointKey.verifier.text,
    }),
  )
  return sample
}

/** A ledger of so many entries, sealed after every `each` and at the end. */
export async function sampleOf(count: number, each = count): Promise<Sample> {
  const sample = openSample()
  while (sample.entries.length < count) {
    sample.append()
    if (sample.entries.length % each === 0 && sample.entries.length < count) await sample.seal()
  }
  await sample.seal()
  return sample
}

function sampleDraft(seq: number): Draft {
  return {
    time: new Date(START + seq * 60_000).toISOString(),
    type: 'case-opened',
    version: 1,
    stream: `case/c${seq}`,
    actor: 'staff/s1',
    data: { person: `p${seq}`, reason: 'new phone' },
  }
}
