import { changeOutsideCase } from './change-outside-case.ts'
import type { Detection } from './detection.ts'
import { emergencyAccount } from './emergency-account.ts'
import { fatigueApproved } from './fatigue-approved.ts'
import { impossibleTravel } from './impossible-travel.ts'
import { legacyProtocol } from './legacy-protocol.ts'
import { massLockout } from './mass-lockout.ts'
import { mfaFatigue } from './mfa-fatigue.ts'
import { networkSpray, passwordSpray } from './password-spray.ts'
import { privilegedProbing, recoveryProbing } from './recovery-probing.ts'
import { secondStepThrottle } from './second-step-throttle.ts'
import { smsFlood } from './sms-flood.ts'
import { takeoverPattern } from './takeover-pattern.ts'
import { newDevice, newNetwork, unusualHour } from './unfamiliar.ts'
import { untrustedAddress } from './untrusted-address.ts'

export { CHANGES_THAT_NEED_CASE } from './changes.ts'
export type { Detection, OpenFinding, SeenChange, Severity } from './detection.ts'
export { createDetections, type Detections, isAttack, isReportOnly } from './engine.ts'
export { type Activity, createActivity, createRise, type Rise, type RiseLimits } from './rise.ts'

/** All detections, in the order in which they see a row. */
export const ALL_DETECTIONS: readonly Detection<never>[] = [
  mfaFatigue,
  fatigueApproved,
  secondStepThrottle,
  passwordSpray,
  networkSpray,
  impossibleTravel,
  newDevice,
  newNetwork,
  unusualHour,
  untrustedAddress,
  smsFlood,
  legacyProtocol,
  changeOutsideCase,
  takeoverPattern,
  recoveryProbing,
  privilegedProbing,
  emergencyAccount,
  massLockout,
] as unknown as readonly Detection<never>[]
