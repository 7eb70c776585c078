/**
 * Which way a call of Auth0's Management API moved a rule for everybody: the request says what was touched, the answer
 * what is in force now. Where the two do not settle it, the policy was changed, and no more is claimed.
 */
import type { Change } from '../sign-in.ts'

type Body = Readonly<Record<string, unknown>>
type Direction = 'weaker' | 'stronger' | 'unknown'

const CHANGE: Readonly<Record<Direction, Change>> = {
  weaker: 'policy-weakened',
  stronger: 'policy-strengthened',
  unknown: 'policy-changed',
}

/** `request` and `answer` are the bodies of the call at `room` (`attack-protection`, `guardian/policies`, …). */
export function policyChange(room: string, request: unknown, answer: unknown): Change {
  if (room === 'guardian/policies') return CHANGE[ofMfaPolicies(Array.isArray(answer) ? answer : request)]
  if (!PROTECTIONS.has(room) || !isBody(request)) return 'policy-changed'
  return CHANGE[ofProtection(request, isBody(answer) ? answer : {})]
}

/** Settings in which "on" guards people. A factor that is switched on is a way in as well, and so tells no direction. */
const PROTECTIONS: ReadonlySet<string> = new Set([
  'attack-protection',
  'risk-assessments',
  'risk-assessment',
  'anomaly',
])

/** The list is all that is in force: none, always (`all-applications`), or for sign-ins that look odd (`confidence-score`). */
function ofMfaPolicies(policies: unknown): Direction {
  if (!Array.isArray(policies)) return 'unknown'
  if (policies.length === 0) return 'weaker'
  return policies.includes('all-applications') ? 'stronger' : 'unknown'
}

function ofProtection(request: Body, answer: Body): Direction {
  const touched = Object.keys(request).map((name) => effectOf(name, answer[name] ?? request[name]))
  if (touched.includes('weaker')) return 'weaker'
  // What the answer shows to be off may have been so before: no strengthening then, and no weakening either.
  const shown = Object.entries(answer).map(([name, value]) => effectOf(name, value))
  const isStronger = touched.length > 0 && touched.every((each) => each === 'stronger')
  return isStronger && !shown.includes('weaker') ? 'stronger' : 'unknown'
}

/** What a setting's value does; names and values of the Management API's description (attack-protection, risk-assessments). */
function effectOf(name: string, value: unknown): Direction {
  if (name === 'monitoring_mode_enabled') return typeof value === 'boolean' ? onOff(!value) : 'unknown'
  if (name === 'shields') return onOff(textsIn(value).includes('block'))
  if (typeof value === 'boolean') return onOff(value)
  return value === 'never' || value === 'none' ? 'weaker' : value === 'always' ? 'stronger' : 'unknown'
}

function onOff(isOn: boolean): Direction {
  return isOn ? 'stronger' : 'weaker'
}

function textsIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
