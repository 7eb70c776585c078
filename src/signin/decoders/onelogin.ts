/**
 * OneLogin: events of the Events API and of webhooks. Types are numbers; those here are of OneLogin's own list
 * (developers.onelogin.com/api-docs/1/events/event-resource) as public collections keep it, and where two collections
 * disagree (532: “locked” or “update failed”) the row is named and left aside.
 */
import { lookUp } from '../catalogue/index.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import type { Change, Draft, Method, Risk } from '../sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

const at = paths({
  type: 'event_type_id',
  created: 'created_at',
  stamp: 'event_timestamp',
  lakeTime: 'p_event_time',
  id: 'id',
  uuid: 'uuid',
  tenant: 'account_id',
  user: 'user_id',
  name: 'user_name',
  login: 'login_name',
  actor: 'actor_user_id',
  actorName: 'actor_user_name',
  actorSystem: 'actor_system',
  ip: 'ipaddr',
  app: 'app_name',
  role: 'role_name',
  privilege: 'privilege_name',
  group: 'group_name',
  policy: 'policy_name',
  device: 'otp_device_name',
  factor: 'authentication_factor_description',
  notes: 'notes',
  message: 'custom_message',
  error: 'error_description',
  risk: 'risk_score',
  agent: 'user_agent',
})

/** Sign-ins, by type; what the type alone says of step and reason stands in the catalogue. */
const SIGN_INS: ReadonlyMap<string, Method> = new Map([
  ['5', 'none'],
  ['6', 'none'],
  ['8', 'claim'],
  ['68', 'none'],
  ['69', 'none'],
  ['86', 'external'],
  ['90', 'claim'],
  ['122', 'password'],
  ['123', 'password'],
  ['140', 'external'],
  ['141', 'external'],
  ['153', 'password'],
  ['154', 'password'],
  ['527', 'other'],
  ['528', 'other'],
  ['1002', 'other'],
  ['1400', 'other'],
])

const CHANGES: ReadonlyMap<string, Change> = new Map([
  ['3', 'other'],
  ['4', 'role-granted'],
  ['11', 'password-changed'],
  ['12', 'account-unlocked'],
  ['13', 'account-created'],
  ['15', 'account-disabled'],
  ['16', 'account-enabled'],
  ['17', 'account-deleted'],
  ['19', 'account-locked'],
  ['21', 'account-disabled'],
  ['22', 'authenticator-added'],
  ['24', 'authenticator-removed'],
  ['32', 'account-enabled'],
  ['36', 'authenticator-removed'],
  ['72', 'role-granted'],
  ['73', 'role-revoked'],
  ['147', 'role-granted'],
  ['148', 'role-revoked'],
  ['149', 'role-granted'],
  ['150', 'role-revoked'],
  ['156', 'policy-created'],
  ['157', 'policy-changed'],
  ['158', 'policy-deleted'],
  ['172', 'authenticator-removed'],
  ['173', 'contact-changed'],
  ['510', 'password-reset'],
  ['511', 'password-reset'],
  ['513', 'role-granted'],
  ['514', 'role-revoked'],
  ['516', 'sessions-revoked'],
  ['530', 'account-deleted'],
  ['531', 'account-locked'],
  ['533', 'account-created'],
  ['551', 'account-disabled'],
  ['553', 'account-locked'],
])

function decode(row: Row, draft: Draft): void {
  const type = row.text(at.type)
  draft.code = type
  draft.account = row.text(at.user)
  draft.name = row.text(at.login) || row.text(at.name)
  writeMeaning(row, draft, type)
  draft.time =
    draft.activity === 'other' ? instantOf(row.text(at.created)) : rowTime(row, at.created, at.stamp, at.lakeTime)
  draft.id = row.text(at.id) || row.text(at.uuid)
  draft.tenant = row.text(at.tenant)
  draft.ip = row.text(at.ip)
  draft.app = row.text(at.app)
  draft.client = row.text(at.agent)
  draft.detail = row.text(at.error) || row.text(at.message) || row.text(at.notes)
  draft.risk = riskOf(row.number(at.risk))
}

function writeMeaning(row: Row, draft: Draft, type: string): void {
  const method = SIGN_INS.get(type)
  const change = CHANGES.get(type)
  if (method !== undefined) writeSignIn(row, draft, type, method)
  else if (change !== undefined) writeChange(row, draft, type, change)
  else if (type === '7') writeSignOut(draft)
  else if (type === '10') writeMessage(draft, 'email', 'pending')
  else if (type === '105') writeMessage(draft, 'sms', 'failure')
}

function writeSignIn(row: Row, draft: Draft, type: string, method: Method): void {
  const entry = lookUp('onelogin', type)
  draft.activity = 'sign-in'
  draft.outcome = entry?.outcome ?? 'success'
  draft.step = entry?.step ?? 'session'
  draft.reason = entry?.reason ?? 'none'
  draft.method = method
  draft.complete = draft.outcome === 'success' && draft.step === 'session'
  draft.proved = draft.outcome === 'success' && draft.step === 'second'
  if (draft.step === 'second') draft.target = row.text(at.device)
}

function writeSignOut(draft: Draft): void {
  draft.activity = 'sign-out'
  draft.outcome = 'success'
}

function writeMessage(draft: Draft, method: Method, outcome: 'pending' | 'failure'): void {
  draft.activity = 'message'
  draft.method = method
  draft.outcome = outcome
  if (outcome === 'failure') draft.reason = 'message-undeliverable'
}

function writeChange(row: Row, draft: Draft, type: string, change: Change): void {
  const entry = lookUp('onelogin', type)
  draft.activity = 'change'
  draft.outcome = 'success'
  draft.change = change
  draft.step = entry?.step ?? 'none'
  draft.reason = entry?.reason ?? 'none'
  const actor = row.text(at.actor)
  if (actor !== '' && actor !== draft.account) draft.actor = row.text(at.actorName) || actor
  else if (actor === '') draft.actor = row.text(at.actorSystem)
  // One number for both: a password that somebody else changed was reset.
  if (type === '11' && draft.actor !== '') draft.change = 'password-reset'
  draft.target = targetOf(row, change)
  if (change.startsWith('policy-')) {
    draft.actor = row.text(at.actorName) || draft.name
    draft.account = ''
    draft.name = ''
  }
}

function targetOf(row: Row, change: Change): string {
  if (change.startsWith('role-')) return row.text(at.privilege) || row.text(at.role)
  if (change.startsWith('policy-')) return row.text(at.policy)
  if (change.startsWith('authenticator-')) return row.text(at.device) || row.text(at.factor)
  return row.text(at.group)
}

/** Scores run from 0 to 100; OneLogin names four levels and not their bounds, and Panther's rule takes 50 for high. */
function riskOf(score: number): Risk {
  return score > 50 ? 'high' : score > 25 ? 'medium' : score > 0 ? 'low' : 'none'
}

const event: Decoder = {
  name: 'onelogin.event',
  provider: 'onelogin',
  form: 'json',
  paths: at.list,
  marks: [at.type],
  recognise: (sample) =>
    /^\d{1,5}$/.test(`${sample.event_type_id ?? ''}`) &&
    ['user_id', 'actor_user_id', 'account_id', 'user_name'].some((member) => member in sample),
  decode,
}

export const oneloginDecoders: readonly Decoder[] = [event]
