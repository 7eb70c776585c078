/** What all of Duo's logs write in the same way: times, addresses, factors, and JSON inside text. */
import { parseInstant } from '../../base/time.ts'
import type { Row } from '../decoder.ts'
import type { Draft, Method } from '../sign-in.ts'
import { instantOf, rowTime } from './row-time.ts'

export type Body = Readonly<Record<string, unknown>>

/**
 * The instant of a row that has it in ISO 8601 (`written`) and in seconds since 1970. The first has decimals, and is taken
 * if both agree. Where they do not, the seconds are right: the written form is sometimes broken by spaces (the sample of
 * elastic/integrations), and a table's time column may have been rewritten. `last` is read if neither is there.
 */
export function timeOf(row: Row, written: number, seconds: number, last = -1): number {
  const time = parseInstant(row.text(written))
  const second = row.number(seconds)
  if (!Number.isNaN(time) && (Number.isNaN(second) || Math.abs(time - second * 1000) < 1000)) return time
  const counted = instantOf(row.text(seconds))
  if (!Number.isNaN(counted)) return counted
  return Number.isNaN(time) ? rowTime(row, written, seconds, last) : time
}

/** One spelling for Duo's words: the newer logs' `user_approved` is "User approved" in the older. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll(' ', '_')
}

const IPV6_AND_PORT = /^((?:[\da-f]{0,4}:){2,7}[\da-f]{0,4})(?:[#p.]| port )\d{1,5}$/i
const EIGHT_GROUPS_AND_PORT = /^((?:[\da-f]{1,4}:){7}[\da-f]{1,4}):\d{1,5}$/i

/** The address without the port that some applications hand to Duo with it, in all the ways RFC 5952 lists. */
export function addressOf(text: string): string {
  if (text === '0.0.0.0') return ''
  const colon = text.indexOf(':')
  if (colon < 0) return text
  if (text.startsWith('[')) return text.slice(1).split(']', 1)[0] ?? ''
  if (!text.includes(':', colon + 1)) return text.slice(0, colon)
  return IPV6_AND_PORT.exec(text)?.[1] ?? EIGHT_GROUPS_AND_PORT.exec(text)?.[1] ?? text
}

/** `factor` of the authentication log. */
const FACTORS: ReadonlyMap<string, Method> = new Map([
  ['', 'none'],
  ['not_available', 'none'],
  ['n/a', 'none'],
  ['none', 'none'],
  ['trusted_network', 'none'],
  ['duo_push', 'push'],
  ['verified_duo_push', 'push-number'],
  ['phone_call', 'voice'],
  ['sms_passcode', 'sms'],
  ['sms_refresh', 'sms'],
  ['passcode', 'totp'],
  ['duo_mobile_passcode', 'totp'],
  ['duo_mobile_passcode_hotp', 'totp'],
  ['duo_mobile_passcode_totp', 'totp'],
  ['hardware_token', 'totp'],
  ['yubikey_code', 'totp'],
  ['yubikey_passcode', 'totp'],
  ['digipass_go_7_token', 'totp'],
  ['u2f_token', 'passkey'],
  ['bypass_code', 'pass'],
  ['remembered_device', 'claim'],
])

/** Words in factors that are spelled for people (`Duo Push (passwordless)`, `WebAuthn Chrome Touch ID`) or for administrators. */
const WORDS: readonly (readonly [word: string, method: Method])[] = [
  ['verified', 'push-number'],
  ['push', 'push'],
  ['sms', 'sms'],
  ['phone', 'voice'],
  ['bypass', 'pass'],
  ['webauthn', 'passkey'],
  ['passkey', 'passkey'],
  ['platform', 'passkey'],
  ['roaming', 'passkey'],
  ['security_key', 'passkey'],
  ['touch_id', 'passkey'],
  ['u2f', 'passkey'],
  ['otp', 'totp'],
  ['passcode', 'totp'],
  ['token', 'totp'],
  ['yubikey', 'totp'],
]

/** The method behind a factor. */
export function methodOf(factor: string): Method {
  return FACTORS.get(factor) ?? methodIn(plain(factor))
}

function methodIn(factor: string): Method {
  return FACTORS.get(factor) ?? WORDS.find(([word]) => factor.includes(word))?.[1] ?? 'other'
}

/** Browser and system, as Duo summarises them. */
export function writeClient(draft: Draft, browser: string, system: string): void {
  draft.client = browser === '' || system === '' ? browser + system : `${browser} ${system}`
}

/** The object that a text holds as JSON, or that stands there itself; undefined for any other text or value. */
export function bodyIn(value: unknown): Body | undefined {
  if (typeof value !== 'string') return isBody(value) ? value : undefined
  try {
    const parsed: unknown = JSON.parse(value)
    return isBody(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

export function textIn(body: Body, name: string): string {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  return typeof value === 'string' ? value : ''
}

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
