/**
 * Changing settings. Staff and their passkeys are the home organisation's, settings any organisation's; so a decision is taken in
 * one transaction and acted on in the next. What fails in between leaves a decision that was spent for nothing.
 */
import { type Assertion, type beginDecision, grantsAt, type Role } from '../staff/index.ts'
import type { Change } from './change.ts'
import { createConfirm } from './confirm.ts'
import { type ChangesOptions, createDeciding, type Done, type Moment } from './deciding.ts'
import { type Wanted, whyNotBy } from './kinds.ts'
import { createPropose } from './propose.ts'
import { waitingChanges } from './record.ts'
import { type Refused, refusedAs } from './refusal.ts'

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

export function createChanges(options: ChangesOptions): Changes {
  const deciding = createDeciding(options)
  const { kinds, ledgerOf, staffNow, openChange, only } = deciding

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

  return { roles: kinds.roles, ...createPropose(deciding), waiting, ...createConfirm(deciding), withdraw, expire }
}
