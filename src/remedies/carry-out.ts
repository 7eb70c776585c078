/**
 * The only caller of a provider's changing verbs. Around each call stand two transactions (CONTRACTS.md, Transactions, kind 4):
 * the intention with the state before, and what was read back.
 *
 * It trusts no caller: it asks again whether this may be done, refuses emergency accounts by itself (DESIGN §3 rule 18), and
 * holds limits of its own.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { formatInstant } from '../base/time.ts'
import { handleIn, type Ledger, loadState } from '../ledger/index.ts'
import {
  type Change,
  isSo,
  ProviderError,
  type ProviderPort,
  type State,
  sortOf,
  targetOf,
} from '../providers/index.ts'
import type { Provider } from '../signin/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { hasRoom, lockBeginnings } from './limits.ts'
import { REMEDY, type Remedy } from './remedy.ts'

/** An account as the registry of emergency accounts has it: by the provider's immutable id, and by nothing else. */
export interface EmergencyAccount {
  readonly provider: Provider
  readonly account: string
}

export interface RemedyRoom {
  readonly ledger: Ledger
  /** 32 bytes of the organisation's, kept outside the database: by it facts name people. */
  readonly tokenKey: Uint8Array
  /** Undefined where no provider is connected with which something may be changed. */
  providerOf(provider: Provider): ProviderPort | undefined
  /** The registry, read in this transaction. */
  emergencyAccounts(tx: OrganisationTransaction): Promise<readonly EmergencyAccount[]>
  /** Milliseconds. */
  readonly clock: () => number
}

export interface Order {
  /** Names this change and no other, however often it is tried. */
  readonly id: string
  readonly provider: Provider
  readonly change: Change
  /** The stream of the ledger that says why: `response/…`. */
  readonly authority: string
  /** No human decided on this one. */
  readonly automatic: boolean
}

export type RemedyCode =
  | 'ERR_REMEDY_EMERGENCY_ACCOUNT' // it is exempt from everything automatic, and from playbooks
  | 'ERR_REMEDY_NO_PROVIDER' // nothing is connected with which it could be changed
  | 'ERR_REMEDY_NOT_SUPPORTED' // this provider cannot do that
  | 'ERR_REMEDY_NO_ACCOUNT' // the provider knows no such account
  | 'ERR_REMEDY_LIMIT' // too many changes in this hour
  | 'ERR_REMEDY_STOPPED' // between two tries somebody stopped it
  | 'ERR_REMEDY_NOT_SEEN' // asked for, and never to be read back

/** `already`: it was so before we came, so that undoing is not ours. */
export interface Result {
  readonly outcome: 'done' | 'already' | 'failed' | 'refused'
  readonly code?: string
}

/** What the room that orders a remedy answers for. */
export interface Orderer {
  /** First in each transaction: the row that orders what happens to its subject. */
  lock(tx: OrganisationTransaction): Promise<void>
  /**
   * Within the transaction that begins it, before anything is written: whether the ledger still says that this may be done,
   * now. If not, the orderer writes down what comes of that, and nothing is called.
   */
  authorise(tx: OrganisationTransaction): Promise<boolean>
  /** Within the transaction that ends it. Inserts and updates, entries last. */
  conclude(tx: OrganisationTransaction, result: Result): Promise<void>
}

const ACTOR = 'system/remedies'

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
  const { db } = room.ledger
  const port = room.providerOf(order.provider)
  const remedy = await db.transaction((tx) => loadState(tx, room.ledger, streamOf(order), REMEDY))
  if (remedy.is === 'over') return
  if (port === undefined || !port.capabilities.has(order.change.verb)) {
    await refuse(room, order, orderer, port === undefined ? 'ERR_REMEDY_NO_PROVIDER' : 'ERR_REMEDY_NOT_SUPPORTED')
    return
  }
  const state = await port.read(targetOf(order.change), signal)
  const { change } = order
  if (remedy.is === 'begun' && isSo(change, state, remedy.at)) {
    await end(room, order, orderer, { outcome: 'done' }, state)
    return
  }
  if (state.kind === 'account' && !state.exists) {
    await refuse(room, order, orderer, 'ERR_REMEDY_NO_ACCOUNT')
    return
  }
  // Somebody else did it before us. Of sessions there is no "before": an open one is to be ended.
  const isAlready = remedy.is === 'nothing' && isSo(change, state, room.clock())
  const begun = await begin(room, order, orderer, state, isAlready)
  if (begun !== undefined && !isAlready) await call(room, order, orderer, { port, begun, signal })
}

