/** Entra's names of the ways to authenticate. */
import type { Method } from '../sign-in.ts'

/**
 * One way to authenticate, and what it can do: `first` only opens the door to the second step; `second` answers it, or
 * both steps at once (passkeys, certificates, passes); `claim` repeats what an earlier sign-in proved.
 */
export interface Way {
  readonly method: Method
  readonly role: 'first' | 'second' | 'claim'
}

const PASSWORD: Way = { method: 'password', role: 'first' }
const FEDERATED: Way = { method: 'external', role: 'first' }
const CLAIM: Way = { method: 'claim', role: 'claim' }
const PUSH: Way = { method: 'push', role: 'second' }
const TOTP: Way = { method: 'totp', role: 'second' }
const SMS: Way = { method: 'sms', role: 'second' }
const VOICE: Way = { method: 'voice', role: 'second' }
const PASSKEY: Way = { method: 'passkey', role: 'second' }
const PASS: Way = { method: 'pass', role: 'second' }
const CERTIFICATE: Way = { method: 'certificate', role: 'second' }
const MAIL: Way = { method: 'email', role: 'second' }
const EXTERNAL: Way = { method: 'external', role: 'second' }
const OTHER: Way = { method: 'other', role: 'second' }
const UNNAMED: Way = { method: 'none', role: 'second' }

const WAYS: ReadonlyMap<string, Way> = new Map([
  ['Password', PASSWORD],
  ['CloudOnlyPassword', PASSWORD],
  ['Previously satisfied', CLAIM],
  ['Claim in access token', CLAIM],
  ['Satisfied by token', CLAIM],
  ['Mobile app notification', PUSH],
  ['Passwordless phone sign-in', PUSH],
  ['OATH verification code', TOTP],
  ['Mobile app verification code', TOTP],
  ['Text message', SMS],
  ['Phone call approval (Authentication phone)', VOICE],
  ['Phone call approval (Alternate phone)', VOICE],
  ['Phone call approval (Office phone)', VOICE],
  ['FIDO2 security key', PASSKEY],
  ['Passkey (device-bound)', PASSKEY],
  ['Passkey (synced)', PASSKEY],
  ['Windows Hello for Business', PASSKEY],
  ['X.509 Certificate', CERTIFICATE],
  ['Temporary Access Pass', PASS],
  ['', UNNAMED],
])

/** What else a name may contain; the first that fits has it. Microsoft adds names without notice. */
const PARTS: readonly (readonly [RegExp, Way])[] = [
  [/password(?!less)/i, PASSWORD],
  [/seamless|desktop sso|kerberos/i, PASSWORD],
  [/previously|claim|by token/i, CLAIM],
  [/federat/i, FEDERATED],
  [/fido|passkey|hello|\bngc\b|platform credential|secure enclave/i, PASSKEY],
  [/certificate|x\.?509/i, CERTIFICATE],
  [/temporary access|\btap\b/i, PASS],
  [/mail/i, MAIL],
  [/oath|verification code|app code|totp|one-?time (?:pass)?code/i, TOTP],
  [/sms|text message/i, SMS],
  [/phone call|voice|twowayvoice/i, VOICE],
  [/external|custom control/i, EXTERNAL],
  [/authenticator|notification|phone sign-?in|phoneapp/i, PUSH],
  [/phone/i, SMS],
]

/**
 * The way that a name stands for, as in `authenticationDetails[].authenticationMethod` or `mfaDetail.authMethod`; without
 * a name it is a second step of unknown kind. (Names: Graph's authenticationDetail resource, and sign-in logs.)
 */
export function wayOf(name: string): Way {
  return WAYS.get(name) ?? PARTS.find(([pattern]) => pattern.test(name))?.[1] ?? OTHER
}
