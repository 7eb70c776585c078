/** Reads Okta's events about prompts and messages that were sent, and about suspicions of its own or of the person's. */
import { lookUp } from '../catalogue/index.ts'
import type { Row } from '../decoder.ts'
import type { Activity, Draft, Method, Risk } from '../sign-in.ts'
import { AT, readActor, readCircumstances, targetsOf } from './okta-row.ts'
import { labelOf, outcomeOf, type Reading } from './okta-sign-in.ts'

/** A push was sent: what comes of it is another event. */
export function readPrompt(row: Row, draft: Draft): void {
  readCircumstances(row, draft)
  draft.activity = 'prompt'
  draft.method = 'push'
  draft.step = 'second'
  draft.outcome = outcomeOf(row.text(AT.result))
  if (draft.outcome === 'success') draft.outcome = 'pending'
  else if (draft.outcome === 'failure') draft.reason = 'prompt-undeliverable'
}

/** The answer to a push, as the Classic Engine logs it: the event type says which answer. */
export function readAnsweredPrompt(row: Row, draft: Draft): void {
  readCircumstances(row, draft)
  draft.activity = 'prompt'
  draft.method = 'push'
  readCatalogued(draft)
}

/**
 * A text message, call or mail with a code. SUCCESS means that it was handed to the carrier; since 2022.06 DENY means that
 * Okta itself held it back, as one too many (Okta's event catalogue, system.sms.send_factor_verify_message).
 */
export function readMessage(method: Method): Reading {
  return (row, draft) => {
    readCircumstances(row, draft)
    draft.activity = 'message'
    draft.method = method
    draft.step = 'second'
    const result = row.text(AT.result)
    draft.outcome = outcomeOf(result)
    if (draft.outcome === 'success') draft.outcome = 'pending'
    else if (draft.outcome === 'failure')
      draft.reason = result === 'FAILURE' ? 'message-undeliverable' : 'message-limit'
  }
}

/**
 * What the carrier says of a message sent earlier. Only its failure tells anything new: the message itself is a row already.
 * It names the person as actor or target, or nobody.
 */
export function readDelivery(method: Method): Reading {
  return (row, draft) => {
    readCircumstances(row, draft)
    readUserTarget(row, draft)
    draft.method = method
    draft.outcome = outcomeOf(row.text(AT.result))
    if (draft.outcome !== 'failure') return
    draft.activity = 'message'
    draft.step = 'second'
    draft.reason = 'message-undeliverable'
  }
}

/** Okta, or another that tells Okta, suspects something; `risk` is for rows that give no level. */
export function readRisk(risk: Risk): Reading {
  return (row, draft) => {
    readCircumstances(row, draft)
    readUserTarget(row, draft)
    draft.activity = 'risk'
    readCatalogued(draft)
    if (row.text(AT.result) === 'DENY') draft.outcome = 'failure'
    if (draft.risk === 'none') draft.risk = risk
  }
}

/** The person said "this wasn't me". */
export function readReport(row: Row, draft: Draft): void {
  readCircumstances(row, draft)
  draft.activity = 'report'
  readCatalogued(draft)
}

/** Tokens, sign-outs, and whatever no rule looks at. */
export function readAs(activity: Activity): Reading {
  return (row, draft) => {
    readActor(row, draft)
    draft.activity = activity
    draft.outcome = outcomeOf(row.text(AT.result))
  }
}

/**
 * An operation's limit was reached. Those of codes and phones are somebody's second step; the others are of programs that
 * call the API (developer.okta.com, rate limit events).
 */
export function readOperationLimit(row: Row, draft: Draft): void {
  const reason = row.text(AT.reason)
  const isCode = reason.includes('OTP verification')
  if (!isCode && !/\b(SMS|call|voice)\b/i.test(reason)) {
    readActor(row, draft)
    return
  }
  readCircumstances(row, draft)
  draft.step = 'second'
  draft.outcome = outcomeOf(row.text(AT.result))
  draft.activity = isCode ? 'sign-in' : 'message'
  draft.reason = isCode ? 'too-many-codes' : 'message-limit'
  draft.method = reason.includes('Email') ? 'email' : reason.includes('SMS') ? 'sms' : isCode ? 'other' : 'voice'
}

function readCatalogued(draft: Draft): void {
  const entry = lookUp('okta', draft.code)
  if (entry === undefined) return
  draft.step = entry.step
  draft.outcome = entry.outcome
  draft.reason = entry.reason
}

function readUserTarget(row: Row, draft: Draft): void {
  if (draft.account !== '') return
  const user = targetsOf(row).find((target) => target.type === 'User')
  if (user === undefined) return
  draft.account = user.id
  draft.name = user.name || labelOf([user], 'User')
}
