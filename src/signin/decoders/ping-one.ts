/**
 * PingOne: audit activities (`/environments/{id}/activities`, and the same records pushed by webhooks). An activity's
 * `result` says whether PingOne could do what it set out to, so a failed check of a password has the status SUCCESS: what
 * happened stands in `action.type` (docs.pingidentity.com/pingone/monitoring/p1_event_types.html).
 */
import { lookUp } from '../catalogue/index.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import type { Change, Draft, Method } from '../sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

const at = paths({
  type: 'action.type',
  recorded: 'recordedAt',
  created: 'createdAt',
  id: 'id',
  correlation: 'correlationId',
  actor: 'actors.user.id',
  actorName: 'actors.user.name',
  actorTenant: 'actors.user.environment.id',
  client: 'actors.client.name',
  kind: 'resources[].type',
  resource: 'resources[].id',
  resourceName: 'resources[].name',
  tenant: 'resources[].environment.id',
  href: 'resources[].href',
  status: 'result.status',
  description: 'result.description',
  ip: 'source.ipAddress',
  agent: 'source.userAgent',
})

const SIGN_INS: ReadonlyMap<string, Method> = new Map([
  ['PASSWORD.CHECK_FAILED', 'password'],
  ['PASSWORD.CHECK_SUCCEEDED', 'password'],
  ['USER.KERBEROS_FAILED', 'other'],
  ['USER.KERBEROS_SUCCEEDED', 'other'],
  ['OTP.CHECK_FAILED', 'other'],
  ['OTP.CHECK_INVALID', 'other'],
  ['OTP.CHECK_SUCCESS', 'other'],
  ['DEVICE_PAYLOAD.CHECK_INVALID', 'push'],
  ['DEVICE_PAYLOAD.CHECK_SUCCESS', 'push'],
  ['DEVICE.LOCKED', 'other'],
  ['USER.ACCESS_ALLOWED', 'claim'],
  ['USER.ACCESS_DENIED', 'claim'],
  ['SESSION.CREATED', 'none'],
])

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['USER.CREATED', 'account-created'],
  ['USER.DELETED', 'account-deleted'],
  ['USER.LOCKED', 'account-locked'],
  ['USER.UNLOCKED', 'account-unlocked'],
  ['PASSWORD.UNLOCKED', 'account-unlocked'],
  ['PASSWORD.RESET', 'password-reset'],
  ['PASSWORD.SET', 'password-reset'],
  ['PASSWORD.RECOVERY', 'password-self-reset'],
  ['DEVICE.ACTIVATED', 'authenticator-added'],
  ['DEVICE.DELETED', 'authenticator-removed'],
  ['DEVICE.ACTIVATION_FAILED', 'authenticator-added'],
  ['DEVICE.ACTIVATION_OTP_FAILED', 'authenticator-added'],
  ['DEVICE.ACTIVATION_OTP_INVALID', 'authenticator-added'],
  ['DEVICE.PAIRING_FAILED_COMPROMISED', 'authenticator-added'],
  ['MEMBER_OF_GROUP.CREATED', 'group-joined'],
  ['MEMBER_OF_GROUP.DELETED', 'group-left'],
  ['ROLE_ASSIGNMENT.CREATED', 'role-granted'],
  ['ROLE_ASSIGNMENT.DELETED', 'role-revoked'],
])

/** Resources that decide how everybody signs in; ACTION is a step of a sign-on policy, POLICY the policy itself. */
const POLICIES = new Set([
  'POLICY',
  'ACTION',
  'SIGN_ON_POLICY_ASSIGNMENT',
  'FLOW_POLICY_ASSIGNMENT',
  'DEVICE_AUTHENTICATION_POLICY',
  'FIDO_POLICY',
  'MFA_SETTINGS',
  'NOTIFICATION_POLICY',
  'PASSWORD_POLICY',
  'RISK_POLICY_SET',
])

function decode(row: Row, draft: Draft): void {
  const type = row.text(at.type)
  draft.code = type
  draft.detail = row.text(at.description)
  writeMeaning(row, draft, type)
  draft.time = draft.activity === 'other' ? instantOf(row.text(at.recorded)) : rowTime(row, at.recorded, at.created)
  draft.id = row.text(at.id)
  draft.attempt = row.text(at.correlation)
  draft.tenant = row.textAt(at.tenant, 0) || row.text(at.actorTenant)
  draft.app = row.text(at.client)
  draft.ip = row.text(at.ip)
  draft.client = row.text(at.agent)
}

