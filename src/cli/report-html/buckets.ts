/** The numbers behind the charts over time: both over the whole period, in stretches of one width. */
import { bucketWidthMs } from '../../base/time-buckets.ts'
import { FAILED_AT, type FailedAt, type Lockout, type Report } from '../../diagnosis/index.ts'
import { CAUSE_FAMILY, FAMILIES, type Family } from '../report-words.ts'
import type { Column } from './time-chart.ts'

const HOUR_MS = 60 * 60_000

export interface Buckets<Kind extends string> {
  readonly widthMs: number
  readonly list: readonly Column<Kind>[]
}

/**
 * Counts, for each stretch of the period, the people who were locked out at some time in it. A lockout without an end lasts
 * to the end of the log. Empty without a period.
 */
export function bucketLockouts({ period, lockouts }: Report): Buckets<Family> {
  const from = period ? Date.parse(period.start) : Number.NaN
  const to = period ? Date.parse(period.end) : Number.NaN
  if (!(from <= to)) return { widthMs: HOUR_MS, list: [] }
  const widthMs = bucketWidthMs(from, to)
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

/** The report's failed attempts, with the stretches without any put in again. Empty without a period. */
export function bucketFailures({ period, failedAttempts: { bucketMinutes, buckets } }: Report): Buckets<FailedAt> {
  const widthMs = bucketMinutes * 60_000
  if (period === null || widthMs === 0) return { widthMs: HOUR_MS, list: [] }
  const byStart = new Map(buckets.map((bucket) => [Date.parse(bucket.start), bucket]))
  const list: Column<FailedAt>[] = []
  const end = Date.parse(period.end)
  for (let start = Math.floor(Date.parse(period.start) / widthMs) * widthMs; start <= end; start += widthMs) {
    const values = byStart.get(start) ?? { first: 0, second: 0, stopped: 0, provider: 0 }
    list.push({ start, values, total: FAILED_AT.reduce((sum, at) => sum + values[at], 0) })
  }
  return { widthMs, list }
}

function span({ start, end, ended }: Lockout, endOfLog: number): readonly [number, number] {
  if (ended === null) return [Date.parse(start), endOfLog]
  return [Date.parse(start), Date.parse(ended.by === 'quiet' ? end : ended.at)]
}

function finish(counts: ReadonlyMap<Family, number>, start: number): Column<Family> {
  const of = (family: Family): number => counts.get(family) ?? 0
  const values = {
    authenticator: of('authenticator'),
    delivery: of('delivery'),
    account: of('account'),
    policy: of('policy'),
    outage: of('outage'),
  }
  return { start, values, total: FAMILIES.reduce((sum, family) => sum + values[family], 0) }
}
