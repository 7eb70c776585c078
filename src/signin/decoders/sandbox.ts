/** The sandbox identity provider's sign-in log and audit log (sandbox/log.ts), read by its API. */
import { lookUp } from '../catalogue/index.ts'
import { countryCode } from '../countries.ts'
import { type Decoder, paths, type Row } from '../decoder.ts'
import type { Activity, Change, Draft, Method } from '../sign-in.ts'
import { rowTime } from './row-time.ts'

type Sample = Readonly<Record<string, unknown>>

const at = paths({
  schema: 'schema',
  id: 'id',
  time: 'time',
  tenant: 'tenant',
  code: 'code',
  user: 'user.id',
  name: 'user.name',
  attempt: 'attempt',
  method: 'method',
  authenticator: 'authenticator.id',
  proved: 'proved',
  detail: 'detail',
  app: 'app',
  rules: 'rules[]',
  ip: 'client.address',
  userAgent: 'client.userAgent',
  device: 'client.device',
  managed: 'client.managed',
  country: 'client.place.country',
  city: 'client.place.city',
  latitude: 'client.place.latitude',
  longitude: 'client.place.longitude',
  asn: 'client.place.asn',
})

const audited = paths({
  schema: 'schema',
  id: 'id',
  time: 'time',
  tenant: 'tenant',
  action: 'action',
  actor: 'actor.id',
  actorName: 'actor.name',
  user: 'user.id',
  name: 'user.name',
  target: 'target',
  ip: 'address',
})

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['password', 'password'],
  ['totp', 'totp'],
  ['push', 'push-number'],
  ['inbox', 'email'],
  ['recovery-codes', 'recovery-code'],
  ['pass', 'pass'],
  ['passkey', 'passkey'],
])

/** Codes that are no step of the person's own. */
const ACTIVITIES: ReadonlyMap<string, Activity> = new Map([
  ['push.sent', 'prompt'],
  ['inbox.sent', 'message'],
])

const ACTIONS: ReadonlyMap<string, Change> = new Map([
  ['authenticator.added', 'authenticator-added'],
  ['authenticator.removed', 'authenticator-removed'],
  ['authenticators.reset', 'authenticators-reset'],
  ['enrolment.started', 'other'],
  ['enrolment.withdrawn', 'other'],
  ['password.reset', 'password-reset'],
  ['password.reset_required', 'password-reset'],
  ['pass.issued', 'pass-issued'],
  ['pass.withdrawn', 'other'],
  ['recovery_codes.issued', 'codes-issued'],
  ['sessions.ended', 'sessions-revoked'],
  ['person.suspended', 'account-disabled'],
  ['person.unsuspended', 'account-enabled'],
  ['person.unlocked', 'account-unlocked'],
  ['group.joined', 'group-joined'],
  ['group.left', 'group-left'],
  ['role.granted', 'role-granted'],
  ['role.revoked', 'role-revoked'],
  ['rule.added', 'policy-created'],
  ['rule.enabled', 'policy-strengthened'],
  ['rule.disabled', 'policy-weakened'],
  ['rule.removed', 'policy-deleted'],
  ['passes.allowed', 'policy-weakened'],
  ['passes.forbidden', 'policy-strengthened'],
  ['source.refused', 'other'],
  ['source.admitted', 'other'],
])

function decodeSignIn(row: Row, draft: Draft): void {
  const code = row.text(at.code)
  draft.code = code
  draft.time = rowTime(row, at.time)
  draft.id = row.text(at.id)
  draft.tenant = row.text(at.tenant)
  draft.account = row.text(at.user)
  draft.name = row.text(at.name)
  draft.known = code !== 'user.unknown' && draft.account !== ''
  draft.attempt = row.text(at.attempt)
  draft.method = METHODS.get(row.text(at.method)) ?? 'none'
  draft.target = row.text(at.authenticator)
  draft.detail = row.text(at.detail)
  draft.app = row.text(at.app)
  draft.policies = Array.from({ length: row.count(at.rules) }, (_, index) => row.textAt(at.rules, index))
  writeOrigin(row, draft)
  writeMeaning(row, draft, code)
}

function writeMeaning(row: Row, draft: Draft, code: string): void {
  const entry = lookUp('sandbox', code)
  if (entry === undefined) return
  draft.activity = ACTIVITIES.get(code) ?? 'sign-in'
  draft.outcome = entry.outcome
  draft.step = entry.step
  draft.reason = entry.reason
  // A limit on passwords is the first step's.
  if (draft.method === 'password' && code === 'attempts.slowed') draft.step = 'first'
  draft.complete = code === 'signed_in'
  draft.proved = draft.complete && row.flag(at.proved)
}

function writeOrigin(row: Row, draft: Draft): void {
  draft.ip = row.text(at.ip)
  draft.country = countryCode(row.text(at.country))
  draft.city = row.text(at.city)
  draft.latitude = row.number(at.latitude)
  draft.longitude = row.number(at.longitude)
  draft.asn = row.number(at.asn) || 0
  draft.device = row.text(at.device)
  draft.managed = row.flag(at.managed)
  draft.client = row.text(at.userAgent)
}

function decodeAudit(row: Row, draft: Draft): void {
  const action = row.text(audited.action)
  draft.code = action
  draft.time = rowTime(row, audited.time)
  draft.id = row.text(audited.id)
  draft.tenant = row.text(audited.tenant)
  draft.family = 'audit'
  draft.account = row.text(audited.user)
  draft.name = row.text(audited.name)
  draft.ip = row.text(audited.ip)
  draft.target = row.text(audited.target)
  if (row.text(audited.actor) !== draft.account) draft.actor = row.text(audited.actorName)
  const change = ACTIONS.get(action)
  if (change === undefined) return
  draft.activity = 'change'
  draft.outcome = 'success'
  draft.change = change
}

const signIn: Decoder = {
  name: 'sandbox.sign-in',
  provider: 'sandbox',
  form: 'json',
  paths: at.list,
  // The audit log has no code, so that neither is taken for the other.
  marks: [at.schema, at.code, at.attempt],
  recognise: (sample: Sample) => sample.schema === 'sandbox.sign-in/1',
  decode: decodeSignIn,
}

const audit: Decoder = {
  name: 'sandbox.audit',
  provider: 'sandbox',
  form: 'json',
  paths: audited.list,
  marks: [audited.schema, audited.action, audited.actor],
  recognise: (sample: Sample) => sample.schema === 'sandbox.audit/1',
  decode: decodeAudit,
}

export const sandboxDecoders: readonly Decoder[] = [signIn, audit]
