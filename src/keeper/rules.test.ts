/** Every type of entry that a room writes is one that the keeper knows, and says what it rests on. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { CASE_ENTRIES } from '../recovery/index.ts'
import { RULES } from './rules.ts'

const SOURCE = join(import.meta.dirname, '..')
/**
 * Signed for nobody who asks by message: keys are changed beside the keeper, and nobody is erased yet. Nor is anything of a case,
 * until the keeper derives by itself what a case may give (rule 8), nor what somebody could recover by who holds it.
 */
const BESIDE = ['key-added', 'key-retired', 'person-erased']
const HELD = ['person-passkey-ended', 'person-passkey-registered', 'saved-code-used', 'sheet-ended', 'sheet-issued']

it('given the rooms, then each type they write has its rule, and no rule is about another', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  const written = files
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|sample-|any-/.test(file))
    .flatMap((file) => [...readFileSync(join(SOURCE, file), 'utf8').matchAll(/\bentryType\(\s*'([a-z-]+)'/g)])
    .flatMap(([, name]) => name ?? [])
  assert.ok(written.length > 60, 'the test does not read the source any more')
  const unsigned = [...BESIDE, ...HELD, ...Object.keys(CASE_ENTRIES)].sort()
  assert.deepEqual(written.filter((type) => !RULES.has(type)).sort(), unsigned)
  assert.deepEqual(
    [...RULES.keys()].filter((type) => !written.includes(type)),
    [],
  )
})
