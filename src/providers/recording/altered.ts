/** What an account is after a change, where nothing but memory has to be changed. Pure. */
import { type Alteration, sortOf } from '../change.ts'
import type { AccountState } from '../state.ts'

export type AccountAlteration = Extract<Alteration, { readonly account: string }>

/** `now` in milliseconds. */
export function altered(before: AccountState, change: AccountAlteration, now: number): AccountState {
  switch (change.verb) {
    case 'end-sessions':
      return { ...before, oldestSession: null }
    case 'add-to-high-risk-group':
    case 'take-from-high-risk-group':
      return { ...before, highRisk: sortOf(change.verb) === 'taking' }
    case 'require-password-reset':
      return { ...before, passwordResetRequired: true }
    case 'reset-password':
      return { ...before, passwordChanged: now, passwordResetRequired: false }
    case 'suspend':
    case 'unsuspend':
      return { ...before, suspended: sortOf(change.verb) === 'taking' }
    case 'unlock':
      return { ...before, locked: false }
    case 'withdraw-pass':
      return { ...before, passes: [] }
    case 'withdraw-enrolment':
      return { ...before, enrolmentUntil: null }
    case 'remove-authenticator':
      return { ...before, authenticators: before.authenticators.filter(({ id }) => id !== change.authenticator) }
    case 'add-to-group':
      return { ...before, groups: [...new Set([...before.groups, change.group])] }
    case 'take-from-group':
      return { ...before, groups: before.groups.filter((group) => group !== change.group) }
  }
}
