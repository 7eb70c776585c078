/** A person's yes to a response, derived again from the ledger alone, by whoever signs it (DESIGN §3 rule 20). */
import canonicalize from 'canonicalize'
import type { Intent } from '../staff/index.ts'
import { decide } from './decide.ts'
import { intentOf } from './decisions.ts'
import { evolve, NO_RESPONSE, type Response } from './response.ts'
import { RESPONSE_ENTRIES, type ResponseFact } from './response-facts.ts'

/** The fold of a response's stream. */
export const RESPONSE = { types: RESPONSE_ENTRIES, initial: NO_RESPONSE, evolve }

export interface Approving {
  readonly by: string
  readonly intent: Intent
  /** Whether the Decider comes to this fact. */
  readonly isDue: boolean
}

/** Undefined where no passkey decides. `response`: as it stands before the fact. */
export function responseDecision(
  response: Response,
  fact: ResponseFact,
  { organisation, id }: { readonly organisation: string; readonly id: string },
): Approving | undefined {
  if (fact.type !== 'response-approved' && fact.type !== 'undo-approved') return undefined
  const { at, by } = fact.data
  const what = fact.type === 'undo-approved' ? 'undo' : 'approve'
  const said = canonicalize({ type: fact.type, data: fact.data })
  const { facts } = decide(response, { do: what, at, by })
  const isDue = facts.some(({ type, data }) => canonicalize({ type, data }) === said)
  if (response.is === 'nothing') return { by, intent: { organisation, action: '', about: {} }, isDue: false }
  return { by, intent: intentOf(organisation, id, what, response), isDue }
}
