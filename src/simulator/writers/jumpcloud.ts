/** JumpCloud Directory Insights events: user portal sign-ins, locks, and changes. */
import { type Attempt, type ChangeMade, type Happening, isPerson, type Person, type Seat } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function jumpcloudWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0x1c, happening.id)),
    nameOf: (person) => ({
      person: userName(person),
      account: id(person),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function id(person: Person): string {
  return person.account.replaceAll('-', '').slice(0, 24)
}

function userName(person: Person): string {
  return person.login.split('@')[0]!
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'attempt') return signIns(org, happening, rng)
  return happening.kind === 'change' ? changes(org, happening, rng) : []
}

function signIns(org: Organisation, made: Attempt, rng: Random): Row[] {
  const { who, time } = made
  if (!isPerson(who)) return [login(org, made, who.login, '', time, false, false, 'user not found', rng)]
  const say = (at: number, success: boolean, mfa: boolean, error: string): Row =>
    login(org, made, userName(who), id(who), at, success, mfa, error, rng)
  if (made.stop === 'locked') return [say(time, false, false, 'user is locked')]
  if (made.stop === 'disabled') return [say(time, false, false, 'user is suspended')]
  if (made.stop) return []
  if (made.first === 'wrong') return [say(time, false, false, 'invalid credentials')]
  const rows: Row[] = []
  for (const step of made.steps) {
    if (step.result !== 'approved')
      rows.push(say(time + step.at, false, true, step.method === 'push' ? 'push denied' : 'invalid otp'))
  }
  if (made.complete)
    rows.push(say(time + (made.steps[made.steps.length - 1]?.at ?? 900) + 200, true, made.demanded, ''))
  return rows
}

function login(
  org: Organisation,
  made: Attempt,
  name: string,
  uid: string,
  time: number,
  success: boolean,
  mfa: boolean,
  error: string,
  rng: Random,
): Row {
  return event(org, time, 'user_login_attempt', made.seat, rng, {
    initiated_by: { id: uid, type: 'user', username: name },
    success,
    mfa,
    error_message: error,
    provider: null,
    auth_method: 'password',
  })
}

const EVENTS: Readonly<Record<string, string>> = {
  'authenticator-added': 'totp_finish_enrollment',
  'authenticator-removed': 'totp_delete_enrollment',
  'authenticators-reset': 'totp_delete_enrollment',
  'mfa-disabled': 'totp_delete_enrollment',
  'password-reset': 'user_password_change',
  'password-self-reset': 'user_password_change',
  'password-changed': 'user_password_change',
  'account-disabled': 'user_suspended',
  'account-enabled': 'user_activated',
  'account-unlocked': 'user_unlocked',
}

function changes(org: Organisation, made: ChangeMade, rng: Random): Row[] {
  const type = EVENTS[made.change]
  if (!type || !made.who || !made.actor) return []
  const self = made.actor === made.who
  return [
    event(org, made.time, type, made.seat, rng, {
      initiated_by: self
        ? { id: id(made.who), type: 'user', username: userName(made.who) }
        : { id: id(made.actor), type: 'admin', email: made.actor.login },
      resource: { id: id(made.who), type: 'user', username: userName(made.who) },
      changes: [],
      auth_method: 'session',
    }),
  ]
}

function event(org: Organisation, time: number, type: string, seat: Seat | null, rng: Random, more: Json): Row {
  const city = seat?.network.city
  const device = seat?.device
  const text = {
    '@version': '1',
    id: rng.hex(24),
    event_type: type,
    service: 'directory',
    organization: org.tenant.replaceAll('-', '').slice(0, 24),
    timestamp: new Date(time).toISOString(),
    client_ip: seat?.ip ?? '',
    ...(city
      ? {
          geoip: {
            country_code: city.country,
            region_name: city.state,
            latitude: city.latitude,
            longitude: city.longitude,
          },
        }
      : {}),
    ...(device
      ? {
          useragent: {
            os: device.os === 'MacOs' ? 'Mac OS X' : device.os,
            os_full: device.os,
            name: device.browser,
            major: String(device.version),
            version: `${device.version}.0.0.0`,
            device: device.kind === 'phone' ? device.model : 'Other',
          },
        }
      : {}),
    ...more,
  }
  return { time, text: JSON.stringify(text) }
}
