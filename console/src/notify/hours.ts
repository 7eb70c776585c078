/** Hours of the week, in words. */
import type { Hours } from '../api/connections.ts'

/** 1 is Monday. */
export const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** `Mon, Tue, 08:00 to 20:00 (Europe/Lisbon)`. */
export function hoursText({ days, from, to, zone }: Hours): string {
  const named = [...days].sort((one, other) => one - other).map((day) => DAY_NAMES[day - 1])
  const when = days.length === DAY_NAMES.length ? 'every day' : named.join(', ')
  return `${when}, ${from} to ${to} (${zone})`
}
