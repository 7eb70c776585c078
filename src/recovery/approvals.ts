/**
 * Approvals as people signed them (DESIGN §3 rule 20): each a passkey's assertion, bound to the case, the person, the policy and the
 * evidence that was in front of them. An entry in the ledger that says "approved" is nobody's word by itself.
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { type Entry, lastOfStream } from '../ledger/index.ts'
import type { Intent } from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Case } from './case.ts'
import { CASE_ENTRIES } from './entries.ts'
import type { RecoveryRoom } from './room.ts'

/** What an approver signs; whoever has the case can make it again. Undefined before its evidence is complete. */
export function approvalIntent(organisation: string, id: string, state: Case): Intent | undefined {
  const { person, tier, policy, wait, evidence } = state
  if (wait === undefined) return undefined
  const seen = evidence.filter(({ at }) => at <= wait.began).map(({ id, check, claimant }) => ({ id, check, claimant }))
  const text = canonicalize({ began: wait.began, claimant: wait.claimant, seen }) ?? ''
  return {
    organisation,
    action: 'case/approve',
    about: { case: id, person, tier, policy },
    evidence: createHash('sha256').update(text).digest('hex'),
  }
}

/** Newest entries of a case among which its approvals are looked for. Older ones count for nothing. */
const LOOKED_AT = 1000

/** The case with those approvals only whose assertion is, verified again, the word of somebody who may give it. */
export async function withGenuineApprovals(
  tx: OrganisationTransaction,
  room: Pick<RecoveryRoom, 'ledger' | 'approverBehind'>,
  id: string,
  state: Case,
): Promise<Case> {
  const intent = approvalIntent(room.ledger.db.organisation, id, state)
  if (intent === undefined || state.approvals.size === 0) return state
  const genuine = new Map<string, number>()
  for (const entry of await lastOfStream(tx, `case/${id}`, LOOKED_AT)) {
    if (entry.type !== 'approval-given') continue
    const { at, by } = CASE_ENTRIES['approval-given'].read(entry)
    if (state.approvals.get(by.human) !== at) continue
    if ((await humanBehind(tx, room, entry, intent)) === by.human) genuine.set(by.human, at)
  }
  return { ...state, approvals: genuine }
}

async function humanBehind(
  tx: OrganisationTransaction,
  room: Pick<RecoveryRoom, 'approverBehind'>,
  { decisions = [], time }: Entry,
  intent: Intent,
): Promise<string | undefined> {
  const [decision, ...others] = decisions
  if (decision === undefined || others.length > 0) return undefined
  return await room.approverBehind(tx, decision, intent, Date.parse(time))
}
