/** A sign-in as Okta logs it: password, policy, second steps, session, application. */
import { type Attempt, isPerson, type Person } from '../happening.ts'
import type { Organisation } from '../people.ts'
import type { Random } from '../random.ts'
import { type Json, nameOf, type OktaEvent, user } from './okta-event.ts'
import { type Flavour, factor, secondStep } from './okta-second-step.ts'

export function attemptEvents(
  org: Organisation,
  made: Attempt,
  flavour: Flavour,
  lockedAt: Map<Person, number>,
  rng: Random,
): OktaEvent[] {
  const { time, who } = made
  if (made.protocol !== 'browser' && made.protocol !== 'rich') return [richClient(made)]
  if (!isPerson(who)) return [sessionStart(time, 'FAILURE', 'UNKNOWN_USER')]
  if (made.stop) return stopped(org, made, who, lockedAt)
  if (made.first === 'wrong') return wrongPassword(time, flavour)
  const events: OktaEvent[] = []
  if ((made.first === 'right' || made.first === 'pass') && !flavour.classic)
    events.push(factor(time, 'SUCCESS', null, 'PASSWORD_AS_FACTOR', 'Password', made, who, 0))
  if (made.demanded && !made.remembered && made.first !== 'session')
    events.push(evaluated(org, time + 300, 'CHALLENGE', [], 0))
  let request = 1
  for (const step of made.steps) events.push(...secondStep(made, who, step, flavour, rng, request++))
  if (made.first === 'passkey')
    events.push(factor(time + 2500, 'SUCCESS', null, 'FIDO_WEBAUTHN', 'Security Key or Biometric', made, who, 1))
  if (!made.complete) return events
  const end = time + (made.steps[made.steps.length - 1]?.at ?? 1200) + 300
  if (made.first !== 'session') {
    events.push(evaluated(org, end, 'ALLOW', [], request))
    events.push({ ...sessionStart(end + 40, 'SUCCESS', null), request })
  }
  events.push(singleSignOn(made, who, end + 400, request + 1))
  return events
}

function wrongPassword(time: number, flavour: Flavour): OktaEvent[] {
  const start = sessionStart(time, 'FAILURE', 'INVALID_CREDENTIALS')
  return flavour.classic ? [start] : [{ ...start, debug: { factor: 'PASSWORD_AS_FACTOR' } }]
}

function sessionStart(time: number, result: string, reason: string | null): OktaEvent {
  const ok = result === 'SUCCESS'
  return {
    time,
    type: 'user.session.start',
    message: 'User login to Okta',
    result,
    reason,
    legacy: ok ? 'core.user_auth.login_success' : 'core.user_auth.login_failed',
    severity: ok ? 'INFO' : 'WARN',
  }
}

function stopped(org: Organisation, made: Attempt, who: Person, lockedAt: Map<Person, number>): OktaEvent[] {
  const { time, stop } = made
  switch (stop) {
    case 'locked': {
      const events = [sessionStart(time, 'FAILURE', 'LOCKED_OUT')]
      const before = lockedAt.get(who)
      lockedAt.set(who, time)
      if (before !== undefined && time - before < 3_600_000) return events
      const lock: OktaEvent = {
        time: time - 200,
        type: 'user.account.lock',
        message: 'Max sign in attempts exceeded',
        result: 'FAILURE',
        reason: 'LOCKED_OUT',
        targets: [user(who)],
        legacy: 'core.user_auth.account_locked',
        severity: 'DEBUG',
      }
      return [lock, ...events]
    }
    case 'password-expired':
      return [sessionStart(time, 'FAILURE', 'PASSWORD_EXPIRED')]
    case 'policy-block':
    case 'device-not-compliant':
    case 'app-not-approved':
    case 'risk-block':
      return [evaluated(org, time, 'DENY', made.policies, 0)]
    case 'legacy-block':
      return [richClient(made)]
    case 'service-error':
      return [sessionStart(time, 'FAILURE', 'GENERAL_NONSUCCESS')]
    case 'application':
      return [
        {
          ...singleSignOn(made, who, time, 0),
          result: 'FAILURE',
          reason: 'User is not assigned to the application',
          severity: 'WARN',
        },
      ]
    default:
      return [sessionStart(time, 'FAILURE', 'VERIFICATION_ERROR')]
  }
}

function evaluated(
  org: Organisation,
  time: number,
  outcome: 'ALLOW' | 'CHALLENGE' | 'DENY',
  names: readonly string[],
  request: number,
): OktaEvent {
  const policies = names.length > 0 ? names : [outcome === 'DENY' ? 'Catch-all Rule' : org.policies[0]!.name]
  const targets = policies.flatMap((name, index): Json[] => [
    {
      id: `00p${org.tenant.slice(0, 8)}${index}`,
      type: 'PolicyEntity',
      alternateId: 'unknown',
      displayName: name,
      detailEntry: { policyType: 'OktaSignOn' },
    },
    {
      id: `0pr${org.tenant.slice(9, 13)}${index}`,
      type: 'PolicyRule',
      alternateId: `00p${org.tenant.slice(0, 8)}${index}`,
      displayName: `${name}: rule`,
      detailEntry: null,
    },
  ])
  return {
    time,
    type: 'policy.evaluate_sign_on',
    message: 'Evaluation of sign-on policy',
    result: outcome,
    reason: `Sign-on policy evaluation resulted in ${outcome}`,
    targets,
    request,
  }
}

function singleSignOn(made: Attempt, who: Person, time: number, request: number): OktaEvent {
  return {
    time,
    type: 'user.authentication.sso',
    message: 'User single sign on to app',
    result: 'SUCCESS',
    reason: null,
    targets: [
      {
        id: `0oa${made.app.id.slice(0, 8)}`,
        type: 'AppInstance',
        alternateId: made.app.name,
        displayName: made.app.name,
        detailEntry: { signOnModeType: 'SAML_2_0' },
      },
      {
        id: `0ua${who.account.slice(0, 8)}`,
        type: 'AppUser',
        alternateId: who.login,
        displayName: nameOf(who),
        detailEntry: null,
      },
    ],
    legacy: 'app.auth.sso',
    request,
  }
}

/** Mail programs that speak WS-Trust to Okta: the one place where old protocols show. */
function richClient(made: Attempt): OktaEvent {
  const ok = made.complete
  return {
    time: made.time,
    type: 'user.authentication.auth_via_richclient',
    message: 'Authentication of a user via Rich Client',
    result: ok ? 'SUCCESS' : 'FAILURE',
    reason: ok
      ? null
      : made.stop === 'legacy-block'
        ? 'Sign-on policy evaluation resulted in DENY'
        : 'INVALID_CREDENTIALS',
    debug: { requestUri: '/app/office365/exk1abc/sso/wsfed/active', protocol: made.protocol.toUpperCase() },
    targets: [
      {
        id: `0oa${made.app.id.slice(0, 8)}`,
        type: 'AppInstance',
        alternateId: made.app.name,
        displayName: made.app.name,
        detailEntry: null,
      },
    ],
    severity: ok ? 'INFO' : 'WARN',
  }
}
