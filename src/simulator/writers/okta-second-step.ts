/** Second steps as Okta logs them: what was sent, and what became of it. */
import type { Attempt, Person, SecondStep } from '../happening.ts'
import type { Random } from '../random.ts'
import { type Json, type OktaEvent, user } from './okta-event.ts'

export interface Flavour {
  readonly classic: boolean
  readonly logsUnanswered: boolean
}

const FACTORS: Readonly<Record<string, readonly [factor: string, name: string]>> = {
  push: ['OKTA_VERIFY_PUSH', 'Okta Verify'],
  'push-number': ['OKTA_VERIFY_PUSH', 'Okta Verify'],
  totp: ['OKTA_SOFT_TOKEN', 'Okta Verify'],
  sms: ['SMS_FACTOR', 'Phone'],
  voice: ['CALL_FACTOR', 'Phone'],
  passkey: ['FIDO_WEBAUTHN', 'Security Key or Biometric'],
  email: ['EMAIL_FACTOR', 'Email'],
}

export function secondStep(
  made: Attempt,
  who: Person,
  step: SecondStep,
  flavour: Flavour,
  rng: Random,
  request: number,
): OktaEvent[] {
  const [code, name] = FACTORS[step.method] ?? ['OTHER', 'Other']
  const at = made.time + step.at
  const sentAt = Math.max(made.time + 600, at - (step.result === 'no-answer' ? 60_000 : 9000))
  const events: OktaEvent[] = []
  const answer = (result: string, reason: string | null, debug: Json = {}): OktaEvent => {
    const event = factor(at, result, reason, code, name, made, who, request, step)
    return { ...event, debug: { ...event.debug, ...debug } }
  }
  if (step.method === 'push' || step.method === 'push-number') {
    const failed =
      step.result === 'undeliverable' || step.result === 'authenticator-invalid' || step.result === 'service-error'
    events.push({
      time: sentAt,
      type: 'system.push.send_factor_verify_push',
      message: 'A push was sent to a user for verification',
      result: failed ? 'FAILURE' : 'SUCCESS',
      reason: failed ? 'Push notification could not be sent' : null,
      targets: [user(who), enrolment(step, name)],
      request,
    })
    if (failed) return events
    return [...events, ...pushAnswer(step, flavour, at, answer, who, request)]
  }
  if (step.method === 'sms' || step.method === 'voice') {
    events.push(...message(step, who, sentAt, rng, request))
    if (step.result === 'message-limit' || step.result === 'message-undeliverable' || step.result === 'hung-up')
      return events
    if (step.result === 'no-answer') return flavour.logsUnanswered ? [...events, answer('ABANDONED', null)] : events
  }
  if (step.result === 'approved') return [...events, answer('SUCCESS', null)]
  if (step.result === 'service-error') return [...events, answer('FAILURE', 'GENERAL_NONSUCCESS')]
  return [...events, answer('FAILURE', 'INVALID_CREDENTIALS')]
}

