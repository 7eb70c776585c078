/**
 * Why can't this person get in? Weighs what a lockout's rows said, how long it lasted and how it ended into ranked causes.
 *
 * A provider's explicit word (locked, disabled, blocked by a policy) outweighs what is inferred. Where several things look
 * alike while it lasts, the way it ended tells them apart: a prompt that is answered again later was not lost.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Cause, Reason } from '../signin/index.ts'
import { type OpenLockout, replacements } from './lockout.ts'
import type { Alternative, EndedBy } from './report.ts'

/** Causes by falling confidence (0 to 1); never empty. */
export function rankCauses(lockout: OpenLockout, ended: EndedBy | undefined): readonly Alternative[] {
  const weights = new Map<Cause, number>()
  const claim = (cause: Cause, weight: number) => weights.set(cause, Math.max(weights.get(cause) ?? 0, weight))

  claimSaid(lockout, claim)
  claimPolicies(lockout, claim)
  claimEnrolment(lockout, claim)
  claimPrompts(lockout, ended, claim)
  claimCodes(lockout, ended, claim)
  claimMessages(lockout, claim)
  if (weights.size === 0) claimUnsaid(lockout, ended, claim)

  return [...weights]
    .map(([cause, weight]) => ({ cause, confidence: Math.round(Math.min(weight, 0.99) * 100) / 100 }))
    .sort((a, b) => b.confidence - a.confidence || (a.cause < b.cause ? -1 : 1))
}

type Claim = (cause: Cause, weight: number) => void

function rows(lockout: OpenLockout, ...reasons: readonly Reason[]): number {
  let sum = 0
  for (const reason of reasons) sum += lockout.reasons.get(reason) ?? 0
  return sum
}

/** How much a reason weighs that fills this share of the rows: 60 % of `full` for a single one, all of it for all. */
function inProportion(full: number, concerned: number, all: number): number {
  return concerned === 0 ? 0 : full * (0.6 + 0.4 * (concerned / Math.max(1, all)))
}

function claimSaid(lockout: OpenLockout, claim: Claim): void {
  if (rows(lockout, 'locked') > 0) claim('locked-by-attempts', 0.95)
  if (rows(lockout, 'disabled') > 0) claim('account-disabled', 0.97)
  if (rows(lockout, 'password-expired') > 0) claim('password-expired', 0.9)
  if (rows(lockout, 'pass-expired') > 0) claim('pass-expired', 0.94)
  if (rows(lockout, 'pass-used') > 0) claim('pass-used', 0.94)
  const service = rows(lockout, 'service-error', 'throttled')
  if (service === 0) return
  // A provider that says it failed also is why it could not send: two faults at a time are rarer than one. But one error in
  // days of a dead phone explains none of it.
  const unsent = rows(lockout, 'prompt-undeliverable', 'message-undeliverable')
  const isWhy = unsent > 0 && unsent <= DEFAULTS.cause.unsentAnErrorMax * service && replacements(lockout) === undefined
  claim('provider-outage', inProportion(isWhy ? 0.95 : 0.85, service + (isWhy ? unsent : 0), told(lockout)))
}

function claimPolicies(lockout: OpenLockout, claim: Claim): void {
  if (rows(lockout, 'legacy-block') > 0) claim('legacy-protocol', 0.95)
  else if (lockout.legacyRows * 2 > lockout.rows) claim('legacy-protocol', 0.9)
  const blocked = rows(lockout, 'policy-block', 'device-not-compliant', 'risk-block')
  if (blocked === 0) return
  if (lockout.policies.size > 1) claim('policy-conflict', lockout.policiesAtOnce > 1 ? 0.96 : 0.95)
  claim('policy-block', 0.94)
  // A policy on registering security info stops the enrolment, not the person.
  for (const policy of lockout.policies) {
    if (DEFAULTS.cause.enrolmentPolicies.test(policy)) claim('enrolment-blocked', 0.95)
  }
}

function claimEnrolment(lockout: OpenLockout, claim: Claim): void {
  if (rows(lockout, 'enrolment-blocked') > 0) claim('enrolment-blocked', 0.95)
  const missing = rows(lockout, 'no-authenticator')
  const asked = rows(lockout, 'enrolment-required')
  if (missing > 0) claim('not-enrolled', 0.92)
  if (asked > 0) claim('not-enrolled', inProportion(0.88, asked, told(lockout)))
  // Whom a password alone let in until now may be the first whom a new rule stops.
  if (missing + asked > 0 && lockout.before === 'password-alone') claim('enforcement', 0.3)
}

