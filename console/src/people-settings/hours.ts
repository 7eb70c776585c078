/** Hours in which somebody is asked: minutes after midnight, in the organisation's time zone. */
import type { ApproverHours } from '../api/directory-settings.ts'
import { DAY_NAMES } from '../notify/hours.ts'

/** `Mon to Fri, 08:00 to 18:00`. */
export function approverHoursText({ days, from, to }: ApproverHours): string {
  return `${daysText(days)}, ${clockOf(from)} to ${clockOf(to)}`
}

function daysText(days: readonly number[]): string {
  if (days.length === DAY_NAMES.length) return 'every day'
  const sorted = [...days].sort((one, other) => one - other)
  const names = sorted.map((day) => DAY_NAMES[day - 1] ?? '')
  const isRun = sorted.every((day, index) => day === (sorted[0] ?? 0) + index)
  return isRun && names.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(', ')
}

/** `08:05` of 485; `24:00` ends a day. */
export function clockOf(minute: number): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${part(Math.floor(minute / 60))}:${part(minute % 60)}`
}

/** Of `clockOf`. */
export function minuteOf(clock: string): number {
  const [hours = '', minutes = ''] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}
