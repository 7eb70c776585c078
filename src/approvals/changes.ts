/**
 * Changing settings. Staff and their passkeys are the home organisation's, settings any organisation's; so a decision is taken in
 * one transaction and acted on in the next. What fails in between leaves a decision that was spent for nothing.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { Decision, Ledger } from '../ledger/index.ts'
import type { Applying, ChangeKind } from '../organisation/index.ts'
import {
  type Assertion,
  beginDecision,
  type Grant,
  grantsAt,
  type Intent,
  loadStaff,
  newId,
  type Role,
  type Staff,
  type StaffRoom,
  takeDecision,
  verifyDecision,
} from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { Change, ChangeState } from './change.ts'
import type { Command } from './decide.ts'
import { confirming, proposing } from './intents.ts'
import { judge, kindsOf, type Wanted, whyNotBy, whyNotData } from './kinds.ts'
import type { ChangeNotice } from './notices.ts'
import { countWaiting, loadChange, lockChanges, proposalOf, record, waitingChanges, whyNotNow } from './record.ts'
import { type Refused, refusedAs } from './refusal.ts'

export interface ChangesOptions {
  /** All that there are; their names are unique. */
  readonly kinds: readonly ChangeKind[]
  /** The home organisation's staff. */
  readonly room: StaffRoom
  ledgerOf(organisation: string): Ledger
  /** Takes over notices that are owed, in the transaction of the organisation whose settings change: inserts only. */
  owe(tx: OrganisationTransaction, notices: readonly ChangeNotice[]): Promise<void>
  /** After a change of any standing is committed: a hint to look again. */
  onChange?(organisation: string, change: string): void
}

/** The member in whose session it is, and the time in milliseconds. */
export interface Moment {
  readonly by: string
  readonly now: number
}

export interface Done {
  readonly applied: true
  /** Once, for whoever decided last. */
  readonly shown: string | undefined
}

type Options = Awaited<ReturnType<typeof beginDecision>>

export interface Changes {
  /** Roles of which some kind takes one. */
  readonly roles: readonly Role[]
  /** What the browser is asked for, and whether it will take a second person. */
  begin(
    organisation: string,
    wanted: Wanted,
    moment: Moment,
  ): Promise<Refused | { readonly options: Options; readonly weakens: boolean }>
  /** Applies what does not weaken; what does waits, under the id `waits`. */
  propose(
    organisation: string,
    wanted: Wanted & { readonly secret?: unknown },
    assertion: Assertion,
    moment: Moment,
  ): Promise<Refused | Done | { readonly waits: string }>
  /** Those that wait for a second person, oldest first. */
  waiting(organisation: string, now: number): Promise<readonly (Change & { readonly summary: string })[]>
  beginConfirm(organisation: string, change: string, moment: Moment): Promise<Refused | { readonly options: Options }>
  confirm(organisation: string, change: string, assertion: Assertion, moment: Moment): Promise<Refused | Done>
  /** By whoever proposed it, or could have: one is enough to leave things as they are. */
  withdraw(organisation: string, change: string, moment: Moment): Promise<Refused | { readonly change: Change }>
  /** Closes those whose time is over; gives how many. For a job. */
  expire(organisation: string, now: number): Promise<number>
}

/** Undoes what a kind had begun before it refused. */
class NotApplied extends Error {
  readonly refused: Refused['refused']
  constructor(refused: Refused['refused']) {
    super(refused.message)
    this.refused = refused
  }
}

async function applied(
  tx: OrganisationTransaction,
  kind: ChangeKind,
  change: Applying<unknown, unknown>,
): Promise<string | undefined> {
  const result = await kind.apply(tx, change)
  if (!result.applied) throw new NotApplied({ code: result.code, message: result.message })
  return result.shown
}

