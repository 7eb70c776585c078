import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { createSpill, SpillError, spillError } from './spill.ts'

const folder = mkdtempSync(join(tmpdir(), 'spill-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function hasCode(code: string, words: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof SpillError && error.code === code && words.test(error.message)
}

describe('spill', () => {
  it('given what was written, when it is read at its place, then it comes back', () => {
    const spill = createSpill(folder)
    spill.write(Buffer.from('first,'), 6)
    spill.write(Buffer.from('second and more'), 6)
    assert.equal(spill.size, 12)
    const into = Buffer.from('............')
    spill.read(into, 2, 6, 6)
    assert.equal(into.toString(), '..second....')
    spill.close()
  })

  it('given an open spill, when the folder is listed, then there is no file that anybody else could open', () => {
    const spill = createSpill(folder)
    if (process.platform !== 'win32') assert.deepEqual(readdirSync(folder), [])
    spill.close()
    spill.close()
    assert.deepEqual(readdirSync(folder), [])
  })

  it('given a closed spill, when the process ends, then no listener of it is left', () => {
    const before = process.listenerCount('exit')
    createSpill(folder).close()
    assert.equal(process.listenerCount('exit'), before)
  })

  it('given a folder that does not exist, when a spill is made, then it says so and how to choose another', () => {
    const missing = join(folder, 'missing')
    assert.throws(() => createSpill(missing), hasCode('ERR_SPILL_NOT_WRITABLE', /ENOENT.*TMPDIR/))
    assert.equal(existsSync(missing), false)
  })

  it('given a folder that may not be written to, when a spill is made, then it says so', (t) => {
    if (process.platform === 'win32') return t.skip('Windows has other permissions')
    chmodSync(folder, 0o500)
    // Root may write everywhere, and so becomes nobody for this one call.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    try {
      assert.throws(() => createSpill(folder), hasCode('ERR_SPILL_NOT_WRITABLE', /EACCES/))
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(folder, 0o700)
    }
  })

  it('given what systems say of a full disk, when it is told, then it says what to do', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
      const error = spillError(Object.assign(new Error('write'), { code }), '/var/tmp')
      assert.equal(error.code, 'ERR_SPILL_FULL')
      assert.match(error.message, /no room left.*\/var\/tmp.*TMPDIR/)
    }
    assert.equal(spillError(Object.assign(new Error('read'), { code: 'EIO' }), '/var/tmp').code, 'ERR_SPILL_FAILED')
  })

  it('given a file that lost its end, when it is read there, then it fails in place of giving old bytes', () => {
    const spill = createSpill(folder)
    spill.write(Buffer.alloc(8), 8)
    assert.throws(() => spill.read(Buffer.alloc(16), 0, 16, 0), hasCode('ERR_SPILL_FAILED', /failed/))
    spill.close()
  })
})
