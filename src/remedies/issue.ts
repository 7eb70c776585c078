/**
 * Remedies that hand a secret back: a pass, an enrolment link. The provider tells it once, and it goes to the caller alone;
 * facts, table and logs have only that there was one (DESIGN §3 rule 9).
 *
 * A secret of unknown fate (the answer got lost, the process died) is withdrawn before another is issued (§5), so an order
 * is never tried twice: whoever finds it begun without an end withdraws, ends it, and the next is a new order.
 */
import { DEFAULTS } from '../base/defaults.ts'
import {
  type AccountState,
  type Issued,
  isSo,
  ProviderError,
  type ProviderPort,
  type State,
  targetOf,
  withdrawalOf,
} from '../providers/index.ts'
import { begin, end, refuse } from './begin-and-end.ts'
import { carryOutAnyway, carryOutRemedy, look } from './carry-out.ts'
import type { IssueOrder, IssuingRoom, Order, Orderer } from './order.ts'

/**
 * Carries the order out once, and gives the secret. Undefined: there is none; the ledger says why, and the orderer has
 * heard it. Throws where the provider cannot be read and may have made a secret: the order has to be run again, to clean up.
 */
export async function issueByRemedy(
  room: IssuingRoom,
  order: IssueOrder,
  orderer: Orderer,
  signal: AbortSignal,
): Promise<Issued | undefined> {
  const found = await look(room, order, orderer, signal)
  if (found === undefined) return undefined
  const { port, remedy } = found
  const work: Work = { room, order, orderer, port, signal }
  if (remedy.is === 'begun') return await giveUp(work)
  const before = await cleared(work, found.state)
  if (before === undefined) return undefined
  if (isSo(order.change, before, room.clock())) {
    await refuse(room, order, orderer, 'ERR_REMEDY_NOT_WITHDRAWN')
    return undefined
  }
  const begun = await begin(room, order, orderer, before, false)
  return begun === undefined ? undefined : await call(work)
}

interface Work {
  readonly room: IssuingRoom
  readonly order: IssueOrder
  readonly orderer: Orderer
  readonly port: ProviderPort
  readonly signal: AbortSignal
}

/** The state after an earlier secret that could still be used was withdrawn, if there was one. */
async function cleared({ room, order, orderer, port, signal }: Work, state: State): Promise<State | undefined> {
  if (!isSo(order.change, state, room.clock())) return state
  await carryOutRemedy(room, withdrawal(order, 'before'), { ...orderer, conclude: async () => {} }, signal)
  return await port.read(targetOf(order.change), signal)
}

function withdrawal(order: IssueOrder, when: 'before' | 'after'): Order {
  return { ...order, id: `${order.id}-withdrawn-${when}`, change: withdrawalOf(order.change) }
}

async function call(work: Work): Promise<Issued | undefined> {
  const { room, order, orderer, port, signal } = work
  let issued: Issued
  try {
    issued = await port.issue(order.change, { key: order.id, signal })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.effect === 'unknown') return await giveUp(work)
    await end(room, order, orderer, { outcome: 'failed', code: error.code })
    return undefined
  }
  const after = await readBack(work, issued)
  if (after === undefined) return await giveUp(work)
  // Who finds it ended has withdrawn it.
  return (await end(room, order, orderer, { outcome: 'done' }, after)) ? issued : undefined
}

/** What the provider says once it shows what was issued; undefined if it never does. */
async function readBack({ room, order, port, signal }: Work, { id }: Issued): Promise<State | undefined> {
  const { triesMax, readBackPauseMs } = DEFAULTS.remedies
  for (let tries = 1; ; tries++) {
    const state = (await port.read(targetOf(order.change), signal)) as AccountState
    const isSeen = id === null ? state.enrolmentUntil !== null : state.passes.some((pass) => pass.id === id)
    if (isSeen) return state
    if (tries >= triesMax) return undefined
    await room.pause(readBackPauseMs)
  }
}

/**
 * Nobody has the secret, or nobody should: it is withdrawn, and the order has failed. That needs nobody's leave: it only
 * takes back what this room itself began.
 */
async function giveUp({ room, order, orderer, port, signal }: Work): Promise<undefined> {
  const own: Orderer = { lock: orderer.lock, authorise: async () => true, conclude: async () => {} }
  await carryOutAnyway(room, withdrawal(order, 'after'), own, signal)
  const after = await port.read(targetOf(order.change), signal)
  const code = isSo(order.change, after, room.clock()) ? 'ERR_REMEDY_NOT_WITHDRAWN' : 'ERR_REMEDY_SECRET_LOST'
  await end(room, order, orderer, { outcome: 'failed', code }, after)
  return undefined
}
