/** Proofs from an export: the tree is built again from its entries, and must have the root that was signed. */
import { readExportLine } from './export.ts'
import { LedgerError } from './ledger-error.ts'
import { appendLeaves, type Edge, EMPTY_EDGE, rootOf } from './merkle/append.ts'
import type { TreeHead } from './merkle/check.ts'
import { equalHashes } from './merkle/hash.ts'
import { consistencyRuns, hashesOfRuns, inclusionRuns } from './merkle/prove.ts'
import type { ReadTile } from './merkle/tile.ts'
import { parseCheckpoint } from './note/checkpoint.ts'
import { parseNote } from './note/note.ts'
import { printProof } from './tlog-proof.ts'
import { printWitnessRequest } from './witness.ts'

/** An export with its tree, as `readForProofs` gives it. Nothing is known yet of its signatures. */
export interface Provable {
  /** The last checkpoint. */
  readonly note: string
  readonly head: TreeHead
  readonly readTile: ReadTile
  /** Bytes of the entry that was asked for. */
  readonly kept: Uint8Array | undefined
}

const LEAVES_AT_ONCE = 4096

/**
 * Reads an export, and keeps the bytes of entry `keep`. Throws ERR_LEDGER_PROOF_INVALID where the last checkpoint is not
 * one over all entries, and what `readExportLine` throws.
 */
export async function readForProofs(lines: AsyncIterable<Uint8Array>, keep?: number): Promise<Provable> {
  const tiles = new Map<string, Uint8Array>()
  let edge: Edge = EMPTY_EDGE
  let waiting: Uint8Array[] = []
  let note: string | undefined
  let kept: Uint8Array | undefined

  function append(): void {
    const grown = appendLeaves(edge, waiting)
    for (const { level, index, hashes } of grown.tiles) tiles.set(`${level}/${index}`, hashes)
    edge = grown.edge
    waiting = []
  }

  for await (const line of lines) {
    const read = readExportLine(line)
    if (read.kind === 'checkpoint') note = read.note
    if (read.kind !== 'entry') continue
    if (edge.size + waiting.length === keep) kept = Buffer.from(line)
    waiting.push(read.sealed.leaf)
    if (waiting.length === LEAVES_AT_ONCE) append()
  }
  append()
  if (note === undefined) throw unproven('it holds no checkpoint')
  const head = parseCheckpoint(parseNote(note).text)
  if (head.size !== edge.size || !equalHashes(head.root, rootOf(edge))) {
    throw unproven(
      'its entries are not those that its last checkpoint seals. postern ledger verify says where it breaks',
    )
  }
  return { note, head, kept, readTile: ({ level, index }) => tiles.get(`${level}/${index}`) }
}

/** The proof of entry `seq`, which was kept, as a tlog-proof. Throws ERR_LEDGER_RANGE. */
export function proveEntry({ note, head, readTile, kept }: Provable, seq: number): string {
  const hashes = hashesOfRuns(inclusionRuns(seq, head.size), readTile)
  if (kept === undefined) throw new LedgerError('ERR_LEDGER_RANGE', `Entry ${seq} was not kept while reading.`)
  return printProof({ bytes: kept, index: seq, hashes, note })
}

/** The proof that the first `size` entries are as they were, as a request to a witness. Throws ERR_LEDGER_RANGE. */
export function proveSince({ note, head, readTile }: Provable, size: number): string {
  const proof = size === 0 ? [] : hashesOfRuns(consistencyRuns(size, head.size), readTile)
  return printWitnessRequest({ old: size, proof, note })
}

function unproven(why: string): LedgerError {
  return new LedgerError('ERR_LEDGER_PROOF_INVALID', `Nothing can be proved from this export: ${why}.`)
}
