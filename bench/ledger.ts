/**
 * How fast the ledger is: `node bench/ledger.ts [entries]` signs, follows, seals, proves and verifies that many entries in
 * one process, without a database. Prints one line a thing; the times are this machine's.
 */
import { appendLeaves, type Edge, EMPTY_EDGE, rootOf } from '../src/ledger/merkle/append.ts'
import { leafHash } from '../src/ledger/merkle/hash.ts'
import { hashesOfRuns, inclusionRuns } from '../src/ledger/merkle/prove.ts'
import { openSample } from '../src/ledger/sample-ledger.ts'
import { nextCheckpoint } from '../src/ledger/seal.ts'
import { verifyExport } from '../src/ledger/verify.ts'

const count = Number(process.argv[2] ?? 20_000)
const LEAVES = 1_000_000
const BATCHES = 100
const PROOFS = 10_000

function told(what: string, times: number, unit: string, startMs: number): void {
  const seconds = (performance.now() - startMs) / 1000
  console.log(
    `${what.padEnd(44)}${Math.round(times / seconds)
      .toLocaleString('en')
      .padStart(10)} ${unit}/s`,
  )
}

const sample = openSample()
let start = performance.now()
while (sample.entries.length < count) sample.append()
told('entries signed and followed', count, 'entries', start)

start = performance.now()
const next = nextCheckpoint({ memory: sample.memory, edge: EMPTY_EDGE, entries: sample.entries })
told('entries followed and sealed', count, 'entries', start)
if ('code' in next) throw new Error(next.code)
await sample.seal()

const file = await sample.export()
start = performance.now()
const verdict = await verifyExport([file], { key: sample.checkpointKey.verifier.text })
told(`export verified (${Math.round(file.length / count)} B an entry)`, count, 'entries', start)
if (!verdict.holds) throw new Error(verdict.message)

const leaves = Array.from({ length: LEAVES }, (_, index) => leafHash(Buffer.from(String(index))))
const tiles = new Map<string, Uint8Array>()
let edge: Edge = EMPTY_EDGE
start = performance.now()
for (let batch = 0; batch < BATCHES; batch++) {
  const grown = appendLeaves(edge, leaves.slice((batch * LEAVES) / BATCHES, ((batch + 1) * LEAVES) / BATCHES))
  edge = grown.edge
  for (const { level, index, hashes } of grown.tiles) tiles.set(`${level}/${index}`, hashes)
  rootOf(edge)
}
told(`leaves of ${LEAVES.toLocaleString('en')} appended in ${BATCHES} batches`, LEAVES, 'leaves', start)

start = performance.now()
for (let proof = 0; proof < PROOFS; proof++) {
  hashesOfRuns(inclusionRuns((proof * 7919) % LEAVES, LEAVES), ({ level, index }) => tiles.get(`${level}/${index}`))
}
told('inclusion proofs from tiles', PROOFS, 'proofs', start)
