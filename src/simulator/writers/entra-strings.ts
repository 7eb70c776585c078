/** Entra's numbers and words for what happens (Microsoft's error code reference and MFA reporting page). */
import type { SecondStep, Stop } from '../happening.ts'

export const REASONS: Readonly<Record<number, string>> = {
  50034:
    'The user account {EUII Hidden} does not exist in the directory. To sign into this application, the account must be added to the directory.',
  50053: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  50055: 'The password is expired.',
  50057: 'The user account is disabled.',
  50072:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  50074: 'Strong Authentication is required.',
  50076:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  50079:
    'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
  50087: 'A transient error has occurred during strong authentication. Please try again.',
  50088: 'Limit on telecom MFA calls reached. Please try again in a few minutes.',
  50105:
    'Your administrator has configured the application to block users unless they are specifically granted access to the application.',
  50126: 'Error validating credentials due to invalid username or password.',
  50140: "This occurred due to 'Keep me signed in' interrupt when the user was signing in.",
  53000:
    'Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and the device is not compliant.',
  53002: 'The app used is not an approved app for Conditional Access.',
  53003: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  53004: 'Cannot configure multi-factor authentication methods due to suspicious activity.',
  65001: 'The user or administrator has not consented to use the application with ID.',
  70043: 'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
  90033: 'A transient error has occurred. Please try again.',
  130504: 'Your Temporary Access Pass has expired. Contact your administrator to obtain a new pass.',
  130505: 'Your one-time Temporary Access Pass has been redeemed. Contact your admin to get a new pass.',
  130503: "Your Temporary Access Pass is incorrect. If you don't know your pass, contact your administrator.",
  500121: 'Authentication failed during strong authentication request.',
}

export const STOPS: Readonly<Record<Stop, number>> = {
  locked: 50053,
  disabled: 50057,
  'password-expired': 50055,
  'policy-block': 53003,
  'device-not-compliant': 53000,
  'app-not-approved': 53002,
  'risk-block': 53003,
  'legacy-block': 53003,
  'address-blocked': 50053,
  'not-enrolled': 50072,
  'enrolment-blocked': 53004,
  'no-method': 50079,
  'pass-expired': 130504,
  'pass-used': 130505,
  'pass-wrong': 130503,
  'service-error': 90033,
  application: 65001,
}

/** The vendor has one string for a prompt that cannot be sent, whatever the reason. */
export function denied(step: SecondStep): string {
  switch (step.result) {
    case 'refused':
      return 'MFA denied; user declined the authentication'
    case 'reported':
      return 'MFA denied; Phone App Reported Fraud'
    case 'no-answer':
      return step.method === 'push' || step.method === 'push-number'
        ? 'MFA denied; user did not respond to mobile app notification'
        : 'MFA denied; user never entered the verification code'
    case 'wrong-number':
      return 'MFA denied; user did not select the correct number'
    case 'wrong-code':
    case 'code-expired':
      return step.method === 'totp'
        ? 'MFA denied; invalid mobile app verification code'
        : 'MFA denied; user entered incorrect code'
    case 'code-reused':
      return 'MFA denied; verification code already used once'
    case 'too-many-codes':
      return 'MFA denied; entered incorrect code too many times'
    case 'undeliverable':
    case 'authenticator-invalid':
      return 'MFA denied; unable to send the mobile app notification to the device'
    case 'message-undeliverable':
      return step.method === 'voice'
        ? 'MFA denied; phone call went to voicemail'
        : "MFA denied; unable to reach the user's phone"
    case 'hung-up':
      return 'MFA denied; user hung up the phone call without succeeding the authentication'
    case 'blocked-user':
      return 'MFA denied; user is blocked'
    case 'service-error':
      return 'MFA denied; service error'
    case 'message-limit':
    case 'mistake':
      return 'MFA denied; duplicate authentication attempt'
    case 'approved':
      return 'MFA completed in Azure AD'
  }
}

export const METHODS: Readonly<Record<string, string>> = {
  push: 'Mobile app notification',
  'push-number': 'Mobile app notification',
  totp: 'OATH verification code',
  sms: 'Text message',
  voice: 'Phone call approval (Authentication phone)',
  email: 'Email',
  passkey: 'FIDO2 security key',
  pass: 'Temporary Access Pass',
}

export const CLIENTS = {
  browser: 'Browser',
  rich: 'Mobile Apps and Desktop clients',
  imap: 'IMAP4',
  pop: 'POP3',
  smtp: 'Authenticated SMTP',
  activesync: 'Exchange ActiveSync',
} as const

/** Policies that a stop without named ones is due to. */
export const BLOCKING: Readonly<Partial<Record<Stop, string>>> = {
  'policy-block': 'Block countries without business',
  'risk-block': 'Block sign-ins with high risk',
  'legacy-block': 'Block legacy authentication',
  'device-not-compliant': 'Require compliant device for office applications',
  'app-not-approved': 'Require approved client app on mobile',
  'enrolment-blocked': 'Security info registration from trusted places',
}
