/** The two closed lists of verdicts (CONTRACTS.md), by their stable ids: what `--json` and `truth.json` name. */

export const DETECTIONS = [
  'mfa-fatigue',
  'fatigue-approved',
  'second-step-throttle',
  'password-spray',
  'impossible-travel',
  'new-device',
  'new-network',
  'unusual-hour',
  'untrusted-address',
  'sms-flood',
  'legacy-protocol',
  'change-outside-case',
  'takeover-pattern',
  'recovery-probing',
  'emergency-account',
  'mass-lockout',
] as const
export type DetectionId = (typeof DETECTIONS)[number]

export const CAUSES = [
  'device-lost',
  'app-removed',
  'clock-drift',
  'wrong-code',
  'code-reused',
  'push-not-delivered',
  'push-not-answered',
  'number-mismatch',
  'message-not-delivered',
  'message-limit',
  'not-enrolled',
  'enrolment-blocked',
  'locked-by-attempts',
  'account-disabled',
  'password-expired',
  'policy-block',
  'policy-conflict',
  'legacy-protocol',
  'pass-expired',
  'pass-used',
  'provider-outage',
  'enforcement',
  'sole-administrator',
] as const
export type Cause = (typeof CAUSES)[number]
