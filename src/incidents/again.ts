/** A fact about an incident, derived again from the ledger alone, by whoever signs it (DESIGN §3 rule 20). */
import canonicalize from 'canonicalize'
import type { Intent, Role } from '../staff/index.ts'
import { type Command, decide } from './decide.ts'
import { intentOf, isDecided } from './decisions.ts'
import { factIn, INCIDENT_ENTRIES } from './entries.ts'
import { evolve, type Fact, type Incidents } from './incident.ts'
import { ROLES_FOR } from './roles.ts'

/** The fold of all streams `incident/…` of an organisation together. */
export const INCIDENTS = { types: INCIDENT_ENTRIES, initial: new Map() as Incidents, evolve, factIn }

/**
 * Whether the Decider comes to this fact. What a finding brings about is believed: no ledger holds what was found. Nor does it
 * hold which people a member may be themselves.
 */
export function isIncidentFactDue(incidents: Incidents, fact: Fact): boolean {
  const command = commandOf(fact)
  if (command === undefined) return true
  const decided = decide(incidents, command)
  const said = canonicalize(fact)
  return 'facts' in decided && decided.facts.some((one) => canonicalize(one) === said)
}

interface Word {
  readonly by: string
  readonly intent: Intent
}

export interface IncidentDecision extends Word {
  /** Whoever decides it has one of these. */
  readonly roles: readonly Role[]
  /** What the first of two said, and the second agrees to. */
  readonly proposal?: Word
}

/** Whose word a fact is, and what they signed for it; undefined where no passkey decides. */
export function incidentDecision(fact: Fact, organisation: string): IncidentDecision | undefined {
  if (!isDecided(fact)) return undefined
  const intent = intentOf(organisation, fact)
  switch (fact.type) {
    case 'closing-proposed':
      return { by: fact.by, intent, roles: ROLES_FOR.close }
    case 'closing-rejected':
      return { by: fact.by, intent, roles: ROLES_FOR.reject }
    case 'incident-adopted':
      return { by: fact.by, intent, roles: ROLES_FOR.adopt }
    case 'incident-reopened':
      return { by: fact.by ?? '', intent, roles: ROLES_FOR.reopen }
    case 'incident-closed': {
      const { agreedBy, ...conclusion } = fact
      if (agreedBy === undefined) return { by: fact.by, intent, roles: ROLES_FOR.close }
      const proposal = { by: fact.by, intent: intentOf(organisation, { ...conclusion, type: 'closing-proposed' }) }
      return { by: agreedBy, intent, roles: ROLES_FOR.agree, proposal }
    }
  }
}

/** Undefined for what a finding brings about. */
function commandOf(fact: Fact): Command | undefined {
  const { incident, at } = fact
  const by = (id: string) => ({ id, people: [] })
  switch (fact.type) {
    case 'incident-assigned':
      return { type: 'assign', incident, at, to: fact.to, by: by(fact.by) }
    case 'closing-proposed':
      return { type: 'close', incident, at, by: by(fact.by), verdict: fact.verdict, reason: fact.reason }
    case 'incident-closed':
      if (fact.agreedBy !== undefined) return { type: 'agree', incident, at, by: by(fact.agreedBy) }
      return { type: 'close', incident, at, by: by(fact.by), verdict: fact.verdict, reason: fact.reason }
    case 'closing-rejected':
      return { type: 'reject', incident, at, by: by(fact.by), reason: fact.reason }
    case 'incident-adopted': {
      const { identity, statement } = fact
      return { type: 'adopt', incident, at, by: by(fact.by), identity, statement }
    }
    case 'incident-ended':
      return { type: 'elapse', incident, at }
    case 'incident-reopened':
      return fact.by === undefined ? undefined : { type: 'reopen', incident, at, by: by(fact.by) }
    default:
      return undefined
  }
}
