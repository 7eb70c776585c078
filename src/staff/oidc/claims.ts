/** What the provider says about how somebody signed in there. */
import { createHmac } from 'node:crypto'
import type { Strong } from './settings-rows.ts'

export interface Claims {
  readonly iss: string
  readonly sub: string
  readonly acr?: unknown
  readonly amr?: unknown
  readonly auth_time?: number | undefined
}

/** Clocks of the two differ by no more. */
const SKEW_MS = 60_000

/**
 * Whether a phishing-resistant authenticator was used, and after we asked for it (OpenID Connect Core §3.1.2.1, max_age; §2,
 * auth_time, acr, amr). Nothing is strong that the organisation has not named.
 */
export function isStrong(
  { acr, amr, auth_time: authTime }: Claims,
  strong: Strong,
  { begun, now }: { readonly begun: number; readonly now: number },
): boolean {
  if (authTime === undefined) return false
  const at = authTime * 1000
  if (at < begun - SKEW_MS || at > now + SKEW_MS) return false
  const isByClass = typeof acr === 'string' && strong.acr.includes(acr)
  const isByMethod = Array.isArray(amr) && amr.some((method) => strong.amr.includes(method as string))
  return isByClass || isByMethod
}

/** The same for one identity, and tells nothing to whoever lacks the key. */
export function identityOf(tokenKey: Uint8Array, { iss, sub }: Claims): string {
  return createHmac('sha256', tokenKey).update(`staff-identity\0${iss}\0${sub}`).digest('base64url')
}
