/** Proposing a change: applied at once where it does not weaken, and kept waiting where it does. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Assertion, beginDecision, newId } from '../staff/index.ts'
import { applied, asRefusal } from './applying.ts'
import type { Deciding, Done, Moment } from './deciding.ts'
import { proposing } from './intents.ts'
import { judge, type Wanted, whyNotBy } from './kinds.ts'
import { countWaiting, lockChanges, record } from './record.ts'
import { type Refused, refusedAs } from './refusal.ts'

export function createPropose({ room, ledgerOf, owe, onChange, admitted, decided }: Deciding) {
  async function begin(organisation: string, wanted: Wanted, moment: Moment) {
    const admission = await admitted(organisation, wanted, moment)
    if ('refused' in admission) return admission
    const judged = await ledgerOf(organisation).db.transaction((tx) => judge(tx, admission.kind, wanted.data))
    const options = await beginDecision(room, { ...moment, intent: proposing(organisation, wanted, judged) })
    return { options, weakens: judged.weakens }
  }

  async function propose(
    organisation: string,
    { kind: name, data, secret }: Wanted & { readonly secret?: unknown },
    assertion: Assertion,
    moment: Moment,
  ): Promise<Refused | Done | { readonly waits: string }> {
    const admission = await admitted(organisation, { kind: name, data, secret }, moment)
    if ('refused' in admission) return admission
    const { kind } = admission
    const { by, now } = moment
    const ledger = ledgerOf(organisation)
    const seen = await ledger.db.transaction((tx) => judge(tx, kind, data))
    if (seen.weakens && secret !== undefined) return refusedAs('ERR_CHANGE_SECRET_WAITS')
    const taken = await decided(proposing(organisation, { kind: name, data }, seen), assertion, moment)
    if ('refused' in taken) return taken
    const code = whyNotBy(taken.grants, kind, { organisation, data })
    if (code !== undefined) return refusedAs(code)

    const [id, actor, decisions] = [newId(room.ledger.random), `staff/${by}`, [taken.decision]]
    const result = await ledger.db
      .transaction(async (tx) => {
        await lockChanges(tx)
        const judged = await judge(tx, kind, data)
        if (judged.weakens !== seen.weakens || judged.stands !== seen.stands) return refusedAs('ERR_CHANGE_STALE')
        if (judged.weakens && (await countWaiting(tx)) >= DEFAULTS.approvals.openMax) {
          return refusedAs('ERR_CHANGE_FULL')
        }
        const applying = { data, secret, actor, decisions, now }
        const shown = judged.weakens ? undefined : await applied(tx, kind, applying)
        const command = { type: 'propose', at: now, change: id, kind: name, by, data, ...judged } as const
        const recorded = await record(tx, { ledger, staff: taken.staff, owe }, id, command, { actor, decisions })
        if ('refused' in recorded) return recorded
        return judged.weakens ? { waits: id } : ({ applied: true, shown } as const)
      })
      .catch(asRefusal)
    if (!('refused' in result)) await onChange?.(organisation, id)
    return result
  }

  return { begin, propose }
}
