/** What a person signs when they let something go on or give something back, and whose word it is (DESIGN §3 rule 20). */

import { decidingOf, grantsAt, type Intent, loadStaff, type Staff, type StaffRoom } from '../staff/index.ts'
import type { ApprovedUndo } from './approved-undo.ts'
import { undoableSteps } from './decide.ts'
import type { Tier } from './playbook.ts'
import { nextStep, type OpenedResponse } from './response.ts'

/** What a room's `isDecided` asks: of one person at least, and of nobody whose word does not hold. */
export async function verifyUndo(room: StaffRoom, { intent, decisions, at }: ApprovedUndo): Promise<boolean> {
  const { holds } = decidingOf(room)
  const staff = await room.ledger.db.transaction((tx) => loadStaff(tx, room.ledger))
  for (const decision of decisions) {
    if (!mayApprove(staff, decision.staff, intent.organisation, at)) return false
    if (!(await holds(decision, intent, at))) return false
  }
  return decisions.length > 0
}

/** They had the role then, and have it still. */
function mayApprove({ members }: Staff, member: string, organisation: string, at: number): boolean {
  return grantsAt(members.get(member), at).some(
    ({ role, scope }) => role === 'approver' && scope.organisations.includes(organisation),
  )
}

/** Fits this response as it is now, and no other state of it: what changes meanwhile has to be looked at again. */
export function intentOf(organisation: string, id: string, what: 'approve' | 'undo', response: OpenedResponse): Intent {
  const { playbook, version, person, held, last } = response
  const steps = what === 'undo' ? undoableSteps(response) : [nextStep(response)].filter((step) => step !== undefined)
  return {
    organisation,
    action: `response/${what}`,
    about: {
      response: id,
      playbook,
      version,
      ...(person === undefined ? {} : { person }),
      ...(held === undefined ? {} : { held }),
      steps: steps.map((step) => ({ step, do: response.steps[step]?.do })),
      asOf: last,
    },
  }
}

const TIERS: readonly Tier[] = ['standard', 'sensitive', 'privileged', 'emergency']

/** Whether one of these reaches a person of this tier. Groups are unknown here: only who has all of them reaches anybody. */
export function reaches(
  scopes: readonly { readonly groups: readonly string[] | 'all'; readonly tierMax: Tier }[],
  tier: Tier,
): boolean {
  return scopes.some(({ groups, tierMax }) => groups === 'all' && TIERS.indexOf(tier) <= TIERS.indexOf(tierMax))
}
