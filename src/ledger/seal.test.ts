import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holdsAsync } from '../../test/property.ts'
import { follow } from './chain.ts'
import { type Decision, type Draft, signEntry } from './entry.ts'
import { exportLines } from './export.ts'
import { EMPTY_EDGE, edgeFrom } from './merkle/append.ts'
import { consistencyHolds } from './merkle/check.ts'
import { consistencyRuns, hashesOfRuns } from './merkle/prove.ts'
import { openCheckpoint, printCheckpoint } from './note/checkpoint.ts'
import { signNote } from './note/note.ts'
import { epochOpened } from './own-types.ts'
import { ORIGIN, openSample, sampleKey, sampleOf } from './sample-ledger.ts'
import { firstMemory, nextCheckpoint, type SealMemory, type SealRequest, signCheckpoint } from './seal.ts'
import { verdictText, verifyExport } from './verify.ts'

/** Any fact will do. */
const FACT: Draft = {
  time: '2026-02-23T09:00:00.000Z',
  type: 'case-opened',
  version: 1,
  stream: 'case/c1',
  actor: 'staff/s1',
  data: {},
}

const STEPS = [
  ...['append', 'append', 'seal', 'seal', 'snapshot', 'restore'],
  ...['crash before signing', 'crash before storing'],
] as const