function pushAnswer(
  step: SecondStep,
  flavour: Flavour,
  at: number,
  answer: (result: string, reason: string | null, debug?: Json) => OktaEvent,
  who: Person,
  request: number,
): OktaEvent[] {
  const number = step.method === 'push-number'
  switch (step.result) {
    case 'approved':
      return [
        answer('SUCCESS', null, {
          pushOnlyResponseType: 'OV_RESPONSE_APPROVE',
          ...(number ? { pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_VALID' } : {}),
        }),
      ]
    case 'wrong-number':
      return [
        answer('FAILURE', 'INVALID_CREDENTIALS', {
          pushOnlyResponseType: 'OV_RESPONSE_APPROVE',
          pushWithNumberChallengeResponseType: 'OV_WITH_CHALLENGE_RESPONSE_INVALID',
        }),
      ]
    case 'no-answer':
      return flavour.logsUnanswered ? [answer('UNANSWERED', null)] : []
    case 'reported':
    case 'refused':
    case 'mistake': {
      const denied: OktaEvent = flavour.classic
        ? {
            time: at,
            type: 'user.mfa.okta_verify.deny_push',
            message: 'User rejected Okta push verify',
            result: 'FAILURE',
            reason: null,
            targets: [user(who)],
            request,
          }
        : answer('FAILURE', 'INVALID_CREDENTIALS', { pushOnlyResponseType: 'OV_RESPONSE_DENY' })
      return step.result === 'reported' ? [denied, suspicious(at + 20_000, who)] : [denied]
    }
    default:
      return [answer('FAILURE', 'INVALID_CREDENTIALS')]
  }
}

export function suspicious(time: number, who: Person): OktaEvent {
  return {
    time,
    type: 'user.account.report_suspicious_activity_by_enduser',
    message: 'User report suspicious activity',
    result: 'SUCCESS',
    reason: null,
    severity: 'WARN',
    targets: [user(who)],
    debug: { suspiciousActivityEventType: 'system.push.send_factor_verify_push' },
  }
}

function message(step: SecondStep, who: Person, time: number, rng: Random, request: number): OktaEvent[] {
  const sms = step.method === 'sms'
  const denied = step.result === 'message-limit'
  const sent: OktaEvent = {
    time,
    type: sms ? 'system.sms.send_factor_verify_message' : 'system.voice.send_mfa_challenge_call',
    message: sms ? 'Send second factor auth SMS' : 'Send second factor auth call',
    result: denied ? 'DENY' : 'SUCCESS',
    reason: denied ? 'Too many messages were requested' : null,
    targets: [
      user(who),
      {
        id: `mbl${rng.hex(17)}`,
        type: 'MobilePhone',
        alternateId: step.authenticator?.number ?? '',
        displayName: 'unknown',
        detailEntry: null,
      },
    ],
    request,
  }
  if (denied) return [sent]
  const failed = step.result === 'message-undeliverable' || step.result === 'hung-up'
  if (!failed && rng.chance(0.7)) return [sent]
  const status: OktaEvent = {
    time: time + rng.int(2000, 25_000),
    type: sms ? 'system.sms.receive_status' : 'system.voice.receive_status',
    message: sms ? 'Received SMS status update' : 'Received voice call status update',
    result: failed ? 'FAILURE' : 'SUCCESS',
    reason: failed ? (sms ? 'UNDELIVERED' : 'NO_ANSWER') : null,
    debug: { status: failed ? (sms ? 'undelivered' : 'no-answer') : 'delivered' },
    targets: [user(who)],
    request,
  }
  return [sent, status]
}

export function factor(
  time: number,
  result: string,
  reason: string | null,
  code: string,
  name: string,
  made: Attempt,
  who: Person,
  request: number,
  step?: SecondStep,
): OktaEvent {
  return {
    time,
    type: 'user.authentication.auth_via_mfa',
    message: 'Authentication of user via MFA',
    result,
    reason,
    debug: { factor: code },
    targets: [
      user(who),
      step
        ? enrolment(step, name)
        : {
            id: `lae${who.account.slice(0, 8)}`,
            type: 'AuthenticatorEnrollment',
            alternateId: 'unknown',
            displayName: name,
            detailEntry: null,
          },
    ],
    legacy: result === 'SUCCESS' ? 'core.user.factor.attempt_success' : 'core.user.factor.attempt_fail',
    severity: made.tag?.attack && result !== 'SUCCESS' ? 'WARN' : 'INFO',
    request,
  }
}

function enrolment(step: SecondStep, name: string): Json {
  return {
    id: `pfd${(step.authenticator?.id ?? '').replaceAll('-', '').slice(0, 17)}`,
    type: 'AuthenticatorEnrollment',
    alternateId: 'unknown',
    displayName: step.authenticator ? `${name} - ${step.authenticator.label}` : name,
    detailEntry: { methodTypeUsed: name },
  }
}
