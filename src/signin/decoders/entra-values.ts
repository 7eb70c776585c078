/** The values in Microsoft's logs that every shape writes alike: instants, addresses, countries, levels of risk. */
import { parseInstant } from '../../base/time.ts'
import { RowProblem } from '../decoder.ts'
import type { Risk } from '../sign-in.ts'
import { portalInstant } from './portal-time.ts'

/**
 * Milliseconds since 1970 of a time as Graph, the portal or Log Analytics write it: ISO 8601, or as the portal shows it.
 * All are UTC. Throws `ERR_ROW_NO_TIME` or `ERR_ROW_BAD_TIME`.
 */
export function instantOf(text: string): number {
  if (text === '') {
    throw new RowProblem('ERR_ROW_NO_TIME', 'The row has no time. Export it again with all columns, or leave it out.')
  }
  const time = parseInstant(text)
  if (!Number.isNaN(time)) return time
  const shown = portalInstant(text)
  if (!Number.isNaN(shown)) return shown
  throw new RowProblem(
    'ERR_ROW_BAD_TIME',
    'The row’s time does not exist or is in an unknown form. Export it as ISO 8601.',
  )
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
