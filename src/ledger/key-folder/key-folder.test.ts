import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { firstHead } from '../chain.ts'
import { LedgerError } from '../ledger-error.ts'
import { openKeyFolder } from './key-folder.ts'

const parent = mkdtempSync(join(tmpdir(), 'postern-keys-'))
after(() => rmSync(parent, { recursive: true }))
const newFolder = (): string => join(parent, randomUUID())

const isCode = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code

describe('the key folder', () => {
  it('given none, when it is opened, then it is made, for its owner alone, and the same keys are there next time', () => {
    const folder = newFolder()
    const made = openKeyFolder(folder, randomBytes).make('acme', 'postern.example/acme')
    const again = openKeyFolder(folder, randomBytes)
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    assert.equal(statSync(join(folder, 'acme', 'entries.key')).mode & 0o777, 0o600)
    assert.equal(again.of('acme').entries.verifier.text, made.entries.verifier.text)
    assert.deepEqual(again.of('acme').tokenKey, made.tokenKey)
    assert.equal(again.of('acme').origin, 'postern.example/acme')
    assert.deepEqual(openKeyFolder(folder, randomBytes).masters, again.masters)
  })

  it('given keys that were made, when they are made again, then they stay', () => {
    const folder = openKeyFolder(newFolder(), randomBytes)
    const made = folder.make('acme', 'postern.example/acme')
    assert.equal(folder.make('acme', 'postern.example/acme').entries.verifier.text, made.entries.verifier.text)
  })

  it('given a folder that others may read, when it is opened, then it is refused', () => {
    const folder = newFolder()
    openKeyFolder(folder, randomBytes)
    chmodSync(folder, 0o750)
    assert.throws(() => openKeyFolder(folder, randomBytes), isCode('ERR_KEYS_EXPOSED'))
  })

  it('given an organisation without keys, when they are asked for, then the message names the file', () => {
    const folder = openKeyFolder(newFolder(), randomBytes)
    assert.throws(() => folder.of('acme'), isCode('ERR_KEYS_MISSING'))
  })

  for (const file of ['entries.key', 'checkpoints.keys', 'tokens.key']) {
    it(`given a damaged ${file}, when it is read, then it is refused, and nothing of it is in the message`, () => {
      const folder = newFolder()
      openKeyFolder(folder, randomBytes).make('acme', 'postern.example/acme')
      writeFileSync(join(folder, 'acme', file), 'PRIVATE+KEY+hunter2\n')
      assert.throws(
        () => openKeyFolder(folder, randomBytes).of('acme'),
        (error) => isCode('ERR_KEYS_UNREADABLE')(error) && !String(error).includes('hunter2'),
      )
    })
  }
})

describe('how far was signed', () => {
  it('given what was kept, when it is loaded by another process, then it is the same', async () => {
    const folder = newFolder()
    const { memory } = openKeyFolder(folder, randomBytes).make('acme', 'postern.example/acme')
    assert.equal(await memory.load(), undefined)
    const kept = {
      head: { ...firstHead('postern.example/acme'), seq: 7, previous: randomBytes(32) },
      root: randomBytes(32),
    }
    await memory.keep(kept)
    assert.deepEqual(await openKeyFolder(folder, randomBytes).of('acme').memory.load(), kept)
  })

  it('given a damaged file, when it is loaded, then it does not pass for a signer that signed nothing', async () => {
    const folder = newFolder()
    const { memory } = openKeyFolder(folder, randomBytes).make('acme', 'postern.example/acme')
    writeFileSync(join(folder, 'acme', 'sealed.json'), '{}')
    await assert.rejects(memory.load(), isCode('ERR_KEYS_MEMORY'))
  })
})
