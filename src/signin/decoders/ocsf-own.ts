/** Reads back what ../ocsf.ts wrote under `unmapped.postern`. A word that is not of our lists counts as not said. */
import type { Row } from '../decoder.ts'
import {
  ACTIVITIES,
  CHANGES,
  type Draft,
  FAMILIES,
  METHODS,
  OUTCOMES,
  PROVIDERS,
  REASONS,
  RISKS,
  STEPS,
} from '../sign-in.ts'
import { at } from './ocsf-row.ts'

export function writeOwn(row: Row, draft: Draft): void {
  draft.provider = oneOf(PROVIDERS, row.text(at.ownProvider), 'ocsf')
  draft.family = oneOf(FAMILIES, row.text(at.ownFamily), 'sign-in')
  draft.activity = oneOf(ACTIVITIES, row.text(at.ownActivity), 'other')
  draft.outcome = oneOf(OUTCOMES, row.text(at.ownOutcome), 'unknown')
  draft.step = oneOf(STEPS, row.text(at.ownStep), 'none')
  draft.reason = oneOf(REASONS, row.text(at.ownReason), 'other')
  draft.method = oneOf(METHODS, row.text(at.ownMethod), 'other')
  draft.change = oneOf(CHANGES, row.text(at.ownChange), 'none')
  draft.risk = oneOf(RISKS, row.text(at.ownRisk), 'none')
  draft.code = row.text(at.eventCode)
  draft.app = row.text(at.ownApp)
  draft.actor = row.text(at.ownActor)
  draft.target = row.text(at.ownTarget)
  draft.ip = row.text(at.ip) || row.text(at.ownIp)
  draft.policies = policiesOf(row)
  draft.complete = row.flag(at.ownComplete)
  draft.proved = row.flag(at.ownProved)
  draft.known = !row.flag(at.ownUnknown)
  draft.anonymous = row.flag(at.ownAnonymous)
  draft.legacy = row.flag(at.ownLegacy)
  draft.managed = row.flag(at.ownManaged)
}

function policiesOf(row: Row): readonly string[] {
  return Array.from({ length: row.count(at.ownPolicies) }, (_, index) => row.textAt(at.ownPolicies, index))
}

function oneOf<T extends string>(words: readonly T[], said: string, otherwise: T): T {
  return words.find((word) => word === said) ?? otherwise
}
