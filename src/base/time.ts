/** Reading and writing instants. All times are milliseconds since 1970-01-01T00:00:00Z. */

const DAY_MS = 86_400_000

/**
 * Parses an ISO 8601 / RFC 3339 instant: `2026-02-23T14:03:59Z`, with 0 to 9 decimals (cut to milliseconds), `Z` or an
 * offset, `T` or a space. Without a zone it is taken as UTC, as vendors mean it. Anything else, and any date that does
 * not exist, gives NaN: a decoder that knows of other forms in its vendor's log parses those itself.
 */
export function parseInstant(text: string): number {
  const length = text.length
  if (length < 19) return Number.NaN
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const hour = digits(text, 11, 13)
  const minute = digits(text, 14, 16)
  const second = digits(text, 17, 19)
  const separator = text.charCodeAt(10)
  if (
    !(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)) ||
    !(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60) ||
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    (separator !== 84 && separator !== 116 && separator !== 32) ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58
  ) {
    return Number.NaN
  }
  let at = 19
  let ms = 0
  if (at < length && (text.charCodeAt(at) === 46 || text.charCodeAt(at) === 44)) {
    let scale = 100
    const first = ++at
    for (; at < length; at++) {
      const digit = text.charCodeAt(at) - 48
      if (digit < 0 || digit > 9) break
      ms += digit * scale
      scale = scale === 100 ? 10 : scale === 10 ? 1 : 0
    }
    if (at === first) return Number.NaN
  }
  const offset = at === length ? 0 : offsetMinutes(text, at)
  return daysBefore(year, month, day) * DAY_MS + hour * 3_600_000 + (minute - offset) * 60_000 + second * 1000 + ms
}

/** `2026-02-23T14:03:59.120Z`; the empty text for NaN. */
export function formatInstant(time: number): string {
  return Number.isNaN(time) ? '' : new Date(time).toISOString()
}

/** Minutes east of UTC, or NaN: `Z`, `+02:00`, `+0200`, `+02`, ` UTC`. */
function offsetMinutes(text: string, at: number): number {
  if (at === text.length - 1 && text.charCodeAt(at) === 90) return 0
  const rest = text.slice(at)
  if (rest === 'z' || rest === ' UTC' || rest === ' Z') return 0
  const match = /^ ?([+-])(\d\d):?(\d\d)?$/.exec(rest)
  if (!match) return Number.NaN
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return minutes > 1080 ? Number.NaN : match[1] === '-' ? -minutes : minutes
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar (Howard Hinnant's days_from_civil). */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
