/**
 * Auth0 log stream lines (`{log_id, data}`), one a row (Auth0 log event type codes and log schemas). A push that nobody
 * answers is a push that was sent: Auth0 logs no time-out.
 */
import { userAgent } from '../devices.ts'
import {
  type Attempt,
  type ChangeMade,
  type Happening,
  isPerson,
  type Person,
  type Seat,
  type SecondStep,
} from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

interface Entry {
  readonly time: number
  readonly type: string
  readonly description?: string
  readonly details?: Json
}

export function auth0Writer(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0xa0, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: userId(person),
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function userId(person: Person): string {
  return `auth0|${person.account.replaceAll('-', '').slice(0, 24)}`
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'change') return changes(happening).map((entry) => managed(org, happening, entry, rng))
  if (happening.kind !== 'attempt') return []
  const session = rng.hex(32)
  return entries(happening, session).map((entry) => signIn(org, happening, entry, session, rng))
}

function entries(made: Attempt, session: string): Entry[] {
  const { time, who } = made
  if (!isPerson(who)) return [{ time, type: 'fu', description: 'Wrong email or password.' }]
  if (made.stop) return stopped(made)
  if (made.first === 'wrong') return [{ time, type: 'fp', description: 'Wrong email or password.' }]
  const list: Entry[] = []
  const asked = made.demanded && !made.remembered && made.first === 'right'
  if (asked) {
    list.push({ time: time + 300, type: 'mfar', description: 'MFA required' })
    list.push({
      time: time + 500,
      type: 'gd_start_auth',
      description: 'Guardian - Second factor authentication started',
    })
  }
  for (const step of made.steps) list.push(...secondStep(step, time))
  if (made.complete)
    list.push({
      time: time + (made.steps[made.steps.length - 1]?.at ?? 1200) + 400,
      type: 's',
      details: { session_id: session },
    })
  return list
}

function stopped(made: Attempt): Entry[] {
  const { time, stop, who } = made
  if (stop === 'locked') {
    const description = `User (${who.login}) attempted 10 consecutive logins unsuccessfully. Brute force protection is enabled for this connection, further attempts are blocked from this IP address for this user.`
    return [{ time, type: 'limit_wc', description }]
  }
  if (stop === 'disabled') return [{ time, type: 'f', description: 'user is blocked' }]
  if (stop === 'service-error') return [{ time, type: 'f', description: 'Internal server error' }]
  if (stop === 'application') return [{ time, type: 'f', description: 'the connection is not enabled' }]
  return [{ time, type: 'f', description: 'access_denied' }]
}

function secondStep(step: SecondStep, start: number): Entry[] {
  const at = start + step.at
  const authenticator = {
    id: `dev_${(step.authenticator?.id ?? '').slice(0, 8)}`,
    type: step.method,
    name: step.authenticator?.label ?? '',
    phone_number: step.authenticator?.number ?? '',
  }
  const say = (time: number, type: string, description: string): Entry => ({
    time,
    type,
    description,
    details: { authenticator },
  })
  if (step.method === 'push' || step.method === 'push-number') {
    const failed =
      step.result === 'undeliverable' || step.result === 'authenticator-invalid' || step.result === 'service-error'
    const sent = step.result === 'no-answer' ? at - 60_000 : at - 8000
    const push = failed
      ? say(at, 'gd_send_pn_failure', 'Guardian - Error sending push notification')
      : say(Math.max(start + 600, sent), 'gd_send_pn', 'Guardian - Push notification sent')
    if (failed || step.result === 'no-answer') return [push]
    return [
      push,
      step.result === 'approved'
        ? succeeded(say, at)
        : say(at, 'gd_auth_rejected', 'Guardian - Second factor authentication rejected'),
    ]
  }
  if (step.method === 'sms' || step.method === 'voice') {
    const kind = step.method
    const failed = step.result === 'message-undeliverable' || step.result === 'service-error'
    const sent = failed
      ? say(at, `gd_send_${kind}_failure`, `Guardian - Error sending ${kind}`)
      : say(Math.max(start + 600, at - 9000), `gd_send_${kind}`, `Guardian - Second factor ${kind} sent`)
    if (failed || step.result === 'no-answer' || step.result === 'hung-up') return [sent]
    return [
      sent,
      step.result === 'approved'
        ? succeeded(say, at)
        : say(at, 'gd_auth_failed', 'Guardian - Second factor authentication failed'),
    ]
  }
  if (step.result === 'approved') return [succeeded(say, at)]
  if (step.result === 'service-error') return [say(at, 'f', 'Internal server error')]
  if (step.result === 'too-many-codes') return [say(at, 'gd_otp_rate_limit_exceed', 'Guardian - Too many OTP failures')]
  return [say(at, 'gd_auth_failed', 'Guardian - Second factor authentication failed')]
}

function succeeded(say: (time: number, type: string, description: string) => Entry, at: number): Entry {
  return say(at, 'gd_auth_succeed', 'Guardian - Second factor authentication success')
}

