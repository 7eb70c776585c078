/**
 * What a vendor's log cannot say, and why not. Such scenarios are not made for it, and where everyday life brings such a
 * case about, the truth allows it and does not demand it.
 */
import type { Cause, DetectionId } from '../signin/index.ts'
import type { Vendor } from './vendors.ts'

/** A cause or a detection. */
export type Id = Cause | DetectionId
type Reasons = Readonly<Partial<Record<Id, string>>>

const because = (why: string, ...ids: readonly Id[]): Reasons => Object.fromEntries(ids.map((id) => [id, why]))

const NO_PROMPTS = because(
  'the log does not tell prompts and their answers',
  'device-lost',
  'app-removed',
  'push-not-delivered',
  'push-not-answered',
  'number-mismatch',
  'mfa-fatigue',
  'fatigue-approved',
)
const NO_MESSAGES = because('the log has no messages', 'message-not-delivered', 'message-limit', 'sms-flood')
const NO_POLICIES = because('the log has no sign-in policies', 'policy-block', 'policy-conflict', 'enforcement')
const NO_ENROLMENT = because('the enrolment page leaves no event', 'not-enrolled', 'enrolment-blocked', 'enforcement')
const NO_PASSES = because('the log has no temporary passes', 'pass-expired', 'pass-used')
const NO_PLACE = because(
  'the log has neither coordinates nor network numbers',
  'impossible-travel',
  'untrusted-address',
  'new-network',
)
const NO_RISK = because('the log rates no sign-in as risky', 'takeover-pattern')
const NO_PROTOCOL = because('the log does not name mail protocols', 'legacy-protocol')
const NO_OUTAGE = because('a failing service writes nothing', 'provider-outage', 'mass-lockout')
const NO_DEVICE = because('the log has no user agent', 'new-device')
const NO_ROLES = because('the log does not show who holds the highest role', 'sole-administrator')
const ONE_REASON = because('a code used twice is logged as any wrong one', 'code-reused')

/** Where codes and keys are the only second steps. */
const CODES_ONLY: Reasons = {
  ...NO_PROMPTS,
  ...NO_MESSAGES,
  ...NO_POLICIES,
  ...NO_ENROLMENT,
  ...NO_PASSES,
  ...NO_OUTAGE,
  ...NO_ROLES,
  ...NO_RISK,
  ...NO_PROTOCOL,
  ...ONE_REASON,
  ...because('the password page says nothing about its date', 'password-expired'),
}

export const CANNOT: Readonly<Record<Vendor, Reasons>> = {
  entra: {},
  'entra-diagnostic': {},
  'microsoft-365': {
    ...NO_PROMPTS,
    ...NO_MESSAGES,
    ...NO_PLACE,
    ...NO_RISK,
    ...NO_PROTOCOL,
    ...because(
      'a second step fails with one code, whatever the reason',
      'clock-drift',
      'wrong-code',
      'code-reused',
      'second-step-throttle',
    ),
    ...because('the record does not name the policies', 'policy-conflict'),
  },
  okta: {
    ...ONE_REASON,
    ...NO_ENROLMENT,
    ...because("what a suspended person's sign-in says is not documented", 'account-disabled'),
    ...because('events of temporary access codes are not documented', 'pass-expired', 'pass-used'),
  },
  auth0: {
    ...ONE_REASON,
    ...NO_POLICIES,
    ...NO_ENROLMENT,
    ...NO_PASSES,
    ...NO_ROLES,
    ...NO_RISK,
    ...NO_PROTOCOL,
    ...because('there is no number to match', 'number-mismatch'),
    ...because('passwords do not expire by themselves', 'password-expired'),
    ...because('that a message was held back is not logged as such', 'message-limit'),
    ...because('the log has no network numbers', 'untrusted-address', 'new-network'),
  },
  keycloak: { ...CODES_ONLY, ...NO_PLACE, ...NO_DEVICE },
  google: {
    ...CODES_ONLY,
    ...NO_PLACE,
    ...NO_DEVICE,
    ...because('a locked account looks like a wrong password', 'locked-by-attempts'),
  },
  duo: {
    ...ONE_REASON,
    ...NO_PLACE,
    ...NO_RISK,
    ...NO_PROTOCOL,
    ...NO_PASSES,
    ...NO_ROLES,
    ...because(
      'Duo is asked after the password: what fails before leaves no row',
      'password-spray',
      'password-expired',
      'recovery-probing',
    ),
    ...because('an undelivered push is one without response', 'push-not-delivered'),
    ...because(
      'the telephony log does not say what arrived, nor for whom',
      'message-not-delivered',
      'message-limit',
      'sms-flood',
    ),
    ...because('enrolment is refused or not, without a reason', 'enrolment-blocked'),
    ...because('the row does not name the policies', 'policy-conflict'),
  },
  aws: {
    ...CODES_ONLY,
    ...NO_PLACE,
    ...because(
      'IAM does not lock, and a user without a login profile fails like any other',
      'locked-by-attempts',
      'account-disabled',
    ),
  },
  onelogin: {
    ...CODES_ONLY,
    ...NO_PLACE,
    ...NO_DEVICE,
    ...because(
      'projects disagree on what the event types mean',
      'locked-by-attempts',
      'account-disabled',
      'wrong-code',
      'clock-drift',
      'second-step-throttle',
      'recovery-probing',
    ),
  },
  ping: {
    ...CODES_ONLY,
    ...NO_PLACE,
    ...NO_DEVICE,
    ...because('audit activities show no second step', 'wrong-code', 'clock-drift', 'second-step-throttle'),
    ...because('audit activities name no address', 'password-spray'),
    ...because('no event of a lock or a disabled account is documented', 'locked-by-attempts', 'account-disabled'),
  },
  jumpcloud: {
    ...CODES_ONLY,
    ...because('the event has no network number', 'untrusted-address', 'new-network'),
  },
  ocsf: { ...CODES_ONLY },
}

/** The ids that a vendor's log is silent about. Some are both a cause and a detection: a reason silences both. */
export function silence(vendor: Vendor): ReadonlySet<Id> {
  return new Set(Object.keys(CANNOT[vendor]) as Id[])
}
