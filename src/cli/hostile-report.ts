/** Reports and timelines whose every free text an attacker chose: for tests of what reaches a screen. */
import fc from 'fast-check'
import type { Report, Timeline } from '../diagnosis/index.ts'
import { sampleReport } from './sample-report.ts'
import { HOSTILE } from './sample-rows.ts'
import { sampleTimelines } from './sample-timelines.ts'

/** Members that come from the log or the command line; the others are our own closed words and numbers. */
const FREE_TEXT = new Set([
  ...['account', 'actor', 'address', 'code', 'event', 'file', 'id', 'message', 'next', 'people', 'person', 'policy'],
  ...['shapes', 'summary', 'technique', 'what'],
])

/** Any text at all, lone surrogates included, and the known nasty ones often. */
const anyText = fc.oneof(
  fc.constantFrom(...Object.values(HOSTILE)),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '=', '/', ' ', 'a', '\u001b', '\n', '`'), maxLength: 40 }),
)

/** The sample report with hostile text in every free place. */
export const hostileReports: fc.Arbitrary<Report> = texts().map((next) => refill(sampleReport(), next))

/** The sample timelines with hostile text in every free place. */
export const hostileTimelines: fc.Arbitrary<readonly Timeline[]> = texts().map((next) =>
  refill(sampleTimelines(), next),
)

function texts(): fc.Arbitrary<() => string> {
  return fc.array(anyText, { minLength: 1, maxLength: 30 }).map((list) => {
    let at = 0
    return () => list[at++ % list.length] ?? ''
  })
}

function refill<T>(value: T, next: () => string): T {
  return walk(value, false, next) as T
}

function walk(value: unknown, free: boolean, next: () => string): unknown {
  if (typeof value === 'string') return free ? next() : value
  if (Array.isArray(value)) return value.map((element) => walk(element, free, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key === 'otherNames') return [key, Object.fromEntries(Object.values(member).map((many) => [next(), many]))]
      return [key, walk(member, FREE_TEXT.has(key), next)]
    }),
  )
}