function writeMeaning(row: Row, draft: Draft, type: string): void {
  const method = SIGN_INS.get(type)
  const change = CHANGES.get(type)
  const [kind = '', verb = ''] = type.split('.')
  if (method !== undefined) writeSignIn(row, draft, type, method)
  else if (change !== undefined) writeChange(row, draft, change)
  else if (POLICIES.has(kind)) writePolicy(row, draft, verb)
  else if (type === 'DEVICE.FRAUD_REPORTED') writeReport(row, draft)
  else if (type === 'NOTIFICATION.CREATED' || type === 'NOTIFICATION.REJECTED') writeMessage(row, draft, type)
  else if (type === 'SESSION.DELETED' || type === 'USER.SLO_SUCCESS') {
    draft.activity = 'sign-out'
    draft.outcome = 'success'
    writePerson(row, draft)
  }
}

function writeSignIn(row: Row, draft: Draft, type: string, method: Method): void {
  const entry = lookUp('ping', type)
  draft.activity = 'sign-in'
  draft.outcome = entry?.outcome ?? 'unknown'
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'none'
  draft.method = method
  draft.complete = type === 'SESSION.CREATED'
  draft.proved = draft.step === 'second' && draft.outcome === 'success'
  writePerson(row, draft)
}

/** The person is the resource where that is a user, else the one who acts. */
function writePerson(row: Row, draft: Draft): void {
  const user = resourceOf(row, 'USER')
  draft.account = user >= 0 ? row.textAt(at.resource, user) : row.text(at.actor)
  draft.name = user >= 0 ? row.textAt(at.resourceName, user) : row.text(at.actorName)
  const device = resourceOf(row, 'DEVICE')
  if (device >= 0) draft.target = row.textAt(at.resourceName, device)
}

function writeChange(row: Row, draft: Draft, change: Change): void {
  const grouped = change === 'group-joined' || change === 'group-left'
  if (change.startsWith('role-') && resourceOf(row, 'USER') < 0) return
  draft.activity = 'change'
  draft.change = change
  draft.outcome = row.text(at.status) === 'FAILED' || /FAILED|INVALID/.test(draft.code) ? 'failure' : 'success'
  if (grouped) writeMember(row, draft)
  else writePerson(row, draft)
  if (change.startsWith('role-')) draft.target = /for role '([^']+)'/.exec(draft.detail)?.[1] ?? ''
  if (change === 'account-locked') {
    const entry = lookUp('ping', draft.code)
    draft.step = entry?.step ?? 'account'
    draft.reason = entry?.reason ?? 'locked'
  }
  const actor = row.text(at.actor)
  if (actor !== '' && actor !== draft.account) draft.actor = row.text(at.actorName) || actor
  // Nobody else is named: the person set it in the sign-on flow.
  if (draft.code === 'PASSWORD.SET' && draft.actor === '') draft.change = 'password-changed'
  if (draft.code === 'PASSWORD.RESET' && actor === draft.account) draft.change = 'password-changed'
}

/** A membership names the group; the user stands only in its address, `…/users/{id}/memberOfGroups/…`. */
function writeMember(row: Row, draft: Draft): void {
  const parts = row.textAt(at.href, 0).split('/')
  const users = parts.indexOf('users')
  draft.account = users < 0 ? '' : (parts[users + 1] ?? '')
  draft.target = row.textAt(at.resourceName, 0)
}

function writePolicy(row: Row, draft: Draft, verb: string): void {
  draft.activity = 'change'
  draft.change = verb === 'CREATED' ? 'policy-created' : verb === 'DELETED' ? 'policy-deleted' : 'policy-changed'
  draft.outcome = row.text(at.status) === 'FAILED' ? 'failure' : 'success'
  draft.actor = row.text(at.actorName) || row.text(at.actor)
  draft.target = row.textAt(at.resourceName, 0)
}

function writeReport(row: Row, draft: Draft): void {
  draft.activity = 'report'
  draft.outcome = 'failure'
  draft.step = 'second'
  draft.reason = lookUp('ping', draft.code)?.reason ?? 'reported'
  writePerson(row, draft)
}

function writeMessage(row: Row, draft: Draft, type: string): void {
  const rejected = type === 'NOTIFICATION.REJECTED' || row.text(at.status) === 'FAILED'
  draft.activity = 'message'
  draft.outcome = rejected ? 'failure' : 'pending'
  if (rejected) draft.reason = 'message-undeliverable'
  writePerson(row, draft)
}

/** The place of the first resource of this type, or -1. */
function resourceOf(row: Row, type: string): number {
  const count = row.count(at.kind)
  for (let index = 0; index < count; index++) if (row.textAt(at.kind, index) === type) return index
  return -1
}

export const pingOne: Decoder = {
  name: 'ping.one',
  provider: 'ping',
  form: 'json',
  paths: at.list,
  marks: [at.type, at.recorded],
  recognise: (sample) =>
    typeof sample.action === 'object' &&
    sample.action !== null &&
    typeof (sample.action as { type?: unknown }).type === 'string' &&
    (typeof sample.recordedAt === 'string' || typeof sample.correlationId === 'string') &&
    'result' in sample,
  decode,
}
