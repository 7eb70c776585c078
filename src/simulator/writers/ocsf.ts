/** OCSF 1.3 events of an identity provider: Authentication (3002) and Account Change (3001). */
import { userAgent } from '../devices.ts'
import {
  type Attempt,
  type ChangeMade,
  type Happening,
  isPerson,
  type Person,
  type Seat,
  type SecondStep,
  type Stranger,
} from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function ocsfWriter(org: Organisation, seed: number): Writer {
  return {
    rows: (happening) => rowsOf(org, happening, random(seed, 0x0c5f, happening.id)),
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function rowsOf(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind === 'attempt') return signIns(org, happening, rng)
  return happening.kind === 'change' ? changes(org, happening, rng) : []
}

/** factor_type_id of OCSF's auth_factor object. */
const FACTORS: Readonly<Record<string, readonly [id: number, name: string]>> = {
  sms: [1, 'SMS'],
  voice: [3, 'Phone Call'],
  push: [5, 'Push Notification'],
  totp: [7, 'OTP'],
  email: [8, 'Email'],
  passkey: [10, 'WebAuthn'],
  password: [11, 'Password'],
}

function signIns(org: Organisation, made: Attempt, rng: Random): Row[] {
  const { time } = made
  const correlation = rng.uuid()
  const say = (at: number, fine: boolean, detail: string, step: SecondStep | null): Row =>
    authentication(org, made, at, fine, detail, step, correlation, rng)
  if (!isPerson(made.who)) return [say(time, false, 'Unknown user', null)]
  switch (made.stop) {
    case null:
      break
    case 'locked':
      return [say(time, false, 'Account is locked', null)]
    case 'disabled':
      return [say(time, false, 'Account is disabled', null)]
    case 'password-expired':
      return [say(time, false, 'Password expired', null)]
    default:
      return []
  }
  if (made.first === 'wrong') return [say(time, false, 'Invalid credentials', null)]
  const rows: Row[] = []
  for (const step of made.steps)
    if (step.result !== 'approved') rows.push(say(time + step.at, false, 'Invalid one-time password', step))
  const last = made.steps[made.steps.length - 1] ?? null
  if (made.complete) rows.push(say(time + (last?.at ?? 900) + 200, true, '', last))
  return rows
}

function authentication(
  org: Organisation,
  made: Attempt,
  time: number,
  fine: boolean,
  detail: string,
  step: SecondStep | null,
  correlation: string,
  rng: Random,
): Row {
  const factors = [FACTORS[made.first === 'passkey' ? 'passkey' : 'password'], step ? FACTORS[step.method] : undefined]
  const text = {
    ...common(org, 3002, 1, 'Authentication: Logon', time, fine, made.seat, correlation, rng),
    activity_name: 'Logon',
    class_name: 'Authentication',
    message: fine ? 'User signed in' : 'User failed to sign in',
    ...(detail ? { status_detail: detail } : {}),
    user: user(made.who),
    service: { name: made.app.name, uid: made.app.id },
    is_mfa: step !== null || made.remembered || made.first === 'passkey',
    is_remote: true,
    auth_protocol_id: 6,
    auth_protocol: 'OPENID',
    auth_factors: factors.flatMap((factor) => (factor ? [{ factor_type_id: factor[0], factor_type: factor[1] }] : [])),
  }
  return { time, text: JSON.stringify(text) }
}

/** activity_id of Account Change. */
const ACTIVITIES: Readonly<Record<string, readonly [id: number, name: string]>> = {
  'account-enabled': [2, 'Enable'],
  'password-changed': [3, 'Password Change'],
  'password-self-reset': [3, 'Password Change'],
  'password-reset': [4, 'Password Reset'],
  'account-disabled': [5, 'Disable'],
  'role-granted': [7, 'Attach Policy'],
  'authenticator-added': [10, 'MFA Factor Enable'],
  'authenticator-removed': [11, 'MFA Factor Disable'],
  'authenticators-reset': [11, 'MFA Factor Disable'],
  'mfa-disabled': [11, 'MFA Factor Disable'],
  'account-unlocked': [12, 'Unlock'],
}

function changes(org: Organisation, made: ChangeMade, rng: Random): Row[] {
  const activity = ACTIVITIES[made.change]
  if (!activity || !made.who || !made.actor) return []
  const [id, name] = activity
  const text = {
    ...common(org, 3001, id, `Account Change: ${name}`, made.time, true, made.seat, rng.uuid(), rng),
    activity_name: name,
    class_name: 'Account Change',
    message: name,
    actor: { user: user(made.actor) },
    user: user(made.who),
    ...(made.change === 'role-granted' ? { policy: { name: made.target } } : {}),
  }
  return [{ time: made.time, text: JSON.stringify(text) }]
}

function user(who: Person | Stranger): Json {
  return isPerson(who)
    ? {
        uid: who.account,
        name: who.login,
        email_addr: who.login,
        full_name: `${who.given} ${who.family}`.trim(),
        type_id: 1,
      }
    : { name: who.login, type_id: 0 }
}

function common(
  org: Organisation,
  classUid: number,
  activity: number,
  type: string,
  time: number,
  fine: boolean,
  seat: Seat | null,
  correlation: string,
  rng: Random,
): Json {
  const network = seat?.network
  return {
    category_uid: 3,
    category_name: 'Identity & Access Management',
    class_uid: classUid,
    activity_id: activity,
    type_uid: classUid * 100 + activity,
    type_name: type,
    severity_id: fine ? 1 : 2,
    severity: fine ? 'Informational' : 'Low',
    status_id: fine ? 1 : 2,
    status: fine ? 'Success' : 'Failure',
    time,
    metadata: {
      uid: rng.uuid(),
      correlation_uid: correlation,
      version: '1.3.0',
      tenant_uid: org.tenant,
      product: { name: 'Example Identity', vendor_name: 'Example' },
    },
    ...(seat && network
      ? {
          src_endpoint: {
            ip: seat.ip,
            autonomous_system: { number: network.asn, name: network.organisation },
            location: {
              city: network.city.name,
              country: network.city.country,
              lat: network.city.latitude,
              long: network.city.longitude,
            },
          },
          device: {
            uid: seat.device.id,
            name: seat.device.name,
            type_id: seat.device.kind === 'phone' ? 5 : 3,
            os: { name: seat.device.os, type_id: 0 },
          },
          http_request: { user_agent: userAgent(seat.device) },
        }
      : {}),
  }
}
