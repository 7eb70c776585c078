/** What Okta calls its authenticators: factor names in the debug data, labels and method types in the targets. */
import type { Method } from '../sign-in.ts'

/** `debugContext.debugData.factor`, and the word before "factor" in the reasons of user.mfa.factor.* events. */
const FACTORS: ReadonlyMap<string, Method> = new Map([
  ['PASSWORD_AS_FACTOR', 'password'],
  ['OKTA_VERIFY_PUSH', 'push'],
  ['PUSH', 'push'],
  ['CUSTOM_APP', 'push'],
  ['SIGNED_NONCE', 'passkey'],
  ['FIDO_WEBAUTHN', 'passkey'],
  ['WEBAUTHN', 'passkey'],
  ['FIDO_U2F', 'passkey'],
  ['U2F', 'passkey'],
  ['OKTA_SOFT_TOKEN', 'totp'],
  ['SOFT_TOKEN', 'totp'],
  ['GOOGLE_AUTH', 'totp'],
  ['GOOGLE_OTP', 'totp'],
  ['GOOGLE_AUTHENTICATOR', 'totp'],
  ['HARDWARE_TOKEN', 'totp'],
  ['YUBIKEY_TOKEN', 'totp'],
  ['SYMANTEC_VIP', 'totp'],
  ['SYMANTEC_TOKEN', 'totp'],
  ['RSA_TOKEN', 'totp'],
  ['ON_PREM_MFA', 'totp'],
  ['CUSTOM_OTP', 'totp'],
  ['TOTP', 'totp'],
  ['SMS_FACTOR', 'sms'],
  ['SMS', 'sms'],
  ['CALL_FACTOR', 'voice'],
  ['VOICE', 'voice'],
  ['EMAIL_FACTOR', 'email'],
  ['EMAIL', 'email'],
  ['DUO_SECURITY', 'external'],
  ['GENERIC_SAML', 'external'],
  ['GENERIC_OIDC', 'external'],
  ['EXTERNAL_IDP', 'external'],
  ['SMART_CARD_IDP', 'certificate'],
  ['TEMPORARY_ACCESS_CODE', 'pass'],
  ['TAC', 'pass'],
])

/** The method behind a factor's name; Okta writes one name in both cases (`SIGNED_NONCE`, `signed_nonce`). */
export function methodOf(factor: string): Method {
  return FACTORS.get(factor) ?? FACTORS.get(factor.toUpperCase()) ?? 'other'
}

/** Words in the labels and method types that Okta shows to people, the telling ones first. */
const WORDS: readonly (readonly [word: string, method: Method])[] = [
  ['push', 'push'],
  ['fastpass', 'passkey'],
  ['signed_nonce', 'passkey'],
  ['totp', 'totp'],
  ['code', 'totp'],
  ['sms', 'sms'],
  ['text message', 'sms'],
  ['call', 'voice'],
  ['voice', 'voice'],
  ['password', 'password'],
  ['biometric', 'passkey'],
  ['webauthn', 'passkey'],
  ['passkey', 'passkey'],
  ['google authenticator', 'totp'],
  ['yubikey', 'totp'],
  ['email', 'email'],
  ['duo', 'external'],
  ['smart card', 'certificate'],
]

/** The method of an AuthenticatorEnrollment by `detailEntry.methodTypeUsed`, else its label ("Okta Verify" says too little). */
export function methodOfEnrolment(label: string, methodType: string): Method {
  if (label === 'Temporary Access Code') return 'pass'
  return methodIn(methodType) ?? methodIn(label) ?? 'other'
}

function methodIn(text: string): Method | undefined {
  const lower = text.toLowerCase()
  return lower === '' ? undefined : WORDS.find(([word]) => lower.includes(word))?.[1]
}
