/** The numbers behind the chart of lockouts over time. */
import type { Lockout, Report } from '../../diagnosis/index.ts'
import { CAUSE_FAMILY, FAMILIES, type Family } from '../report-words.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Widths that people think in; the narrowest with at most `BUCKETS_MAX` bars is taken. */
const WIDTHS_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS]
const BUCKETS_MAX = 48

export interface Bucket {
  /** Beginning, milliseconds since 1970-01-01T00:00:00Z; a multiple of the width. */
  readonly start: number
  /** People locked out at some time in this bucket, by kind of cause. */
  readonly people: Readonly<Record<Family, number>>
  readonly total: number
}

export interface Buckets {
  readonly widthMs: number
  readonly list: readonly Bucket[]
}

/**
 * Counts, for each stretch of the period, the people who were locked out at some time in it. A lockout without an end lasts
 * to the end of the log. Empty without a period.
 */
export function bucketLockouts({ period, lockouts }: Report): Buckets {
  const from = period ? Date.parse(period.start) : Number.NaN
  const to = period ? Date.parse(period.end) : Number.NaN
  if (!(from <= to)) return { widthMs: HOUR_MS, list: [] }
  const widthMs = WIDTHS_MS.find((width) => (to - from) / width < BUCKETS_MAX - 1) ?? widest(to - from)
  const first = Math.floor(from / widthMs)
  const last = Math.floor(to / widthMs)
  const counts = Array.from({ length: last - first + 1 }, () => new Map<Family, number>())
  for (const lockout of lockouts) {
    const [begin, end] = span(lockout, to)
    const start = Math.max(0, Math.floor(begin / widthMs) - first)
    const stop = Math.min(counts.length - 1, Math.floor(end / widthMs) - first)
    const family = CAUSE_FAMILY[lockout.cause]
    for (const bucket of counts.slice(start, stop + 1)) {
      bucket.set(family, (bucket.get(family) ?? 0) + lockout.peopleCount)
    }
  }
  return { widthMs, list: counts.map((bucket, index) => finish(bucket, (first + index) * widthMs)) }
}

function widest(length: number): number {
  return Math.ceil(length / (BUCKETS_MAX - 1) / DAY_MS) * DAY_MS
}

function span({ start, end, ended }: Lockout, endOfLog: number): readonly [number, number] {
  if (ended === null) return [Date.parse(start), endOfLog]
  return [Date.parse(start), Date.parse(ended.by === 'quiet' ? end : ended.at)]
}

function finish(counts: ReadonlyMap<Family, number>, start: number): Bucket {
  const of = (family: Family): number => counts.get(family) ?? 0
  const people: Bucket['people'] = {
    authenticator: of('authenticator'),
    delivery: of('delivery'),
    account: of('account'),
    policy: of('policy'),
    outage: of('outage'),
  }
  return { start, people, total: FAMILIES.reduce((sum, family) => sum + people[family], 0) }
}