/** Any run of these steps; of any two checkpoints that were signed in it, the longer begins with all of the shorter. */
function oneStory({ isMemoryRestored }: { readonly isMemoryRestored: boolean }) {
  const runs = fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 40 })
  return fc.asyncProperty(runs, async (steps) => {
    const { entries, head, entryKey, checkpointKey } = openSample()
    let memory = firstMemory(ORIGIN)
    let database = { entries: [...entries], head, edge: EMPTY_EDGE }
    let backup = { database, memory }
    const signed: (readonly Uint8Array[])[] = []

    async function seal(what: string): Promise<void> {
      const { edge } = database
      const next = nextCheckpoint({ memory, edge, entries: database.entries.slice(edge.size) })
      if ('code' in next) return
      const keep = async (kept: SealMemory) => {
        memory = kept
        if (what === 'crash before signing') throw new Error('power cut')
      }
      await signCheckpoint(next, [checkpointKey], keep).then(
        () => signed.push(database.entries),
        () => {},
      )
      if (what === 'seal') database = { ...database, edge: next.edge }
    }

    for (const [turn, what] of steps.entries()) {
      if (what === 'snapshot') backup = { database, memory }
      else if (what === 'restore') {
        database = backup.database
        if (isMemoryRestored) memory = backup.memory
      } else if (what === 'append') {
        const one = signEntry({ ...FACT, data: { turn } }, database.head, entryKey)
        const followed = follow(database.head, one.bytes)
        assert.ok('head' in followed)
        database = { ...database, entries: [...database.entries, one.bytes], head: followed.head }
      } else await seal(what)
    }
    for (const one of signed) {
      for (const other of signed) {
        if (other.length >= one.length) assert.deepEqual(other.slice(0, one.length), one)
      }
    }
  })
}

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

  test('when it crashes anywhere and databases are put back at will, then all that it ever signs is one story', async () => {
    await holdsAsync(oneStory({ isMemoryRestored: false }), 60)
    // The test is awake: a signer whose memory lay in the backup tells two.
    await assert.rejects(holdsAsync(oneStory({ isMemoryRestored: true }), 60), /Property failed/)
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

describe('given that two people opened an epoch after a restored backup', () => {
  const decision = (staff: string): Decision => ({
    staff,
    credentialId: 'Y3JlZA',
    clientDataJSON: 'e30',
    authenticatorData: 'AAAA',
    signature: 'MEUC',
  })
  const ORIGIN_2 = 'postern.example/acme/2'
  const key2 = sampleKey(ORIGIN_2, 31)

  function epochDraft(remembered: { size: number; root: string }, staff: readonly string[]): Draft {
    const data = { follows: ORIGIN, remembered, checkpointKey: key2.verifier.text }
    const draft = { ...epochOpened.write(data), time: '2026-02-24T09:00:00.000Z', stream: 'ledger/self' }
    return { ...draft, actor: 'system/ledger', decisions: staff.map(decision) }
  }

  /** Nine entries were sealed; six are left, sealed once after four. */
  async function restored() {
    const today = await sampleOf(9)
    const sample = openSample()
    while (sample.entries.length < 4) sample.append()
    await sample.seal()
    while (sample.entries.length < 6) sample.append()
    const remembered = { size: 9, root: Buffer.from(today.memory.root).toString('base64') }
    return { today, sample, remembered }
  }

  test('when the epoch names the old one and two decided, then the chain goes on under the new name', async () => {
    const { today, sample, remembered } = await restored()
    const opened = signEntry(
      epochDraft(remembered, ['s1', 's2']),
      { ...sample.head, origin: ORIGIN_2 },
      sample.entryKey,
    )
    const followed = follow(sample.head, opened.bytes)
    assert.ok('head' in followed, 'code' in followed ? followed.message : '')
    const more = signEntry({ ...epochDraft(remembered, ['s1']), type: 'case-opened' }, followed.head, sample.entryKey)
    const entries = [...sample.entries, opened.bytes, more.bytes]

    // The old memory refuses for ever; a new one follows everything again, and signs in the new name only.
    assert.equal(codeOf({ memory: today.memory, edge: EMPTY_EDGE, entries }), 'ERR_SEAL_BEHIND')
    const next = nextCheckpoint({ memory: firstMemory(ORIGIN), edge: EMPTY_EDGE, entries })
    assert.ok('checkpoint' in next)
    assert.equal(next.checkpoint.origin, ORIGIN_2)

    const notes = [...sample.checkpoints, signNote(printCheckpoint(next.checkpoint), [key2])]
    const pieces: Uint8Array[] = []
    for await (const line of exportLines({ origin: ORIGIN_2, size: 8, entries, checkpoints: notes })) pieces.push(line)
    const verdict = await verifyExport(pieces, { key: key2.verifier.text })
    assert.ok(verdict.holds, verdictText(verdict))
    assert.deepEqual(verdict.epochs, [{ entry: 6, remembered: 9 }])
    assert.match(verdictText(verdict), /epoch {3}opened by entry 6, when 9 entries had been sealed before/)
    // An auditor does not take it from one person either.
    const alone = signEntry(epochDraft(remembered, ['s1', 's1']), { ...sample.head, origin: ORIGIN_2 }, sample.entryKey)
    const changed = pieces.with(8, Buffer.concat([alone.bytes, Buffer.from('\n')]))
    const refused = await verifyExport(changed, { key: key2.verifier.text })
    assert.ok(!refused.holds)
    assert.deepEqual([refused.code, refused.entry], ['ERR_VERIFY_KEYS', 6])
    // Whoever pinned the first key is not led over silently.
    const old = await verifyExport(pieces, { key: sample.checkpointKey.verifier.text })
    assert.ok(!old.holds && old.code === 'ERR_VERIFY_ORIGIN')
  })

  test('when one person opens it, or under the old name, or of another ledger, then it is refused', async () => {
    const { sample, remembered } = await restored()
    const code = (draft: Draft, origin: string) => {
      const followed = follow(sample.head, signEntry(draft, { ...sample.head, origin }, sample.entryKey).bytes)
      return 'code' in followed ? followed.code : 'followed'
    }
    assert.equal(code(epochDraft(remembered, ['s1', 's1']), ORIGIN_2), 'ERR_CHAIN_EPOCH')
    assert.equal(code(epochDraft(remembered, ['s1', 's2']), ORIGIN), 'ERR_CHAIN_EPOCH')
    const elsewhere = epochDraft(remembered, ['s1', 's2'])
    const data = { ...elsewhere.data, follows: 'postern.example/other' }
    assert.equal(code({ ...elsewhere, data }, ORIGIN_2), 'ERR_CHAIN_ORIGIN')
    assert.equal(code({ ...elsewhere, type: 'case-opened' }, ORIGIN_2), 'ERR_CHAIN_ORIGIN')
  })
})