type Begun = Extract<Remedy, { is: 'begun' }>

/** Commits the intention; undefined where it must not be. What is so already is over with it. */
async function begin(
  room: RemedyRoom,
  order: Order,
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
    const { state } = await handleIn(
      tx,
      room.ledger,
      request(order, now, { do: 'start' as const, at: now, ...whatOf(room, order), before }),
      REMEDY,
    )
    if (isAlready) await endIn(tx, room, order, orderer, { outcome: 'already' }, before)
    return state.is === 'begun' ? state : undefined
  })
}

async function call(
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  { port, begun, signal }: { readonly port: ProviderPort; readonly begun: Begun; readonly signal: AbortSignal },
): Promise<void> {
  const isLast = begun.tries >= DEFAULTS.remedies.triesMax
  try {
    await port.change(order.change, { key: order.id, signal })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const isFinal = error.code === 'ERR_PROVIDER_REFUSED' || (error.effect === 'none' && isLast)
    if (isFinal) {
      await end(room, order, orderer, { outcome: 'failed', code: error.code })
      return
    }
    if (error.effect === 'none') throw error
  }
  const after = await port.read(targetOf(order.change), signal)
  if (isSo(order.change, after, begun.at)) await end(room, order, orderer, { outcome: 'done' }, after)
  else if (isLast) await end(room, order, orderer, { outcome: 'failed', code: 'ERR_REMEDY_NOT_SEEN' }, after)
  else throw new ProviderError('ERR_PROVIDER_DOWN', 'The change cannot be read back yet.', 'unknown')
}

type Ending = Result & { readonly outcome: 'done' | 'already' | 'failed' }

async function end(room: RemedyRoom, order: Order, orderer: Orderer, ending: Ending, after?: State): Promise<void> {
  await room.ledger.db.transaction(async (tx) => {
    await orderer.lock(tx)
    await endIn(tx, room, order, orderer, ending, after)
  })
}

async function endIn(
  tx: OrganisationTransaction,
  room: RemedyRoom,
  order: Order,
  orderer: Orderer,
  ending: Ending,
  after: State | undefined,
): Promise<void> {
  const now = room.clock()
  await tx.updateTable('remedies').set({ ended: now, outcome: ending.outcome }).where('id', '=', order.id).execute()
  const command = { do: 'end' as const, at: now, ...ending, ...(after === undefined ? {} : { after }) }
  const { entries } = await handleIn(tx, room.ledger, request(order, now, command), REMEDY)
  if (entries.length > 0) await orderer.conclude(tx, ending)
}

async function refuse(room: RemedyRoom, order: Order, orderer: Orderer, code: RemedyCode): Promise<void> {
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
  order: Order,
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

async function isEmergency(tx: OrganisationTransaction, room: RemedyRoom, order: Order): Promise<boolean> {
  if (!('account' in order.change)) return false
  const { account } = order.change
  const registered = await room.emergencyAccounts(tx)
  return registered.some((one) => one.provider === order.provider && one.account === account)
}

async function noteStart(tx: OrganisationTransaction, room: RemedyRoom, order: Order, now: number): Promise<void> {
  const { verb, sort, provider, target, authority, automatic } = whatOf(room, order)
  const row = { verb, sort, provider, target, of_person: 'account' in order.change, automatic, authority }
  await tx
    .insertInto('remedies')
    .values({ id: order.id, ...row, started: now, ended: null, outcome: null })
    .onConflict((conflict) => conflict.columns(['organisation', 'id']).doNothing())
    .execute()
}

function whatOf({ tokenKey }: RemedyRoom, { provider, change, authority, automatic }: Order) {
  const token = keyedToken(tokenKey)
  const target =
    'account' in change ? token('person', `${provider}:${change.account}`) : token('address', change.address)
  return { verb: change.verb, sort: sortOf(change.verb), provider, target, authority, automatic }
}

function request<Command>(order: Order, now: number, command: Command) {
  return { stream: streamOf(order), command, actor: ACTOR, time: formatInstant(now) }
}

function streamOf({ id }: Pick<Order, 'id'>): string {
  return `remedy/${id}`
}
