import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createProgress, type Progress, type ProgressOptions } from './progress.ts'

const CLEAR = '\r\u001b[K'

interface Watched {
  readonly progress: Progress
  readonly written: string[]
  /** Lets time pass, then does so much more. */
  after(ms: number, count: number): void
}

function watched(options: Partial<ProgressOptions> & { columns?: number; isTTY?: boolean } = {}): Watched {
  const written: string[] = []
  const { columns = 80, isTTY = true, isDumb = false } = options
  let time = 5000
  const progress = createProgress({
    output: { isTTY, columns, write: (text) => written.push(text) },
    now: () => time,
    isDumb,
  })
  const after = (ms: number, count: number): void => {
    time += ms
    progress.advance(count)
  }
  return { progress, written, after }
}

describe('progress', () => {
  it('given long reading, when it goes on, then the line says how far, how long still, and how fast', () => {
    const { progress, written, after } = watched()
    progress.start(100_000_000)
    after(4000, 40_000_000)
    assert.deepEqual(written, [`${CLEAR}Reading 40 % · 6 s left · 10 MB/s`])
  })

  it('given diagnosing as second phase, when it goes on, then the line counts rows from the start of that phase', () => {
    const { progress, written, after } = watched()
    progress.start(1000)
    after(60_000, 1000)
    progress.start(5_000_000, 'Diagnosing')
    after(2000, 500_000)
    assert.equal(written.at(-1), `${CLEAR}Diagnosing 10 % · 18 s left · 250 thousand rows/s`)
  })

  it('given less than a second, when it ends, then nothing was written', () => {
    const { progress, written, after } = watched()
    progress.start(1000)
    after(999, 900)
    progress.stop()
    assert.deepEqual(written, [])
  })

  it('given many advances, when a second passes, then there are at most ten lines', () => {
    const { progress, written, after } = watched()
    progress.start(1e9)
    after(1000, 1)
    const before = written.length
    for (let ms = 1; ms <= 1000; ms++) after(1, 1000)
    assert.equal(written.length - before, 10)
  })

  it('given a line that was shown, when it ends, then the line is cleared, once', () => {
    const { progress, written, after } = watched()
    progress.start(1e9)
    after(2000, 1000)
    progress.stop()
    progress.stop()
    after(2000, 1000)
    assert.equal(written.length, 2)
    assert.equal(written.at(-1), CLEAR)
  })

  it('given a pipe or a terminal that cannot rewrite a line, when it goes on, then nothing is written', () => {
    for (const options of [{ isTTY: false }, { isDumb: true }]) {
      const { progress, written, after } = watched(options)
      progress.start(1e9)
      after(10_000, 1000)
      progress.stop()
      assert.deepEqual(written, [])
    }
  })

  it('given an unknown total, when it goes on, then the line says how much and how fast', () => {
    const { progress, written, after } = watched()
    progress.start(0)
    after(4000, 5_000_000)
    assert.deepEqual(written, [`${CLEAR}Reading 5.0 MB · 1.3 MB/s`])
  })

  it('given more than the total (a file that grew), when it goes on, then no share is claimed', () => {
    const { progress, written, after } = watched()
    progress.start(1000)
    after(4000, 2000)
    assert.match(written[0] ?? '', /Reading 2 kB/)
  })

  it('given a narrow terminal, when it goes on, then the line is shorter than it, whole parts only', () => {
    const whole = 'Reading 40 % · 6 s left · 10 MB/s'
    const lines = { 34: whole, 33: 'Reading 40 % · 6 s left', 13: 'Reading 40 %', 12: '' }
    for (const [columns, line] of Object.entries(lines)) {
      const { progress, written, after } = watched({ columns: Number(columns) })
      progress.start(100_000_000)
      after(4000, 40_000_000)
      assert.deepEqual(written, [CLEAR + line])
    }
  })

  it('given hours to go, when it goes on, then they are hours and minutes', () => {
    const { progress, written, after } = watched()
    progress.start(1e12)
    after(10_000, 1e9)
    assert.match(written[0] ?? '', /2 h 47 min left/)
  })
})
