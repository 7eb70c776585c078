/** What every Okta System Log event says, whatever it is about: when, who, from where, in which attempt. */
import { countryCode } from '../countries.ts'
import { paths, type Row } from '../decoder.ts'
import type { Draft, Risk } from '../sign-in.ts'
import { rowTime } from './row-time.ts'

/** The System Log API's names (developer.okta.com, LogEvent). Other shapes list their own names in this order. */
export const AT = paths({
  type: 'eventType',
  time: 'published',
  id: 'uuid',
  result: 'outcome.result',
  reason: 'outcome.reason',
  actorId: 'actor.id',
  actorName: 'actor.alternateId',
  actorType: 'actor.type',
  ip: 'client.ipAddress',
  client: 'client.userAgent.rawUserAgent',
  country: 'client.geographicalContext.country',
  city: 'client.geographicalContext.city',
  latitude: 'client.geographicalContext.geolocation.lat',
  longitude: 'client.geographicalContext.geolocation.lon',
  asn: 'securityContext.asNumber',
  proxy: 'securityContext.isProxy',
  rootSession: 'authenticationContext.rootSessionId',
  session: 'authenticationContext.externalSessionId',
  transaction: 'transaction.id',
  flow: 'debugContext.debugData.authnRequestId',
  factor: 'debugContext.debugData.factor',
  pushAnswer: 'debugContext.debugData.pushOnlyResponseType',
  numberAnswer: 'debugContext.debugData.pushWithNumberChallengeResponseType',
  risk: 'debugContext.debugData.risk',
  changed: 'debugContext.debugData.changedAttributes',
  privilege: 'debugContext.debugData.privilegeGranted',
  device: 'device.id',
  /** Set by the sign-in page in the browser; steadier than the user agent. */
  fingerprint: 'debugContext.debugData.deviceFingerprint',
  managed: 'device.managed',
  targets: 'target',
})

/** Whom or what an event was done to. Reading them parses a subtree: only for rows that cannot do without. */
export interface Target {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly label: string
  readonly method: string
}

/** When and what, and the actor's account where the actor is a person. Enough for rows that no rule looks at. */
export function readActor(row: Row, draft: Draft): void {
  draft.time = rowTime(row, AT.time)
  draft.id = row.text(AT.id)
  draft.code = row.text(AT.type)
  draft.detail = said(row.text(AT.reason))
  draft.ip = said(row.text(AT.ip))
  if (isPerson(row.text(AT.actorType))) {
    draft.account = said(row.text(AT.actorId))
    draft.name = said(row.text(AT.actorName))
  }
}

/** Log Analytics writes `Regular` for a person. Systems, applications and bare addresses act too. */
function isPerson(actorType: string): boolean {
  return actorType === 'User' || actorType === 'Regular' || actorType === ''
}

/** All that stands around an event of signing in, or a change. */
export function readCircumstances(row: Row, draft: Draft): void {
  readActor(row, draft)
  draft.attempt = attemptOf(row)
  draft.country = countryCode(row.text(AT.country))
  draft.city = said(row.text(AT.city))
  draft.latitude = row.number(AT.latitude)
  draft.longitude = row.number(AT.longitude)
  draft.asn = row.number(AT.asn) || 0
  draft.anonymous = row.flag(AT.proxy)
  draft.device = said(row.text(AT.device)) || row.text(AT.fingerprint)
  draft.managed = row.flag(AT.managed)
  draft.client = row.text(AT.client)
  draft.risk = riskOf(row.text(AT.risk))
}

/**
 * The key that holds one attempt's rows together, and a day's attempts apart.
 *
 * A session id does the first and not the second: a step-up in the afternoon has the session of the morning. A transaction
 * id does the second and not the first: it is one HTTP request, and password, prompt and answer are several. Okta's
 * `authnRequestId` is both: the id of the request that began this run through the sign-in pages, repeated in its later
 * rows (help.okta.com "Track MFA abandonment" searches by it; in the sample of elastic/integrations the sign-out repeats
 * the transaction id of the sign-in). So: that id; in exports without debug data the session; before there is a session
 * (`trs…` is a request's own, and `unknown` none) the transaction, which in the Classic Engine is what later rows repeat
 * as `authnRequestId`. Whoever counts attempts by a session must still cut at gaps.
 */
function attemptOf(row: Row): string {
  const flow = row.text(AT.flow)
  if (flow !== '') return flow
  const session = said(row.text(AT.rootSession)) || said(row.text(AT.session))
  return session === '' || session.startsWith('trs') ? row.text(AT.transaction) : session
}

/** Okta and those who pass its rows on write "unknown", "null" and "-" where they have nothing to say. */
export function said(text: string): string {
  return text === 'unknown' || text === 'null' || text === '-' ? '' : text
}

/** `{previousLevel=LOW, reasons=Anomalous Device, level=MEDIUM}`, or the bare level. */
function riskOf(text: string): Risk {
  if (text === '') return 'none'
  const level = text.indexOf('level=')
  const from = level < 0 ? 0 : level + 'level='.length
  if (text.startsWith('LOW', from)) return 'low'
  if (text.startsWith('MEDIUM', from)) return 'medium'
  return text.startsWith('HIGH', from) ? 'high' : 'none'
}

/** The targets of an event: the array, or the same written as JSON text (Log Analytics). */
export function targetsOf(row: Row): readonly Target[] {
  const value = row.json(AT.targets)
  const list = typeof value === 'string' ? parsed(value) : value
  return Array.isArray(list) ? list.filter(isObject).map(targetOf) : []
}

function targetOf(target: Readonly<Record<string, unknown>>): Target {
  const { id, type, alternateId, displayName, detailEntry } = target
  const method = isObject(detailEntry) ? detailEntry.methodTypeUsed : ''
  return {
    id: said(textOf(id)),
    type: textOf(type),
    name: said(textOf(alternateId)),
    label: said(textOf(displayName)),
    method: textOf(method),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
