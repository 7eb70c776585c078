/** Whether a draft may be signed. Rule 20: whoever signs verifies again, from the ledger alone, and trusts no caller. */
import { isDeepStrictEqual } from 'node:util'
import { CHANGE, changeDecision, isChangeFactDue } from '../approvals/index.ts'
import type { Decision, Draft, FactTypes } from '../ledger/index.ts'
import { sortOf } from '../providers/index.ts'
import { REMEDY_ENTRIES } from '../remedies/index.ts'
import { RESPONSE, responseDecision, shippedPlaybooks } from '../response/index.ts'
import {
  grantsAt,
  type Intent,
  isStaffFactDue,
  type RelyingParty,
  STAFF_ENTRIES,
  type Staff,
  type StaffFact,
  staffDecision,
  verifyDecision,
  verifyWord,
} from '../staff/index.ts'
import { KeeperError } from './keeper-error.ts'
import { nameOf } from './knowledge.ts'
import { OWN_STREAMS, RULES, type Rule } from './rules.ts'

/** What a change of settings brought about, until the change itself comes. */
export interface Owed {
  readonly kinds: readonly string[]
  readonly people: number
  readonly decisions: readonly string[]
  readonly data: Draft['data']
}

/** A transaction, as far as it has come. */
export interface Judging {
  readonly organisation: string
  /** The organisation whose staff decides. */
  readonly home: string
  readonly kind: 'demo' | 'real'
  readonly staff: Staff
  /** Milliseconds. */
  readonly now: number
  /** Whether a decision was spent in an earlier transaction. */
  isSpent(decision: Decision): boolean
  /** The stream's entries up to here. Throws NotShown. */
  entriesOf(stream: string): readonly Draft[]
  relyingPartyOf(decision: Decision): RelyingParty | undefined
  countDecision(): void
  /** Decisions that were verified for what they say; added to. */
  readonly given: Set<string>
  /** Taken from, once the change comes. */
  owed: readonly Owed[]
}

/** It depends on a stream that was not shown. */
export class NotShown extends Error {
  readonly stream: string
  constructor(stream: string) {
    super(stream)
    this.stream = stream
  }
}

/** The same machine's clock, and time to write a transaction. */
const APART_MS_MAX = 10 * 60_000

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
    case 'response':
      return await judgeResponse(draft, judging)
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
  const decisions = before.flatMap((one) => (DECIDING.has(one.type) ? (one.decisions ?? []) : [])).map(nameOf)
  const people = change.confirmedBy === undefined ? 1 : 2
  judging.owed = judging.owed.filter(
    (one) =>
      !one.kinds.includes(change.kind) ||
      people < one.people ||
      !one.decisions.every((decision) => decisions.includes(decision)) ||
      !agree(change.data, one.data),
  )
}

const DECIDING = new Set(['change-proposed', 'change-confirmed'])

/** What a change and its effect both name has to be the same. */
function agree(wanted: Draft['data'], written: Draft['data']): boolean {
  return Object.entries(wanted).every(([name, value]) => !(name in written) || isDeepStrictEqual(written[name], value))
}

async function judgeResponse(draft: Draft, judging: Judging): Promise<void> {
  if (draft.type !== 'response-approved' && draft.type !== 'undo-approved') return
  const { organisation, now } = judging
  const fact = factOf(RESPONSE.types, draft)
  refuseOtherTime(fact.data.at, now)
  const id = draft.stream.slice('response/'.length)
  const wanted = responseDecision(folded(RESPONSE, judging.entriesOf(draft.stream)), fact, { organisation, id })
  if (wanted === undefined || !wanted.isDue) throw refusedRule()
  const grants = grantsAt(judging.staff.members.get(wanted.by), fact.data.at)
  const mayApprove = ({ role, scope }: (typeof grants)[number]) =>
    role === 'approver' && scope.organisations.includes(organisation)
  if (!grants.some(mayApprove)) throw refusedDecision()
  await verifyFor(wanted, draft, fact.data.at, judging)
}

/** Rule 8: until there are cases, nothing warrants giving access. A demo's providers exist nowhere else. */
function judgeRemedy(draft: Draft, { kind }: Judging): void {
  if (draft.type !== 'remedy-started') return
  const { verb, sort } = REMEDY_ENTRIES['remedy-started'].read(draft)
  if (sort !== sortOf(verb)) throw refusedRule()
  if (sort === 'giving' && kind === 'real') throw refusedGiving()
}

function judgeSettings(draft: Draft, rule: Rule & { readonly by: 'settings' }, judging: Judging): void {
  const { actor, data, decisions = [] } = draft
  if (decisions.length === 0 && rule.systemToo === true && actor.startsWith('system/')) {
    const isShipped = draft.type !== 'playbook-set' || shippedPlaybooks().some(({ yaml }) => yaml === data.yaml)
    if (isShipped) return
  }
  if (decisions.length === 0) throw refusedDecision()
  const { kinds, people } = rule
  judging.owed = [...judging.owed, { kinds, people, decisions: decisions.map(nameOf), data }]
}

/** By whoever is named, for exactly this, and never before. */
async function verifyFor(
  { by, intent }: { readonly by: string; readonly intent: Intent },
  { decisions = [] }: Draft,
  at: number,
  judging: Judging,
): Promise<void> {
  const { staff } = judging
  for (const decision of decisions) {
    const relyingParty = decision.staff === by ? judging.relyingPartyOf(decision) : undefined
    if (relyingParty === undefined) continue
    if ((await verifyDecision(staff, decision, intent, { at, relyingParty })) === undefined) continue
    const name = nameOf(decision)
    if (judging.isSpent(decision) && !judging.given.has(name)) {
      throw new KeeperError(
        'ERR_KEEPER_REPLAYED',
        'This passkey’s word was used before, and is good for one thing once.',
      )
    }
    if (!judging.given.has(name)) judging.countDecision()
    judging.given.add(name)
    return
  }
  throw refusedDecision()
}

/** Whatever is written as somebody's word is one: by a passkey in force. */
async function verifyPlain(decision: Decision, { time }: Draft, judging: Judging): Promise<void> {
  const { staff, now, relyingPartyOf } = judging
  refuseOtherTime(Date.parse(time), now)
  // It was verified when it was first signed; the passkey may have gone since.
  if (judging.isSpent(decision)) return
  const relyingParty = relyingPartyOf(decision)
  const asserted = relyingParty && (await verifyWord(staff, decision, { at: now, relyingParty }))
  if (asserted === undefined) throw refusedDecision()
}

function refuseOtherTime(at: number, now: number): void {
  if (Math.abs(at - now) <= APART_MS_MAX) return
  const message = 'This is dated otherwise than the keeper’s clock says. Both run on one machine: see who set a clock.'
  throw new KeeperError('ERR_KEEPER_TIME', message)
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

function refusedType(): KeeperError {
  return new KeeperError('ERR_KEEPER_TYPE', 'Nobody has such an entry signed for such a stream.')
}

function refusedRule(): KeeperError {
  return new KeeperError('ERR_KEEPER_RULE', 'By what the ledger holds, this may not come next.')
}

function refusedDecision(): KeeperError {
  return new KeeperError('ERR_KEEPER_DECISION', 'No passkey that is in force says so, for exactly this.')
}

export function refusedGiving(): KeeperError {
  const message = 'This gives access, and only a case could warrant that. It is done at the provider, by hand.'
  return new KeeperError('ERR_KEEPER_GIVING', message)
}
