/** What open screens are told, over real sockets. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFeed } from '../http/index.ts'
import { type Sample, session, withServer } from '../http/sample-server.ts'
import { createNews, newsRoutes } from './index.ts'

/** Timers that run when the test says so. */
function timers() {
  const waiting = new Set<() => void>()
  return {
    timer: (run: () => void) => {
      waiting.add(run)
      return () => void waiting.delete(run)
    },
    pass() {
      const due = [...waiting]
      waiting.clear()
      for (const run of due) run()
    },
    waiting,
  }
}

function recorded() {
  const told: unknown[] = []
  const { timer, pass, waiting } = timers()
  const news = createNews({ feed: { publish: (message) => void told.push(message), read: never }, timer })
  return { news, told, pass, waiting }
}

async function* never(): AsyncGenerator<never> {
  yield* []
}

const message = (organisation: string, event: string, ids: readonly string[]) => ({
  organisation,
  event,
  data: { ids },
})

describe('news', () => {
  it('given one thing, then it is told at once; what comes within the second, together and once', () => {
    const { news, told, pass } = recorded()
    news.publish('acme', 'verdicts', ['a'])
    news.publish('acme', 'verdicts', ['b', 'c'])
    news.publish('acme', 'verdicts', ['c'])
    assert.deepEqual(told, [message('acme', 'verdicts', ['a'])])
    pass()
    assert.deepEqual(told.slice(1), [message('acme', 'verdicts', ['b', 'c'])])
    pass()
    pass()
    assert.equal(told.length, 2)
  })

  it('given another kind or another organisation, then neither waits for the other', () => {
    const { news, told } = recorded()
    news.publish('acme', 'verdicts', ['a'])
    news.publish('acme', 'incidents', ['i'])
    news.publish('birch', 'verdicts', ['b'])
    assert.equal(told.length, 3)
  })

  it('given a flood, then a hint has at most 100 ids', () => {
    const { news, told, pass } = recorded()
    for (let n = 0; n < 500; n++) news.publish('acme', 'sources', [`s${n}`])
    pass()
    assert.equal((told[1] as { readonly data: { readonly ids: readonly string[] } }).data.ids.length, 100)
  })

  it('given the end, then nothing waits any more', () => {
    const { news, waiting } = recorded()
    news.publish('acme', 'verdicts', ['a'])
    news.stop()
    assert.equal(waiting.size, 0)
  })
})

/** Reads the stream until it has said `word`. */
async function heard(answer: Response, word: string): Promise<string> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(word)) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
  }
  await reader.cancel()
  return text
}

describe('the stream of news', () => {
  async function serving(work: (sample: Sample, feed: ReturnType<typeof createFeed>) => Promise<void>): Promise<void> {
    const feed = createFeed({ keep: 100, epoch: 'e' })
    await withServer({ routes: newsRoutes(feed) }, (sample) => work(sample, feed))
  }

  it('given news of two organisations, then each hears of its own and of nothing else', async () => {
    await serving(async ({ call, at }, feed) => {
      const listening = await call('/organisations/acme/events', {
        headers: session(at.console, 'console', 'ana-session'),
      })
      assert.equal(listening.status, 200)
      const hearing = heard(listening, 'mine')
      // The stream reads from now on, and it is open once its first bytes are here.
      feed.publish({ organisation: 'birch', event: 'verdicts', data: { ids: ['theirs'] } })
      feed.publish({ organisation: 'acme', event: 'verdicts', data: { ids: ['mine'] } })
      const text = await hearing
      assert.match(text, /event: verdicts\ndata: \{"ids":\["mine"\]\}/)
      assert.doesNotMatch(text, /theirs/)
    })
  })

  it('given staff of another organisation, or somebody unknown, then there is no such stream', async () => {
    await serving(async ({ call, at }) => {
      const headers = session(at.console, 'console', 'tom-session')
      assert.equal((await call('/organisations/birch/events', { headers })).status, 404)
      assert.equal((await call('/organisations/acme/events')).status, 401)
    })
  })
})
