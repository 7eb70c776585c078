/** Reads Okta's events of somebody getting in: first steps, second steps, policy, session. */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Draft, Method, Outcome, Reason, Step } from '../sign-in.ts'
import { methodOf, methodOfEnrolment } from './okta-methods.ts'
import { AT, readCircumstances as readAround, type Target, targetsOf } from './okta-row.ts'

export type Reading = (row: Row, draft: Draft) => void

/** When, where, and who: the actor; where Okta itself acted (on another provider's word), the user that it acted for. */
function readCircumstances(row: Row, draft: Draft): void {
  readAround(row, draft)
  if (draft.account !== '' || draft.name !== '') return
  const user = targetsOf(row).find((target) => target.type === 'User')
  if (user === undefined) return
  draft.account = user.id
  draft.name = user.name
}

/** LogOutcome.result of Okta's API description; ABANDONED and UNANSWERED from its help page on MFA abandonment. */
export function outcomeOf(result: string): Outcome {
  switch (result) {
    case 'SUCCESS':
    case 'ALLOW':
      return 'success'
    case 'FAILURE':
    case 'DENY':
    case 'RATE_LIMIT':
    case 'ABANDONED':
      return 'failure'
    case 'CHALLENGE':
    case 'SKIPPED':
    case 'UNANSWERED':
      return 'interrupt'
    case 'DEFERRED':
    case 'SCHEDULED':
      return 'pending'
    default:
      return 'unknown'
  }
}

/**
 * user.session.start. In the Identity Engine the session may begin with the password alone, and an application's policy ask
 * for the second step after it; user.authentication.verify then tells that the person is through
 * (support.okta.com "incomplete sign-in event"). The event names the authenticator that the session began with.
 */
export function readSessionStart(row: Row, draft: Draft): void {
  readEntry(row, draft)
  if (!draft.complete) return
  const enrolments = targetsOf(row).filter((target) => target.type === 'AuthenticatorEnrollment')
  if (enrolments.length === 1 && enrolments[0]?.label === 'Password') {
    draft.complete = false
    draft.step = 'first'
    draft.method = 'password'
  }
}

/** The person is in: a sign-in ended well, an application was opened. */
export function readEntry(row: Row, draft: Draft): void {
  readCircumstances(row, draft)
  draft.activity = 'sign-in'
  draft.outcome = outcomeOf(row.text(AT.result))
  draft.step = 'session'
  if (draft.outcome === 'success') draft.complete = true
  else if (draft.outcome === 'failure') readFailure(row, draft, 'first', 'other')
}

/** Opening the Admin Console is opening an application that the event does not name. */
export function readAdminConsole(row: Row, draft: Draft): void {
  readEntry(row, draft)
  draft.app = 'Okta Admin Console'
}

/** Opening one application: refused, it is the application's assignment, and the person stays signed in to Okta. */
export function readApplication(row: Row, draft: Draft): void {
  readEntry(row, draft)
  if (draft.outcome !== 'failure') return
  draft.app = labelOf(targetsOf(row), 'AppInstance')
  if (draft.reason === 'other') fail(draft, 'policy', 'application')
}

/** A first step checked by Okta, a directory, or another provider. The session that follows is an event of its own. */
export function readFirstStep(method: Method, more: { complete?: boolean; legacy?: boolean } = {}): Reading {
  return (row, draft) => {
    readCircumstances(row, draft)
    draft.activity = 'sign-in'
    draft.method = method
    draft.legacy = more.legacy ?? false
    draft.outcome = outcomeOf(row.text(AT.result))
    draft.step = 'first'
    if (draft.outcome === 'success') draft.complete = more.complete ?? false
    else if (draft.outcome === 'failure') {
      readFailure(row, draft, 'first', method === 'external' ? 'application' : 'other')
      if (draft.detail.startsWith('Sign-on policy'))
        fail(draft, 'policy', draft.legacy ? 'legacy-block' : 'policy-block')
    }
  }
}

/**
 * An authenticator was asked. In the Identity Engine the password is one too, and a refused push is a failure with
 * INVALID_CREDENTIALS like any other (Okta's event catalogue, user.mfa.okta_verify.deny_push): what the person did stands
 * in the debug data. `unsaid` is the method where the row names none.
 */
