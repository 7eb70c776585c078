/** The values in Microsoft's logs that every shape writes alike: instants, addresses, countries, levels of risk. */
import { parseInstant } from '../../base/time.ts'
import { RowProblem } from '../decoder.ts'
import type { Risk } from '../sign-in.ts'

/**
 * Milliseconds since 1970 of a time as Graph, the portal or Log Analytics write it: ISO 8601, or the portal's English
 * form `5/26/2026, 4:32:49.469 AM` (month first; day first only where the first number can be no month). All are UTC.
 * Throws `ERR_ROW_NO_TIME` or `ERR_ROW_BAD_TIME`.
 */
export function instantOf(text: string): number {
  if (text === '') {
    throw new RowProblem('ERR_ROW_NO_TIME', 'The row has no time. Export it again with all columns, or leave it out.')
  }
  const time = parseInstant(text)
  if (!Number.isNaN(time)) return time
  const spelled = parseInstant(fromEnglish(text))
  if (!Number.isNaN(spelled)) return spelled
  throw new RowProblem(
    'ERR_ROW_BAD_TIME',
    'The row’s time does not exist or is in an unknown form. Export it as ISO 8601.',
  )
}

const ENGLISH = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d)(\.\d+)?)?(?: ?([AP])M)?$/i

function fromEnglish(text: string): string {
  const match = ENGLISH.exec(text)
  if (!match) return ''
  const [, first = '', second = '', year, hour, minute, seconds = '00', decimals = '', half = ''] = match
  // The portal writes the month first. A spreadsheet that turned it round is not guessed at row by row: the 13th is refused.
  const month = first.padStart(2, '0')
  const day = second.padStart(2, '0')
  return `${year}-${month}-${day}T${onDayClock(Number(hour), half)}:${minute}:${seconds}${decimals}Z`
}

function onDayClock(hour: number, half: string): string {
  const hours = half === '' ? hour : (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0)
  return String(half !== '' && hour > 12 ? 99 : hours).padStart(2, '0')
}

/** An address without its port: `192.0.2.1:443` and `[2001:db8::1]:443` lose it; anything that is no address is empty. */
export function addressOf(text: string): string {
  const colon = text.indexOf(':')
  if (colon < 0) return text.startsWith('<') || text.startsWith('[') ? '' : text
  if (text.startsWith('[')) return text.slice(1, Math.max(1, text.indexOf(']')))
  return colon === text.lastIndexOf(':') ? text.slice(0, colon) : text
}

/** Entra's level; `hidden` (the tenant has no licence to see it) says nothing. */
export function riskOf(text: string): Risk {
  switch (text) {
    case 'low':
    case 'medium':
    case 'high':
      return text
    default:
      return 'none'
  }
}

/** Ids that stand for "nobody". */
export function accountOf(text: string): string {
  switch (text) {
    case '00000000-0000-0000-0000-000000000000':
    case 'Not Available':
    case 'Unknown':
      return ''
    default:
      return text
  }
}

/** A column that holds JSON, as a value or written out as text; undefined if it is neither. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

export type Members = Readonly<Record<string, unknown>>

/** True for an object that is no array. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; none if it is no list. */
export function membersOf(value: unknown): readonly Members[] {
  return Array.isArray(value) ? value.filter(isMembers) : []
}

/** A member as text; empty if it is absent or no scalar. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
