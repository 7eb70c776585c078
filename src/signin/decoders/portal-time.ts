/** Times as Microsoft's portals show them, and therefore write them into the tables that people save. */
import { parseInstant } from '../../base/time.ts'

const SHOWN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(,?) (\d{1,2}):(\d\d)(?::(\d\d)(\.\d+)?)?(?: ?([AP])M)?$/i

/**
 * Milliseconds since 1970 of `5/26/2026, 4:32:49.469 AM` or `26/05/2026, 04:32:49.469`, which are in UTC; NaN if it is
 * neither. Browsers whose clock has no halves put the day first, and write a comma; without one it is what .NET writes,
 * with the month first. Nothing is guessed row by row: a 13th month is no time.
 */
export function portalInstant(text: string): number {
  const match = SHOWN.exec(text)
  if (!match) return Number.NaN
  const [, first = '', second = '', year, comma, hour, minute, seconds = '00', decimals = '', half = ''] = match
  const dayFirst = comma === ',' && half === ''
  const month = (dayFirst ? second : first).padStart(2, '0')
  const day = (dayFirst ? first : second).padStart(2, '0')
  return parseInstant(`${year}-${month}-${day}T${onDayClock(Number(hour), half)}:${minute}:${seconds}${decimals}Z`)
}

function onDayClock(hour: number, half: string): string {
  const hours = half === '' ? hour : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0)
  return String(half !== '' && hour > 12 ? 99 : hours).padStart(2, '0')
}
