/**
 * How Entra's tables are written down, and where their facts come from.
 *
 * Microsoft says that codes may change at any time, so these tables are hints that we keep, and a code that is not here
 * is no error.
 */
import type { Entry } from './entry.ts'
import { type Kind, tableOf } from './table.ts'

/** Microsoft's own table of AADSTS codes. */
export const TABLE = 'learn.microsoft.com/entra/identity-platform/reference-error-codes'
/** Messages of sign-in logs that others collected; Microsoft's table has no line for these codes. */
export const COLLECTED = 'github.com/f-bader/EntraID-ErrorCodes (collected log messages, not from Microsoft)'
/** Microsoft's list of what a second step may end in. */
export const MFA_REPORT = 'learn.microsoft.com/entra/identity/authentication/howto-mfa-reporting'

/** Entries of one kind, each with words of its own. */
export const rows = tableOf('entra')

/** Entries that mean the same to the person concerned, and differ only in what happened underneath. */
export function family(
  kind: Kind & Pick<Entry, 'meaning' | 'next'>,
  titles: readonly (readonly [code: string, title: string])[],
): readonly Entry[] {
  return titles.map(([code, title]) => ({ provider: 'entra', ...kind, code, title }))
}
