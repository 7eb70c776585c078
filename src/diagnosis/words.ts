/** What a row, a cause and a verdict say in plain words. */
import { type Cause, lookUp, type Method, type Trace } from '../signin/index.ts'
import type { Judged } from './judged.ts'

const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  'device-lost': 'The device with the authenticator seems to be lost or replaced',
  'app-removed': 'The authenticator app seems to have been removed or re-installed',
  'clock-drift': 'The clock of the device that makes the codes seems to be wrong',
  'wrong-code': 'Wrong codes were entered',
  'code-reused': 'A code was used twice',
  'push-not-delivered': 'Prompts do not reach the phone',
  'push-not-answered': 'Prompts were not answered in time',
  'number-mismatch': 'The number typed did not match the one on the screen',
  'message-not-delivered': 'The text message or call does not arrive',
  'message-limit': 'Too many messages were asked for, and no more are sent',
  'not-enrolled': 'No authenticator is registered',
  'enrolment-blocked': 'Registering an authenticator is blocked',
  'locked-by-attempts': 'The account is locked after too many attempts',
  'account-disabled': 'The account is disabled',
  'password-expired': 'The password has expired',
  'policy-block': 'A policy blocks the sign-in',
  'policy-conflict': 'Several policies block the sign-in that cannot all be met',
  'legacy-protocol': 'The program uses a protocol that cannot do MFA',
  'pass-expired': 'The temporary pass has expired',
  'pass-used': 'The temporary pass was already used',
  'provider-outage': 'The provider is in trouble',
  enforcement: 'MFA became mandatory for people who have no authenticator',
  'sole-administrator': 'The only administrator is locked out',
}

export function causeInWords(cause: Cause): string {
  return CAUSE_WORDS[cause]
}

const METHOD_WORDS: Readonly<Record<Method, string>> = {
  none: '',
  password: 'password',
  push: 'push',
  'push-number': 'push with number',
  totp: 'code from an app',
  sms: 'text message',
  voice: 'call',
  email: 'mail',
  passkey: 'passkey',
  pass: 'temporary pass',
  'recovery-code': 'recovery code',
  certificate: 'certificate',
  claim: 'remembered MFA',
  external: 'another provider',
  other: 'another method',
}

const CHANGE_TITLE = /-/g

/** What one row says: `Prompt refused · push · from 192.0.2.7`. */
export function traceInWords(trace: Trace): string {
  const entry = lookUp(trace.provider, trace.code)
  const parts: string[] = []
  if (trace.change !== 'none') parts.push(trace.change.replace(CHANGE_TITLE, ' '))
  else if (trace.success) parts.push('signed in')
  else if (entry !== undefined && (trace.reason === 'none' || trace.reason === entry.reason)) {
    parts.push(entry.title.replace(/\.$/, ''))
  } else parts.push(trace.reason === 'none' ? trace.code : trace.reason.replace(CHANGE_TITLE, ' '))
  if (trace.success && trace.change !== 'none') parts.push('done')
  if (METHOD_WORDS[trace.method] !== '') parts.push(METHOD_WORDS[trace.method])
  if (trace.change !== 'none' && trace.target !== '') parts.push(trace.target)
  if (trace.ip !== '') parts.push(`from ${trace.ip}`)
  return parts.join(' · ')
}

/** One sentence on a lockout: its numbers, and what its cause was read from. */
export function lockoutInWords(judged: Judged): string {
  const { lockout, attempts, people } = judged
  const who = people.length > 1 ? `${people.length} people, ` : ''
  const said = [...lockout.reasons]
    .filter(([reason]) => reason !== 'second-step-asked')
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([reason, times]) => `${reason.replaceAll('-', ' ')}${times > 1 ? ` ${times} times` : ''}`)
  const policies = [...lockout.policies].slice(0, 2).map((policy) => `“${policy}”`)
  const because = people.length > 1 ? policies : [...said, ...policies]
  return `${who}${attempts} failed ${attempts === 1 ? 'attempt' : 'attempts'}${howLong(judged)}${because.length > 0 ? `: ${because.join(', ')}` : ''}.`
}

function howLong(judged: Judged): string {
  const ms = judged.end - judged.start
  if (ms < 60_000) return ''
  return judged.ended === undefined ? ` in ${inWords(ms)}` : `, over after ${inWords(ms)}`
}

/** A length of time in its most telling unit: `40 min`, `3 h`, `5 days`. */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}
