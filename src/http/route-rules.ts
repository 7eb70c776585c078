/** What a route must fulfil to be registered. Broken rules are the programmer's, and stop the start. */
import type { TSchema } from 'typebox'
import { STAFF_ROLES, type Way } from './access.ts'
import { isNothing } from './answer.ts'
import { RawBody, type Route } from './route.ts'

export type RouteErrorCode =
  | 'ERR_ROUTE_ACCESS' // nobody is named who may call it, or ways in that exclude one another
  | 'ERR_ROUTE_PATH' // the path and its parameters' schema disagree
  | 'ERR_ROUTE_SCHEMA' // what comes in is not closed, or stands where it must not
  | 'ERR_ROUTE_DUPLICATE' // another route has this method and path on the same listener
  | 'ERR_SERVER_STARTED' // too late

export class RouteError extends Error {
  readonly code: RouteErrorCode
  constructor(code: RouteErrorCode, message: string) {
    super(message)
    this.name = 'RouteError'
    this.code = code
  }
}

/** Names under which credentials travel. In a query they would lie in logs, histories and Referer headers (ASVS V14.2.1). */
const CREDENTIAL_NAMES = new Set([
  'access_token',
  'api_key',
  'apikey',
  'auth',
  'authorization',
  'bearer',
  'client_secret',
  'id_token',
  'jwt',
  'passwd',
  'password',
  'refresh_token',
  'secret',
  'session',
  'token',
])

export function isCredentialName(name: string): boolean {
  return CREDENTIAL_NAMES.has(name.toLowerCase().replaceAll('-', '_'))
}

/** Throws ERR_ROUTE_ACCESS, ERR_ROUTE_PATH or ERR_ROUTE_SCHEMA. */
export function checkRoute(route: Route): void {
  const name = `${route.method} ${route.path}`
  const ways: readonly Way[] = route.access ?? []

  if (ways.length === 0)
    throw new RouteError('ERR_ROUTE_ACCESS', `${name} does not say who may call it. Give it an access.`)
  if (ways.some(({ who }) => who === 'anyone') && ways.length > 1) {
    throw new RouteError(
      'ERR_ROUTE_ACCESS',
      `${name} is open to anyone and to somebody: everybody would be let in as nobody.`,
    )
  }
  for (const way of ways) checkWay(name, route, way)

  const named = [...route.path.matchAll(/:([A-Za-z]\w*)/g)].map(([, parameter]) => parameter as string)
  if (route.path.includes('*')) named.push('*')
  const described = Object.keys(propertiesOf(route.params))
  if (!route.path.startsWith('/') || named.toSorted().join() !== described.toSorted().join()) {
    throw new RouteError(
      'ERR_ROUTE_PATH',
      `${name} has the parameters [${named}], and its params schema describes [${described}].`,
    )
  }

  const secret = Object.keys(propertiesOf(route.query)).find(isCredentialName)
  if (secret !== undefined) {
    throw new RouteError(
      'ERR_ROUTE_SCHEMA',
      `${name} would take "${secret}" in the query. Credentials go in the Authorization header.`,
    )
  }
  if (route.body !== undefined && (route.method === 'GET' || route.method === 'DELETE')) {
    throw new RouteError('ERR_ROUTE_SCHEMA', `${name} cannot have a body.`)
  }
  if (route.body === RawBody && route.consumes === undefined) {
    throw new RouteError('ERR_ROUTE_SCHEMA', `${name} takes raw bytes; say of which content types (consumes).`)
  }
  for (const schema of [route.params, route.query, route.body]) {
    const open = schema && firstOpen(schema, '')
    if (open !== undefined) {
      throw new RouteError(
        'ERR_ROUTE_SCHEMA',
        `${name}: the object at "${open}" does not say whether it takes unknown members. Set additionalProperties.`,
      )
    }
  }
  for (const [status, schema] of Object.entries(route.answers)) {
    if ((status === '204' || status === '304') && !isNothing(schema)) {
      throw new RouteError('ERR_ROUTE_SCHEMA', `${name}: an answer ${status} has no body.`)
    }
  }
}

function checkWay(name: string, { method, on }: Route, way: Way): void {
  if (way.who === 'anyone' && way.why.trim() === '') {
    throw new RouteError('ERR_ROUTE_ACCESS', `${name} is open to anyone, and does not say why.`)
  }
  if (
    way.who === 'staff' &&
    way.roles !== 'any' &&
    (way.roles.length === 0 || way.roles.some((role) => !STAFF_ROLES.includes(role)))
  ) {
    throw new RouteError(
      'ERR_ROUTE_ACCESS',
      `${name} names no role of staff, or one that there is not: [${way.roles}].`,
    )
  }
  if (way.who === 'machine') {
    const reads = way.permission.endsWith(':read')
    if (!reads && !way.permission.endsWith(':open')) {
      throw new RouteError('ERR_ROUTE_ACCESS', `${name}: programs read and open, and "${way.permission}" is neither.`)
    }
    if (reads !== (method === 'GET') || (!reads && method !== 'POST')) {
      throw new RouteError(
        'ERR_ROUTE_ACCESS',
        `${name}: a program reads by GET and opens by POST; "${way.permission}" does not fit.`,
      )
    }
  }
  const home = {
    anyone: undefined,
    claimant: 'portal',
    staff: 'console',
    source: 'console',
    machine: 'console',
    keeper: 'console',
  }[way.who]
  if (home !== undefined && on !== home) {
    throw new RouteError(
      'ERR_ROUTE_ACCESS',
      `${name} lies on ${on}, and a caller of kind ${way.who} comes to the ${home} only.`,
    )
  }
}

function propertiesOf(schema: TSchema | undefined): Readonly<Record<string, TSchema>> {
  return schema !== undefined && 'properties' in schema ? (schema.properties as Record<string, TSchema>) : {}
}

/** JSON pointer of the first object schema that is neither closed nor open on purpose; undefined if there is none. */
function firstOpen(schema: unknown, pointer: string): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if (
    'type' in schema &&
    schema.type === 'object' &&
    !('additionalProperties' in schema) &&
    !('patternProperties' in schema)
  ) {
    return pointer
  }
  for (const [key, value] of Object.entries(schema)) {
    const found = firstOpen(value, `${pointer}/${key}`)
    if (found !== undefined) return found
  }
  return undefined
}
