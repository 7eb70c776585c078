/**
 * How soon the console shows something, and how much a browser loads for it: `node console/dev/first-paint.ts`. In Debian's Chromium on
 * this machine, against the stub, each time with an empty cache.
 */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openBrowser } from './browser.ts'
import { startStub } from './stub.ts'

const ROUNDS = 11
const DIST = join(import.meta.dirname, '..', 'dist')

interface Timing {
  /** First contentful paint, milliseconds from the start of the navigation. */
  readonly paintMs: number
  /** Until the overview's own content stands there. */
  readonly meantMs: number
  readonly bytes: number
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const stub = await startStub()
const browser = await openBrowser()
const timings: Timing[] = []
try {
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${stub.origin}/o/northwind`)
    await page.getByText('People who wait').waitFor()
    timings.push(
      await page.evaluate(() => ({
        paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        meantMs: performance.now(),
        bytes: (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).reduce(
          (sum, { transferSize }) => sum + transferSize,
          0,
        ),
      })),
    )
    await context.close()
  }
} finally {
  await browser.close()
  await stub.stop()
}

const warm = timings.slice(1)
console.log(
  `first contentful paint: ${Math.round(median(warm.map(({ paintMs }) => paintMs)))} ms (median of ${warm.length})`,
)
console.log(`overview with its content: ${Math.round(median(warm.map(({ meantMs }) => meantMs)))} ms`)
console.log(`loaded: ${Math.round(median(warm.map(({ bytes }) => bytes)) / 1024)} kB, fonts and answers included`)
for (const name of readdirSync(join(DIST, 'assets')).filter((file) => /^index-.*\.(js|css)$/.test(file))) {
  const { length } = gzipSync(readFileSync(join(DIST, 'assets', name)), { level: 9 })
  console.log(`${name}: ${Math.round(length / 1024)} kB gzipped`)
}
