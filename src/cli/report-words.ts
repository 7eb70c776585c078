/** The report's words: one wording for every id, number and instant, whichever face shows it. */
import type { EndedBy, FailedAt, Instant, Outage, Scope, Severity } from '../diagnosis/index.ts'
import type { Cause, DetectionId, Provider } from '../signin/index.ts'

export const PROVIDER_NAME: Readonly<Record<Provider, string>> = {
  entra: 'Entra ID',
  okta: 'Okta',
  auth0: 'Auth0',
  keycloak: 'Keycloak',
  google: 'Google Workspace',
  duo: 'Duo',
  aws: 'AWS',
  onelogin: 'OneLogin',
  ping: 'Ping Identity',
  jumpcloud: 'JumpCloud',
  ocsf: 'OCSF log',
  sandbox: 'Sandbox',
}

/** A cause in two or three words; the report's own `summary` says it in a sentence. */
export const CAUSE_NAME: Readonly<Record<Cause, string>> = {
  'device-lost': 'device lost or replaced',
  'app-removed': 'app removed',
  'clock-drift': 'clock drift',
  'wrong-code': 'wrong code',
  'code-reused': 'code used twice',
  'push-not-delivered': 'prompt not delivered',
  'push-not-answered': 'prompt not answered',
  'number-mismatch': 'wrong number chosen',
  'message-not-delivered': 'message not delivered',
  'message-limit': 'message limit',
  'not-enrolled': 'nothing registered',
  'enrolment-blocked': 'registration blocked',
  'locked-by-attempts': 'locked by attempts',
  'account-disabled': 'account disabled',
  'password-expired': 'password expired',
  'policy-block': 'blocked by a policy',
  'policy-conflict': 'conflicting policies',
  'legacy-protocol': 'old protocol',
  'pass-expired': 'pass expired',
  'pass-used': 'pass used up',
  'provider-outage': 'provider outage',
  enforcement: 'MFA enforced',
  'sole-administrator': 'sole administrator',
}

/** What kind of trouble a cause is: the colours of the charts. */
export const FAMILIES = ['authenticator', 'delivery', 'account', 'policy', 'outage'] as const
export type Family = (typeof FAMILIES)[number]

export const FAMILY_NAME: Readonly<Record<Family, string>> = {
  authenticator: 'authenticator or code',
  delivery: 'prompt or message delivery',
  account: 'state of the account',
  policy: 'policy or enforcement',
  outage: 'provider outage',
}

export const CAUSE_FAMILY: Readonly<Record<Cause, Family>> = {
  'device-lost': 'authenticator',
  'app-removed': 'authenticator',
  'clock-drift': 'authenticator',
  'wrong-code': 'authenticator',
  'code-reused': 'authenticator',
  'push-not-delivered': 'delivery',
  'push-not-answered': 'delivery',
  'number-mismatch': 'authenticator',
  'message-not-delivered': 'delivery',
  'message-limit': 'delivery',
  'not-enrolled': 'authenticator',
  'enrolment-blocked': 'policy',
  'locked-by-attempts': 'account',
  'account-disabled': 'account',
  'password-expired': 'account',
  'policy-block': 'policy',
  'policy-conflict': 'policy',
  'legacy-protocol': 'policy',
  'pass-expired': 'authenticator',
  'pass-used': 'authenticator',
  'provider-outage': 'outage',
  enforcement: 'policy',
  'sole-administrator': 'account',
}

/** At what an attempt failed. */
export const FAILED_AT_NAME: Readonly<Record<FailedAt, string>> = {
  first: 'password or other first step',
  second: 'second step',
  stopped: 'lock, account state or policy',
  provider: 'error of the provider’s own',
}

export const DETECTION_NAME: Readonly<Record<DetectionId, string>> = {
  'mfa-fatigue': 'MFA fatigue: prompts that the person did not want',
  'fatigue-approved': 'A prompt approved after several were refused',
  'second-step-throttle': 'Many failed second steps in a short time',
  'password-spray': 'Password spraying: one source tries many accounts',
  'impossible-travel': 'Impossible travel between two sign-ins',
  'new-device': 'Sign-in from a new device',
  'new-network': 'Sign-in from a new network',
  'unusual-hour': 'Sign-in at an unusual hour',
  'untrusted-address': 'Sign-in from an untrusted address',
  'sms-flood': 'A flood of text messages or calls',
  'legacy-protocol': 'An old protocol gets past MFA',
  'change-outside-case': 'A security change that no case explains',
  'takeover-pattern': 'The pattern of an account takeover',
  'recovery-probing': 'Somebody is probing account recovery',
  'emergency-account': 'An emergency account was touched',
  'mass-lockout': 'Failures rise for many people at once',
}

