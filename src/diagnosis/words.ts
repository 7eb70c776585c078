/** What a row, a cause and a verdict say in plain words. */
import { lookUp, type Method, type Trace } from '../signin/index.ts'
import type { Judged } from './judged.ts'

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
  return judged.ended === undefined || judged.endReportedAt !== undefined
    ? ` in ${inWords(ms)}`
    : `, over after ${inWords(ms)}`
}

/** A length of time in its most telling unit: `40 min`, `3 h`, `5 days`. */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`
}
