/**
 * Keycloak events and admin events as the Admin REST API gives them (`/events`, `/admin-events`), mixed in one NDJSON.
 * A wrong one-time code is `invalid_user_credentials` like a wrong password; that a credential had been selected tells
 * them apart (Keycloak's OTP authenticator).
 */
import { type Attempt, type ChangeMade, type Happening, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import { type Random, random } from '../random.ts'
import type { Row, Writer } from './row.ts'

type Json = Record<string, unknown>

export function keycloakWriter(org: Organisation, seed: number): Writer {
  const lockedAt = new Map<Person, number>()
  return {
    rows: (happening) => {
      const rng = random(seed, 0xc10ac, happening.id)
      if (happening.kind === 'change') return changes(org, happening, rng)
      return happening.kind === 'attempt' ? signIns(org, happening, lockedAt, rng) : refreshes(org, happening, rng)
    },
    nameOf: (person) => ({
      person: person.login,
      account: person.account,
      ...(person.look ? { look: person.look } : {}),
    }),
  }
}

function signIns(org: Organisation, made: Attempt, lockedAt: Map<Person, number>, rng: Random): Row[] {
  const code = rng.uuid()
  const { time } = made
  if (!isPerson(made.who)) return [event(org, made, time, 'LOGIN_ERROR', 'user_not_found', code, {}, rng)]
  const rows: Row[] = []
  if (made.stop === 'locked') {
    const before = lockedAt.get(made.who)
    lockedAt.set(made.who, time)
    if (before === undefined || time - before > 3_600_000) {
      rows.push(
        event(
          org,
          made,
          time - 100,
          'USER_DISABLED_BY_TEMPORARY_LOCKOUT',
          null,
          code,
          { reason: 'brute_force_attack detected' },
          rng,
        ),
      )
    }
    rows.push(event(org, made, time, 'LOGIN_ERROR', 'user_temporarily_disabled', code, {}, rng))
    return rows
  }
  if (made.stop === 'disabled') return [event(org, made, time, 'LOGIN_ERROR', 'user_disabled', code, {}, rng)]
  if (made.stop === 'application') return [event(org, made, time, 'LOGIN_ERROR', 'invalid_redirect_uri', code, {}, rng)]
  if (made.stop) return []
  if (made.first === 'wrong') return [event(org, made, time, 'LOGIN_ERROR', 'invalid_user_credentials', code, {}, rng)]
  for (const step of made.steps) {
    if (step.result === 'approved') continue
    const details = { selected_credential_id: step.authenticator?.id ?? '', credential_type: 'otp' }
    rows.push(event(org, made, time + step.at, 'LOGIN_ERROR', 'invalid_user_credentials', code, details, rng))
  }
  if (!made.complete) return rows
  const last = made.steps[made.steps.length - 1]
  const end = time + (last?.at ?? 900) + 200
  const details = last ? { selected_credential_id: last.authenticator?.id ?? '' } : {}
  rows.push(event(org, made, end, 'LOGIN', null, code, { ...details, consent: 'no_consent_required' }, rng))
  rows.push(
    event(
      org,
      made,
      end + 600,
      'CODE_TO_TOKEN',
      null,
      code,
      { grant_type: 'authorization_code', token_id: rng.uuid() },
      rng,
    ),
  )
  return rows
}

function event(
  org: Organisation,
  made: Attempt,
  time: number,
  type: string,
  error: string | null,
  code: string,
  details: Json,
  rng: Random,
): Row {
  const person = isPerson(made.who) ? made.who : null
  const text: Json = {
    id: rng.uuid(),
    time,
    type,
    realmId: realm(org),
    clientId: made.app.name.toLowerCase().replaceAll(' ', '-'),
    userId: person?.account ?? null,
    ...(type === 'LOGIN' || type === 'CODE_TO_TOKEN' ? { sessionId: code } : {}),
    ipAddress: made.seat.ip,
    ...(error ? { error } : {}),
    details: {
      auth_method: 'openid-connect',
      auth_type: 'code',
      redirect_uri: `https://${made.app.name.toLowerCase().replaceAll(' ', '')}.example.com/callback`,
      code_id: code,
      username: made.who.login,
      ...details,
    },
  }
  return { time, text: JSON.stringify(text) }
}

function refreshes(org: Organisation, happening: Happening, rng: Random): Row[] {
  if (happening.kind !== 'refresh') return []
  const { time, who, seat, app, failed } = happening
  const text = {
    id: rng.uuid(),
    time,
    type: failed ? 'REFRESH_TOKEN_ERROR' : 'REFRESH_TOKEN',
    realmId: realm(org),
    clientId: app.name.toLowerCase().replaceAll(' ', '-'),
    userId: who.account,
    sessionId: rng.uuid(),
    ipAddress: seat.ip,
    ...(failed ? { error: 'invalid_token' } : {}),
    details: { grant_type: 'refresh_token', token_id: rng.uuid(), client_auth_method: 'client-secret' },
  }
  return [{ time, text: JSON.stringify(text) }]
}

function realm(org: Organisation): string {
  return org.domain.split('.')[0]!
}

/** What people do themselves are events; what administrators do are admin events, with the path they touched. */
function changes(org: Organisation, made: ChangeMade, rng: Random): Row[] {
  const self = made.actor !== null && made.actor === made.who
  if (self) {
    const type = OWN[made.change]
    if (!type) return []
    const text = {
      id: rng.uuid(),
      time: made.time,
      type,
      realmId: realm(org),
      clientId: 'account-console',
      userId: made.who?.account ?? null,
      ipAddress: made.seat?.ip ?? null,
      details: {
        username: made.who?.login ?? '',
        custom_required_action: type,
        credential_type: made.authenticator?.methods[0] === 'passkey' ? 'webauthn' : 'otp',
      },
    }
    return [{ time: made.time, text: JSON.stringify(text) }]
  }
  return adminEvents(made).map(({ operation, resource, path, representation }) => ({
    time: made.time,
    text: JSON.stringify({
      id: rng.uuid(),
      time: made.time,
      realmId: realm(org),
      authDetails: {
        realmId: realm(org),
        clientId: 'security-admin-console',
        userId: made.actor?.account ?? '00000000-0000-0000-0000-000000000000',
        ipAddress: made.seat?.ip ?? '',
      },
      operationType: operation,
      resourceType: resource,
      resourcePath: path,
      ...(representation ? { representation: JSON.stringify(representation) } : {}),
    }),
  }))
}

const OWN: Readonly<Record<string, string>> = {
  'authenticator-added': 'UPDATE_TOTP',
  'authenticator-removed': 'REMOVE_TOTP',
  'password-self-reset': 'RESET_PASSWORD',
  'password-changed': 'UPDATE_PASSWORD',
  'contact-changed': 'UPDATE_EMAIL',
}

interface AdminEvent {
  readonly operation: string
  readonly resource: string
  readonly path: string
  readonly representation?: Json | readonly unknown[]
}

function adminEvents(made: ChangeMade): AdminEvent[] {
  const user = `users/${made.who?.account ?? ''}`
  switch (made.change) {
    case 'authenticator-removed':
    case 'authenticators-reset':
    case 'mfa-disabled':
      return [
        {
          operation: 'DELETE',
          resource: 'USER',
          path: `${user}/credentials/${made.authenticator?.id ?? made.who?.account}`,
        },
      ]
    case 'pass-issued':
      return [
        {
          operation: 'ACTION',
          resource: 'USER',
          path: `${user}/execute-actions-email`,
          representation: ['CONFIGURE_TOTP'],
        },
      ]
    case 'password-reset':
      return [{ operation: 'ACTION', resource: 'USER', path: `${user}/reset-password` }]
    case 'account-disabled':
      return [
        {
          operation: 'UPDATE',
          resource: 'USER',
          path: user,
          representation: { username: made.who?.login, enabled: false },
        },
      ]
    case 'account-enabled':
      return [
        {
          operation: 'UPDATE',
          resource: 'USER',
          path: user,
          representation: { username: made.who?.login, enabled: true },
        },
      ]
    case 'account-unlocked':
      return [{ operation: 'DELETE', resource: 'USER_LOGIN_FAILURE', path: `attack-detection/brute-force/${user}` }]
    case 'role-granted':
      return [
        {
          operation: 'CREATE',
          resource: 'REALM_ROLE_MAPPING',
          path: `${user}/role-mappings/realm`,
          representation: [{ name: 'admin' }],
        },
      ]
    case 'policy-changed':
    case 'policy-deleted':
      return [
        {
          operation: 'UPDATE',
          resource: 'AUTH_EXECUTION',
          path: 'authentication/flows/browser/executions',
          representation: { displayName: 'OTP Form', requirement: made.weaker ? 'DISABLED' : 'REQUIRED' },
        },
      ]
    default:
      return []
  }
}