/** What an outage keeps from working: "Entra ID: … for 212 people". */
export const OUTAGE_NAME: Readonly<Record<Outage['what'], string>> = {
  'sign-in': 'sign-in fails',
  push: 'prompts do not arrive',
  message: 'text messages and calls do not arrive',
}

/** How a lockout ended, as the end of a sentence: "back in after 12 m …" (but `quiet`: nobody knows). */
const ENDED_BY: Readonly<Record<EndedBy, string>> = {
  'same-authenticator': 'with the same authenticator',
  'another-authenticator': 'with another authenticator',
  'self-service': 'through self-service recovery',
  administrator: 'with help from an administrator',
  unlock: 'through an unlock',
  quiet: 'no further attempt for seven days',
}

export const SCOPE_NAME: Readonly<Record<Scope, string>> = {
  one: 'one person',
  group: 'a group',
  organisation: 'the whole organisation',
  provider: 'everybody at the provider',
}

/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies readonly Severity[]

/** `very likely (86 %)`: a word for those who skim, the number for those who weigh. */
export function likelihood(confidence: number): string {
  const word =
    confidence >= 0.95
      ? 'almost certain'
      : confidence >= 0.8
        ? 'very likely'
        : confidence >= 0.6
          ? 'likely'
          : confidence >= 0.3
            ? 'possible'
            : 'unlikely'
  return `${word} (${percent(confidence)})`
}

function percent(share: number): string {
  return `${Math.round(share * 100)}${GLUE}%`
}

/** `41,822`. */
export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** `1 person`, `12 people`, `no people`. */
export function count(value: number, one: string, many: string = `${one}s`): string {
  return value === 0 ? `no ${many}` : `${number(value)} ${value === 1 ? one : many}`
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** Keeps a number and its unit on one line. */
const GLUE = '\u00a0'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `23 Feb 2026`, UTC. Text that is no instant comes back as it is. */
export function day(instant: Instant): string {
  const month = MONTHS[Number(instant.slice(5, 7)) - 1]
  return month === undefined ? instant : `${Number(instant.slice(8, 10))} ${month} ${instant.slice(0, 4)}`
}

/** `23 Feb 2026 14:03`, UTC. */
export function minute(instant: Instant): string {
  return `${day(instant)} ${instant.slice(11, 16)}`
}

/** `23 Feb 2026 14:03:59`, UTC. */
export function second(instant: Instant): string {
  return `${day(instant)} ${instant.slice(11, 19)}`
}

/** `23 Feb 2026 13:40 to 15:02 (1 h 22 m)`; one instant if both are in the same minute. */
export function range(start: Instant, end: Instant): string {
  if (minute(start) === minute(end)) return minute(start)
  return `${minute(start)} to ${sameDay(start, end)} (${duration(start, end)})`
}

/** `14:03` if that is the day of `start` as well, else `23 Feb 2026 14:03`. */
export function sameDay(start: Instant, end: Instant): string {
  return day(start) === day(end) ? end.slice(11, 16) : minute(end)
}

/** `back in after 12 m with the same authenticator`. */
export function ending(start: Instant, { at, by }: { readonly at: Instant; readonly by: EndedBy }): string {
  return by === 'quiet' ? ENDED_BY[by] : `back in after ${duration(start, at)} ${ENDED_BY[by]}`
}

/** `45 s`, `12 m`, `1 h 22 m`, `3 d 4 h`: the two largest units. */
export function duration(start: Instant, end: Instant): string {
  const seconds = Math.max(0, Math.round((Date.parse(end) - Date.parse(start)) / 1000)) || 0
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds}${GLUE}s`
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes}${GLUE}m`
  const days = Math.floor(hours / 24)
  return days === 0 ? pair(hours, 'h', minutes % 60, 'm') : pair(days, 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = small === 0 ? '' : `${GLUE}${small}${GLUE}${smallUnit}`
  return `${large}${GLUE}${largeUnit}${rest}`
}
