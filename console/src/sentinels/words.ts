/** What automations are declared for, in words. */
import type { Automation } from '../api/sentinels.ts'

interface KindWords {
  /** Ids of src/signin's changes. */
  readonly kind: string
  readonly name: string
}

/** Every change that needs a case (src/detection), what touches one person first. */
export const KINDS: readonly KindWords[] = [
  { kind: 'password-reset', name: 'Reset passwords' },
  { kind: 'authenticator-added', name: 'Register authenticators' },
  { kind: 'authenticator-removed', name: 'Remove authenticators' },
  { kind: 'authenticators-reset', name: 'Reset all authenticators' },
  { kind: 'pass-issued', name: 'Issue temporary passes' },
  { kind: 'codes-issued', name: 'Make recovery codes' },
  { kind: 'codes-viewed', name: 'Look at codes' },
  { kind: 'contact-changed', name: 'Change contacts' },
  { kind: 'mfa-disabled', name: 'Switch off MFA' },
  { kind: 'bypass-granted', name: 'Grant bypasses of MFA' },
  { kind: 'role-granted', name: 'Grant roles' },
  { kind: 'policy-changed', name: 'Change policies' },
  { kind: 'policy-weakened', name: 'Weaken policies' },
  { kind: 'policy-deleted', name: 'Delete policies' },
]

/** `Reset passwords, grant roles`. */
export function kindsText(kinds: readonly string[]): string {
  const names = kinds.map((kind) => KINDS.find((known) => known.kind === kind)?.name ?? kind.replaceAll('-', ' '))
  return names.map((name, index) => (index === 0 ? name : lowerFirst(name))).join(', ')
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

/** `everybody, privileged people too`. */
export function whomText({ whom, privileged }: Pick<Automation, 'whom' | 'privileged'>): string {
  const people = whom === 'all' ? 'everybody' : `people in the group ${whom.group}`
  return `${people}, ${privileged ? 'privileged people too' : 'but nobody privileged'}`
}
