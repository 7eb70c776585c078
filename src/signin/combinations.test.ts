import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../test/any-draft.ts'
import { createCombinations } from './combinations.ts'

describe('combinations', () => {
  it('given any combinations, when asked for again, then equal ones have one number, and it gives them back', () => {
    const combination = fc.tuple(fc.integer({ min: 0, max: 2 }), anyText, anyText)
    fc.assert(
      fc.property(fc.array(combination, { maxLength: 20 }), (asked) => {
        const seen = createCombinations()
        const numbers = new Map<string, number>()
        for (const [realm, account, name] of [...asked, ...asked.toReversed()]) {
          const number = seen.numberOf(realm, account, name)
          const key = JSON.stringify([realm, account, name])
          assert.equal(numbers.get(key) ?? number, number)
          numbers.set(key, number)
          assert.deepEqual([seen.realm(number), seen.account(number), seen.name(number)], [realm, account, name])
        }
        assert.equal(seen.count, numbers.size)
        assert.deepEqual(
          [...numbers.values()],
          [...numbers.keys()].map((_, index) => index),
        )
      }),
    )
  })

  it('given so many that tables grow and some places are crowded, when asked for again, then each has its number', () => {
    const seen = createCombinations()
    const many = 300_000
    const ask = (index: number): number => seen.numberOf(index % 3, `id-${index}`, `person.${index}@example.com`)
    for (let index = 0; index < many; index++) assert.equal(ask(index), index)
    for (let index = 0; index < many; index++) assert.equal(ask(index), index)
    assert.equal(seen.count, many)
  })

  it('given texts cut at another place, when asked for, then they are other combinations', () => {
    const seen = createCombinations()
    const numbers = [
      seen.numberOf(0, 'ab', 'c'),
      seen.numberOf(0, 'a', 'bc'),
      seen.numberOf(0, 'abc', ''),
      seen.numberOf(0, '', 'abc'),
    ]
    assert.equal(new Set(numbers).size, 4)
  })
})
