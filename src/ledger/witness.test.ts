import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds, holdsAsync } from '../../test/property.ts'
import { consistencyRuns, hashesOfRuns, inclusionRuns } from './merkle/prove.ts'
import { openCheckpoint } from './note/checkpoint.ts'
import { ORIGIN, openSample, type Sample, sampleKey, sampleOf } from './sample-ledger.ts'
import { openProof, parseProof, printProof } from './tlog-proof.ts'
import { judgeCheckpoint, parseWitnessRequest, printWitnessRequest, type WitnessRequest } from './witness.ts'

const key = sampleKey('witness.example/w1', 3, 'cosignature')
const log = [sampleKey(ORIGIN, 2).verifier]

/** Asks to cosign a checkpoint of the sample, with the proof from a size. */
function requestOf(sample: Sample, old: number, index = sample.checkpoints.length - 1): WitnessRequest {
  const note = sample.checkpoints[index]!
  const { size } = openCheckpoint(note, log)
  const proof = old === 0 || old > size ? [] : hashesOfRuns(consistencyRuns(old, size), sample.readTile)
  return { old, proof, note }
}

function judge(remembered: string | undefined, request: WitnessRequest) {
  return judgeCheckpoint({ log, key, remembered, nowSeconds: 1_771_837_200 }, request)
}

const sample = await sampleOf(12, 4)

describe('given a witness', () => {
  test('when it knows nothing yet, then it cosigns what the ledger signed, and the line fits the checkpoint', () => {
    const answer = judge(undefined, requestOf(sample, 0))
    assert.ok(answer.verdict === 'cosigned')
    const opened = openCheckpoint(answer.note + answer.signature, [...log, key.verifier])
    assert.deepEqual(
      opened.verified.map(({ time }) => time),
      [undefined, 1_771_837_200],
    )
  })

  test('when each checkpoint comes with its proof, then it follows', () => {
    let remembered: string | undefined
    for (const [index, old] of [0, 4, 8].entries()) {
      const answer = judge(remembered, requestOf(sample, old, index))
      assert.ok(answer.verdict === 'cosigned')
      remembered = answer.note
    }
    assert.deepEqual(judge(remembered, requestOf(sample, 12)).verdict, 'cosigned')
  })

  test('when the proof begins elsewhere, then it says from where it is needed', () => {
    assert.deepEqual(judge(sample.checkpoints[1], requestOf(sample, 4)), { verdict: 'stale', remembered: 8 })
    assert.deepEqual(judge(sample.checkpoints[1], requestOf(sample, 0)), { verdict: 'stale', remembered: 8 })
    assert.deepEqual(judge(undefined, requestOf(sample, 4)), { verdict: 'stale', remembered: 0 })
  })

  test('when the ledger went back or was rewritten, then it never cosigns, whatever proof comes along', async () => {
    const scenes = [fc.integer({ min: 1, max: 7 }), fc.nat(8), fc.boolean()] as const
    const property = fc.asyncProperty(...scenes, async (kept, added, isOwnProof) => {
      const restored = openSample()
      while (restored.entries.length < kept) restored.append()
      for (let count = 0; count < added; count++) restored.append({ data: { after: 'the restore' } })
      await restored.seal()
      const request = requestOf(restored, 8)
      const proof = isOwnProof ? request.proof : hashesOfRuns(consistencyRuns(8, 12), sample.readTile)
      const { verdict } = judge(sample.checkpoints[1], { ...request, proof })
      assert.equal(verdict, kept + added === 8 ? 'forked' : 'unproven')
    })
    await holdsAsync(property, 80)
  })

  test('when two trees of one size are signed, then both notes are given out: they prove it to everybody', async () => {
    const other = await sampleOf(8, 8)
    const fork = openSample()
    for (let count = 0; count < 7; count++) fork.append({ data: { another: 'story' } })
    await fork.seal()
    const answer = judge(other.checkpoints[0], requestOf(fork, 8))
    assert.deepEqual(answer, { verdict: 'forked', size: 8, notes: [other.checkpoints[0], fork.checkpoints[0]] })
  })

  test('when the ledger has not signed, then it is not even judged', () => {
    const { note } = requestOf(sample, 0)
    const code = (request: WitnessRequest) => assert.throws(() => judge(undefined, request), { name: 'LedgerError' })
    code({ old: 0, proof: [], note: note.replace('12', '13') })
    code({ old: 0, proof: [], note: 'hello' })
    const stranger = openSample('postern.example/other')
    stranger.append()
    assert.throws(
      () =>
        judgeCheckpoint(
          { log: [stranger.checkpointKey.verifier], key, remembered: undefined, nowSeconds: 0 },
          requestOf(sample, 0),
        ),
      { code: 'ERR_LEDGER_NOTE_UNSIGNED' },
    )
  })
})

describe('given the text of a request', () => {
  test('when it is printed and parsed, then it is the same', () => {
    for (const old of [0, 4, 12]) {
      const request = requestOf(sample, old)
      assert.deepEqual(parseWitnessRequest(printWitnessRequest(request)), {
        ...request,
        proof: request.proof.map((hash) => Buffer.from(hash)),
      })
    }
  })

  test('when it is malformed, then it is refused', () => {
    const good = printWitnessRequest(requestOf(sample, 4))
    for (const wrong of [
      '',
      'old 4',
      good.replace('old 4', 'old 04'),
      good.replace('old 4', 'new 4'),
      good.replace('\n', '\nAAAA\n'),
    ]) {
      assert.throws(() => parseWitnessRequest(wrong), { code: 'ERR_LEDGER_PROOF_INVALID' })
    }
    const hash = Buffer.alloc(32).toString('base64')
    assert.throws(() => parseWitnessRequest(`old 4\n${`${hash}\n`.repeat(64)}\nnote`), /more than 63 hashes/)
  })
})

describe('given a proof that stands alone', () => {
  function proofOf(index: number): string {
    const hashes = hashesOfRuns(inclusionRuns(index, 12), sample.readTile)
    return printProof({ bytes: sample.entries[index]!, index, hashes, note: sample.checkpoints.at(-1)! })
  }

  test('when it is opened with the pinned key, then it gives the entry and the checkpoint', () => {
    for (let index = 0; index < 12; index++) {
      const { entry, checkpoint } = openProof(proofOf(index), log)
      assert.equal(entry.seq, index)
      assert.equal(checkpoint.size, 12)
    }
    assert.deepEqual(Buffer.from(parseProof(proofOf(3)).bytes), sample.entries[3])
  })

  test('when any bit of it is turned, then it does not open', () => {
    const bytes = Buffer.from(proofOf(7))
    const property = fc.property(fc.nat(8 * bytes.length - 1), (bit) => {
      const altered = Buffer.from(bytes)
      altered[bit >> 3] = altered[bit >> 3]! ^ (1 << (bit & 7))
      assert.throws(() => openProof(altered.toString(), log), { name: 'LedgerError' })
    })
    holds(property, 500)
  })

  test('when it shows one entry for another, then it does not open', () => {
    const { hashes, note } = parseProof(proofOf(7))
    const moved = printProof({ bytes: sample.entries[6]!, index: 7, hashes, note })
    assert.throws(() => openProof(moved, log), /its entry is not number 7/)
    assert.throws(() => openProof('c2sp.org/tlog-proof@v1\nindex 0\n\n', log), { code: 'ERR_LEDGER_PROOF_INVALID' })
    assert.throws(() => openProof('x'.repeat(300_000), log), /longer than 256 KiB/)
  })
})
