import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holdsAsync } from '../../test/property.ts'
import { canonicalText } from './canonical.ts'
import { type Draft, signEntry } from './entry.ts'
import { printCheckpoint } from './note/checkpoint.ts'
import { cosign } from './note/cosignature.ts'
import { parseNote, printSignature, signNote } from './note/note.ts'
import { commitmentTo } from './personal.ts'
import { ORIGIN, openSample, type Sample, sampleKey, sampleOf } from './sample-ledger.ts'
import { type BreakCode, type Broken, type Pinned, type Verdict, verdictText, verifyExport } from './verify.ts'

const SALT = Buffer.alloc(16, 7)

/** Twelve entries, sealed after 5, 10 and 12; entry 3 commits to a value that is disclosed. */
async function ledgerOfTwelve(): Promise<Sample> {
  const sample = openSample()
  for (let seq = 1; seq < 12; seq++) {
    sample.append(seq === 3 ? { commitments: { phone: commitmentTo('+49 30 1234567', SALT) } } : {})
    if (sample.entries.length % 5 === 0) await sample.seal()
  }
  await sample.seal()
  return sample
}

const sample = await ledgerOfTwelve()
const pinned: Pinned = { key: sample.checkpointKey.verifier.text }
const file = await sample.export((seq) =>
  seq === 3 ? [{ name: 'phone', salt: SALT.toString('base64'), value: '+49 30 1234567' }] : [],
)
/** With their newlines: header, entries 0–3, opening, entry 4, checkpoint, 5–9, checkpoint, 10–11, checkpoint. */
const lines = file
  .toString()
  .split(/(?<=\n)/)
  .map((line) => Buffer.from(line))
const ENTRY_LINES = [1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 14, 15]

async function broken(pieces: readonly Uint8Array[], pins = pinned): Promise<Broken> {
  const verdict = await verifyExport(pieces, pins)
  assert.ok(!verdict.holds, 'the ledger holds')
  return verdict
}

async function breaks(code: BreakCode, line: number, entry: number, pieces: readonly Uint8Array[], pins = pinned) {
  const verdict = await broken(pieces, pins)
  assert.deepEqual({ ...verdict, message: '' }, { holds: false, code, line, entry, message: '' }, verdict.message)
}

/** The file with another line in this place. */
function at(index: number, line: Uint8Array): Uint8Array[] {
  return (lines as Uint8Array[]).with(index, line)
}

function turned(bytes: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7))
  return copy
}

