/** Which changes matter to recovery, and what each means. */
import type { Change, SignIn } from '../signin/index.ts'

/** Changes that give somebody else's account a new way in, or weaken what guards it: each needs a case that explains it. */
const BEHIND_OUR_BACK: ReadonlyMap<Change, string> = new Map<Change, string>([
  ['authenticators-reset', 'All authenticators were reset'],
  ['authenticator-removed', 'An authenticator was removed'],
  ['authenticator-added', 'An authenticator was registered for somebody else'],
  ['mfa-disabled', 'MFA was switched off'],
  ['pass-issued', 'A temporary pass was issued'],
  ['codes-issued', 'Recovery codes were made for somebody else'],
  ['codes-viewed', 'Codes that pass the second step were looked at'],
  ['bypass-granted', 'A bypass of MFA was granted'],
  ['password-reset', 'A password was reset by an administrator'],
  ['contact-changed', 'A contact used for verification was changed'],
  ['role-granted', 'A role was granted'],
  ['policy-changed', 'A policy was changed'],
  ['policy-weakened', 'A policy was weakened'],
  ['policy-deleted', 'A policy was deleted'],
])

/** What gives access besides, and only an administrator's daily work explains: with our own credential no day is like that. */
const WITH_OUR_CREDENTIAL: ReadonlyMap<Change, string> = new Map<Change, string>([
  ['account-enabled', 'An account was enabled'],
  ['account-unlocked', 'An account was unlocked'],
  ['group-joined', 'Somebody was put into a group'],
  ['group-left', 'Somebody was taken out of a group'],
])

export const CHANGES_THAT_NEED_CASE: readonly Change[] = [...BEHIND_OUR_BACK.keys()]

/** Also when done to oneself: nobody should switch off MFA, or take a role, alone. */
const EVEN_ONESELF: ReadonlySet<Change> = new Set<Change>([
  'mfa-disabled',
  'role-granted',
  'policy-changed',
  'policy-weakened',
  'policy-deleted',
  'bypass-granted',
  'pass-issued',
])

/** What to call this change if it needs a case, else undefined. */
export function changeThatNeedsCase(signIn: SignIn, isOurs: boolean): string | undefined {
  if (signIn.outcome === 'failure') return undefined
  if (signIn.actor === '' && !EVEN_ONESELF.has(signIn.change)) return undefined
  return BEHIND_OUR_BACK.get(signIn.change) ?? (isOurs ? WITH_OUR_CREDENTIAL.get(signIn.change) : undefined)
}

/** Recovery was asked for, or done: by the person or by somebody else for them. */
export function isRecovery({ change, actor }: SignIn): boolean {
  return (
    (change === 'authenticator-removed' && actor !== '') ||
    change === 'password-reset' ||
    change === 'password-self-reset' ||
    change === 'recovery-asked' ||
    change === 'authenticators-reset' ||
    change === 'pass-issued' ||
    change === 'bypass-granted'
  )
}

/** A new way to prove who one is. */
export function isNewProof(change: Change): boolean {
  return change === 'authenticator-added' || change === 'contact-changed'
}
