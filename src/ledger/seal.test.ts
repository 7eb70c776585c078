import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holdsAsync } from '../../test/property.ts'
import { type Draft, signEntry } from './entry.ts'
import { EMPTY_EDGE, edgeFrom } from './merkle/append.ts'
import { consistencyHolds } from './merkle/check.ts'
import { consistencyRuns, hashesOfRuns } from './merkle/prove.ts'
import { openCheckpoint } from './note/checkpoint.ts'
import { openSample, sampleKey, sampleOf } from './sample-ledger.ts'
import { nextCheckpoint, type SealRequest, signCheckpoint } from './seal.ts'

function codeOf(request: SealRequest): string {
  const next = nextCheckpoint(request)
  return 'code' in next ? next.code : 'sealed'
}

describe('given a ledger that is sealed again and again', () => {
  test('when any two checkpoints are compared, then the later contains the earlier, by proof', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 }),
      async (steps) => {
        const sample = openSample()
        for (const step of steps) {
          for (let count = 0; count < step; count++) sample.append()
          await sample.seal()
        }
        const heads = sample.checkpoints.map((note) => openCheckpoint(note, [sample.checkpointKey.verifier]))
        for (const [index, newer] of heads.entries()) {
          for (const older of heads.slice(0, index)) {
            const proof = hashesOfRuns(consistencyRuns(older.size, newer.size), sample.readTile)
            assert.ok(consistencyHolds(older, newer, proof))
          }
        }
      },
    )
    await holdsAsync(property, 15)
  })

  test('when nothing was added, then the checkpoint is the same, byte for byte', async () => {
    const sample = await sampleOf(6)
    assert.equal(await sample.seal(), sample.checkpoints[0])
  })
})

describe('given a signer that remembers', () => {
  test('when the last tiles were not stored, as after a crash, then it goes on from where the tiles are', async () => {
    const sample = await sampleOf(9, 4)
    const edge = edgeFrom(4, sample.readTile)
    sample.append()
    assert.equal(codeOf({ memory: sample.memory, edge, entries: sample.entries.slice(4) }), 'sealed')
    assert.equal(codeOf({ memory: sample.memory, edge: EMPTY_EDGE, entries: sample.entries }), 'sealed')
  })

  test('when an entry that was sealed is another, then nothing is signed', async () => {
    const sample = await sampleOf(9, 4)
    const altered = sample.entries.with(2, Buffer.from('{}'))
    const refused = { memory: sample.memory, edge: EMPTY_EDGE }
    assert.equal(codeOf({ ...refused, entries: altered }), 'ERR_SEAL_REWRITTEN')
    assert.equal(codeOf({ ...refused, entries: sample.entries.toSpliced(2, 1) }), 'ERR_SEAL_BEHIND')
    const edge = edgeFrom(9, sample.readTile)
    const tampered = { ...edge, levels: [edge.levels[0]!.with(0, Buffer.alloc(32))] }
    assert.equal(codeOf({ memory: sample.memory, edge: tampered, entries: [] }), 'ERR_SEAL_REWRITTEN')
  })

  test('when a later entry is not signed by a key that counts, then the entry is named, and nothing is signed', async () => {
    const sample = await sampleOf(9)
    const forger = sampleKey(`${sample.origin}/entries`, 66)
    const draft: Draft = {
      time: '2026-02-23T09:00:00.000Z',
      type: 'approval-given',
      version: 1,
      stream: 'case/c1',
      actor: 'staff/s2',
      data: {},
    }
    sample.append()
    const forged = signEntry(draft, sample.head, forger).bytes
    const next = nextCheckpoint({
      memory: sample.memory,
      edge: sample.edge(),
      entries: [...sample.entries.slice(9), forged],
    })
    assert.ok('code' in next)
    assert.deepEqual({ ...next, message: '' }, { code: 'ERR_CHAIN_KEY', seq: 10, message: '' })
  })

  test('when yesterday’s database is put back and goes on, then the second history is never signed (R46)', async () => {
    const property = fc.asyncProperty(fc.nat(8), fc.integer({ min: 0, max: 9 }), async (kept, added) => {
      const today = await sampleOf(9, 3)
      const restored = openSample()
      while (restored.entries.length < kept + 1) restored.append()
      for (let count = 0; count < added; count++) restored.append({ data: { after: 'the restore' } })
      const code = codeOf({ memory: today.memory, edge: EMPTY_EDGE, entries: restored.entries })
      const isWhole = kept + 1 === 9
      assert.equal(code, isWhole ? 'sealed' : restored.entries.length < 9 ? 'ERR_SEAL_BEHIND' : 'ERR_SEAL_REWRITTEN')
    })
    await holdsAsync(property, 30)
  })

  test('when its own memory went back, then it does not sign over what it forgot', async () => {
    const sample = await sampleOf(4)
    const { memory } = sample
    sample.append()
    await sample.seal()
    assert.equal(codeOf({ memory, edge: sample.edge(), entries: [] }), 'ERR_SEAL_FORGOTTEN')
  })

  test('when the memory cannot be kept, then no signature is given', async () => {
    const sample = await sampleOf(4)
    const next = nextCheckpoint({ memory: sample.memory, edge: sample.edge(), entries: [] })
    assert.ok('checkpoint' in next)
    const full = () => Promise.reject(new Error('disk full'))
    await assert.rejects(signCheckpoint(next, [sample.checkpointKey], full), /disk full/)
  })
})
