/**
 * Okta System Log events as JSON text, with all the members that `GET /api/v1/logs` gives (developer.okta.com, LogEvent).
 * All values are made up; a row has 2 to 3 kB, as real ones have.
 */
import { type Random, random } from '../../src/simulator/random.ts'
import { attackerSeat, type Person, personOf, type Seat } from './people.ts'
import type { PlannedEvent, What } from './plan.ts'

type Json = Readonly<Record<string, unknown>>

/** What differs between kinds of event. */
interface Kind {
  readonly type: string
  readonly message: string
  readonly result: string
  readonly reason?: string
  readonly legacy?: string
  readonly uri: string
  readonly debug?: Json
  readonly targets: (person: Person) => readonly Json[]
}

const REFUSED = { factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_DENY' }
const APPROVED = { factor: 'OKTA_VERIFY_PUSH', pushOnlyResponseType: 'OV_RESPONSE_APPROVE' }

const KINDS: Readonly<Record<What, Kind>> = {
  evaluated: {
    type: 'policy.evaluate_sign_on',
    message: 'Evaluation of sign-on policy',
    result: 'CHALLENGE',
    reason: 'Sign-on policy evaluation resulted in CHALLENGE',
    uri: '/idp/idx/identify',
    targets: () => policyTargets,
  },
  denied: {
    type: 'policy.evaluate_sign_on',
    message: 'Evaluation of sign-on policy',
    result: 'DENY',
    reason: 'Sign-on policy evaluation resulted in DENY',
    uri: '/idp/idx/identify',
    targets: () => policyTargets,
  },
  password: authentication('SUCCESS', 'Password', { factor: 'PASSWORD_AS_FACTOR' }),
  'wrong-password': authentication('FAILURE', 'Password', { factor: 'PASSWORD_AS_FACTOR' }),
  'wrong-code': authentication('FAILURE', 'Okta Verify', { factor: 'OKTA_SOFT_TOKEN' }),
  'push-sent': pushSent('SUCCESS'),
  'push-undelivered': pushSent('FAILURE', 'Push notification could not be sent'),
  'push-approved': authentication('SUCCESS', 'Okta Verify', APPROVED),
  'push-refused': authentication('FAILURE', 'Okta Verify', REFUSED),
  'push-refused-classic': {
    type: 'user.mfa.okta_verify.deny_push',
    message: 'User rejected Okta push verify',
    result: 'FAILURE',
    legacy: 'core.user.factor.okta_verify.deny_push',
    uri: '/api/v1/authn/factors/verify',
    targets: (person) => [userTarget(person)],
  },
  'push-unanswered': authentication('UNANSWERED', 'Okta Verify', { factor: 'OKTA_VERIFY_PUSH' }),
  'session-start': {
    type: 'user.session.start',
    message: 'User login to Okta',
    result: 'SUCCESS',
    legacy: 'core.user_auth.login_success',
    uri: '/idp/idx/authenticators/poll',
    targets: (person) => [enrolmentTarget(person, 'Okta Verify'), applicationTarget],
  },
  'session-end': {
    type: 'user.session.end',
    message: 'User logout from Okta',
    result: 'SUCCESS',
    legacy: 'core.user_auth.logout_success',
    uri: '/login/signout',
    targets: (person) => [userTarget(person)],
  },
  application: {
    type: 'user.authentication.sso',
    message: 'User single sign on to app',
    result: 'SUCCESS',
    legacy: 'app.auth.sso',
    uri: '/app/office365/exk1example/sso/wsfed/passive',
    targets: (person) => [applicationTarget, appUserTarget(person)],
  },
  token: {
    type: 'app.oauth2.token.grant.access_token',
    message: 'OIDC access token is granted',
    result: 'SUCCESS',
    uri: '/oauth2/v1/token',
    targets: (person) => [appUserTarget(person)],
  },
}

const applicationTarget: Json = {
  id: '0oa1example0000000d7',
  type: 'AppInstance',
  alternateId: 'Office 365',
  displayName: 'Microsoft Office 365',
  detailEntry: { signOnModeType: 'WS_FEDERATION' },
}

const policyTargets: readonly Json[] = [
  {
    id: '00p1example0000000d7',
    type: 'PolicyEntity',
    alternateId: 'unknown',
    displayName: 'Everybody: two factors',
    detailEntry: { policyType: 'OktaSignOn' },
  },
  {
    id: '0pr1example0000000d7',
    type: 'PolicyRule',
    alternateId: '00p1example0000000d7',
    displayName: 'Every sign-in',
    detailEntry: null,
  },
]

function authentication(result: string, authenticator: string, debug: Json): Kind {
  return {
    type: 'user.authentication.auth_via_mfa',
    message: 'Authentication of user via MFA',
    result,
    ...(result === 'FAILURE' ? { reason: 'INVALID_CREDENTIALS' } : {}),
    legacy: result === 'SUCCESS' ? 'core.user.factor.attempt_success' : 'core.user.factor.attempt_fail',
    uri: '/idp/idx/challenge/answer',
    debug,
    targets: (person) => [userTarget(person), enrolmentTarget(person, authenticator)],
  }
}

function pushSent(result: string, reason?: string): Kind {
  return {
    type: 'system.push.send_factor_verify_push',
    message: 'A push was sent to a user for verification',
    result,
    ...(reason === undefined ? {} : { reason }),
    uri: '/idp/idx/challenge',
    targets: (person) => [userTarget(person), enrolmentTarget(person, 'Okta Verify')],
  }
}

function userTarget({ id, login, name }: Person): Json {
  return { id, type: 'User', alternateId: login, displayName: name, detailEntry: null }
}

function enrolmentTarget({ enrolment }: Person, authenticator: string): Json {
  return {
    id: enrolment,
    type: 'AuthenticatorEnrollment',
    alternateId: 'unknown',
    displayName: authenticator,
    detailEntry: { methodTypeUsed: authenticator, methodUsedVerifiedProperties: '[USER_PRESENCE]' },
  }
}

function appUserTarget({ enrolment, login, name }: Person): Json {
  return { id: `0ua${enrolment.slice(3)}`, type: 'AppUser', alternateId: login, displayName: name, detailEntry: null }
}

/** Gives each event its text, without a line end. The text depends on seed and event only, so any order may be written. */
export function createWriter(seed: number): (event: PlannedEvent, index: number) => string {
  const people = new Map<number, Person>()
  const seats = new Map<number, Seat>()
  return (event, index) => {
    const person = kept(people, event.person, (number) => personOf(seed, number))
    const seat = event.attack < 0 ? person.own : kept(seats, event.attack, (number) => attackerSeat(seed, number))
    return rowOf(event, KINDS[event.what], person, seat, random(seed, 4, index))
  }
}

function kept<T>(known: Map<number, T>, number: number, make: (number: number) => T): T {
  const value = known.get(number) ?? make(number)
  known.set(number, value)
  return value
}

function rowOf(event: PlannedEvent, kind: Kind, person: Person, seat: Seat, rng: Random): string {
  const { browser } = seat
  const foreign = event.attack >= 0
  const session = `idx${flowId(event.flow, 22)}`
  const place = placeOf(seat)
  return JSON.stringify({
    actor: userTarget(person),
    client: {
      userAgent: { rawUserAgent: browser.agent, os: browser.os, browser: browser.name },
      zone: 'null',
      device: 'Computer',
      id: null,
      ipAddress: seat.ip,
      geographicalContext: place,
    },
    device: deviceOf(seat, foreign),
    authenticationContext: {
      authenticationProvider: kind.debug === undefined ? null : 'FACTOR_PROVIDER',
      credentialProvider: kind.debug === undefined ? null : 'OKTA_CREDENTIAL_PROVIDER',
      credentialType: null,
      issuer: null,
      interface: null,
      authenticationStep: 0,
      rootSessionId: session,
      externalSessionId: session,
    },
    displayMessage: kind.message,
    eventType: kind.type,
    outcome: { result: kind.result, reason: kind.reason ?? null },
    published: new Date(event.time).toISOString(),
    securityContext: { asNumber: seat.asn, asOrg: seat.network, isp: seat.network, domain: '.', isProxy: false },
    severity: kind.result === 'SUCCESS' ? 'INFO' : 'WARN',
    debugContext: { debugData: debugData(event, kind, person, seat, rng) },
    legacyEventType: kind.legacy ?? null,
    transaction: { type: 'WEB', id: rng.hex(32), detail: {} },
    uuid: rng.uuid(),
    version: '0',
    request: {
      ipChain: [
        { ip: seat.ip, geographicalContext: place, version: seat.ip.includes(':') ? 'V6' : 'V4', source: null },
      ],
    },
    target: kind.targets(person),
  })
}

function placeOf({ place }: Seat): Json {
  const { latitude: lat, longitude: lon, ...names } = place
  return { ...names, geolocation: { lat, lon } }
}

/** Okta names a device only if it is registered; an attacker's is not. */
function deviceOf(seat: Seat, foreign: boolean): Json | null {
  if (foreign) return null
  return {
    id: seat.device,
    name: `PC-${seat.device.slice(3, 9).toUpperCase()}`,
    os_platform: seat.browser.platform,
    os_version: '10.0.26100',
    managed: false,
    registered: true,
    device_integrator: null,
    disk_encryption_type: 'ALL_INTERNAL_VOLUMES',
    screen_lock_type: 'BIOMETRIC',
    jailbreak: null,
    secure_hardware_present: true,
  }
}

const BEHAVIORS = ['New Geo-Location', 'New Device', 'New IP', 'New State', 'New Country', 'Velocity', 'New City']

function debugData({ flow, attack }: PlannedEvent, kind: Kind, person: Person, seat: Seat, rng: Random): Json {
  const news = attack >= 0 ? 'POSITIVE' : 'NEGATIVE'
  const level = attack >= 0 ? 'MEDIUM' : 'LOW'
  return {
    authnRequestId: flowId(flow, 32),
    deviceFingerprint: seat.fingerprint,
    oktaUserAgentExtended: 'okta-auth-js/7.14.0 okta-signin-widget-7.35.3',
    behaviors: `{${BEHAVIORS.map((name) => `${name}=${news}`).join(', ')}}`,
    requestId: rng.hex(32),
    dtHash: seat.fingerprint + seat.fingerprint,
    risk: attack >= 0 ? `{reasons=Anomalous Device, level=${level}}` : `{level=${level}}`,
    // Okta writes this one as JSON within the JSON.
    logOnlySecurityData: JSON.stringify({
      risk: { level },
      behaviors: Object.fromEntries(BEHAVIORS.map((name) => [name, news])),
    }),
    requestUri: kind.uri,
    threatSuspected: 'false',
    url: `${kind.uri}?`,
    targetUserId: person.id,
    ...kind.debug,
  }
}

/** The id of a run through the sign-in pages, mixed so that it looks like Okta's and not like a counter. */
function flowId(flow: number, digits: number): string {
  return random(5, flow).hex(digits)
}
