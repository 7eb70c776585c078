/**
 * What the steps of one sign-in say: `authenticationDetails`, or where they are missing or late, the row's summary of the
 * second step (`status.additionalDetails`, `mfaDetail.authMethod`).
 *
 * The steps of a row arrive late: Microsoft warns that until they are joined a step may be missing, "in progress", or said
 * to be satisfied by a claim. So the summary is asked wherever the steps do not say it themselves.
 */
import { lookUpResult } from '../catalogue/entra-results.ts'
import type { Entry } from '../catalogue/entry.ts'
import type { Row } from '../decoder.ts'
import type { Draft } from '../sign-in.ts'
import { type Way, wayOf } from './entra-methods.ts'

/** The numbers of the paths that hold them. */
export interface StepPaths {
  readonly stepMethod: number
  readonly stepSucceeded: number
  readonly stepResult: number
  readonly additionalDetails: number
  readonly mfaMethod: number
}

/**
 * For a success: which method let the person in, and whether the second step was answered in this very row. In a silent
 * row `mfaDetail` alone proves nothing: it may be that of the sign-in which is renewed.
 */
export function readSuccess(row: Row, draft: Draft, at: StepPaths, silent: boolean): void {
  let first: Way | undefined
  let second: Way | undefined
  let tried: Way | undefined
  let claimed = false
  const count = row.count(at.stepMethod)
  for (let step = 0; step < count; step++) {
    const way = wayOf(row.textAt(at.stepMethod, step))
    if (way.role === 'claim' || isClaim(row.textAt(at.stepResult, step))) {
      claimed ||= row.textAt(at.stepResult, step) !== FIRST_CLAIMED
      first ??= way.role === 'claim' ? way : undefined
    } else if (way.role === 'first') {
      first = way
    } else {
      tried = way
      if (row.textAt(at.stepSucceeded, step) === 'true' && isMoreTelling(way, second)) second = way
    }
  }
  const summary = row.text(at.additionalDetails)
  const answered = second ?? (isCompleted(summary) ? (named(tried) ?? wayOf(row.text(at.mfaMethod))) : undefined)
  if (answered) {
    draft.proved = true
    draft.method = answered.method === 'none' ? 'other' : answered.method
  } else if (claimed || isClaim(summary)) {
    draft.method = summary.includes('external provider') ? 'external' : 'claim'
  } else if (count === 0 && summary === '' && !silent && row.text(at.mfaMethod) !== '') {
    draft.proved = true
    draft.method = wayOf(row.text(at.mfaMethod)).method
  } else {
    draft.method = first?.method ?? 'none'
  }
}

/** The step that failed the row, and what is known of it. */
export interface FailedStep {
  readonly way: Way
  /** The vendor's words on it. */
  readonly words: string
  readonly result: Entry | undefined
}

/** For a row that the second step stopped: what the person reported, else the last step that failed, else the summary. */
export function findFailedStep(row: Row, at: StepPaths): FailedStep {
  const ended = decidingStep(row, at)
  if (ended >= 0) return stepAt(row, at, ended)
  const summary = row.text(at.additionalDetails)
  const result = lookUpResult(summary)
  const unclear = lastFailed(row, at)
  if (unclear >= 0 && result?.outcome !== 'failure') return stepAt(row, at, unclear)
  const method = (unclear >= 0 && row.textAt(at.stepMethod, unclear)) || row.text(at.mfaMethod)
  return { way: wayOf(method), words: summary, result }
}

/** How many second steps failed in this row, not counting the one that ended it. */
export function countEarlierFailures(row: Row, at: StepPaths, succeeded: boolean): number {
  let failures = 0
  for (let step = 0; step < row.count(at.stepMethod); step++) {
    if (isEnded(row, at, step)) failures++
  }
  return succeeded ? failures : Math.max(0, failures - 1)
}

/** The failure number `which` (from 1) of those that `countEarlierFailures` counted. */
export function earlierFailure(row: Row, at: StepPaths, which: number, succeeded: boolean): FailedStep {
  const deciding = succeeded ? -1 : decidingStep(row, at)
  let step = -1
  for (let seen = 0; seen < which && step < row.count(at.stepMethod); ) {
    if (isEnded(row, at, ++step) && step !== deciding) seen++
  }
  return stepAt(row, at, step)
}

/** The number of the step that a failed row is told by; -1 if none of its steps says how it ended. */
function decidingStep(row: Row, at: StepPaths): number {
  let deciding = -1
  for (let step = 0; step < row.count(at.stepMethod); step++) {
    if (!isEnded(row, at, step)) continue
    deciding = step
    if (lookUpResult(row.textAt(at.stepResult, step))?.reason === 'reported') break
  }
  return deciding
}

function lastFailed(row: Row, at: StepPaths): number {
  let step = row.count(at.stepMethod) - 1
  while (step >= 0 && !isSecondFailed(row, at, step)) step--
  return step
}

function stepAt(row: Row, at: StepPaths, step: number): FailedStep {
  const words = row.textAt(at.stepResult, step)
  return { way: wayOf(row.textAt(at.stepMethod, step) || row.text(at.mfaMethod)), words, result: lookUpResult(words) }
}

function isSecondFailed(row: Row, at: StepPaths, step: number): boolean {
  return row.textAt(at.stepSucceeded, step) !== 'true' && wayOf(row.textAt(at.stepMethod, step)).role === 'second'
}

function isEnded(row: Row, at: StepPaths, step: number): boolean {
  return isSecondFailed(row, at, step) && lookUpResult(row.textAt(at.stepResult, step))?.outcome === 'failure'
}

/** A named way tells more than "other", which Entra adds as a step of its own after a passkey. */
function isMoreTelling(way: Way, than: Way | undefined): boolean {
  return way.method !== 'none' && (way.method !== 'other' || than === undefined)
}

function named(way: Way | undefined): Way | undefined {
  return way && way.method !== 'none' ? way : undefined
}

const FIRST_CLAIMED = 'First factor requirement satisfied by claim in the token'

/** Not answered now: an earlier MFA, kept in a token or by a federated provider. */
function isClaim(words: string): boolean {
  switch (words) {
    case '':
    case 'MFA successfully completed':
    case 'MFA completed in Azure AD':
    case 'Correct password':
      return false
    case FIRST_CLAIMED:
    case 'MFA requirement satisfied by claim in the token':
      return true
    default:
      return /satisfied by claim|remembered device/i.test(words)
  }
}

/** Answered now. */
function isCompleted(words: string): boolean {
  switch (words) {
    case '':
    case 'MFA requirement satisfied by claim in the token':
      return false
    case 'MFA completed in Azure AD':
    case 'MFA successfully completed':
      return true
    default:
      return /\bcompleted\b|satisfied by strong authentication|multi-?factor device/i.test(words)
  }
}
