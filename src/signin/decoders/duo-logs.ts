/** Reads Duo's other logs: administrators, activity, telephony, and Trust Monitor. */
import { countryCode } from '../countries.ts'
import { paths, type Row } from '../decoder.ts'
import type { Draft, Method } from '../sign-in.ts'
import { readDeed } from './duo-actions.ts'
import { addressOf, bodyIn, isBody, textIn, timeOf, writeClient } from './duo-values.ts'
import { rowTime } from './row-time.ts'

/** `GET /admin/v1/logs/administrator`, and the log of computers' offline enrolments, which looks the same. */
export const ADMINISTRATOR = paths({
  action: 'action',
  description: 'description',
  object: 'object',
  name: 'username',
  time: 'isotimestamp',
  seconds: 'timestamp',
})

/** There is no id: rows of one second that say the same are one event. The description is JSON, nearly always. */
export function readAdministrator(row: Row, draft: Draft): void {
  const at = ADMINISTRATOR
  draft.time = timeOf(row, at.time, at.seconds)
  const description = row.json(at.description)
  const body = bodyIn(description)
  readDeed(
    {
      action: row.text(at.action),
      body: body ?? {},
      actorAccount: '',
      actorName: row.text(at.name),
      object: row.text(at.object),
      account: '',
    },
    draft,
  )
  if (body === undefined && typeof description === 'string') draft.detail = description
}

/** `GET /admin/v2/logs/activity`. */
export const ACTIVITY = paths({
  id: 'activity_id',
  time: 'ts',
  action: 'action.name',
  actorType: 'actor.type',
  actorAccount: 'actor.key',
  actorName: 'actor.name',
  targetType: 'target.type',
  targetAccount: 'target.key',
  targetName: 'target.name',
  details: 'target.details',
  result: 'outcome.result',
  app: 'application.name',
  ip: 'access_device.ip.address',
  country: 'access_device.location.country',
  city: 'access_device.location.city',
  browser: 'access_device.browser',
  system: 'access_device.os',
  endpoint: 'access_device.epkey',
})

/** A target is a user if its type says so (`user`, `user_bypass`). Users see to their own devices. */
export function readActivity(row: Row, draft: Draft): void {
  const at = ACTIVITY
  draft.time = rowTime(row, at.time)
  draft.id = row.text(at.id)
  draft.ip = addressOf(row.text(at.ip))
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.device = row.text(at.endpoint)
  draft.app = row.text(at.app)
  writeClient(draft, row.text(at.browser), row.text(at.system))
  const isOfUser = row.text(at.targetType).startsWith('user')
  const isByUser = row.text(at.actorType) === 'user'
  const body = bodyIn(row.json(at.details)) ?? {}
  const actorAccount = row.text(at.actorAccount)
  const actorName = row.text(at.actorName)
  readDeed(
    {
      action: row.text(at.action),
      body: isByUser && !isOfUser ? { ...body, owner_name: actorName } : body,
      actorAccount,
      actorName,
      object: row.text(at.targetName),
      account: isOfUser ? row.text(at.targetAccount) : isByUser ? actorAccount : '',
    },
    draft,
  )
  if (row.text(at.result).toLowerCase() === 'failure' && draft.activity !== 'other') {
    draft.outcome = 'failure'
    draft.complete = false
    draft.proved = false
    if (draft.reason === 'none') draft.reason = 'other'
  }
}

/** `GET /admin/v1/logs/telephony` and `/admin/v2/logs/telephony`. */
export const TELEPHONY = paths({
  context: 'context',
  credits: 'credits',
  phone: 'phone',
  type: 'type',
  time: 'isotimestamp',
  seconds: 'timestamp',
  newTime: 'ts',
  id: 'telephony_id',
  transaction: 'txid',
})

/** The log names a number, and nobody. */
export function readTelephony(row: Row, draft: Draft): void {
  const at = TELEPHONY
  draft.time = timeOf(row, at.time, at.seconds, at.newTime)
  draft.family = 'telephony'
  draft.activity = 'message'
  draft.outcome = 'pending'
  draft.step = 'second'
  draft.id = row.text(at.id)
  draft.attempt = row.text(at.transaction)
  draft.code = row.text(at.type)
  draft.method = SENT_BY.get(draft.code) ?? 'other'
  draft.target = row.text(at.phone)
  const credits = row.text(at.credits)
  const context = row.text(at.context)
  draft.detail = credits === '' ? context : `${context}, ${credits} ${credits === '1' ? 'credit' : 'credits'}`
}

const SENT_BY: ReadonlyMap<string, Method> = new Map([
  ['sms', 'sms'],
  ['phone', 'voice'],
  ['email', 'email'],
])

/** `GET /admin/v1/trust_monitor/events`. */
export const TRUST_MONITOR = paths({
  id: 'sekey',
  type: 'type',
  surfacedTime: 'surfaced_timestamp',
  time: 'surfaced_auth.isotimestamp',
  seconds: 'surfaced_auth.timestamp',
  transaction: 'surfaced_auth.txid',
  account: 'surfaced_auth.user.key',
  name: 'surfaced_auth.user.name',
  ip: 'surfaced_auth.access_device.ip',
  country: 'surfaced_auth.access_device.location.country',
  city: 'surfaced_auth.access_device.location.city',
  browser: 'surfaced_auth.access_device.browser',
  system: 'surfaced_auth.access_device.os',
  app: 'surfaced_auth.application.name',
  isPriority: 'priority_event',
  bypassAccount: 'enabled_for.key',
  bypassName: 'enabled_for.name',
  bypassActor: 'enabled_by.name',
  explanations: 'explanations',
})

/** A finding has the time of the sign-in that it is about. What an organisation watches most closely is a high risk. */
export function readTrustMonitor(row: Row, draft: Draft): void {
  const at = TRUST_MONITOR
  draft.time = timeOf(row, at.time, at.seconds, at.surfacedTime)
  draft.family = 'risk'
  draft.activity = 'risk'
  draft.id = row.text(at.id)
  draft.code = row.text(at.type)
  draft.attempt = row.text(at.transaction)
  draft.account = row.text(at.account) || row.text(at.bypassAccount)
  draft.name = row.text(at.name) || row.text(at.bypassName)
  draft.actor = row.text(at.bypassActor)
  draft.ip = addressOf(row.text(at.ip))
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.app = row.text(at.app)
  writeClient(draft, row.text(at.browser), row.text(at.system))
  draft.risk = row.flag(at.isPriority) ? 'high' : 'medium'
  draft.detail = explanationsIn(row.json(at.explanations)).join(', ')
}

/** `NEW_COUNTRY_CODE`, `NEW_NETBLOCK`: an array, or in tables its text. */
function explanationsIn(value: unknown): readonly string[] {
  const list = typeof value === 'string' ? bodyIn(`{"list":${value}}`)?.list : value
  return Array.isArray(list) ? list.filter(isBody).map((each) => textIn(each, 'type')) : []
}
