/** The two transactions around a call: the intention with the state before, and what was read back. */
import { formatInstant } from '../base/time.ts'
import { handleIn, loadState } from '../ledger/index.ts'
import type { State } from '../providers/index.ts'
import { sortOf } from '../providers/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { hasRoom, lockBeginnings } from './limits.ts'
import { noted, whatOf } from './noted.ts'
import type { IssueOrder, Order, Orderer, RemedyCode, RemedyRoom, Result } from './order.ts'
import { REMEDY, type Remedy } from './remedy.ts'

export type AnyOrder = Order | IssueOrder
export type Begun = Extract<Remedy, { is: 'begun' }>

const ACTOR = 'system/remedies'

/** Commits the intention; undefined where it must not be. What is so already is over with it. */
export async function begin(
  room: RemedyRoom,
  order: AnyOrder,
  orderer: Orderer,
  before: State,
  isAlready: boolean,
): Promise<Begun | undefined> {
  const sort = sortOf(order.change.verb)
  return await room.ledger.db.transaction(async (tx) => {
    await orderer.lock(tx)
    await lockBeginnings(tx)
    const now = room.clock()
    const known = await loadState(tx, room.ledger, streamOf(order), REMEDY)
    if (known.is === 'over') return undefined
    if (!(await orderer.authorise(tx))) {
      // An intention never stays without its end.
      if (known.is === 'begun')
        await endIn(tx, room, order, orderer, { outcome: 'failed', code: 'ERR_REMEDY_STOPPED' }, before)
      return undefined
    }
    if (await isEmergency(tx, room, order)) {
      await refuseIn(tx, room, order, orderer, 'ERR_REMEDY_EMERGENCY_ACCOUNT')
      return undefined
    }
    if (known.is === 'nothing' && !(await hasRoom(tx, sort, now))) {
      await refuseIn(tx, room, order, orderer, 'ERR_REMEDY_LIMIT')
      return undefined
    }
    await noteStart(tx, room, order, now)
    const command = { do: 'start' as const, at: now, ...whatOf(room, order), before: noted(before) }
    const { state } = await handleIn(tx, room.ledger, request(order, now, command), REMEDY)
    if (isAlready) await endIn(tx, room, order, orderer, { outcome: 'already' }, before)
    return state.is === 'begun' ? state : undefined
  })
}

type Ending = Result & { readonly outcome: 'done' | 'already' | 'failed' }

/** False: somebody else has ended it before. */
export async function end(
  room: RemedyRoom,
  order: AnyOrder,
  orderer: Orderer,
  ending: Ending,
  after?: State,
): Promise<boolean> {
  return await room.ledger.db.transaction(async (tx) => {
    await orderer.lock(tx)
    return await endIn(tx, room, order, orderer, ending, after)
  })
}

async function endIn(
  tx: OrganisationTransaction,
  room: RemedyRoom,
  order: AnyOrder,
  orderer: Orderer,
  ending: Ending,
  after: State | undefined,
): Promise<boolean> {
  const now = room.clock()
  await tx
    .updateTable('remedies')
    .set({ ended: now, outcome: ending.outcome })
    .where('id', '=', order.id)
    .where('ended', 'is', null)
    .execute()
  const command = { do: 'end' as const, at: now, ...ending, ...(after === undefined ? {} : { after: noted(after) }) }
  const { entries } = await handleIn(tx, room.ledger, request(order, now, command), REMEDY)
  if (entries.length > 0) await orderer.conclude(tx, ending)
  return entries.length > 0
}

export async function refuse(room: RemedyRoom, order: AnyOrder, orderer: Orderer, code: RemedyCode): Promise<void> {
  await room.ledger.db.transaction(async (tx) => {
    await orderer.lock(tx)
    await lockBeginnings(tx)
    if (await orderer.authorise(tx)) await refuseIn(tx, room, order, orderer, code)
  })
}

/** What had begun and cannot go on has failed; what had not begun is refused. */
async function refuseIn(
  tx: OrganisationTransaction,
  room: RemedyRoom,
  order: AnyOrder,
  orderer: Orderer,
  code: RemedyCode,
): Promise<void> {
  const now = room.clock()
  const known = await loadState(tx, room.ledger, streamOf(order), REMEDY)
  if (known.is === 'begun') {
    await endIn(tx, room, order, orderer, { outcome: 'failed', code }, undefined)
    return
  }
  const command = { do: 'refuse' as const, at: now, ...whatOf(room, order), code }
  const { entries } = await handleIn(tx, room.ledger, request(order, now, command), REMEDY)
  if (entries.length > 0) await orderer.conclude(tx, { outcome: 'refused', code })
}

async function isEmergency(tx: OrganisationTransaction, room: RemedyRoom, order: AnyOrder): Promise<boolean> {
  if (!('account' in order.change)) return false
  const { account } = order.change
  const registered = await room.emergencyAccounts(tx)
  return registered.some((one) => one.provider === order.provider && one.account === account)
}

async function noteStart(tx: OrganisationTransaction, room: RemedyRoom, order: AnyOrder, now: number): Promise<void> {
  const { verb, sort, provider, target, authority, automatic } = whatOf(room, order)
  const row = { verb, sort, provider, target, of_person: 'account' in order.change, automatic, authority }
  await tx
    .insertInto('remedies')
    .values({ id: order.id, ...row, started: now, ended: null, outcome: null })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doNothing())
    .execute()
}

function request<Command>(order: AnyOrder, now: number, command: Command) {
  return { stream: streamOf(order), command, actor: ACTOR, time: formatInstant(now) }
}

export function streamOf({ id }: Pick<Order, 'id'>): string {
  return `remedy/${id}`
}
