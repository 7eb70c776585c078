/** Stretches of time of equal width, for counting over time: in widths that people think in, and few enough for a chart. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Each is a multiple of the one before, so that narrow stretches can be joined into wider ones. */
const WIDTHS_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, DAY_MS, 7 * DAY_MS, 28 * DAY_MS]
const BUCKETS_MAX = 48

/** The narrowest width with which at most 48 stretches, each starting at a multiple of it, cover from..to (milliseconds). */
export function bucketWidthMs(from: number, to: number): number {
  const isEnough = (widthMs: number) => (to - from) / widthMs < BUCKETS_MAX - 1
  const known = WIDTHS_MS.find(isEnough)
  if (known !== undefined) return known
  let widthMs = 56 * DAY_MS
  while (!isEnough(widthMs)) widthMs *= 2
  return widthMs
}
