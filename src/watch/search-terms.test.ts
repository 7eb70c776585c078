import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import { termsOf } from './search-terms.ts'

describe('by what a label is found', () => {
  it('given a name with several words, then by each of them, and behind an initial', () => {
    assert.deepEqual(termsOf('ana.de-vries@example.com'), [
      'ana.de-vries@example.com',
      'na.de-vries@example.com',
      'de-vries@example.com',
      'vries@example.com',
    ])
    assert.deepEqual(termsOf('jsmith@example.com'), ['jsmith@example.com', 'smith@example.com'])
    assert.deepEqual(termsOf('ana ferreira'), ['ana ferreira', 'na ferreira', 'ferreira'])
  })

  it('given what has no further word, then by itself alone; the domain is no word of the name', () => {
    assert.deepEqual(termsOf('al@example.com'), ['al@example.com'])
    assert.deepEqual(termsOf(''), [])
  })

  it('given any label, then each term is a part of it up to its end or 64 characters, and there are few', () => {
    holds(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (label) => {
        const terms = termsOf(label)
        assert.ok(terms.length <= 6)
        for (const term of terms) {
          assert.ok(term.length >= 1 && term.length <= 64)
          assert.ok(term.isWellFormed())
          assert.ok(label.includes(term.replaceAll('\u{fffd}', '')))
        }
      }),
      500,
    )
  })
})
