/** Words for what the directory names by id. An id that this version has no words for is shown as it is. */
import type { Contact, DirectoryPerson, Tier } from '../api/directory.ts'
import type { Tone } from '../design/pill.tsx'

/** What losing the person's account to somebody would be. */
export const TIERS: Readonly<Record<Tier, { readonly name: string; readonly tone: Tone }>> = {
  standard: { name: 'Standard', tone: 'quiet' },
  sensitive: { name: 'Sensitive', tone: 'warn' },
  privileged: { name: 'Privileged', tone: 'warn' },
}

export const FROZEN_BECAUSE: Readonly<Record<NonNullable<DirectoryPerson['freeze']>['because'], string>> = {
  staff: 'by a member of staff',
  stop: 'because a recovery was stopped',
  incident: 'because of an incident',
  link: 'because another account of theirs was',
}

export const CONTACT_KINDS: Readonly<Record<Contact['kind'], string>> = {
  mail: 'E-mail',
  landline: 'Landline',
  mobile: 'Mobile',
  manager: 'Manager',
}

const AUTHENTICATOR_KINDS: Readonly<Record<string, string>> = {
  password: 'Password',
  push: 'Push',
  'push-number': 'Push with number',
  totp: 'Code from an app',
  sms: 'Text message',
  voice: 'Call',
  email: 'Code by e-mail',
  passkey: 'Passkey',
  pass: 'Temporary pass',
  'recovery-code': 'Recovery codes',
  certificate: 'Certificate',
}

export function authenticatorName(kind: string): string {
  return AUTHENTICATOR_KINDS[kind] ?? kind
}
