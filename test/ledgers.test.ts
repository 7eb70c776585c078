/**
 * Ledgers that releases have written, one export each in test/ledgers/: entries are for ever, so every later version must
 * verify them, and read every entry through its converters.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { readExportLine } from '../src/ledger/export.ts'
import * as ownTypes from '../src/ledger/own-types.ts'
import { commitmentTo } from '../src/ledger/personal.ts'
import { openSample, sampleKey } from '../src/ledger/sample-ledger.ts'
import { verifyExport } from '../src/ledger/verify.ts'

const FOLDER = join(import.meta.dirname, 'ledgers')
/** The first checkpoint key of each; whoever follows it must arrive at the last. */
const KEYS = JSON.parse(readFileSync(join(FOLDER, 'keys.json'), 'utf8')) as Record<string, string>
const TYPES = new Map(Object.values(ownTypes).map((type) => [type.name, type]))

/** One of each type of the ledger's own, a personal value, and a change of both keys: what 0.1.0 writes. */
async function asWrittenNow(): Promise<Buffer> {
  const sample = openSample('postern.example/release')
  const salt = new Uint8Array(16).fill(5)
  sample.append({ commitments: { phone: commitmentTo('+49 30 1234567', salt) } })
  sample.append(
    ownTypes.signInsSealed.write({ day: '2026-02-23', rows: 3, root: Buffer.alloc(32, 1).toString('base64') }),
  )
  await sample.seal()
  sample.append(ownTypes.personErased.write({ key: 'k-p1' }))
  await sample.rotate('entries', sampleKey('postern.example/release/entries-2', 7))
  await sample.rotate('checkpoints', sampleKey('postern.example/release', 8))
  await sample.seal()
  const phone = { name: 'phone', salt: Buffer.from(salt).toString('base64'), value: '+49 30 1234567' }
  return await sample.export((seq) => (seq === 1 ? [phone] : []))
}

const releases = readdirSync(FOLDER).filter((file) => file.endsWith('.ndjson'))

describe('given the ledgers that releases have written', () => {
  test('when this version writes the same facts with the same keys, then it writes the same bytes as 0.1.0', async () => {
    assert.equal((await asWrittenNow()).toString(), readFileSync(join(FOLDER, '0.1.0.ndjson'), 'utf8'))
  })

  for (const release of releases) {
    test(`when ${release} is verified, then it holds from its first key to its last`, async () => {
      const verdict = await verifyExport([readFileSync(join(FOLDER, release))], { key: KEYS[release] ?? '' })
      assert.ok(verdict.holds, JSON.stringify(verdict))
    })

    test(`when ${release} is read, then every entry of the ledger’s own comes through its converters`, () => {
      let read = 0
      for (const line of readFileSync(join(FOLDER, release), 'utf8').trimEnd().split('\n')) {
        const parsed = readExportLine(Buffer.from(line))
        if (parsed.kind !== 'entry' || !TYPES.has(parsed.sealed.entry.type)) continue
        TYPES.get(parsed.sealed.entry.type)?.read(parsed.sealed.entry)
        read++
      }
      assert.ok(read >= 5)
    })
  }
})
