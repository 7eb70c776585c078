/** What other systems that keep Okta's events call the API's members. Each list has the API's order, that of `AT`. */
import { AT } from './okta-row.ts'

/** `detail.eventType`, for the envelope of Amazon EventBridge. */
export const WRAPPED = AT.list.map((path) => `detail.${path}`)

/** `eventtype`, `debugcontext.debugData.factor`: the first member in lower case, and nothing below it. */
export const FOLDED = AT.list.map((path) => {
  const [first = '', ...rest] = path.split('.')
  return [first.toLowerCase(), ...rest].join('.')
})

const LETTERS: Readonly<Record<string, string>> = {
  published: 't',
  uuid: 'g',
  'client.geographicalContext.geolocation.lat': 'd',
  'client.geographicalContext.geolocation.lon': 'd',
  'securityContext.asNumber': 'd',
  'securityContext.isProxy': 'b',
  'device.managed': 'b',
}

/** `actor_alternateId_s`: members joined, and the letter of the column's type. */
export const LETTERED = AT.list.map((path) => `${path.replaceAll('.', '_')}_${LETTERS[path] ?? 's'}`)

const ASIM_NAMES: Readonly<Record<string, string>> = {
  eventType: 'EventOriginalType',
  published: 'TimeGenerated',
  uuid: 'EventOriginalUid',
  'outcome.result': 'OriginalOutcomeResult',
  'outcome.reason': 'EventOriginalResultDetails',
  'actor.id': 'ActorUserId',
  'actor.alternateId': 'ActorUsername',
  'actor.type': 'OriginalUserType',
  'client.ipAddress': 'SrcIpAddr',
  'client.userAgent.rawUserAgent': 'HttpUserAgent',
  'client.geographicalContext.country': 'SrcGeoCountry',
  'client.geographicalContext.city': 'SrcGeoCity',
  'client.geographicalContext.geolocation.lat': 'SrcGeoLatitude',
  'client.geographicalContext.geolocation.lon': 'SrcGeoLongtitude', // as Microsoft spells it
  'securityContext.asNumber': 'SecurityContextAsNumber',
  'securityContext.isProxy': 'SecurityContextIsProxy',
  'authenticationContext.externalSessionId': 'ActorSessionId',
  'transaction.id': 'TransactionId',
  'device.id': 'SrcDvcId',
  target: 'OriginalTarget',
}

/** Columns of OktaSystemLogs in Microsoft's Azure Monitor reference; the debug data is one column. */
export const ASIM = AT.list.map((path) => ASIM_NAMES[path] ?? `DebugData.${path.slice(path.lastIndexOf('.') + 1)}`)