function claimPrompts(lockout: OpenLockout, ended: EndedBy | undefined, claim: Claim): void {
  const wrongNumber = rows(lockout, 'wrong-number')
  if (wrongNumber > 0) claim('number-mismatch', inProportion(0.9, wrongNumber, told(lockout)))

  const invalid = rows(lockout, 'authenticator-invalid')
  if (invalid > 0) claim('app-removed', inProportion(0.9, invalid, told(lockout)))

  // A prompt that cannot be sent also explains those that were sent and never seen. It was the app, and not the way to
  // it, if authenticators had to be registered anew.
  const undeliverable = rows(lockout, 'prompt-undeliverable')
  const anew = replacements(lockout) !== undefined
  if (undeliverable > 0) {
    const unseen = rows(lockout, 'no-answer', 'abandoned') + lockout.sentPrompts
    const share = inProportion(0.92, undeliverable + unseen, told(lockout))
    claim('push-not-delivered', anew ? share * 0.6 : share)
    claim('app-removed', anew ? share : share * 0.5)
  }

  const unanswered = rows(lockout, 'no-answer', 'abandoned', 'refused') + lockout.sentPrompts
  if (unanswered > 0 && !isByMessage(lockout)) {
    const share = inProportion(0.85, unanswered, told(lockout))
    const lost = anew || isReplaced(ended) || isLong(lockout, ended)
    claim('device-lost', lost ? share : share * 0.4)
    claim('push-not-answered', lost ? share * 0.5 : share)
  }
}

function claimCodes(lockout: OpenLockout, ended: EndedBy | undefined, claim: Claim): void {
  const reused = rows(lockout, 'code-reused')
  const limited = isMessageLimit(lockout) ? 0 : rows(lockout, 'too-many-codes')
  const wrong = rows(lockout, 'wrong-code', 'code-expired', 'pass-wrong') + limited
  if (reused > 0) claim('code-reused', inProportion(0.9, reused, told(lockout)))
  if (wrong === 0) return
  const share = inProportion(0.85, wrong, told(lockout)) * (reused >= wrong ? 0.8 : 1)
  const { clockDriftAfterMs, clockDriftCodesMin } = DEFAULTS.cause
  const byClock = !isByMessage(lockout) && !lockout.methods.has('recovery-code')
  const persistent = lockout.codesTo - lockout.codesFrom >= clockDriftAfterMs || wrong >= clockDriftCodesMin
  // Who mistypes gets it right in the end; whose clock is wrong needs another way in.
  const gaveUp = wrong >= DEFAULTS.lockout.attemptsMin && isReplaced(ended)
  const drift = byClock && (persistent || gaveUp) && ended !== 'unlock'
  claim('clock-drift', drift ? share : byClock ? share * 0.5 : 0)
  claim('wrong-code', drift ? share * 0.5 : share)
}

function claimMessages(lockout: OpenLockout, claim: Claim): void {
  const limit = rows(lockout, 'message-limit')
  if (limit > 0 || isMessageLimit(lockout)) claim('message-limit', 0.93)
  const lost = rows(lockout, 'message-undeliverable')
  if (lost > 0) claim('message-not-delivered', inProportion(0.9, lost, told(lockout)))
  const unanswered = rows(lockout, 'no-answer', 'abandoned') + lockout.sentMessages
  if (unanswered > 0 && isByMessage(lockout)) {
    claim('message-not-delivered', inProportion(0.8, unanswered, told(lockout)))
  }
}

/** A limit met without any wrong code is one of messages asked for. */
function isMessageLimit(lockout: OpenLockout): boolean {
  return rows(lockout, 'too-many-codes') > 0 && rows(lockout, 'wrong-code') === 0 && !lockout.methods.has('totp')
}

/** Rows that say what happened: pages in between say nothing, a prompt without an answer does. */
function told(lockout: OpenLockout): number {
  return lockout.rows - rows(lockout, 'second-step-asked') + lockout.sentPrompts + lockout.sentMessages
}

/** The log says no more than "MFA failed" or "MFA asked for": the method is all there is to go by. */
function claimUnsaid(lockout: OpenLockout, ended: EndedBy | undefined, claim: Claim): void {
  if (lockout.methods.has('totp')) claim('wrong-code', 0.4)
  else if (isByMessage(lockout)) claim('message-not-delivered', 0.4)
  const lost = replacements(lockout) !== undefined || isReplaced(ended) || isLong(lockout, ended)
  claim('push-not-answered', lost ? 0.25 : 0.4)
  claim('device-lost', lost ? 0.5 : 0.25)
}

/** They got in, but not with what had failed. */
function isReplaced(ended: EndedBy | undefined): boolean {
  return ended === 'another-authenticator' || ended === 'administrator' || ended === 'self-service'
}

/** It went on too long for somebody who was only busy. */
function isLong(lockout: OpenLockout, ended: EndedBy | undefined): boolean {
  return lockout.last - lockout.start >= DEFAULTS.cause.deviceLostAfterMs && ended !== 'same-authenticator'
}

/** Text, voice or mail rather than an app. */
function isByMessage({ methods, sentMessages, sentPrompts }: OpenLockout): boolean {
  if (methods.has('push') || methods.has('push-number') || methods.has('totp')) return false
  if (sentPrompts > 0 && sentPrompts >= sentMessages) return false
  return methods.has('sms') || methods.has('voice') || methods.has('email') || sentMessages > sentPrompts
}
