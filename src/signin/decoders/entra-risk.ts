/** Risk detections of Entra ID Protection (Graph riskDetection resource). */
import { countryCode } from '../countries.ts'
import type { Row } from '../decoder.ts'
import { paths } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { accountOf, addressOf, instantOf, riskOf } from './entra-values.ts'

/** Graph's names of what is read, by ours. */
export const RISK = {
  id: 'id',
  activityTime: 'activityDateTime',
  detectedTime: 'detectedDateTime',
  userId: 'userId',
  userName: 'userPrincipalName',
  correlationId: 'correlationId',
  event: 'riskEventType',
  oldEvent: 'riskType',
  level: 'riskLevel',
  state: 'riskState',
  detail: 'riskDetail',
  ip: 'ipAddress',
  country: 'location.countryOrRegion',
  city: 'location.city',
  latitude: 'location.geoCoordinates.latitude',
  longitude: 'location.geoCoordinates.longitude',
} as const

const at = paths(RISK)

/**
 * Writes a risk detection; its time is that of the sign-in it is about, not of its finding. A risk that was dismissed or
 * confirmed safe has level none. What the person said themselves ("this wasn't me") is a report.
 */
export function decodeRisk(row: Row, draft: Draft, time: string): void {
  draft.time = instantOf(time)
  draft.family = 'risk'
  draft.activity = 'risk'
  draft.id = row.text(at.id)
  draft.account = accountOf(row.text(at.userId))
  draft.name = row.text(at.userName)
  draft.attempt = row.text(at.correlationId)
  draft.code = row.text(at.event) || row.text(at.oldEvent)
  draft.detail = row.text(at.detail)
  draft.ip = addressOf(row.text(at.ip))
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.latitude = row.number(at.latitude)
  draft.longitude = row.number(at.longitude)
  draft.anonymous = draft.code === 'anonymizedIPAddress'
  draft.risk = isWithdrawn(row.text(at.state)) ? 'none' : riskOf(row.text(at.level))
  if (draft.code === 'userReportedSuspiciousActivity') {
    draft.activity = 'report'
    draft.outcome = 'success'
    draft.reason = 'reported'
  }
}

function isWithdrawn(state: string): boolean {
  return state === 'dismissed' || state === 'confirmedSafe'
}