const ADMIN: Readonly<Record<string, readonly [description: string, method: string, path: string]>> = {
  'authenticator-removed': [
    'Delete a Multi-factor Authentication Enrollment',
    'delete',
    '/api/v2/guardian/enrollments/dev_1',
  ],
  'authenticators-reset': ['Delete All Authenticators', 'delete', '/api/v2/users/{id}/authenticators'],
  'mfa-disabled': ["Delete a user's Multi-factor Provider", 'delete', '/api/v2/users/{id}/multifactor/guardian'],
  'pass-issued': [
    'Create a Multi-factor Authentication Enrollment Ticket',
    'post',
    '/api/v2/guardian/enrollments/ticket',
  ],
  'password-reset': ['Update a User', 'patch', '/api/v2/users/{id}'],
  'account-unlocked': ['Unblock a User', 'delete', '/api/v2/user-blocks/{id}'],
  'account-disabled': ['Update a User', 'patch', '/api/v2/users/{id}'],
  'account-enabled': ['Update a User', 'patch', '/api/v2/users/{id}'],
  'role-granted': ['Assign roles to a user', 'post', '/api/v2/users/{id}/roles'],
  'policy-changed': ['Set the Multi-factor Authentication policies', 'put', '/api/v2/guardian/policies'],
  'policy-deleted': ['Set the Multi-factor Authentication policies', 'put', '/api/v2/guardian/policies'],
  'policy-created': ['Set the Multi-factor Authentication policies', 'put', '/api/v2/guardian/policies'],
}

function changes(made: ChangeMade): Entry[] {
  const self = made.actor !== null && made.actor === made.who
  const authenticator = { name: made.authenticator?.label ?? '', type: made.authenticator?.methods[0] ?? '' }
  if (self) {
    switch (made.change) {
      case 'authenticator-added':
        return [
          {
            time: made.time,
            type: 'gd_enrollment_complete',
            description: `Guardian - Enrollment complete (${authenticator.type === 'push' ? 'push-notification' : authenticator.type})`,
            details: { authenticator },
          },
        ]
      case 'authenticator-removed':
        return [
          { time: made.time, type: 'gd_unenroll', description: 'Guardian - Unenroll', details: { authenticator } },
        ]
      case 'password-self-reset':
        return [
          { time: made.time - 60_000, type: 'scpr', description: 'Change password request' },
          { time: made.time, type: 'scp', description: 'You can now login to the application with the new password.' },
        ]
      default:
        return []
    }
  }
  const admin = ADMIN[made.change]
  if (!admin) return []
  const [description, method, path] = admin
  const id = made.who ? encodeURIComponent(userId(made.who)) : ''
  const body = bodyOf(made)
  return [
    {
      time: made.time,
      type: 'sapi',
      description,
      details: {
        request: { method, path: path.replace('{id}', id), body, channel: 'https://manage.auth0.com/' },
        response: { statusCode: 200, body },
      },
    },
  ]
}

function bodyOf(made: ChangeMade): unknown {
  switch (made.change) {
    case 'password-reset':
      return { password: '*****', connection: CONNECTION }
    case 'account-disabled':
      return { blocked: true }
    case 'account-enabled':
      return { blocked: false }
    case 'role-granted':
      return { roles: ['rol_globaladmin'] }
    case 'pass-issued':
      return { user_id: made.who ? userId(made.who) : '' }
    case 'policy-changed':
    case 'policy-deleted':
    case 'policy-created':
      return made.weaker ? [] : ['all-applications']
    default:
      return {}
  }
}

const CONNECTION = 'Username-Password-Authentication'

function signIn(org: Organisation, made: Attempt, entry: Entry, session: string, rng: Random): Row {
  const person = isPerson(made.who) ? made.who : null
  return line(org, entry, made.seat, rng, {
    connection: CONNECTION,
    connection_id: 'con_H5LL8aMFnXVZ2TS8',
    client_id: made.app.id.replaceAll('-', ''),
    client_name: made.app.name,
    details: entry.details ?? { session_id: session, error: { message: entry.description ?? '' } },
    user_id: person ? userId(person) : '',
    user_name: made.who.login,
    strategy: 'auth0',
    strategy_type: 'database',
  })
}

function managed(org: Organisation, made: ChangeMade, entry: Entry, rng: Random): Row {
  const self = entry.type !== 'sapi'
  const details = entry.details as { request?: Json } | undefined
  const auth = made.actor
    ? {
        strategy: 'jwt',
        user: {
          user_id: userId(made.actor),
          name: `${made.actor.given} ${made.actor.family}`,
          email: made.actor.login,
        },
      }
    : undefined
  return line(org, entry, made.seat, rng, {
    client_id: 'aI61p8I8aFjmYRliLWgvM9ev97kCCNDB',
    client_name: '',
    details: self ? (entry.details ?? {}) : { ...details, request: { ...details?.request, auth, ip: made.seat?.ip } },
    ...(self && made.who
      ? { user_id: userId(made.who), user_name: made.who.login }
      : made.actor
        ? { user_id: userId(made.actor) }
        : {}),
  })
}

function line(org: Organisation, entry: Entry, seat: Seat | null, rng: Random, more: Json): Row {
  const log = `900${new Date(entry.time).toISOString().replace(/\D/g, '').slice(0, 14)}${rng.int(100_000_000, 999_999_999)}${rng.int(100_000_000, 999_999_999)}`
  const city = seat?.network.city
  const data = {
    date: new Date(entry.time).toISOString(),
    type: entry.type,
    description: entry.description ?? null,
    ...more,
    ip: seat?.ip ?? '',
    user_agent: seat ? userAgent(seat.device) : '',
    hostname: `${org.domain.split('.')[0]}.eu.auth0.com`,
    tenant_name: org.domain.split('.')[0],
    ...(city
      ? {
          location_info: {
            country_code: city.country,
            country_name: city.countryName,
            city_name: city.name,
            latitude: city.latitude,
            longitude: city.longitude,
          },
        }
      : {}),
    log_id: log,
  }
  return { time: entry.time, text: JSON.stringify({ log_id: log, data }) }
}
