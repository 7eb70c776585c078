/** What a check asks of people: of the person in front of it, and of how many others. */
import { CHECKS, type CheckId } from '../verification/index.ts'

/** What somebody may not have: a phone, a camera, a voice that a call carries. */
export const ABILITIES = ['phone', 'camera', 'voice'] as const
export type Ability = (typeof ABILITIES)[number]

/**
 * In doubt a check asks for it. A visit asks for none of them: at a desk one can write. A passkey may lie in a key or a computer.
 */
export const ASKS: Readonly<Record<CheckId, readonly Ability[]>> = {
  passkey: [],
  push: ['phone'],
  totp: ['phone'],
  password: [],
  'saved-code': [],
  'sms-code': ['phone'],
  'email-code': [],
  'letter-code': [],
  'callback-landline': ['phone', 'voice'],
  'callback-mobile': ['phone', 'voice'],
  manager: ['voice'],
  'trusted-contacts': ['voice'],
  document: ['camera'],
  'document-video': ['camera', 'voice'],
  'in-person': [],
  'recent-activity': [],
}

const GIVERS: Readonly<Partial<Record<CheckId, number>>> = {
  'trusted-contacts': 2,
  'document-video': 2,
  'in-person': 2,
}

/** So many people other than the person have to do something for the check, at least. */
export function giversOf(check: CheckId): number {
  return GIVERS[check] ?? (CHECKS[check].alone ? 0 : 1)
}
