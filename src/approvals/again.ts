/** A fact about a change of settings, derived again from the ledger alone, by whoever signs it (DESIGN §3 rule 20). */
import canonicalize from 'canonicalize'
import { grantsAt, type Intent, type Staff } from '../staff/index.ts'
import { type ChangeState, evolve } from './change.ts'
import { type Command, decide } from './decide.ts'
import { CHANGE_ENTRIES, type ChangeFact } from './entries.ts'
import { confirming, proposing } from './intents.ts'

/** The fold of a change's stream. */
export const CHANGE = { types: CHANGE_ENTRIES, initial: undefined as ChangeState, evolve }

/**
 * Whether this may come next. Which role a kind asks for, and whether it weakens, is not in the ledger: of both the proposer's
 * signature says what they were shown.
 */
export function isChangeFactDue(change: ChangeState, fact: ChangeFact, staff: Staff): boolean {
  if (fact.type === 'change-applied') {
    return change?.standing === 'open' && (!change.weakens || change.confirmedBy !== undefined)
  }
  const command = commandOf(change, fact, staff)
  if (command === undefined) return change?.standing === 'open'
  const said = canonicalize({ type: fact.type, data: fact.data })
  return decide(change, command).facts.some(({ type, data }) => canonicalize({ type, data }) === said)
}

/** Whose word a fact is, and what they signed for it; undefined where no passkey decides. */
export function changeDecision(
  change: ChangeState,
  fact: ChangeFact,
  organisation: string,
): { readonly by: string; readonly intent: Intent } | undefined {
  if (fact.type === 'change-proposed') {
    const { by, kind, data, weakens, stands } = fact.data
    return { by, intent: proposing(organisation, { kind, data }, { weakens, stands }) }
  }
  if (fact.type !== 'change-confirmed' || change === undefined) return undefined
  return { by: fact.data.by, intent: confirming(organisation, change) }
}

function commandOf(change: ChangeState, fact: ChangeFact, staff: Staff): Command | undefined {
  switch (fact.type) {
    case 'change-proposed': {
      const { until: _, ...said } = fact.data
      return { type: 'propose', ...said }
    }
    case 'change-confirmed': {
      const { at, by } = fact.data
      const [proposer, confirmer] = [staff.members.get(change?.by ?? ''), staff.members.get(by)]
      return {
        type: 'confirm',
        at,
        by,
        isSameHuman: proposer === undefined || proposer.human === confirmer?.human,
        isProposerIn: grantsAt(proposer, at).length > 0 && grantsAt(confirmer, at).length > 0,
        stands: change?.stands ?? '',
      }
    }
    case 'change-withdrawn':
      return { type: 'withdraw', at: fact.data.at, by: fact.data.by }
    default:
      return undefined
  }
}