export function createChanges({ kinds: all, room, ledgerOf, owe, onChange }: ChangesOptions): Changes {
  const kinds = kindsOf(all)
  const home = room.ledger.db

  async function staffNow(): Promise<Staff> {
    return await home.transaction((tx) => loadStaff(tx, room.ledger))
  }

  /** Spends the challenge, whatever comes of it. */
  async function decided(
    intent: Intent,
    assertion: Assertion,
    { by, now }: Moment,
  ): Promise<Refused | { readonly decision: Decision; readonly grants: readonly Grant[]; readonly staff: Staff }> {
    return await home.transaction(async (tx) => {
      const taken = await takeDecision(tx, room, { by, intent, assertion, now })
      return 'refused' in taken ? taken : { ...taken, staff: await loadStaff(tx, room.ledger) }
    })
  }

  /** The kind, if the data is what it takes and the member may. */
  async function admitted(
    organisation: string,
    { kind: name, data, secret }: Wanted & { readonly secret?: unknown },
    { by, now }: Moment,
  ): Promise<Refused | { readonly kind: ChangeKind }> {
    const kind = kinds.find(name)
    if (kind === undefined) return refusedAs('ERR_CHANGE_KIND_UNKNOWN')
    const wrong = whyNotData(kind, data, secret)
    if (wrong !== undefined) return wrong
    const code = whyNotBy(grantsAt((await staffNow()).members.get(by), now), kind, { organisation, data })
    return code === undefined ? { kind } : refusedAs(code)
  }

  async function openChange(organisation: string, id: string): Promise<ChangeState> {
    const ledger = ledgerOf(organisation)
    const change = await ledger.db.transaction((tx) => loadChange(tx, ledger, id))
    return change?.standing === 'open' ? change : undefined
  }

  /** One command on a change, with nothing to apply. */
  async function only(organisation: string, id: string, command: Command, actor: string) {
    const ledger = ledgerOf(organisation)
    const staff = await staffNow()
    const recorded = await ledger.db.transaction(async (tx) => {
      await lockChanges(tx)
      return await record(tx, { ledger, staff, owe }, id, command, { actor })
    })
    onChange?.(organisation, id)
    return recorded
  }

  async function begin(organisation: string, wanted: Wanted, moment: Moment) {
    const admission = await admitted(organisation, wanted, moment)
    if ('refused' in admission) return admission
    const judged = await ledgerOf(organisation).db.transaction((tx) => judge(tx, admission.kind, wanted.data))
    const options = await beginDecision(room, { ...moment, intent: proposing(organisation, wanted, judged) })
    return { options, weakens: judged.weakens }
  }

  const propose: Changes['propose'] = async (organisation, { kind: name, data, secret }, assertion, moment) => {
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
    if (!('refused' in result)) onChange?.(organisation, id)
    return result
  }

  async function beginConfirm(organisation: string, id: string, moment: Moment) {
    const change = await openChange(organisation, id)
    if (change === undefined) return refusedAs('ERR_CHANGE_UNKNOWN')
    if (moment.now > change.until) return refusedAs('ERR_CHANGE_EXPIRED')
    if (change.by === moment.by) return refusedAs('ERR_CHANGE_SECOND_PERSON')
    const admission = await admitted(organisation, change, moment)
    if ('refused' in admission) return admission
    return { options: await beginDecision(room, { ...moment, intent: confirming(organisation, change) }) }
  }

  const confirm: Changes['confirm'] = async (organisation, id, assertion, moment) => {
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
    onChange?.(organisation, id)
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

  async function withdraw(organisation: string, id: string, { by, now }: Moment) {
    const change = await openChange(organisation, id)
    const kind = change && kinds.find(change.kind)
    if (change === undefined) return refusedAs('ERR_CHANGE_UNKNOWN')
    const grants = grantsAt((await staffNow()).members.get(by), now)
    const code = kind && whyNotBy(grants, kind, { organisation, data: change.data })
    if (change.by !== by && code !== undefined) return refusedAs(code)
    return await only(organisation, id, { type: 'withdraw', at: now, by }, `staff/${by}`)
  }

  async function waiting(organisation: string, now: number) {
    const ledger = ledgerOf(organisation)
    const changes = await ledger.db.transaction((tx) => waitingChanges(tx, ledger))
    return changes
      .filter(({ until }) => now <= until)
      .map((change) => ({ ...change, summary: kinds.find(change.kind)?.summary ?? change.kind }))
  }

  async function expire(organisation: string, now: number): Promise<number> {
    const ledger = ledgerOf(organisation)
    const changes = await ledger.db.transaction((tx) => waitingChanges(tx, ledger))
    const over = changes.filter(({ until }) => until < now)
    for (const { id } of over) await only(organisation, id, { type: 'expire', at: now }, 'system/clock')
    return over.length
  }

  return { roles: kinds.roles, begin, propose, waiting, beginConfirm, confirm, withdraw, expire }
}

/** What a kind refused; throws everything else on. */
function asRefusal(error: unknown): Refused {
  if (error instanceof NotApplied) return { refused: error.refused }
  throw error
}
