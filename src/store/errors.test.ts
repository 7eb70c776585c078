import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { isStoreError, STORE_ERROR_CODES, StoreError } from './index.ts'

it('every code of the store is explained in docs/storage.md', () => {
  const page = readFileSync(new URL('../../docs/storage.md', import.meta.url), 'utf8')
  assert.deepEqual(
    STORE_ERROR_CODES.filter((code) => !page.includes(`\`${code}\``)),
    [],
  )
})

it('an error is known by its code', () => {
  const error: unknown = new StoreError('ERR_CLASH', 'Again.')
  assert.ok(isStoreError(error, 'ERR_CLASH'))
  assert.ok(!isStoreError(error, 'ERR_DISK_FULL'))
  assert.ok(!isStoreError(Object.assign(new Error('x'), { code: 'ERR_CLASH' }), 'ERR_CLASH'))
})
