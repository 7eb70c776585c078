/**
 * What a person signs when they decide about an incident (DESIGN §3 rule 20). It is made from the fact that the decision becomes:
 * whoever has the entry can make it again, and verify the assertion that stands beside it.
 */
import { type Decision, lastOfStream } from '../ledger/index.ts'
import type { Intent } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { evidenceOf } from './evidence.ts'
import type { Fact, Incident } from './incident.ts'

/** A fact that is a person's word. */
type DecidedFact = Extract<Fact, { readonly evidence?: string }>

const ACTIONS: Readonly<Record<DecidedFact['type'], string>> = {
  'closing-proposed': 'incident/propose-closing',
  'closing-rejected': 'incident/reject-closing',
  'incident-closed': 'incident/close',
  'incident-adopted': 'incident/adopt',
  'incident-reopened': 'incident/reopen',
}

export function intentOf(organisation: string, { type, at: _, evidence, ...about }: DecidedFact): Intent {
  return { organisation, action: ACTIONS[type], about, ...(evidence === undefined ? {} : { evidence }) }
}

export function isDecided(fact: Fact): fact is DecidedFact {
  return 'evidence' in fact
}

/** Whether this is what was signed. */
export function isSigned(intent: Intent, fact: Fact): boolean {
  return isDecided(fact) && JSON.stringify(intentOf(intent.organisation, fact)) === JSON.stringify(intent)
}

export interface Proposal {
  readonly intent: Intent
  /** Milliseconds. */
  readonly at: number
  readonly decision: Decision
}

/** Newest entries of an incident among which its proposal is looked for; only hand-overs can follow it. */
const LOOKED_AT = 300

/**
 * The proposal that stands, as it was signed; undefined where none was. Any finding ends one, so it was signed over the evidence
 * of today. An assertion proves itself: the entry is not checked.
 */
export async function proposalOf(
  tx: OrganisationTransaction,
  organisation: string,
  incident: Incident,
): Promise<Proposal | undefined> {
  const { id, proposal } = incident
  const entries = await lastOfStream(tx, `incident/${id}`, LOOKED_AT)
  const entry = entries.findLast(({ type }) => type === 'closing-proposed')
  const decision = entry?.decisions?.[0]
  if (proposal === undefined || entry === undefined || decision?.staff !== proposal.by) return undefined
  const at = Date.parse(entry.time)
  const fact = { type: 'closing-proposed', incident: id, at, ...proposal, evidence: evidenceOf(incident) } as const
  return { intent: intentOf(organisation, fact), at, decision }
}
