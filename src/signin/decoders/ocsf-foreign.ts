/**
 * What an OCSF event of somebody else's means in our words. OCSF says whether a sign-in succeeded; why it failed stands,
 * if at all, in the vendor's own words (status_code, status_detail), of which only the plainest are understood here.
 */
import type { Row } from '../decoder.ts'
import type { Change, Draft, Method, Outcome, Reason, Step } from '../sign-in.ts'
import { at } from './ocsf-row.ts'

const BASIC_AUTHENTICATION = 11

/** auth_factor.factor_type_id */
const FACTORS: ReadonlyMap<string, Method> = new Map([
  ['1', 'sms'],
  ['3', 'voice'],
  ['4', 'passkey'],
  ['5', 'push'],
  ['6', 'totp'],
  ['7', 'totp'],
  ['8', 'email'],
  ['9', 'passkey'],
  ['10', 'passkey'],
  ['11', 'password'],
])

/** activity_id of Account Change */
const ACCOUNT_CHANGES: ReadonlyMap<number, Change> = new Map([
  [1, 'account-created'],
  [2, 'account-enabled'],
  [3, 'password-changed'],
  [4, 'password-reset'],
  [5, 'account-disabled'],
  [6, 'account-deleted'],
  [7, 'role-granted'],
  [8, 'role-revoked'],
  [9, 'account-locked'],
  [10, 'authenticator-added'],
  [11, 'authenticator-removed'],
  [12, 'account-unlocked'],
])

/** Words of vendors' statuses that leave no doubt, the particular before the general. */
const WORDS: readonly (readonly [word: string, step: Step, reason: Reason])[] = [
  ['locked', 'account', 'locked'],
  ['disabled', 'account', 'disabled'],
  ['suspended', 'account', 'disabled'],
  ['password expired', 'account', 'password-expired'],
  ['not exist', 'first', 'unknown-user'],
  ['unknown user', 'first', 'unknown-user'],
  ['no such user', 'first', 'unknown-user'],
  ['mfa', 'second', 'second-step-failed'],
  ['otp', 'second', 'wrong-code'],
  ['policy', 'policy', 'policy-block'],
  ['password', 'first', 'wrong-password'],
  ['credential', 'first', 'wrong-password'],
]

/** Writes class and activity; leaves `other` the classes that tell of no sign-in and no account. */
export function writeForeign(row: Row, draft: Draft): void {
  const activity = row.number(at.activityId)
  draft.tenant ||= row.text(at.userAccount) || row.text(at.cloudAccount)
  draft.attempt ||= row.text(at.actorSession) || row.text(at.session)
  draft.app = row.text(at.service) || row.text(at.destination)
  draft.detail ||= row.text(at.message)
  switch (row.number(at.classUid)) {
    case 3002:
      writeAuthentication(row, draft, activity)
      break
    case 3001:
      writeChange(row, draft, ACCOUNT_CHANGES.get(activity) ?? 'other')
      break
    case 3005:
      if (activity === 1 || activity === 2) writeChange(row, draft, activity === 1 ? 'role-granted' : 'role-revoked')
      break
    case 3006:
      if (activity === 3 || activity === 4) writeChange(row, draft, activity === 3 ? 'group-joined' : 'group-left')
  }
}

function writeAuthentication(row: Row, draft: Draft, activity: number): void {
  draft.account ||= row.text(at.actor)
  draft.name ||= row.text(at.actorName) || row.text(at.actorEmail)
  draft.outcome = outcomeOf(row)
  draft.legacy = row.number(at.protocol) === BASIC_AUTHENTICATION
  if (activity === 2) draft.activity = 'sign-out'
  // Kerberos tickets and their like, and what no activity is given for, are no sign-in of a person's.
  else draft.activity = activity === 1 || activity === 6 ? 'sign-in' : 'refresh'
  if (draft.activity !== 'sign-in') return
  draft.method = methodOf(row)
  draft.step = activity === 1 ? 'session' : 'first'
  draft.complete = activity === 1 && draft.outcome === 'success'
  draft.proved = draft.complete && row.flag(at.mfa)
  if (draft.outcome === 'failure') writeReason(row, draft)
}

const CODES: ReadonlySet<Method> = new Set<Method>(['totp', 'sms', 'email'])
const SECOND: ReadonlySet<Method> = new Set<Method>([...CODES, 'push', 'push-number', 'voice', 'passkey', 'other'])

function writeReason(row: Row, draft: Draft): void {
  const words = `${row.text(at.statusCode)} ${row.text(at.statusDetail)} ${row.text(at.message)}`.toLowerCase()
  const found = WORDS.find(([word]) => words.replaceAll('_', ' ').includes(word))
  draft.step = found?.[1] ?? 'first'
  draft.reason = found?.[2] ?? 'other'
  // A factor beyond the password is named: so the password was right, and that factor failed.
  if (draft.step === 'first' && row.flag(at.mfa) && SECOND.has(draft.method)) {
    draft.step = 'second'
    draft.reason = CODES.has(draft.method) ? 'wrong-code' : 'second-step-failed'
  }
  if (draft.reason === 'unknown-user') draft.known = false
}

function writeChange(row: Row, draft: Draft, change: Change): void {
  const actor = row.text(at.actor)
  draft.activity = 'change'
  draft.family = 'audit'
  draft.change = change
  draft.outcome = outcomeOf(row)
  if (actor !== draft.account) draft.actor = row.text(at.actorName) || actor
  draft.target = row.textAt(at.policies, 0) || row.text(at.policy) || row.text(at.group) || row.textAt(at.privileges, 0)
  if (change === 'account-locked') {
    // The status of a lock is often that of the sign-in which caused it (Okta: FAILURE); the lock itself is a fact.
    draft.outcome = 'success'
    draft.step = 'account'
    draft.reason = 'locked'
  }
}

function outcomeOf(row: Row): Outcome {
  const id = row.number(at.statusId)
  const said = row.text(at.status).toLowerCase()
  if (id === 1 || said === 'success') return 'success'
  return id === 2 || said === 'failure' ? 'failure' : 'unknown'
}

/** The last factor that is more than the password; `is_mfa` alone says that there was one, and not which. */
function methodOf(row: Row): Method {
  let method: Method = row.flag(at.mfa) ? 'other' : 'none'
  const count = row.count(at.factors)
  for (let index = 0; index < count; index++) {
    const factor = FACTORS.get(row.textAt(at.factors, index)) ?? 'other'
    if (factor !== 'password' || method === 'none') method = factor
  }
  return method
}