export function readAuthenticator(unsaid: Method): Reading {
  return (row, draft) => {
    readCircumstances(row, draft)
    draft.activity = 'sign-in'
    readMethod(row, draft, unsaid)
    const isPassword = draft.method === 'password'
    draft.step = isPassword ? 'first' : 'second'
    const result = row.text(AT.result)
    draft.outcome = outcomeOf(result)
    if (draft.outcome === 'success') {
      draft.proved = !isPassword
    } else if (result === 'UNANSWERED' || result === 'ABANDONED') {
      draft.reason = draft.method === 'push' || draft.method === 'push-number' ? 'no-answer' : 'abandoned'
    } else if (draft.outcome === 'failure') {
      if (isPassword) readFailure(row, draft, 'first', 'wrong-password')
      else readFailedSecondStep(row, draft)
    }
  }
}

function readMethod(row: Row, draft: Draft, unsaid: Method): void {
  const factor = row.text(AT.factor)
  if (factor !== '') {
    draft.method = methodOf(factor)
    draft.target = factor
  } else {
    const enrolment = targetsOf(row).find((target) => target.type === 'AuthenticatorEnrollment')
    draft.method = enrolment ? methodOfEnrolment(enrolment.label, enrolment.method) : unsaid
    draft.target = enrolment?.label ?? ''
  }
  if (draft.method === 'push' && row.text(AT.numberAnswer) !== '') draft.method = 'push-number'
}

function readFailedSecondStep(row: Row, draft: Draft): void {
  const pushed = row.text(AT.pushAnswer)
  const answer = pushed === 'OV_RESPONSE_DENY' ? pushed : row.text(AT.numberAnswer) || pushed
  const entry = lookUp('okta', answer)
  if (entry !== undefined && entry.outcome === 'failure') {
    draft.detail = answer
    fail(draft, entry.step, entry.reason)
  } else if (draft.detail === 'INVALID_CREDENTIALS') {
    fail(draft, 'second', reasonOfWrongAnswer(draft.method))
  } else {
    readFailure(row, draft, 'second', 'second-step-failed')
  }
}

/** INVALID_CREDENTIALS says only that the answer was no good; what kind of answer it was, the authenticator tells. */
function reasonOfWrongAnswer(method: Method): Reason {
  switch (method) {
    case 'push':
    case 'push-number':
      return 'refused'
    case 'totp':
    case 'sms':
    case 'voice':
    case 'email':
      return 'wrong-code'
    case 'pass':
      return 'pass-wrong'
    default:
      return 'second-step-failed'
  }
}

/** policy.evaluate_sign_on: ALLOW and CHALLENGE are steps on the way, DENY names the policy and rule that said no. */
export function readPolicy(row: Row, draft: Draft): void {
  readCircumstances(row, draft)
  draft.activity = 'sign-in'
  draft.step = 'policy'
  draft.outcome = outcomeOf(row.text(AT.result))
  if (draft.outcome === 'interrupt') {
    draft.step = 'second'
    draft.reason = 'second-step-asked'
  } else if (draft.outcome === 'failure') {
    const targets = targetsOf(row)
    draft.app = labelOf(targets, 'AppInstance')
    draft.policies = decidingPolicy(targets)
    draft.reason = 'policy-block'
  }
}

/**
 * The policy that said no. One event may hold the global session policy and then the application's; were it the first that
 * said no, the second would not have been asked.
 */
function decidingPolicy(targets: readonly Target[]): readonly string[] {
  const policies = targets.filter((target) => target.type === 'PolicyEntity')
  const last = (policies.length > 0 ? policies : targets.filter(isPolicy)).at(-1)
  return last === undefined ? [] : [last.label]
}

/** Every kind of policy object: PolicyEntity, PolicyRule, Rule. */
export function isPolicy(target: Target): boolean {
  return target.type.startsWith('Policy') || target.type === 'Rule'
}

/** The label of the first target of a type; '' if there is none. */
export function labelOf(targets: readonly Target[], type: string): string {
  const target = targets.find((each) => each.type === type)
  return target ? target.label || target.name || target.id : ''
}

/** A failure as its reason says; `step` and `reason` are what the event itself tells, for reasons that tell nothing. */
function readFailure(row: Row, draft: Draft, step: Step, reason: Reason): void {
  const entry = lookUp('okta', draft.detail)
  if (entry === undefined || entry.reason === 'other') fail(draft, step, reason)
  else fail(draft, entry.step, entry.reason)
  if (draft.reason === 'password-expired') draft.outcome = 'interrupt'
  // Okta logs a name that it does not know with the id "unknown".
  if (row.text(AT.actorId) === 'unknown' && draft.step === 'first') draft.reason = 'unknown-user'
  if (draft.reason === 'unknown-user') draft.known = false
}

function fail(draft: Draft, step: Step, reason: Reason): void {
  draft.outcome = 'failure'
  draft.step = step
  draft.reason = reason
}
