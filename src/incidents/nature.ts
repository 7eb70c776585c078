/** What a finding says about where the attacker is: that decides who may close its incident, and whether silence ends it. */
import type { DetectionId } from '../signin/index.ts'
import type { Severity } from './severity.ts'

/**
 * `notice`: nothing by itself. `trouble`: many people are locked out, and nobody attacks. `attempt`: somebody tries, and
 * silence means that they gave up. `inside`: somebody may have got in or changed something, and silence means nothing.
 */
export type Nature = 'notice' | 'trouble' | 'attempt' | 'inside'

const OF_DETECTION: Readonly<Record<DetectionId, Nature>> = {
  'mfa-fatigue': 'attempt',
  'fatigue-approved': 'inside',
  'second-step-throttle': 'attempt',
  'password-spray': 'attempt',
  'impossible-travel': 'inside',
  'new-device': 'notice',
  'new-network': 'notice',
  'unusual-hour': 'notice',
  'untrusted-address': 'attempt',
  'sms-flood': 'attempt',
  'legacy-protocol': 'inside',
  'change-outside-case': 'inside',
  'takeover-pattern': 'inside',
  'recovery-probing': 'attempt',
  'emergency-account': 'inside',
  'mass-lockout': 'trouble',
}

/** A critical attempt is one that succeeded: a spray that found a password, an emergency account that was used. */
export function natureOf(detection: DetectionId, severity: Severity): Nature {
  const nature = OF_DETECTION[detection]
  return nature === 'attempt' && severity === 'critical' ? 'inside' : nature
}

const ORDER: readonly Nature[] = ['notice', 'trouble', 'attempt', 'inside']

export function graverNature(one: Nature, other: Nature): Nature {
  return ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other
}
