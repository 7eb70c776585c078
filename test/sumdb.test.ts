/** Our checkpoints, proofs and tiles before the judges of the Go checksum database (Debian golang-golang-x-mod-dev). */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { appendLeaves, EMPTY_EDGE } from '../src/ledger/merkle/append.ts'
import { leafHash } from '../src/ledger/merkle/hash.ts'
import { consistencyRuns, hashesOfRuns, inclusionRuns, rootAt } from '../src/ledger/merkle/prove.ts'
import { cosign } from '../src/ledger/note/cosignature.ts'
import { parseNote, printSignature } from '../src/ledger/note/note.ts'
import { type Sample, sampleKey, sampleOf } from '../src/ledger/sample-ledger.ts'

const PACKAGES = '/usr/share/gocode/src/golang.org/x/mod/sumdb'
const hasGo = existsSync(PACKAGES) && spawnSync('go', ['version']).status === 0
const why = 'Go or its sumdb packages are not installed (Debian: apt-get install golang-go golang-golang-x-mod-dev)'
// In CI its absence is a failure: the build below says what is missing.
const skip = hasGo || process.env.CI === 'true' ? false : why

const folder = mkdtempSync(join(tmpdir(), 'postern-sumdb-'))
const judge = join(folder, 'judge')
after(() => rmSync(folder, { recursive: true }))

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** One case: the last checkpoint of a ledger, and every proof there is of it. */
function caseOf(sample: Sample) {
  const { entries, readTile, checkpoints, checkpointKey } = sample
  const size = entries.length
  const { tiles } = appendLeaves(EMPTY_EDGE, entries.map(leafHash))
  return {
    Key: checkpointKey.verifier.text,
    Note: checkpoints.at(-1)!,
    Entries: entries.map(base64),
    Inclusion: entries.map((_, Index) => ({
      Index,
      Hashes: hashesOfRuns(inclusionRuns(Index, size), readTile).map(base64),
    })),
    Consistency: entries.map((_, index) => ({
      Size: index + 1,
      Root: base64(rootAt(index + 1, readTile)),
      Hashes: hashesOfRuns(consistencyRuns(index + 1, size), readTile).map(base64),
    })),
    Tiles: Object.fromEntries(
      tiles.map(({ level, index, hashes }) => {
        const width = hashes.length / 32
        const path = `tile/8/${level}/${String(index).padStart(3, '0')}${width < 256 ? `.p/${width}` : ''}`
        return [path, base64(hashes)]
      }),
    ),
  }
}

function judged(input: ReturnType<typeof caseOf>): string {
  return spawnSync(judge, { input: JSON.stringify(input), encoding: 'utf8' }).stdout
}

describe('given the Go checksum database’s own packages', { skip }, () => {
  before(() => {
    // Debian's packages, by GOPATH: nothing is fetched.
    const env = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' }
    const { status, stderr, error } = spawnSync(
      'go',
      ['build', '-o', judge, join(import.meta.dirname, 'sumdb', 'main.go')],
      {
        env,
        encoding: 'utf8',
      },
    )
    assert.equal(status, 0, error === undefined ? stderr : why)
  })

  for (const size of [1, 2, 7, 256, 300]) {
    test(`when a ledger of ${size} is shown, then checkpoint, root, proofs and tiles are accepted`, async () => {
      const sample = await sampleOf(size)
      assert.match(judged(caseOf(sample)), new RegExp(`^accepted: ${size} entries, ${size} inclusion`))
    })
  }

  test('when a witness has cosigned, then the note still opens', async () => {
    const input = caseOf(await sampleOf(5))
    const witness = sampleKey('witness.example/w1', 3, 'cosignature')
    const Note = input.Note + printSignature(cosign(parseNote(input.Note).text, witness, 1_771_837_200))
    assert.match(judged({ ...input, Note }), /^accepted/)
  })

  test('when anything is another, then they refuse: the judge is awake', async () => {
    const input = caseOf(await sampleOf(5))
    const [inclusion, ...others] = input.Inclusion
    const { Entries, Consistency, Note } = input
    const changes: Partial<typeof input>[] = [
      { Entries: Entries.with(3, base64(Buffer.from('{}'))) },
      { Inclusion: [{ ...inclusion!, Hashes: inclusion!.Hashes.toReversed() }, ...others] },
      { Consistency: Consistency.with(1, { ...Consistency[1]!, Size: 3 }) },
      { Note: Note.replace('\n5\n', '\n6\n') },
      { Key: sampleKey('postern.example/acme', 9).verifier.text },
      { Tiles: { 'tile/8/0/000.p/5': base64(Buffer.alloc(160)) } },
    ]
    for (const change of changes) assert.match(judged({ ...input, ...change }), /^refused/)
  })
})
