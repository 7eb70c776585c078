/**
 * Which evidence recovers an account by NIST SP 800-63B-4: §4.2.1 (ARM-1, ARM-2) and the table of §4.2.2.2 (RAAL2-1). Everything
 * that Postern recovers signs in with two factors, which is AAL2; what signs in at AAL3 and was proofed at IAL1 or IAL2 recovers as
 * AAL2 (RAAL3-0). An account proofed at IAL3 recovers by comparing biometrics (RAAL3-1), and by no policy here.
 */
import type { CheckId } from '../verification/index.ts'

/** Recovery codes, by the method that brought them. */
const CODES: Readonly<Partial<Record<CheckId, 'saved' | 'issued' | 'contact'>>> = {
  'saved-code': 'saved',
  'sms-code': 'issued',
  'email-code': 'issued',
  'letter-code': 'issued',
  'trusted-contacts': 'contact',
}
/** Paths that are none of NIST's: they count as what they come nearest to, once their risks are weighed (§4.2.1). */
const WEIGHED_CODES: typeof CODES = {
  ...CODES,
  'callback-landline': 'issued',
  'callback-mobile': 'issued',
  manager: 'contact',
}
const SINGLE_FACTORS: readonly CheckId[] = ['password', 'totp', 'push']
const PROOFING: readonly CheckId[] = ['document', 'in-person']

/**
 * Whether these checks together recover an account at AAL2: two codes by different methods, or one code and one authenticator that
 * is bound to the account, or proofing again. Whoever still signs in with two factors recovers nothing, and may as well. More checks
 * never make it less.
 */
export function recovers(checks: readonly CheckId[], isWeighed: boolean): boolean {
  const has = (some: readonly CheckId[]) => checks.some((check) => some.includes(check))
  const codes = isWeighed ? WEIGHED_CODES : CODES
  const methods = new Set(checks.flatMap((check) => codes[check] ?? []))
  if (has(PROOFING) || has(['passkey'])) return true
  if (has(['password']) && has(['totp', 'push'])) return true
  return methods.size >= 2 || (methods.size === 1 && has(SINGLE_FACTORS))
}
