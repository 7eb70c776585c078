import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTexts, ownCopy } from './texts.ts'

describe('texts', () => {
  it('given a text that comes again, when it is looked up, then it has the same number and can be read by it', () => {
    const texts = createTexts()
    const first = texts.intern('Application 1')
    const second = texts.intern('Application 2')
    assert.notEqual(first, second)
    assert.equal(texts.intern('Application 1'), first)
    assert.equal(texts.list[first], 'Application 1')
    assert.equal(texts.list[second], 'Application 2')
  })

  it('given the empty text, when it is looked up, then its number is 0', () => {
    const texts = createTexts()
    texts.intern('something')
    assert.equal(texts.intern(''), 0)
    assert.equal(texts.list[0], '')
  })

  it('given a different text in every row, when a million are looked up, then the table stays small', () => {
    const texts = createTexts()
    for (let row = 0; row < 1_000_000; row++) texts.intern(`detail ${row}`)
    assert.ok(texts.list.length < 10_000)
    assert.equal(texts.intern('detail 999999'), 0)
  })

  it('given a full table whose texts keep coming, when they are looked up, then they still have their numbers', () => {
    const texts = createTexts()
    const known = texts.intern('known')
    for (let row = 0; row < 20_000; row++) {
      texts.intern(`other ${row % 9000}`)
      assert.equal(texts.intern('known'), known)
    }
  })

  it('given a very long text, when it is looked up, then it has no number', () => {
    const texts = createTexts()
    assert.equal(texts.intern('x'.repeat(1001)), 0)
    assert.notEqual(texts.intern('x'.repeat(1000)), 0)
  })

  it('given any text, when it is copied, then the copy is equal', () => {
    for (const text of ['', 'plain', 'naïve', '\u{1f511}', '\ud800', '\u0000']) assert.equal(ownCopy(text), text)
  })
})
