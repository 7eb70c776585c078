import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { DeliveredRow } from '../simulator/index.ts'
import { type DemoFeedOptions, startDemoFeed } from './demo-feed.ts'

/** From one row to the next, so that a slice of a day has sixty. */
const TICK = 24 * 60_000
const DAY = 60 * TICK
const BEGIN = Date.UTC(2026, 10, 22)
const TAKES_MS = 40
/** After a slice, which is two deliveries. */
const RESTS_MS = (2 * TAKES_MS) / 4
/** Between two rows, so that what the feed itself takes adds none. */
const NOW = BEGIN + 3 * DAY + TICK / 2
const HISTORY = Array.from({ length: 181 }, (_, tick) => tick)

interface Sent {
  readonly url: string
  readonly ticks: readonly number[]
  readonly characters: number
}

/** A vendor's row a tick, which says its tick, and a clock that moves only by what takes time. */
function sample(options: Partial<DemoFeedOptions> & { readonly now?: number; readonly filling?: string } = {}) {
  let now = options.now ?? NOW
  let taken = BEGIN
  const sent: Sent[] = []
  const pauses: number[] = []
  const positions: number[] = []
  const errors: unknown[] = []
  const answers: (number | 'gone')[] = []
  const waiting = new Set<() => void>()

  const feedOptions: DemoFeedOptions = {
    organisation: {
      begin: BEGIN,
      rows(until) {
        const rows: DeliveredRow[] = []
        for (let at = Math.ceil(taken / TICK) * TICK; at < until; at += TICK) {
          const tick = (at - BEGIN) / TICK
          const vendor = tick % 2 === 0 ? 'entra' : 'okta'
          rows.push({ vendor, delivered: at, text: `${tick} ${options.filling ?? ''}` })
        }
        taken = Math.max(taken, until)
        return rows
      },
    },
    address: 'http://localhost:7070',
    sources: { entra: { id: 'e', token: 'te' }, okta: { id: 'o', token: 'to' } },
    from: BEGIN,
    keepMs: 30 * 24 * DAY,
    clock: () => now,
    timer(run, ms) {
      pauses.push(ms)
      const ring = () => {
        waiting.delete(ring)
        now += ms
        run()
      }
      waiting.add(ring)
      return () => waiting.delete(ring)
    },
    async fetch(url, { body }) {
      now += TAKES_MS
      const lines = String(body).trimEnd().split('\n')
      sent.push({ url, ticks: lines.map((line) => Number.parseInt(line, 10)), characters: String(body).length })
      const answer = answers.shift() ?? 202
      if (answer === 'gone') throw new TypeError('fetch failed')
      return { status: answer }
    },
    onPosition: (position) => void positions.push(position),
    onError: (error) => void errors.push(error),
    ...options,
  }
  const ticks = () => sent.flatMap((one) => one.ticks).sort((a, b) => a - b)
  return {
    sent,
    pauses,
    positions,
    errors,
    answers,
    ticks,
    sleep: (ms: number) => {
      now += ms
    },
    /** Runs until the last row is this tick's, and stops. */
    async runTo(tick: number, each: () => void = () => {}): Promise<void> {
      const feed = startDemoFeed(feedOptions)
      while ((ticks().at(-1) ?? 0) < tick && errors.length === 0) {
        for (const ring of [...waiting]) ring()
        await turn()
        each()
      }
      await feed.stop()
      assert.equal(waiting.size, 0, 'a timer still runs')
    },
    start: () => startDemoFeed(feedOptions),
  }
}

describe("the demo's feed", () => {
  it('brings the history whole, each source its own, and leaves the server a quarter of the time that it took', async () => {
    const feed = sample()
    await feed.runTo(180)
    assert.deepEqual(feed.ticks(), HISTORY)
    assert.deepEqual(
      feed.sent.slice(0, 2).map(({ url }) => url),
      ['http://localhost:7070/ingest/e', 'http://localhost:7070/ingest/o'],
    )
    assert.deepEqual(feed.pauses.slice(0, 3), [RESTS_MS, RESTS_MS, RESTS_MS])
  })

  it('then looks every second, and sends nothing where there is nothing', async () => {
    const feed = sample()
    await feed.runTo(183)
    const history = feed.sent.findIndex(({ ticks }) => ticks.includes(180))
    assert.deepEqual(
      feed.sent.slice(history).map(({ ticks }) => ticks),
      [[180], [181], [182], [183]],
    )
    assert.ok(feed.pauses.slice(-100).every((ms) => ms === 1000))
  })

  it('given a sleep of nine days, then it catches up in slices, with pauses between them', async () => {
    const feed = sample()
    let before = 0
    await feed.runTo(720, () => {
      if (before > 0 || feed.ticks().at(-1) !== 180) return
      before = feed.sent.length
      feed.sleep(9 * DAY)
    })
    assert.deepEqual(
      feed.ticks(),
      Array.from({ length: 721 }, (_, tick) => tick),
    )
    const after = feed.sent.slice(before)
    assert.ok(after.length >= 18 && after.every(({ ticks }) => ticks.length <= 30))
    assert.equal(feed.pauses.filter((ms) => ms === RESTS_MS).length, 3 + 9)
  })

  it('given many rows, then no body is larger than two megabytes', async () => {
    const feed = sample({ filling: '.'.repeat(150_000) })
    await feed.runTo(180)
    assert.deepEqual(feed.ticks(), HISTORY)
    assert.ok(feed.sent.every(({ characters }) => characters <= 2 << 20))
  })

  it('given a server that is busy or gone, then the same rows come again, ever more seldom', async () => {
    const feed = sample()
    feed.answers.push(503, 'gone', 429, 202)
    await feed.runTo(180)
    const [first, ...again] = feed.sent.slice(0, 4)
    for (const one of again) assert.deepEqual(one, first)
    assert.deepEqual(feed.pauses.slice(0, 3), [1000, 2000, 4000])
    assert.deepEqual([...new Set(feed.ticks())], HISTORY)
  })

  it('given a token that is refused, then it ends and says so', async () => {
    const feed = sample()
    feed.answers.push(401)
    await feed.runTo(180)
    assert.match(String(feed.errors[0]), /HTTP 401/)
    assert.equal(feed.sent.length, 1)
  })

  it('given a restart, then it goes on from where it was', async () => {
    const before = sample()
    await before.runTo(180)
    const feed = sample({ from: before.positions.at(-1) ?? 0, now: NOW + 2 * DAY })
    await feed.runTo(300)
    assert.deepEqual(
      feed.ticks(),
      Array.from({ length: 120 }, (_, tick) => 181 + tick),
    )
  })

  it('given an absence that is longer than what is kept, then what is older is left out', async () => {
    const feed = sample({ keepMs: 2 * DAY, now: NOW + 97 * DAY })
    await feed.runTo(6000)
    const [oldest = 0] = feed.ticks()
    assert.ok(oldest >= 97 * 60 && oldest <= 98 * 60, `from tick ${oldest}`)
  })

  it('given a stop while a delivery is under way, then it is cut, and counts as not delivered', async () => {
    let signal: AbortSignal | null | undefined
    const feed = sample({
      fetch: (_, init) =>
        new Promise((_, reject) => {
          signal = init.signal
          signal?.addEventListener('abort', () => reject(new Error('cut')))
        }),
    })
    const running = feed.start()
    await turn()
    assert.equal(signal?.aborted, false)
    await running.stop()
    assert.equal(signal.aborted, true)
    assert.deepEqual([feed.positions, feed.errors], [[], []])
  })
})
