/** Hours of the week in which somebody reads a channel. */
import Type, { type Static } from 'typebox'

const Clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

export const HoursSchema = Type.Object(
  {
    /** IANA time zone, `Europe/Berlin`. */
    zone: Type.String({ maxLength: 64 }),
    /** 1 is Monday. */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    /** From is within, to is not. A `to` that is not later than `from` is on the next day. */
    from: Clock,
    to: Clock,
  },
  { additionalProperties: false },
)
export type Hours = Static<typeof HoursSchema>

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
const WEEK_MINUTES = 7 * DAY_MINUTES
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** `time` itself if it lies within the hours, else when they next begin; to the minute, in milliseconds since 1970. */
export function nextWithin(hours: Hours, time: number): number {
  if (isWithin(hours, time)) return time
  const minute = Math.ceil((time + 1) / MINUTE_MS) * MINUTE_MS
  // Two steps: quarter-hours first, because asking for a local time is slow, then the minutes of the one before.
  for (let quarter = 0; quarter <= WEEK_MINUTES + DAY_MINUTES; quarter += 15) {
    const end = minute + quarter * MINUTE_MS
    if (!isWithin(hours, end)) continue
    for (let at = Math.max(minute, end - 14 * MINUTE_MS); at < end; at += MINUTE_MS) if (isWithin(hours, at)) return at
    return end
  }
  // Hours shorter than a quarter that lie between two steps: minute by minute.
  for (let at = minute; at < minute + (WEEK_MINUTES + DAY_MINUTES) * MINUTE_MS; at += MINUTE_MS) {
    if (isWithin(hours, at)) return at
  }
  return time
}

function isWithin(hours: Hours, time: number): boolean {
  const { day, minute } = localTime(hours.zone, time)
  const from = minutes(hours.from)
  const to = minutes(hours.to)
  if (from < to) return hours.days.includes(day) && minute >= from && minute < to
  const yesterday = day === 1 ? 7 : day - 1
  return (hours.days.includes(day) && minute >= from) || (hours.days.includes(yesterday) && minute < to)
}

function localTime(zone: string, time: number): { readonly day: number; readonly minute: number } {
  const parts = formatOf(zone).formatToParts(time)
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { day: DAYS.indexOf(value('weekday')) + 1, minute: Number(value('hour')) * 60 + Number(value('minute')) }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(zone, made)
  return made
}

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
}
