/**
 * Writes the log of part two: synthetic Okta rows, newest first, one in twenty a repetition from long before.
 *
 * Each row is a function of its number, so a row can be repeated without keeping it. Four rows are one sign-in: the policy
 * asks for a second step, the push is approved, the session begins, an application is opened. In some the push is refused
 * by mistake, a few never succeed. Everybody has eight hours a day, two devices and three addresses: one at home, one in
 * an office of 256 people, one of a mobile operator.
 */
import { closeSync, openSync, writeSync } from 'node:fs'

export interface LogSize {
  readonly events: number
  readonly people: number
}

const NEWEST = Date.UTC(2026, 1, 23)
const PERIOD_MS = 30 * 86_400_000
const ROWS_A_SIGN_IN = 4
/** One sign-in in so many never succeeds. */
const LOCKED_OUT_ONE_IN = 1500
const REFUSED_ONE_IN = 40
const REPEATED_ONE_IN = 20
/** A repetition lies up to so many rows after the first: further than the collector's memory reaches. */
const REPEATED_WITHIN = 1_000_000
const SHIFT_MS = 8 * 3_600_000
const CITIES = ['Dublin', 'Köln', 'Kraków', 'Porto', 'Ghent', 'Turku']
const AGENTS = Array.from({ length: 40 }, (_, version) => `Mozilla/5.0 (X11; Linux x86_64) Chrome/${100 + version}.0`)
const FLUSH_CHARACTERS = 1 << 20

/** Writes the log; returns its bytes and how many rows are repetitions. */
export function writeLog(path: string, size: LogSize): { readonly bytes: number; readonly repeated: number } {
  const file = openSync(path, 'w')
  let bytes = 0
  let repeated = 0
  let text = ''
  function flush(): void {
    const piece = Buffer.from(text)
    text = ''
    for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
    bytes += piece.length
  }
  for (let number = 0, written = 0; written < size.events; written++) {
    const chance = mixed(written, 1)
    if (number > 0 && chance % REPEATED_ONE_IN === 0) {
      repeated++
      text += row(number - 1 - (mixed(written, 2) % Math.min(number, REPEATED_WITHIN)), size)
    } else text += row(number++, size)
    if (text.length > FLUSH_CHARACTERS) flush()
  }
  flush()
  closeSync(file)
  return { bytes, repeated }
}

/** The row of this number with its line end; number 0 is the newest. */
function row(number: number, { events, people }: LogSize): string {
  const signIn = Math.floor(number / ROWS_A_SIGN_IN)
  const step = ROWS_A_SIGN_IN - 1 - (number % ROWS_A_SIGN_IN)
  const luck = mixed(signIn, 3)
  const [type, result, reason] = happening(step, luck)
  const time = NEWEST - Math.floor((number / events) * PERIOD_MS)
  const shift = Math.floor(time / SHIFT_MS) % 3
  const person = 3 * (mixed(signIn, 4) % Math.floor(people / 3)) + shift
  const device = mixed(person, 5 + (luck % 2))
  const place = (luck >>> 4) % 3
  const actor = `"actor":{"id":"00u${hex(mixed(person, 10))}${hex(person)}","type":"User","alternateId":"person.${person}@example.com","displayName":"Person ${person}"}`
  const region = `"geographicalContext":{"city":"${CITIES[person % CITIES.length]}","country":"Ireland","geolocation":{"lat":${50 + (person % 700) / 100},"lon":${(person % 900) / 100}}}`
  const client = `"client":{"userAgent":{"rawUserAgent":"${AGENTS[device % AGENTS.length]}"},"device":"Computer","ipAddress":"${addressOf(person, place)}",${region}}`
  const session = `"authenticationContext":{"rootSessionId":"idx${hex(mixed(signIn, 11))}${hex(signIn)}"}`
  const outcome = `"outcome":{"result":"${result}","reason":${reason}}`
  const debug = `"debugContext":{"debugData":{"factor":"OKTA_VERIFY_PUSH","deviceFingerprint":"${hex(device)}${hex(person)}"}}`
  const id = `${hex(mixed(number, 12))}-0000-4000-8000-0000${hex(number)}`
  return `{${actor},${client},${session},"eventType":"${type}",${outcome},"published":"${new Date(time).toISOString()}","securityContext":{"asNumber":${64_500 + place + 3 * (person % 10)},"isProxy":false},${debug},"transaction":{"type":"WEB","id":"${hex(mixed(signIn, 13))}${hex(signIn)}"},"uuid":"${id}","target":[]}\n`
}

/** Where a person signs in from: 0 home, 1 the office, 2 on the way. */
function addressOf(person: number, place: number): string {
  const number = mixed(person, 7 + place)
  if (place === 0) return `10.${number & 127}.${(number >>> 8) & 255}.${(number >>> 16) & 255}`
  if (place === 1) return `10.${128 + (person >>> 16)}.${(person >>> 8) & 255}.${person & 255}`
  return `10.${200 + (person % 50)}.7.${number & 255}`
}

/** Event type, result and reason (as JSON) of a sign-in's step, 0 the first. */
function happening(step: number, luck: number): readonly [string, string, string] {
  const isLockedOut = luck % LOCKED_OUT_ONE_IN === 0
  if (step === 0) return ['policy.evaluate_sign_on', 'CHALLENGE', '"Sign-on policy evaluation resulted in CHALLENGE"']
  if (isLockedOut) return ['user.authentication.auth_via_mfa', 'UNANSWERED', 'null']
  if (step === 1 && luck % REFUSED_ONE_IN === 0) {
    return ['user.authentication.auth_via_mfa', 'FAILURE', '"INVALID_CREDENTIALS"']
  }
  if (step === 1) return ['user.authentication.auth_via_mfa', 'SUCCESS', 'null']
  return [step === 2 ? 'user.session.start' : 'user.authentication.sso', 'SUCCESS', 'null']
}

/** The same mixed-up number for the same two numbers. */
function mixed(number: number, salt: number): number {
  let half = Math.imul(number ^ (number >>> 16), 0x45d9f3b) ^ Math.imul(salt, 0x9e3779b1)
  half = Math.imul(half ^ (half >>> 15), 0x2c1b3c6d)
  return (half ^ (half >>> 13)) >>> 0
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0')
}
