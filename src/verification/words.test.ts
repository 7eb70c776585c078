import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DEFAULTS } from '../base/defaults.ts'
import { WORDS } from './word-list.ts'
import { areSaid, BYTES_PER_WORD, CHOICES_BYTES, choicesFrom, wordsFrom } from './words.ts'

const { words: COUNT, choices: CHOICES } = DEFAULTS.verification
const draw = () => wordsFrom(randomBytes(COUNT * BYTES_PER_WORD))
const anyBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

describe('the list of words', () => {
  it('has no two that are taken for one another', () => {
    for (const [index, word] of WORDS.entries()) {
      assert.match(word, /^[a-z]{5,9}$/)
      for (const other of WORDS.slice(index + 1)) {
        assert.notEqual(word.slice(0, 4), other.slice(0, 4))
        assert.ok(changesBetween(word, other) >= 3, `${word} and ${other}`)
      }
    }
  })

  it('gives at least as many threes, in any order, as there are codes of six digits', () => {
    const n = WORDS.length
    assert.ok((n * (n - 1) * (n - 2)) / 6 >= 1_000_000)
  })
})

describe('three words', () => {
  it('given different bytes, then every word of the list comes up', () => {
    const seen = new Set(Array.from({ length: 3000 }, draw).flat())
    assert.equal(seen.size, WORDS.length)
  })

  it('given capitals, accents, another order and a sentence’s marks, then they are the same words', () => {
    assert.ok(areSaid(['amber', 'window', 'zebra'], ' Zébra, WINDOW … amber! '))
  })

  it('given one word less, one more, one twice, or nothing, then they are not', () => {
    const words = ['amber', 'window', 'zebra']
    for (const said of [
      'amber window',
      'amber window zebra otter',
      'amber amber zebra',
      '',
      '123 456',
      'amberwindowzebra',
    ])
      assert.equal(areSaid(words, said), false, said)
  })

  it('given a text without end, then it is no answer', () => {
    assert.equal(areSaid(['amber'], `${' '.repeat(300)}amber`), false)
  })

  it('property: they are different, and said in any order they are right', () => {
    fc.assert(
      fc.property(anyBytes(COUNT * BYTES_PER_WORD), fc.integer({ min: 0, max: 5 }), (bytes, turn) => {
        const words = wordsFrom(bytes)
        assert.equal(new Set(words).size, COUNT)
        const turned = [...words.slice(turn % COUNT), ...words.slice(0, turn % COUNT)]
        assert.ok(areSaid(words, turned.join(turn > 2 ? ', ' : ' ').toUpperCase()))
      }),
    )
  })

  it('property: the choices have them among others, and their order does not say which', () => {
    fc.assert(
      fc.property(anyBytes(COUNT * BYTES_PER_WORD), anyBytes(CHOICES_BYTES), (bytes, others) => {
        const words = wordsFrom(bytes)
        const choices = choicesFrom(others, words)
        assert.equal(new Set(choices).size, CHOICES)
        assert.deepEqual(choices, choices.toSorted())
        assert.ok(words.every((word) => choices.includes(word)))
      }),
    )
  })
})

/** Letters put in, left out or changed (Levenshtein). */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [at, its] of [...other].entries())
      next.push(Math.min(row[at + 1]! + 1, next[at]! + 1, row[at]! + (letter === its ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}
