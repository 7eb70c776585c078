import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clash, isClash, translated } from './failures.ts'
import { StoreError } from './index.ts'

function failure(code: string, message = 'it failed', more: object = {}): Error {
  return Object.assign(new Error(message), { code }, more)
}

function codeOf(error: unknown): string {
  return error instanceof StoreError ? error.code : 'as it came'
}

describe('failures of a database', () => {
  for (const [what, error, code] of [
    ['a full disk, by SQLSTATE', failure('53100'), 'ERR_DISK_FULL'],
    ['a full disk, by its text', failure('XX000', 'could not extend: No space left on device'), 'ERR_DISK_FULL'],
    ['a full disk, by the system', failure('ENOSPC'), 'ERR_DISK_FULL'],
    ['a used-up quota', failure('EDQUOT'), 'ERR_DISK_FULL'],
    ['a broken disk', failure('58030'), 'ERR_DISK_FAILED'],
    ['a server that shuts down', failure('57P01'), 'ERR_DATABASE_GONE'],
    ['a server that starts', failure('57P03'), 'ERR_DATABASE_GONE'],
    ['no connection left', failure('53300'), 'ERR_DATABASE_GONE'],
    ['a refused password', failure('28P01'), 'ERR_DATABASE_GONE'],
    ['no such database', failure('3D000'), 'ERR_DATABASE_GONE'],
    ['nobody listens', failure('ECONNREFUSED'), 'ERR_DATABASE_GONE'],
    ['no socket', failure('ENOENT', 'connect ENOENT', { syscall: 'connect' }), 'ERR_DATABASE_GONE'],
    ['a broken connection', new Error('Connection terminated unexpectedly'), 'ERR_DATABASE_GONE'],
    ['a file that the work looked for', failure('ENOENT', 'no such file', { syscall: 'open' }), 'as it came'],
    ['a check that is not met', failure('23514'), 'as it came'],
    ['a programming error', new TypeError('x is not a function'), 'as it came'],
    ['an error of ours', new StoreError('ERR_CLASH', 'Again.'), 'ERR_CLASH'],
  ] as const) {
    it(`${what}: ${code}`, () => {
      const ours = translated(error)
      assert.equal(codeOf(ours), code)
      if (ours !== error) assert.equal((ours as Error).cause, error)
    })
  }

  it('clashes are what may be tried again, and nothing else', () => {
    for (const code of ['40001', '40P01', '55P03', '23505']) assert.ok(isClash(failure(code)), code)
    for (const code of ['23503', '23514', '57014', '53100', '57P01']) assert.ok(!isClash(failure(code)), code)
    assert.ok(!isClash(new Error('40001')))
    assert.match(clash(failure('40001'), 4).message, /each of the 4 times/)
  })
})