describe('given an export as it was written', () => {
  test('when it is verified with the pinned key, then it holds', async () => {
    const verdict = await verifyExport([file], pinned)
    assert.ok(verdict.holds)
    assert.deepEqual(
      { entries: verdict.entries, checkpoints: verdict.checkpoints, openings: verdict.openings },
      { entries: 12, checkpoints: 3, openings: 1 },
    )
    assert.deepEqual(verdict.keys, [pinned.key])
  })

  test('when it comes in pieces of any length, then the verdict is the same', async () => {
    const whole = await verifyExport([file], pinned)
    for (const length of [1, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(file.length / length) }, (_, n) =>
        file.subarray(n * length, (n + 1) * length),
      )
      assert.deepEqual(await verifyExport(pieces, pinned), whole)
    }
  })

  test('when the file is copied away and run by itself, then it says the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-auditor-'))
    try {
      copyFileSync(new URL('./verify.ts', import.meta.url), join(folder, 'verify.ts'))
      const run = (input: Uint8Array) =>
        spawnSync(process.execPath, [join(folder, 'verify.ts'), pinned.key], { input, encoding: 'utf8' })
      const { status, stdout, stderr } = run(file)
      assert.equal(stderr, '')
      assert.match(stdout, /^HOLDS\. postern\.example\/acme: 12 entries, sealed by 3 checkpoints\.\n/)
      assert.equal(status, 0)
      const altered = run(Buffer.concat(at(2, turned(lines[2]!, 900))))
      assert.equal(altered.status, 5)
      assert.match(altered.stdout, /^BROKEN at line 3, from entry 1 on: /)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

describe('given an export that somebody changed', () => {
  test('when any single bit of any line is another, then that line and its entry are named', async () => {
    const property = fc.asyncProperty(fc.nat(lines.length - 1), fc.nat(), async (index, anywhere) => {
      // The newline is the next line's business as well, and has a test of its own.
      const bit = anywhere % (8 * (lines[index]!.length - 1))
      const verdict = await broken(at(index, turned(lines[index]!, bit)))
      const seq = ENTRY_LINES.indexOf(index)
      // The number of entries in the first line is compared when the file is at its end.
      const lineOf = verdict.code === 'ERR_VERIFY_TRUNCATED' ? 0 : index + 1
      assert.equal(verdict.line, lineOf)
      if (lineOf === 0) assert.equal(index, 0)
      if (seq >= 0) assert.equal(verdict.entry, seq)
    })
    await holdsAsync(property, 1500)
  })

  test('when a newline is another character, then it is caught where the lines run together', async () => {
    for (const [index, line] of lines.entries()) {
      for (let bit = 0; bit < 8; bit++) {
        const verdict = await broken(at(index, turned(line, 8 * (line.length - 1) + bit)))
        assert.equal(verdict.line, index + 1)
      }
    }
  })

  test('when any entry is taken out, then the missing one is named', async () => {
    for (const [seq, index] of ENTRY_LINES.entries()) {
      const verdict = await broken(lines.toSpliced(index, 1))
      // Entry 3's opening is the first to miss it; the last entry is missed by the checkpoint over it.
      assert.equal(verdict.entry, seq, `entry ${seq}: ${verdict.message}`)
      assert.equal(verdict.line, index + 1)
    }
  })

  test('when any two entries change places, then the first of them is named', async () => {
    for (let seq = 0; seq < 11; seq++) {
      const [one, other] = [ENTRY_LINES[seq]!, ENTRY_LINES[seq + 1]!]
      const swapped = at(one, lines[other]!).with(other, lines[one]!)
      assert.equal((await broken(swapped)).entry, seq)
    }
  })

  test('when an entry stands twice, then the second is named', async () => {
    await breaks('ERR_VERIFY_NUMBER', 4, 2, lines.toSpliced(3, 0, lines[2]!))
  })

  test('when the file is cut anywhere, then that is seen, and where', async () => {
    for (let length = 0; length < file.length; length += 37) {
      const verdict = await broken([file.subarray(0, length)])
      const whole = file.subarray(0, length).toString().split('\n').length - 1
      assert.ok(verdict.line === 0 || verdict.line >= whole, verdict.message)
      const entries = ENTRY_LINES.filter((index) => index < whole).length
      assert.equal(verdict.entry, entries)
    }
    await breaks('ERR_VERIFY_TRUNCATED', 0, 10, lines.slice(0, 14))
    await breaks('ERR_VERIFY_UNSEALED', 0, 10, lines.slice(0, 16))
  })

  test('when a checkpoint is taken out, then the rest still holds, but the last one is needed', async () => {
    assert.ok((await verifyExport(lines.toSpliced(7, 1), pinned)).holds)
    await breaks('ERR_VERIFY_UNSEALED', 0, 10, lines.toSpliced(16, 1))
  })

  test('when a disclosed value is another, or moved to another entry, then it is not believed', async () => {
    const lie = { ...JSON.parse(lines[5]!.toString()), value: '+49 30 7654321' }
    await breaks('ERR_VERIFY_OPENING', 6, 4, at(5, Buffer.from(`${canonicalText(lie)}\n`)))
    await breaks('ERR_VERIFY_OPENING', 4, 2, lines.toSpliced(3, 0, lines[5]!))
  })

  test('when it is spelled in another way, then it is not the file that was sealed', async () => {
    const spaced = Buffer.from(lines[2]!.toString().replace(',', ', '))
    await breaks('ERR_VERIFY_LINE', 3, 1, at(2, spaced))
    const escaped = Buffer.from(lines[7]!.toString().replace('—', '\\u2014'))
    await breaks('ERR_VERIFY_LINE', 8, 5, at(7, escaped))
    await breaks('ERR_VERIFY_LINE', 17, 12, lines.toSpliced(16, 0, Buffer.from('{"format":"postern.note/1"}\n')))
    await breaks('ERR_VERIFY_LINE', 2, 0, lines.toSpliced(1, 0, lines[0]!))
    await breaks('ERR_VERIFY_LINE', 1, 0, lines.slice(1))
    await breaks('ERR_VERIFY_LINE', 0, 0, [])
    await breaks('ERR_VERIFY_LINE', 1, 0, [Buffer.alloc(600_000, 'x')])
  })
})

describe('given a ledger that its database’s owner rewrote', () => {
  const forger = sampleKey(`${ORIGIN}/entries`, 66)

  test('when a row is edited, back-dated or invented, then the entry is named (R35)', async () => {
    const entry = JSON.parse(lines[6]!.toString()) as Record<string, unknown>
    for (const change of [{ data: { person: 'p9' } }, { time: '2020-01-01T00:00:00.000Z' }, { actor: 'staff/s2' }]) {
      const row = Buffer.from(`${canonicalText({ ...entry, ...change })}\n`)
      await breaks('ERR_VERIFY_SIGNATURE', 7, 4, at(6, row))
    }
    const invented = signEntry(entry as unknown as Draft, { origin: ORIGIN, seq: 4, previous: hashOf(4) }, forger)
    await breaks('ERR_VERIFY_SIGNATURE', 7, 4, at(6, Buffer.concat([invented.bytes, Buffer.from('\n')])))
  })

  test('when all of it is forged, keys included, then the pinned key does not lead there', async () => {
    const forged = openSample(ORIGIN, 60)
    forged.append()
    await forged.seal()
    const bytes = await forged.export()
    await breaks('ERR_VERIFY_UNSEALED', 0, 0, [bytes])
    assert.ok((await verifyExport([bytes], { key: forged.checkpointKey.verifier.text })).holds)
  })

  test('when the entry key was stolen, then the checkpoint tells which stretch is not what was sealed', async () => {
    const stolen = openSample()
    for (let seq = 1; seq < 12; seq++) stolen.append(seq === 7 ? { data: { person: 'nobody' } } : {})
    stolen.checkpoints.push(sample.checkpoints[2]!)
    await breaks('ERR_VERIFY_ROOT', 14, 0, [await stolen.export()])
  })

  test('when a checkpoint’s root or size is another, then it is forged or out of place', async () => {
    const text = parseNote(sample.checkpoints[1]!).text
    const signatures = parseNote(sample.checkpoints[1]!).signatures.map(printSignature).join('')
    const line = (note: string) => Buffer.from(`${canonicalText({ format: 'postern.checkpoint/1', note })}\n`)
    const wrongRoot = printCheckpoint({ origin: ORIGIN, size: 10, root: Buffer.alloc(32) })
    await breaks('ERR_VERIFY_ROOT', 14, 5, at(13, line(`${wrongRoot}\n${signatures}`)))
    await breaks('ERR_VERIFY_NUMBER', 14, 10, at(13, line(`${text.replace('10', '11')}\n${signatures}`)))
    await breaks('ERR_VERIFY_SIGNATURE', 14, 10, at(13, line(signNote(text, [sampleKey(ORIGIN, 66)]))))
    const elsewhere = signNote(text.replace('acme', 'other'), [sampleKey('postern.example/other', 66)])
    await breaks('ERR_VERIFY_ORIGIN', 14, 10, at(13, line(elsewhere)))
  })
})

describe('given what an auditor remembers', () => {
  test('when the end was cut off at a checkpoint, then only the memory shows it', async () => {
    const older = openSample()
    for (let seq = 1; seq < 5; seq++)
      older.append(seq === 3 ? { commitments: { phone: commitmentTo('+49 30 1234567', SALT) } } : {})
    await older.seal()
    const cut = [await older.export()]
    assert.ok((await verifyExport(cut, pinned)).holds)
    await breaks('ERR_VERIFY_TRUNCATED', 0, 5, cut, { ...pinned, remembered: sample.checkpoints[2]! })
    assert.ok((await verifyExport([file], { ...pinned, remembered: sample.checkpoints[0]! })).holds)
  })

  test('when history was replaced by another that is signed as well, then the memory shows it', async () => {
    const other = await sampleOf(12)
    await breaks('ERR_VERIFY_ROOT', 6, 0, [await other.export()], { ...pinned, remembered: sample.checkpoints[0]! })
  })

  test('when what is pinned is no key or no checkpoint of this ledger, then nothing is verified', async () => {
    const witness = sampleKey('witness.example/w1', 3, 'cosignature').verifier.text
    for (const pins of [
      { key: '' },
      { key: pinned.key.slice(0, -1) },
      { key: witness },
      { ...pinned, witnesses: [pinned.key] },
      { ...pinned, remembered: 'seven' },
      { ...pinned, remembered: sample.checkpoints[0]!.replace('acme', 'other') },
    ]) {
      await breaks('ERR_VERIFY_PINNED', 0, 0, [file], pins)
    }
    await breaks('ERR_VERIFY_ORIGIN', 1, 0, [file], { key: sampleKey('postern.example/other', 1).verifier.text })
    await breaks('ERR_VERIFY_UNSEALED', 0, 0, [file], { key: sampleKey(ORIGIN, 44).verifier.text })
  })

  test('when a witness is pinned, then it must have seen the ledger, and it is said how far and when', async () => {
    const witness = sampleKey('witness.example/w1', 3, 'cosignature')
    const pins = { ...pinned, witnesses: [witness.verifier.text] }
    await breaks('ERR_VERIFY_WITNESS', 0, 12, [file], pins)
    const seen = await ledgerOfTwelve()
    const note = seen.checkpoints[1]!
    seen.checkpoints[1] = note + printSignature(cosign(parseNote(note).text, witness, 1_771_837_200))
    const verdict = await verifyExport([await seen.export()], pins)
    assert.deepEqual(verdict.holds && verdict.witnesses, [
      { name: 'witness.example/w1', size: 10, time: '2026-02-23T09:00:00.000Z' },
    ])
    assert.match(verdictText(verdict), /witness witness\.example\/w1 saw 10 entries at 2026-02-23T09:00:00\.000Z/)
    seen.checkpoints[1] = note + printSignature({ ...cosign('other\n', witness, 1), name: witness.verifier.name })
    await breaks('ERR_VERIFY_SIGNATURE', 13, 10, [await seen.export()], pins)
  })
})

describe('given a ledger whose keys changed while it ran', () => {
  async function rotated(): Promise<{ sample: Sample; old: string }> {
    const sample = await sampleOf(4)
    const old = sample.checkpointKey.verifier.text
    await sample.rotate('entries', sampleKey(`${ORIGIN}/entries-2`, 20))
    sample.append()
    await sample.rotate('checkpoints', sampleKey(ORIGIN, 21))
    sample.append()
    await sample.seal()
    return { sample, old }
  }

  test('when the first key is pinned, then trust follows to the newest, which is named', async () => {
    const { sample, old } = await rotated()
    const verdict: Verdict = await verifyExport([await sample.export()], { key: old })
    assert.ok(verdict.holds, verdictText(verdict))
    assert.deepEqual(verdict.keys, [sample.checkpointKey.verifier.text])
    assert.notEqual(verdict.keys[0], old)
  })

  test('when only the newest is pinned, then it holds as well', async () => {
    const { sample } = await rotated()
    assert.ok((await verifyExport([await sample.export()], { key: sample.checkpointKey.verifier.text })).holds)
  })

  test('when a key that the old one never sealed takes over, then trust does not follow', async () => {
    const sample = await sampleOf(4)
    const old = sample.checkpointKey.verifier.text
    sample.append({
      type: 'key-added',
      version: 1,
      data: { use: 'checkpoints', key: sampleKey(ORIGIN, 21).verifier.text },
    })
    sample.checkpointKey = sampleKey(ORIGIN, 21)
    sample.append()
    await sample.seal()
    await breaks('ERR_VERIFY_UNSEALED', 0, 4, [await sample.export()], { key: old })
  })

  test('when the retired key signs on, then it is not believed', async () => {
    const sample = await sampleOf(4)
    const old = sample.checkpointKey
    await sample.rotate('checkpoints', sampleKey(ORIGIN, 21))
    sample.checkpointKey = old
    await sample.seal()
    await breaks('ERR_VERIFY_SIGNATURE', 10, 6, [await sample.export()], { key: old.verifier.text })
  })
})

/** Leaf hash of the entry before number `seq`. */
function hashOf(seq: number): Uint8Array {
  return Buffer.from(JSON.parse(Buffer.from(sample.entries[seq]!).toString()).previous, 'base64')
}
