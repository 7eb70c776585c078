/** What proposing and confirming have in common: who may, whose word it is, and what is open. */
import type { Decision, Ledger } from '../ledger/index.ts'
import type { ChangeKind } from '../organisation/index.ts'
import {
  type Assertion,
  type Grant,
  grantsAt,
  type Intent,
  loadStaff,
  type Staff,
  type StaffRoom,
  takeDecision,
} from '../staff/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import type { ChangeState } from './change.ts'
import type { Command } from './decide.ts'
import { kindsOf, type Wanted, whyNotBy, whyNotData } from './kinds.ts'
import type { ChangeNotice } from './notices.ts'
import { loadChange, lockChanges, record } from './record.ts'
import { type Refused, refusedAs } from './refusal.ts'

export interface ChangesOptions {
  /** All that there are; their names are unique. */
  readonly kinds: readonly ChangeKind[]
  /** The home organisation's staff. */
  readonly room: StaffRoom
  ledgerOf(organisation: string): Ledger
  /** Takes over notices that are owed, in the transaction of the organisation whose settings change: inserts only. */
  owe(tx: OrganisationTransaction, notices: readonly ChangeNotice[]): Promise<void>
  /** After a change of any standing is committed, and before it is answered: a hint to look again. */
  onChange?(organisation: string, change: string): Promise<void>
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

export type Deciding = ReturnType<typeof createDeciding>

export function createDeciding(options: ChangesOptions) {
  const { kinds: all, room, ledgerOf, owe, onChange } = options
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
    await onChange?.(organisation, id)
    return recorded
  }

  return { ...options, kinds, staffNow, decided, admitted, openChange, only }
}
