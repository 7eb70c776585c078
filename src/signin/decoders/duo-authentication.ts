/**
 * Reads Duo's authentication log. Duo is the second step of somebody else's sign-in: whoever stands in this log has passed
 * the first one, and success lets them in.
 */
import { lookUp } from '../catalogue/index.ts'
import { countryCode } from '../countries.ts'
import { paths, type Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { addressOf, methodOf, plain, timeOf, writeClient } from './duo-values.ts'

/** The names of `GET /admin/v2/logs/authentication`. */
export const AUTHENTICATION = paths({
  type: 'event_type',
  result: 'result',
  reason: 'reason',
  factor: 'factor',
  time: 'isotimestamp',
  seconds: 'timestamp',
  transaction: 'txid',
  account: 'user.key',
  name: 'user.name',
  ip: 'access_device.ip',
  country: 'access_device.location.country',
  city: 'access_device.location.city',
  browser: 'access_device.browser',
  system: 'access_device.os',
  host: 'access_device.hostname',
  endpoint: 'access_device.epkey',
  trusted: 'trusted_endpoint_status',
  device: 'auth_device.name',
  app: 'application.name',
  outdated: 'ood_software',
  enrolled: 'new_enrollment',
})

const at = AUTHENTICATION

export function readAuthentication(row: Row, draft: Draft): void {
  draft.time = timeOf(row, at.time, at.seconds)
  draft.account = row.text(at.account)
  draft.name = row.text(at.name)
  draft.ip = addressOf(row.text(at.ip))
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.device = row.text(at.endpoint) || row.text(at.host)
  draft.managed = row.text(at.trusted) === 'trusted'
  draft.app = row.text(at.app)
  draft.target = row.text(at.device)
  writeClient(draft, row.text(at.browser), row.text(at.system))
  draft.detail = row.text(at.result)
  const result = plain(draft.detail)
  readCode(row, draft, result)
  readId(row, draft)
  if (draft.code === 'enrollment') readEnrolment(draft, result)
  else readStep(row, draft, result)
}

/** The reason, or else what stands for it. */
function readCode(row: Row, draft: Draft, result: string): void {
  const reason = row.text(at.reason)
  draft.code = lookUp('duo', reason) === undefined ? plain(reason) : reason
  if (plain(row.text(at.type)) === 'enrollment' || row.flag(at.enrolled)) draft.code = 'enrollment'
  else if (draft.code === '' || draft.code === 'none') draft.code = result
}

/**
 * The transaction is the attempt. It is not enough for an id: samples have a refusal, an approval and an enrolment of one
 * transaction in one second.
 */
function readId(row: Row, draft: Draft): void {
  draft.attempt = row.text(at.transaction)
  if (draft.attempt !== '') draft.id = `${draft.attempt}:${draft.code}`
}

function readStep(row: Row, draft: Draft, result: string): void {
  draft.activity = 'sign-in'
  draft.method = methodOf(row.text(at.factor))
  if (draft.method === 'none' && isCredential(draft.target)) draft.method = 'passkey'
  const entry = lookUp('duo', draft.code)
  if (result === 'success') {
    draft.outcome = 'success'
    draft.step = entry?.step ?? 'second'
    draft.complete = true
    readSuccess(draft)
    return
  }
  draft.outcome = 'failure'
  draft.step = 'second'
  draft.reason = 'second-step-failed'
  if (result === 'fraud') draft.reason = 'reported'
  else if (result === 'error') draft.reason = 'service-error'
  else if (entry?.outcome === 'failure') {
    draft.step = entry.step
    draft.reason = entry.reason
  }
  draft.anonymous = draft.code === 'anonymous_ip'
  const outdated = row.text(at.outdated)
  if (outdated !== '') draft.detail = `${draft.detail}: ${outdated}`
}

/** Was anything answered? Where Duo asked nothing, the factor says how that came about, or nothing. */
function readSuccess(draft: Draft): void {
  switch (draft.code) {
    case 'user_approved':
    case 'valid_passcode':
      draft.proved = true
      break
    case 'verification_code_correct':
      draft.proved = true
      draft.method = 'push-number'
      break
    case 'remembered_device':
      draft.method = 'claim'
      break
    case 'success':
      break
    default:
      draft.method = 'none'
  }
}

/** Prompts answered with a passkey may have no factor, and the credential's key for a device's name. */
function isCredential(name: string): boolean {
  return name.length === 20 && name.startsWith('WA')
}

function readEnrolment(draft: Draft, result: string): void {
  draft.activity = 'change'
  draft.change = 'authenticator-added'
  draft.outcome = result === 'success' || result === '' ? 'success' : 'failure'
  if (draft.outcome === 'failure') draft.reason = 'enrolment-blocked'
}
