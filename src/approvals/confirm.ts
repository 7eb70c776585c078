/** The second person: verifies what was proposed by the ledger, and that all stands as it did, then applies it. */
import type { Decision } from '../ledger/index.ts'
import type { ChangeKind } from '../organisation/index.ts'
import { type Assertion, beginDecision, grantsAt, type Staff, verifyDecision } from '../staff/index.ts'
import { applied, asRefusal } from './applying.ts'
import type { Command } from './decide.ts'
import type { Deciding, Done, Moment } from './deciding.ts'
import { confirming, proposing } from './intents.ts'
import { judge, whyNotBy } from './kinds.ts'
import { loadChange, lockChanges, proposalOf, record, whyNotNow } from './record.ts'
import { type Refused, refusedAs } from './refusal.ts'

export function createConfirm({ room, ledgerOf, owe, onChange, admitted, decided, openChange, only }: Deciding) {
  async function beginConfirm(organisation: string, id: string, moment: Moment) {
    const change = await openChange(organisation, id)
    if (change === undefined) return refusedAs('ERR_CHANGE_UNKNOWN')
    if (moment.now > change.until) return refusedAs('ERR_CHANGE_EXPIRED')
    if (change.by === moment.by) return refusedAs('ERR_CHANGE_SECOND_PERSON')
    const admission = await admitted(organisation, change, moment)
    if ('refused' in admission) return admission
    return { options: await beginDecision(room, { ...moment, intent: confirming(organisation, change) }) }
  }

  async function confirm(
    organisation: string,
    id: string,
    assertion: Assertion,
    moment: Moment,
  ): Promise<Refused | Done> {
    const { by, now } = moment
    const actor = `staff/${by}`
    const change = await openChange(organisation, id)
    if (change === undefined) return refusedAs('ERR_CHANGE_UNKNOWN')
    if (change.by === by) {
      const alone = { type: 'confirm', at: now, by, isSameHuman: true, isProposerIn: true, stands: '' } as const
      const recorded = await only(organisation, id, alone, actor)
      return 'refused' in recorded ? recorded : refusedAs('ERR_CHANGE_SECOND_PERSON')
    }
    const admission = await admitted(organisation, change, moment)
    if ('refused' in admission) return admission
    const { kind } = admission
    const taken = await decided(confirming(organisation, change), assertion, moment)
    if ('refused' in taken) return taken
    const code = whyNotBy(taken.grants, kind, { organisation, data: change.data })
    if (code !== undefined) return refusedAs(code)

    const result = await applyConfirmed({ ...taken, organisation, id, kind, moment })
    if ('failed' in result) {
      const { code, message } = result.failed
      const recorded = await only(organisation, id, { type: 'fail', at: now, by, code, message }, actor)
      return 'refused' in recorded ? recorded : refusedAs('ERR_CHANGE_UNKNOWN')
    }
    await onChange?.(organisation, id)
    return result
  }

  interface Confirmed {
    readonly organisation: string
    readonly id: string
    readonly kind: ChangeKind
    readonly moment: Moment
    readonly decision: Decision
    readonly staff: Staff
  }

  /** `failed`: the kind could not, and nothing of it stayed. */
  async function applyConfirmed({ organisation, id, kind, moment: { by, now }, decision, staff }: Confirmed) {
    const ledger = ledgerOf(organisation)
    return await ledger.db
      .transaction(async (tx): Promise<Refused | Done> => {
        await lockChanges(tx)
        const change = await loadChange(tx, ledger, id)
        if (change === undefined) return refusedAs('ERR_CHANGE_UNKNOWN')
        const proposal = await proposalOf(tx, id)
        // DESIGN §3 rule 20: who acts verifies again, by the ledger.
        const intent = proposing(organisation, change, change)
        const at = { at: change.proposed, relyingParty: room.relyingParty }
        const isTheirs = proposal?.staff === change.by && (await verifyDecision(staff, proposal, intent, at))
        if (!isTheirs) return refusedAs('ERR_CHANGE_FORGED')

        const [proposer, confirmer] = [staff.members.get(change.by), staff.members.get(by)]
        const command: Command = {
          type: 'confirm',
          at: now,
          by,
          isSameHuman: proposer === undefined || proposer.human === confirmer?.human,
          isProposerIn: whyNotBy(grantsAt(proposer, now), kind, { organisation, data: change.data }) === undefined,
          stands: (await judge(tx, kind, change.data)).stands,
        }
        const recording = { ledger, staff, owe }
        const actor = `staff/${by}`
        const isRefused = whyNotNow(change, command)
        const decisions = [proposal, decision]
        const applying = { data: change.data, secret: undefined, actor: `staff/${change.by}`, decisions, now }
        const shown = isRefused ? undefined : await applied(tx, kind, applying)
        const recorded = await record(tx, recording, id, command, { actor, decisions: [decision] })
        return 'refused' in recorded ? recorded : { applied: true, shown }
      })
      .catch((error: unknown) => ({ failed: asRefusal(error).refused }))
  }

  return { beginConfirm, confirm }
}
