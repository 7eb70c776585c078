/**
 * Keycloak’s events as event listeners that many use push them: the same events in other words. Phase Two
 * (p2-inc/keycloak-events) sends both kinds in the form of an admin event, with types like `access.LOGIN_ERROR` and
 * `admin.USER-UPDATE`; vymalo/keycloak-webhook sends both in the form of a user event, admin events with types like
 * `USER-UPDATE`. Here each is seen as the Admin API would have it.
 */
import type { Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { decodeAdminEvent } from './keycloak-admin.ts'
import { decodeEvent } from './keycloak-event.ts'
import { at } from './keycloak-row.ts'

const ACCESS = /^access\.([A-Z][A-Z0-9_]+)$/
const ADMIN = /^(?:admin\.)?([A-Z][A-Z0-9_]*)-(CREATE|UPDATE|DELETE|ACTION)$/

export function isPushedType(type: string): boolean {
  return ACCESS.test(type) || ADMIN.test(type)
}

/** Decodes an event of a type of which `isPushedType` is true. */
export function decodePushed(row: Row, type: string, draft: Draft): void {
  const [, user] = ACCESS.exec(type) ?? []
  const [, resourceType = '', operation = ''] = ADMIN.exec(type) ?? []
  if (user !== undefined) decodeEvent(seenThrough(row, AS_USER, new Map([[at.type, user]])), draft)
  else {
    const words = new Map([
      [at.resourceType, resourceType],
      [at.operation, operation],
    ])
    decodeAdminEvent(seenThrough(row, row.has(at.adminId) ? AS_IT_IS : AS_ADMIN, words), draft)
  }
}

const AS_IT_IS: ReadonlyMap<number, number> = new Map()
/** Where Phase Two has what a user event says. */
const AS_USER: ReadonlyMap<number, number> = new Map([
  [at.id, at.uid],
  [at.userId, at.adminId],
  [at.ip, at.adminIp],
  [at.clientId, at.adminClient],
  [at.sessionId, at.adminSession],
])
/** Where vymalo’s has what an admin event says. */
const AS_ADMIN: ReadonlyMap<number, number> = new Map([
  [at.adminId, at.userId],
  [at.adminIp, at.ip],
  [at.adminClient, at.clientId],
])

/** The row with other places for some paths, and other words at some. */
function seenThrough(row: Row, places: ReadonlyMap<number, number>, words: ReadonlyMap<number, string>): Row {
  const place = (path: number): number => places.get(path) ?? path
  return {
    has: (path) => words.has(path) || row.has(place(path)),
    text: (path) => words.get(path) ?? row.text(place(path)),
    number: (path) => row.number(place(path)),
    flag: (path) => row.flag(place(path)),
    json: (path) => row.json(place(path)),
    count: (path) => row.count(place(path)),
    textAt: (path, index) => row.textAt(place(path), index),
  }
}
