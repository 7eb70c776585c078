import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { holds } from '../../test/property.ts'
import type { StreamEvent } from './event-stream.ts'
import { createFeed, type Message } from './feed.ts'

const message = (organisation: string, n: number): Message => ({ organisation, event: 'lockout', data: { n } })
const all = () => true

/** The next `count` events of a stream. */
async function take(stream: AsyncIterable<StreamEvent>, count: number): Promise<readonly StreamEvent[]> {
  const source = stream[Symbol.asyncIterator]()
  const events: StreamEvent[] = []
  while (events.length < count) {
    const next = await source.next()
    if (next.done) break
    events.push(next.value)
  }
  return events
}

describe('a feed', () => {
  it('given any messages and any reader who comes back with the last id, then each is read once, in order', async () => {
    const anyStory = fc.array(fc.tuple(fc.constantFrom('acme', 'birch'), fc.nat(9)), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(anyStory, fc.nat(29), async (story, cut) => {
        const feed = createFeed({ keep: 100, epoch: 'e' })
        const first = feed.read({ wants: all })[Symbol.asyncIterator]()
        const began = first.next()
        for (const [organisation, n] of story) feed.publish(message(organisation, n))
        const seen = [(await began).value as StreamEvent]
        const stopAt = Math.min(cut, story.length - 1)
        while (seen.length <= stopAt) seen.push((await first.next()).value as StreamEvent)
        const rest = await take(feed.read({ after: seen.at(-1)?.id, wants: all }), story.length - seen.length)
        assert.deepEqual(
          [...seen, ...rest].map(({ data }) => JSON.parse(data).n),
          story.map(([, n]) => n),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('given what a reader does not want, then it does not come, and its place is kept', async () => {
    const feed = createFeed({ keep: 100, epoch: 'e' })
    const mine = feed.read({ wants: ({ organisation }) => organisation === 'acme' })
    const reading = take(mine, 2)
    await setImmediate()
    for (let n = 0; n < 6; n++) feed.publish(message(n % 2 === 0 ? 'birch' : 'acme', n))
    assert.deepEqual(await reading, [
      { id: 'e-1', event: 'lockout', data: '{"n":1}' },
      { id: 'e-3', event: 'lockout', data: '{"n":3}' },
    ])
  })

  it('given an id that is gone, from an earlier start, from the future, or none of ours, then the reader is told to load again', async () => {
    const feed = createFeed({ keep: 3, epoch: 'e' })
    for (let n = 0; n < 10; n++) feed.publish(message('acme', n))
    for (const after of ['e-5', 'd-9', 'e-10', 'e--1', 'e-9.5', '', 'e', 'e-NaN', '__proto__']) {
      const [first] = await take(feed.read({ after, wants: all }), 1)
      assert.deepEqual(first, { event: 'reset', data: '{}', id: 'e-9' }, after)
    }
    const [next] = await take(feed.read({ after: 'e-6', wants: all }), 1)
    assert.equal(next?.id, 'e-7')
  })

  it('given a reader whom the ring overtook, then the stream ends, and the memory is the ring all the while', async () => {
    const feed = createFeed({ keep: 5, epoch: 'e' })
    const slow = feed.read({ wants: all })[Symbol.asyncIterator]()
    const first = slow.next()
    feed.publish(message('acme', 0))
    assert.equal((await first).value?.id, 'e-0')
    for (let n = 1; n < 8; n++) feed.publish(message('acme', n))
    assert.equal((await slow.next()).done, true)
  })

  it('given ids of any shape, then reading never throws', () => {
    holds(
      fc.property(fc.string(), (after) => {
        createFeed({ keep: 2, epoch: 'e' }).read({ after, wants: all })
      }),
      200,
    )
  })
})
