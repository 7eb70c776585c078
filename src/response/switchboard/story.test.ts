import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { retell, type Seen, type Story } from './story.ts'
import type { Trouble } from './trouble.ts'

const NOW = Date.UTC(2026, 10, 22, 9)
const outage: Trouble = {
  id: 'o1',
  kind: 'outage',
  provider: 'entra',
  what: 'sign-in',
  since: NOW - 600_000,
  ended: undefined,
  people: [],
  peopleCount: 6,
  causes: ['provider-outage'],
  verdicts: ['o1'],
}
const many: Trouble = { ...outage, id: 'm1', kind: 'mass-lockout', peopleCount: 12, verdicts: ['m1'] }
const seen = (trouble: Trouble, incident?: Seen['incident']): Seen => ({ trouble, incident })

/** Tells one sight after another; gives what was told of each. */
function telling(...sights: readonly (readonly Seen[])[]) {
  const stories = new Map<string, Story>()
  const told = sights.map((sight, index) => {
    const retold = retell([...stories.values()], sight, NOW + index)
    for (const story of retold.stories) stories.set(story.id, story)
    return retold.changes.map(({ subject, weight, severity }) => `${subject} ${weight} ${severity}`)
  })
  return { told, stories: [...stories.values()] }
}

describe('what is told of a trouble that many have', () => {
  it('given a new one, then it is told; given the same again, then not', () => {
    assert.deepEqual(telling([seen(outage)], [seen(outage)]).told, [['trouble:o1 milestone medium'], []])
  })

  it('given it grows, then it is told when it has doubled, and loudly when it is half the house', () => {
    const sizes = [6, 7, 9, 10, 11, 19, 20, 39, 40]
    assert.deepEqual(telling(...sizes.map((peopleCount) => [seen({ ...outage, peopleCount })])).told, [
      ['trouble:o1 milestone medium'],
      [],
      [],
      ['trouble:o1 milestone high'],
      [],
      [],
      ['trouble:o1 detail high'],
      [],
      ['trouble:o1 detail high'],
    ])
  })

  it('given many who fail, then the outage that explains them is the same story', () => {
    const explained = { ...outage, peopleCount: 12, verdicts: ['o1', 'm1'] }
    const { told, stories } = telling([seen(many)], [seen(explained)], [seen({ ...explained, ended: NOW })])
    assert.deepEqual(told, [['trouble:m1 milestone high'], ['trouble:m1 detail high'], ['trouble:m1 milestone high']])
    assert.deepEqual(
      stories.map(({ id, verdict, state }) => [id, verdict, state]),
      [['m1', 'o1', 'closed']],
    )
  })

  it('given an outage first, then many who fail are no message of their own', () => {
    const { told } = telling([seen({ ...outage, peopleCount: 12 })], [seen({ ...outage, verdicts: ['o1', 'm1'] })])
    assert.deepEqual(told, [['trouble:o1 milestone high'], ['trouble:o1 detail high']])
  })

  it('given somebody takes its incident, then that is told; closing it ends only what has no cause of its own', () => {
    const states = (trouble: Trouble) =>
      telling([seen(trouble, 'open')], [seen(trouble, 'taken')], [seen(trouble, 'closed')]).told.map(
        (each) => each.length,
      )
    assert.deepEqual(states(many), [1, 1, 1])
    const { stories } = telling([seen(outage, 'closed')])
    assert.equal(stories[0]?.state, 'open')
  })

  it('given one that was over before anybody was told, then nothing is told', () => {
    assert.deepEqual(telling([seen({ ...outage, ended: NOW - 60_000 })]).told, [[]])
  })

  it('given its verdict is withdrawn, then it is over; given it stands again, then it is open again', () => {
    assert.deepEqual(telling([seen(outage)], [], [], [seen(outage)]).told, [
      ['trouble:o1 milestone medium'],
      ['trouble:o1 milestone medium'],
      [],
      ['trouble:o1 milestone medium'],
    ])
  })

  it('whatever comes, all is told in the end: its state, and its size but for less than half', () => {
    const sight = fc.record({ peopleCount: fc.integer({ min: 5, max: 5000 }), isOver: fc.boolean() })
    fc.assert(
      fc.property(fc.array(sight, { minLength: 1, maxLength: 30 }), (sights) => {
        const troubles = sights.map(({ peopleCount, isOver }) => ({
          ...outage,
          peopleCount,
          ended: isOver ? NOW : undefined,
        }))
        const { stories, told } = telling(...troubles.map((trouble) => [seen(trouble)]))
        const last = troubles.at(-1)!
        const [story] = stories
        if (story === undefined) return assert.ok(sights.every(({ isOver }) => isOver))
        assert.equal(story.state === 'closed', last.ended !== undefined)
        assert.ok(last.peopleCount < 2 * story.people)
        assert.ok(told.flat().filter((one) => one.includes('detail')).length <= Math.log2(5000 / 5))
      }),
    )
  })
})
