/** What Auth0's tenant logs say of every event: when, who, from where. */
import { countryCode } from '../countries.ts'
import { paths, type Row } from '../decoder.ts'
import type { Draft, Risk } from '../sign-in.ts'
import { rowTime } from './row-time.ts'

/** The Management API's names (auth0-log-schemas). Streams put the same object into `data`. */
export const AT = paths({
  type: 'type',
  time: 'date',
  id: 'log_id',
  otherId: '_id',
  description: 'description',
  account: 'user_id',
  name: 'user_name',
  ip: 'ip',
  client: 'user_agent',
  app: 'client_name',
  connection: 'connection',
  tenant: 'tenant_name',
  correlation: 'references.correlation_id',
  country: 'location_info.country_code',
  city: 'location_info.city_name',
  latitude: 'location_info.latitude',
  longitude: 'location_info.longitude',
  prompts: 'details.prompts[].name',
  confidence: 'details.riskAssessment.confidence',
  errorType: 'details.error.type',
  authenticator: 'details.authenticator.type',
  enrolledAccount: 'details.enrollment.user_id',
  operation: 'details.operation',
  methodChanged: 'details.authentication_method',
  delivery: 'details.delivery_method',
  request: 'details.request',
  response: 'details.response',
})

/** When, what and who. Enough for rows that no rule looks at. */
export function readWho(row: Row, draft: Draft): void {
  draft.time = rowTime(row, AT.time)
  draft.id = row.text(AT.id) || row.text(AT.otherId)
  draft.code = row.text(AT.type)
  draft.detail = row.text(AT.description)
  draft.tenant = row.text(AT.tenant)
  draft.account = row.text(AT.account)
  draft.name = row.text(AT.name)
  draft.ip = row.text(AT.ip)
  draft.app = row.text(AT.app)
}

/**
 * All that stands around an event. The attempt is the correlation id: sign-ins and Guardian's rows both carry it in recent
 * logs. `details.transaction_id` stands in sign-ins alone, and would part them from their second step; `session_id` lasts
 * for days (the sample of elastic/integrations has it in sign-ins hours apart). Without it, whoever counts attempts goes by
 * account, client and gaps.
 */
export function readCircumstances(row: Row, draft: Draft): void {
  readWho(row, draft)
  draft.attempt = row.text(AT.correlation)
  draft.country = countryCode(row.text(AT.country))
  draft.city = row.text(AT.city)
  draft.latitude = row.number(AT.latitude)
  draft.longitude = row.number(AT.longitude)
  draft.client = row.text(AT.client)
  draft.risk = riskOf(row.text(AT.confidence))
}

/** Auth0 says how confident it is that this is the person; that is the other way round. */
function riskOf(confidence: string): Risk {
  switch (confidence) {
    case 'low':
      return 'high'
    case 'medium':
      return 'medium'
    case 'high':
      return 'low'
    default:
      return 'none'
  }
}
