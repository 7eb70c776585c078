/** Time-based codes (RFC 6238): a code counts once, and a clock that drifts is told apart from a mistyped code. */
import { Secret, TOTP } from 'otpauth'
import type { Totp } from './world.ts'

const STEP_MS = 30_000
/** Steps to each side that are accepted around the app's last known drift (RFC 6238 §5.2 advises at most one for delay). */
const WINDOW = 1
/** Steps to each side in which a code is recognised as the right one at the wrong time: an hour. It is not accepted. */
const RECOGNISED = 120
/** The drift is followed no further than this (RFC 6238 §6 asks for a limit). */
const DRIFT_MAX = 2

export type TotpResult =
  | { readonly result: 'accepted'; readonly step: number; readonly drift: number }
  | { readonly result: 'wrong' | 'reused' }
  /** Right for another time: the clock of app and server differ by so many seconds. */
  | { readonly result: 'drifted'; readonly seconds: number }

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an authenticator app is given, for its QR code. */
export function totpUri(secret: string, userName: string): string {
  return totpOf(secret, userName).toString()
}

/** The code that an app shows at this time (milliseconds). */
export function totpCodeAt(secret: string, time: number): string {
  return totpOf(secret).generate({ timestamp: time })
}

/** Judges a code of six digits at this time (milliseconds). Changes nothing: the caller keeps `step` and `drift`. */
export function checkTotp(authenticator: Totp, code: string, time: number): TotpResult {
  const digits = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return { result: 'wrong' }
  const expected = time + authenticator.drift * STEP_MS
  const totp = totpOf(authenticator.secret)
  const delta = totp.validate({ token: digits, timestamp: expected, window: WINDOW })
  if (delta !== null) {
    const step = Math.floor(expected / STEP_MS) + delta
    if (step <= authenticator.lastStep) return { result: 'reused' }
    const drift = Math.max(-DRIFT_MAX, Math.min(DRIFT_MAX, authenticator.drift + delta))
    return { result: 'accepted', step, drift }
  }
  const off = totp.validate({ token: digits, timestamp: time, window: RECOGNISED })
  return off === null ? { result: 'wrong' } : { result: 'drifted', seconds: (off * STEP_MS) / 1000 }
}

function totpOf(secret: string, label = 'person'): TOTP {
  return new TOTP({ issuer: 'Sandbox', label, secret: Secret.fromBase32(secret) })
}
