/**
 * The only caller of a provider's changing verbs. Around each call stand two transactions (CONTRACTS.md, Transactions, kind 4):
 * the intention with the state before, and what was read back.
 *
 * It trusts no caller: it asks again whether this may be done, refuses emergency accounts by itself (DESIGN §3 rule 18),
 * keeps MFA on (rule 10), and holds limits of its own. What hands a secret back is issue.ts's.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { loadState } from '../ledger/index.ts'
import {
  isSo,
  ProviderError,
  type ProviderErrorCode,
  type ProviderPort,
  readingSuffices,
  type State,
  targetOf,
} from '../providers/index.ts'
import { type AnyOrder, type Begun, begin, end, refuse, streamOf } from './begin-and-end.ts'
import { staysOn } from './last-authenticator.ts'
import type { Order, Orderer, RemedyRoom } from './order.ts'
import { REMEDY, type Remedy } from './remedy.ts'

/**
 * Carries an order out, or goes on where it was left. Throws what is worth another try: the job runs again, and reads the
 * provider first.
 */
export async function carryOutRemedy(
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  signal: AbortSignal,
): Promise<void> {
  await carryOut(room, order, orderer, signal, readingSuffices(order.change))
}

/** The same for what has to be asked for whatever a reading says: readings lag, and may show how it was before. */
export async function carryOutAnyway(
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  signal: AbortSignal,
): Promise<void> {
  await carryOut(room, order, orderer, signal, false)
}

async function carryOut(
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  signal: AbortSignal,
  isProven: boolean,
): Promise<void> {
  const found = await look(room, order, orderer, signal)
  if (found === undefined) return
  const { port, remedy, state } = found
  const { change } = order
  if (remedy.is === 'begun' && isProven && isSo(change, state, remedy.at)) {
    await end(room, order, orderer, { outcome: 'done' }, state)
    return
  }
  // Somebody else did it before us. Of sessions there is no "before": an open one is to be ended.
  const isAlready = remedy.is === 'nothing' && isProven && isSo(change, state, room.clock())
  if (!isAlready && !(await staysOn(room, order.provider, change, state))) {
    await refuse(room, order, orderer, 'ERR_REMEDY_LAST_AUTHENTICATOR')
    return
  }
  const begun = await begin(room, order, orderer, state, isAlready)
  if (begun !== undefined && !isAlready) await call(room, order, orderer, { port, begun, signal, isProven })
}

interface Found {
  readonly port: ProviderPort
  readonly remedy: Exclude<Remedy, { is: 'over' }>
  readonly state: State
}

/** Where it was left, and how things are; undefined where it is over or cannot be done at all. */
export async function look(
  room: RemedyRoom,
  order: AnyOrder,
  orderer: Orderer,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const { provider, change } = order
  const port = room.providerOf(provider)
  const remedy = await room.ledger.db.transaction((tx) => loadState(tx, room.ledger, streamOf(order), REMEDY))
  if (remedy.is === 'over') return undefined
  if (port?.capabilities[change.verb] !== 'native') {
    await refuse(room, order, orderer, port === undefined ? 'ERR_REMEDY_NO_PROVIDER' : 'ERR_REMEDY_NOT_SUPPORTED')
    return undefined
  }
  const state = await port.read(targetOf(change), signal)
  if (state.kind === 'source' || state.exists) return { port, remedy, state }
  await refuse(room, order, orderer, 'ERR_REMEDY_NO_ACCOUNT')
  return undefined
}

/** It will not do it later either. */
const FINAL: ReadonlySet<ProviderErrorCode> = new Set(['ERR_PROVIDER_REFUSED', 'ERR_PROVIDER_LAST_AUTHENTICATOR'])

interface Calling {
  readonly port: ProviderPort
  readonly begun: Begun
  readonly signal: AbortSignal
  /** Whether a reading alone shows that it was done. */
  readonly isProven: boolean
}

async function call(
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  { port, begun, signal, isProven }: Calling,
): Promise<void> {
  const { change } = order
  const isLast = begun.tries >= DEFAULTS.remedies.triesMax
  try {
    await port.change(change, { key: order.id, signal })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const mustRepeat = error.effect === 'none' || !isProven
    if (FINAL.has(error.code) || (mustRepeat && isLast)) {
      await end(room, order, orderer, { outcome: 'failed', code: error.code })
      return
    }
    if (mustRepeat) throw error
  }
  const after = await port.read(targetOf(change), signal)
  if (isSo(change, after, begun.at)) await end(room, order, orderer, { outcome: 'done' }, after)
  else if (isLast) await end(room, order, orderer, { outcome: 'failed', code: 'ERR_REMEDY_NOT_SEEN' }, after)
  else throw new ProviderError('ERR_PROVIDER_DOWN', 'The change cannot be read back yet.', { effect: 'unknown' })
}
