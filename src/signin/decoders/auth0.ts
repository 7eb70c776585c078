/** The shapes in which Auth0's tenant logs come. Their meaning is read in one place, auth0-event.ts. */
import { lookUp } from '../catalogue/index.ts'
import type { Decoder } from '../decoder.ts'
import type { Values } from '../parsed-row.ts'
import { readEvent } from './auth0-event.ts'
import { AT } from './auth0-row.ts'

/** `GET /api/v2/logs`, and the dashboard's export. */
const tenantLog: Decoder = {
  name: 'auth0.tenant-log',
  provider: 'auth0',
  form: 'json',
  paths: AT.list,
  marks: [AT.type, AT.time],
  recognise: isEvent,
  decode: readEvent,
}

/** A shape in which the event lies deeper: `within` are the names on the way, and the id also stands beside `data`. */
function wrapped(name: string, within: readonly string[]): Decoder {
  const around = within.slice(0, -1)
  const list = AT.list.map((path) => [...within, path].join('.'))
  list[AT.otherId] = [...around, 'log_id'].join('.')
  return {
    ...tenantLog,
    name,
    paths: list,
    recognise(sample) {
      let value: unknown = sample
      for (const member of within) value = isObject(value) ? value[member] : undefined
      return isObject(value) && isEvent(value)
    },
  }
}

/** Flat first: each wrapped shape is recognised by where the event lies. */
export const auth0Decoders: readonly Decoder[] = [
  tenantLog,
  wrapped('auth0.log-stream', ['data']),
  wrapped('auth0.eventbridge', ['detail', 'data']),
  wrapped('auth0.event-grid', ['data', 'data']),
  wrapped('auth0.collected', ['json', 'data']),
]

/** A type and a date are common; a log id beside them, or a type that only Auth0 has, is not. */
function isEvent({ type, date, log_id: id }: Values): boolean {
  return typeof type === 'string' && typeof date === 'string' && (typeof id === 'string' || isAuth0Type(type))
}

function isAuth0Type(type: string): boolean {
  return lookUp('auth0', type) !== undefined
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
