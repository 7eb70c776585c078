/** Whether a draft may be signed. Rule 20: whoever signs verifies again, from the ledger alone, and trusts no caller. */
import { CHANGE, changeDecision, isChangeFactDue } from '../approvals/index.ts'
import { INCIDENTS, incidentDecision, isIncidentFactDue } from '../incidents/index.ts'
import type { Draft, FactTypes } from '../ledger/index.ts'
import { sortOf } from '../providers/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { AUTOMATION_STREAM, PAUSING_ROLES, pauseDecision, RESPONSE, responseDecision } from '../response/index.ts'
import { isStaffFactDue, STAFF_ENTRIES, type StaffFact, staffDecision } from '../staff/index.ts'
import { refusedDecision, refuseOtherTime, refuseUnsaid, scopesOf, verifyFor, verifyPlain } from './decisions.ts'
import type { Judging } from './judging.ts'
import { refusedGiving, refusedRule, refusedType } from './keeper-error.ts'
import { judgeSettings, oweChange, settle } from './owed.ts'
import { FOUNDING, OWN_STREAMS, RULES } from './rules.ts'

/** Throws KeeperError, NotShown, and LedgerError for data that no fact of the type has. */
export async function judge(draft: Draft, judging: Judging): Promise<void> {
  const rule = RULES.get(draft.type)
  const own = OWN_STREAMS.find(([, stream]) => stream.test(draft.stream))
  if (rule === undefined || (own !== undefined && own[0] !== rule.by)) throw refusedType()
  if (OWN_STREAMS.some(([by]) => by === rule.by) && own === undefined) throw refusedType()
  for (const decision of draft.decisions ?? []) await verifyPlain(decision, draft, judging)
  switch (rule.by) {
    case 'staff':
      return await judgeStaff(draft, judging)
    case 'change':
      return await judgeChange(draft, judging)
    case 'incident':
      return await judgeIncident(draft, judging)
    case 'response':
      return await judgeResponse(draft, judging)
    case 'pause':
      return await judgePause(draft, judging)
    case 'remedy':
      return judgeRemedy(draft, judging)
    case 'settings':
      return judgeSettings(draft, rule, judging)
    case 'ledger':
      throw refusedType()
    case 'system':
  }
}

async function judgeStaff(draft: Draft, judging: Judging): Promise<void> {
  if (judging.organisation !== judging.home) throw refusedType()
  const type = STAFF_ENTRIES[draft.type as StaffFact['type']]
  const fact = { type: draft.type, data: type.read(draft) } as StaffFact
  refuseOtherTime(fact.data.at, judging.now)
  if (!isStaffFactDue(judging.staff, fact, judging.home)) throw refusedRule()
  if (fact.type === 'organisation-founded') oweChange(draft, FOUNDING, judging)
  const wanted = staffDecision(judging.staff, fact, judging.home)
  if (wanted !== undefined) await verifyFor(wanted, draft, fact.data.at, judging)
}

async function judgeChange(draft: Draft, judging: Judging): Promise<void> {
  const before = judging.entriesOf(draft.stream)
  const change = folded(CHANGE, before)
  const fact = factOf(CHANGE.types, draft)
  refuseOtherTime(fact.data.at, judging.now)
  if (`change/${fact.data.change}` !== draft.stream) throw refusedRule()
  if (!isChangeFactDue(change, fact, judging.staff)) throw refusedRule()
  const wanted = changeDecision(change, fact, judging.organisation)
  if (wanted !== undefined) await verifyFor(wanted, draft, fact.data.at, judging)
  if (fact.type !== 'change-applied' || change === undefined) return
  const decisions = before.flatMap((one) => (DECIDING.has(one.type) ? (one.decisions ?? []) : []))
  const people = change.confirmedBy === undefined ? 1 : 2
  settle({ kind: change.kind, people, decisions, data: change.data }, judging)
}

const DECIDING = new Set(['change-proposed', 'change-confirmed'])

/**
 * Whoever decides was shown the findings that the ledger holds, and two decide where somebody may be inside; silence alone ends
 * what it may.
 */
async function judgeIncident(draft: Draft, judging: Judging): Promise<void> {
  const fact = INCIDENTS.factIn(draft)
  const wanted = incidentDecision(fact, judging.organisation)
  if (wanted !== undefined || fact.type === 'incident-ended') refuseOtherTime(fact.at, judging.now)
  if (!isIncidentFactDue(judging.incidents, fact)) throw refusedRule()
  if (wanted === undefined) {
    // A finding may open one again; a person who does so signs it.
    if (fact.type === 'incident-reopened' && !draft.actor.startsWith('system/')) throw refusedDecision()
    return
  }
  scopesOf(wanted.by, wanted.roles, fact.at, judging)
  if (wanted.proposal !== undefined) refuseUnsaid(wanted.proposal, draft, judging)
  await verifyFor(wanted, draft, fact.at, judging)
}

async function judgeResponse(draft: Draft, judging: Judging): Promise<void> {
  if (draft.type !== 'response-approved' && draft.type !== 'undo-approved') return
  const { organisation, now } = judging
  const fact = factOf(RESPONSE.types, draft)
  refuseOtherTime(fact.data.at, now)
  const id = draft.stream.slice('response/'.length)
  const wanted = responseDecision(folded(RESPONSE, judging.entriesOf(draft.stream)), fact, { organisation, id })
  if (wanted === undefined || !wanted.isDue) throw refusedRule()
  if (!wanted.reaches(scopesOf(wanted.by, ['approver'], fact.data.at, judging))) throw refusedDecision()
  await verifyFor(wanted, draft, fact.data.at, judging)
}

/** A limit pauses without anybody; a person signs it. */
async function judgePause(draft: Draft, judging: Judging): Promise<void> {
  if (draft.stream !== AUTOMATION_STREAM) throw refusedType()
  const { at, by, intent } = pauseDecision(draft, judging.organisation)
  refuseOtherTime(at, judging.now)
  if (draft.actor !== by) throw refusedDecision()
  if (by.startsWith('system/')) return
  const member = by.slice('staff/'.length)
  scopesOf(member, PAUSING_ROLES, at, judging)
  await verifyFor({ by: member, intent }, draft, at, judging)
}

/** Rule 8: until there are cases, nothing warrants giving access. A demo's providers exist nowhere else. */
function judgeRemedy(draft: Draft, { kind }: Judging): void {
  if (draft.type !== 'remedy-started') return
  const { verb, sort } = REMEDY_ENTRIES['remedy-started'].read(draft)
  if (sort !== sortOf(verb)) throw refusedRule()
  if (sort === 'giving' && kind === 'real') throw refusedGiving()
}

interface Fold<Types extends FactTypes, State> {
  readonly types: Types
  readonly initial: State
  evolve(state: State, fact: { readonly type: never; readonly data: never }): State
}

export function folded<Types extends FactTypes, State>(
  { types, initial, evolve }: Fold<Types, State>,
  entries: readonly Draft[],
): State {
  return entries.reduce<State>((state, entry) => evolve(state, factOf(types, entry) as never), initial)
}

function factOf<Types extends FactTypes>(types: Types, entry: Draft) {
  const type = types[entry.type] as Types[keyof Types]
  return { type: entry.type, data: type.read(entry as never) } as {
    [Name in keyof Types & string]: { readonly type: Name; readonly data: ReturnType<Types[Name]['read']> }
  }[keyof Types & string]
}
