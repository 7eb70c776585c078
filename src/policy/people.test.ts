import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Helper, seated } from './people.ts'

const ids = (text: string): readonly Helper[] => [...text].map((id) => ({ id }))

describe('seating people', () => {
  for (const [what, places, seats] of [
    ['nobody needed', [], ''],
    ['each another', ['ab', 'ab'], 'ab'],
    ['one who has to move on', ['ab', 'a'], 'ba'],
    ['a chain of them', ['ab', 'bc', 'a'], 'bca'],
    ['the same one twice', ['a', 'a'], undefined],
    ['three for two', ['ab', 'ab', 'ab'], undefined],
    ['a place for nobody', ['a', ''], undefined],
  ] as const) {
    it(`given ${what}, then ${seats ?? 'nobody sits'}`, () => {
      assert.equal(
        seated(places.map(ids))
          ?.map(({ id }) => id)
          .join(''),
        seats,
      )
    })
  }

  it('property: it finds a seating if and only if there is one', () => {
    const place = fc.subarray([...'abcd']).map((some) => some.join(''))
    fc.assert(
      fc.property(fc.array(place, { maxLength: 4 }), (places) => {
        const found = seated(places.map(ids))
        assert.equal(found !== undefined, exists(places, ''))
        const names = found?.map(({ id }) => id) ?? []
        assert.equal(new Set(names).size, names.length)
        assert.ok(names.every((id, index) => places[index]?.includes(id)))
      }),
    )
  })
})

/** By trying everything. */
function exists([place, ...others]: readonly string[], sitting: string): boolean {
  if (place === undefined) return true
  return [...place].some((id) => !sitting.includes(id) && exists(others, sitting + id))
}
