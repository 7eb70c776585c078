/** Every entry that any room writes is said in a plain sentence. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sentenceOf } from '../ledger/index.ts'
import { SENTENCES } from './sentences.ts'

const SOURCE = join(import.meta.dirname, '..')

/** The names of all entry types, as the source makes them; so that none is forgotten with a new room. */
function entryTypes(): readonly string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  const written = files.filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|sample-|any-/.test(file))
  return written.flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), 'utf8')
    return [...text.matchAll(/\bentryType\(\s*'([a-z-]+)'/g)].flatMap(([, name]) => name ?? [])
  })
}

describe('the sentences of the ledger', () => {
  const types = entryTypes()

  it('given the rooms, then their entry types are found, and each is said once', () => {
    assert.ok(types.length > 60, `${types.length} types`)
    assert.deepEqual(
      types.filter((type) => !Object.hasOwn(SENTENCES, type)),
      [],
    )
  })

  it('given a sentence, then there are entries that it is about', () => {
    assert.deepEqual(
      Object.keys(SENTENCES).filter((type) => !types.includes(type)),
      [],
    )
  })

  for (const type of Object.keys(SENTENCES)) {
    it(`given ${type}, and an entry of an older form that lacks members, then it is still a whole sentence`, () => {
      const said = sentenceOf({ type, data: {} }, SENTENCES, (id) => id)
      assert.match(said, /^[A-Z?“].*[.”]$/u)
      assert.doesNotMatch(said, /undefined|\[object/)
    })
  }

  it('given a step that failed, then the sentence says which step, and why', () => {
    const data = { at: 0, step: 1, outcome: 'failed', code: 'ERR_PROVIDER_AWAY' }
    assert.equal(sentenceOf({ type: 'step-ended', data }, SENTENCES, String), 'Step 2 failed (ERR_PROVIDER_AWAY).')
  })
})
