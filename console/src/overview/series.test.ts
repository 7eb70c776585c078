import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { seriesOf } from './series.ts'

const hours = ['2026-11-22T08:00:00.000Z', '2026-11-22T09:00:00.000Z']
const cause = (name: string, ...counts: number[]) => ({ cause: name, counts })

describe('failures as series of a chart', () => {
  it('given more causes than colours, the largest have their own and the rest stand together', () => {
    const causes = [
      cause('a', 1, 0),
      cause('b', 9, 9),
      cause('c', 5, 5),
      cause('d', 4, 4),
      cause('e', 3, 3),
      cause('f', 0, 2),
    ]
    assert.deepEqual(
      seriesOf({ hours, causes }).map(({ cause, total, counts }) => [cause, total, counts]),
      [
        ['b', 18, [9, 9]],
        ['c', 10, [5, 5]],
        ['d', 8, [4, 4]],
        ['e', 6, [3, 3]],
        ['rest', 3, [1, 2]],
      ],
    )
  })

  it('given an attack, it keeps its colour and is never among the rest', () => {
    const causes = ['a', 'b', 'c', 'd', 'e'].map((name) => cause(name, 5, 5))
    const last = seriesOf({ hours, causes: [...causes, cause('attack', 1, 0)] }).at(-1)
    assert.equal(last?.cause, 'attack')
    assert.equal(last?.colour, 'var(--chart-attack)')
  })

  it('given a cause without a failure, it has no series', () => {
    assert.deepEqual(seriesOf({ hours, causes: [cause('a', 0, 0)] }), [])
  })

  it('loses no failure and invents none', () => {
    const counts = fc.tuple(fc.nat(50), fc.nat(50))
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 24 }), (all) => {
        const causes = all.map((one, index) => cause(index === 0 ? 'attack' : `cause-${index}`, ...one))
        const shown = seriesOf({ hours, causes }).reduce((sum, { total }) => sum + total, 0)
        assert.equal(
          shown,
          all.flat().reduce((sum, one) => sum + one, 0),
        )
      }),
    )
  })
})
