/** A person's yes to a response, and their stop to all of them, derived again from the ledger alone, by whoever signs it (DESIGN §3 rule 20). */
import canonicalize from 'canonicalize'
import type { Draft } from '../ledger/index.ts'
import type { Intent, Scope } from '../staff/index.ts'
import { AUTOMATION } from './automation.ts'
import { decide } from './decide.ts'
import { intentOf, reaches } from './decisions.ts'
import { pausing } from './pause.ts'
import { evolve, NO_RESPONSE, type Response } from './response.ts'
import { RESPONSE_ENTRIES, type ResponseFact } from './response-facts.ts'

/** The fold of a response's stream. */
export const RESPONSE = { types: RESPONSE_ENTRIES, initial: NO_RESPONSE, evolve }

export interface Approving {
  readonly by: string
  readonly intent: Intent
  /** Whether the Decider comes to this fact. Which people the member may be themselves is not in the ledger. */
  readonly isDue: boolean
  /** Whether one of these scopes reaches whom it is about. */
  reaches(scopes: readonly Scope[]): boolean
}

/** Undefined where no passkey decides. `response`: as it stands before the fact. */
export function responseDecision(
  response: Response,
  fact: ResponseFact,
  { organisation, id }: { readonly organisation: string; readonly id: string },
): Approving | undefined {
  if (fact.type !== 'response-approved' && fact.type !== 'undo-approved') return undefined
  const { at, by } = fact.data
  if (response.is === 'nothing') {
    return { by, intent: { organisation, action: '', about: {} }, isDue: false, reaches: () => false }
  }
  const what = fact.type === 'undo-approved' ? 'undo' : 'approve'
  const said = canonicalize({ type: fact.type, data: fact.data })
  const { facts } = decide(response, what === 'undo' ? { do: what, at, by, people: [] } : { do: what, at, by })
  return {
    by,
    intent: intentOf(organisation, id, what, response),
    isDue: facts.some(({ type, data }) => canonicalize({ type, data }) === said),
    reaches: (scopes) => reaches(scopes, response.tier),
  }
}

export interface Pausing {
  readonly at: number
  /** `staff/…`, or `system/…` for a limit, for which nobody signs. */
  readonly by: string
  readonly intent: Intent
}

/** Whose word a pause is. Throws ERR_LEDGER_DATA_INVALID for an entry that is none. */
export function pauseDecision(entry: Draft, organisation: string): Pausing {
  const { at, by, reason } = AUTOMATION.types['playbooks-paused'].read(entry)
  return { at, by, intent: pausing(organisation, reason) }
}
