/** MFA is never off, not for a minute (DESIGN §3 rule 10): an authenticator goes only where something else keeps the way shut. */
import type { Method } from '../signin/index.ts'
import type { AccountState, HeldAuthenticator } from './state.ts'

/** What keeps MFA on when an authenticator goes. Whoever removes one has to say; the provider's own word is compared. */
export type Kept =
  /** Another one that is bound already. */
  | { readonly by: 'another'; readonly authenticator: string }
  /** The account is switched off. */
  | { readonly by: 'suspension' }
  /** Nobody knows the password: our remedy reset it, and the provider names that instant (ms) as its last change. */
  | { readonly by: 'unknown-password'; readonly changed: number }

/** What cannot be a second step by itself: codes saved beside another, passes that end, mails, the first step. */
const NO_SECOND_STEP: ReadonlySet<Method> = new Set(['password', 'recovery-code', 'pass', 'email', 'none'])

/** Whether it is as `kept` says, by what was read just before. */
export function keepsMfaOn(authenticator: string, kept: Kept, state: AccountState): boolean {
  switch (kept.by) {
    case 'another':
      return state.authenticators.some(
        (each) => each.id !== authenticator && each.id === kept.authenticator && isSecondStep(each),
      )
    case 'suspension':
      return state.suspended
    case 'unknown-password':
      return state.passwordChanged === kept.changed
  }
}

/** Whether there is anything that can be asked for after the password. */
export function hasSecondStep({ authenticators }: AccountState): boolean {
  return authenticators.some(isSecondStep)
}

function isSecondStep({ kind }: HeldAuthenticator): boolean {
  return !NO_SECOND_STEP.has(kind)
}
