/** Who types a first name means the person of that name. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { byMatch } from './search-rank.ts'

const sorted = (text: string, ...labels: readonly string[]) =>
  byMatch(
    labels.map((label) => ({ label })),
    text,
  ).map(({ label }) => label)

describe('what a search finds', () => {
  it('given a name, then who is called so stands before longer names, and those before parts of names', () => {
    const found = sorted(
      'Ana ',
      'A change that no case explains: katrin.tanaka@example.com',
      'A change that no case explains: ananya.nair@example.com',
      'ana.ferreira@example.com',
      '9 people',
    )
    assert.deepEqual(found, [
      'ana.ferreira@example.com',
      'A change that no case explains: ananya.nair@example.com',
      'A change that no case explains: katrin.tanaka@example.com',
      '9 people',
    ])
  })

  it('given equals, then their order stays: incidents, lockouts, people', () => {
    const about = ['Unwanted prompts: ana@example.com', 'ana@example.com', 'ana.ferreira@example.com']
    assert.deepEqual(sorted('ana', ...about), about)
  })
})
