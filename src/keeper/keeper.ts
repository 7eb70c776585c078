/**
 * The keeper: it alone holds the keys that sign and the connectors' secrets (DESIGN §3 rule 22). It answers messages, one after
 * another for each ledger, and trusts none of them: docs/adr/0012-keeper.md.
 */
import { Value } from 'typebox/value'
import type { Decision, Head, KeyFolder, OrganisationKeys, Random } from '../ledger/index.ts'
import type { ConnectedProvider } from '../providers/index.ts'
import { challengeIn, type RelyingParty, relyingPartyOf } from '../staff/index.ts'
import { NotShown } from './judging.ts'
import { KeeperError } from './keeper-error.ts'
import { createLimits, type Limits } from './limits.ts'
import { type AnswerTo, type Opened, type Reply, Request, type RequestOf } from './messages.ts'
import { type PeopleRequest, readPeople } from './people.ts'
import type { PlaceMemory } from './process/place-file.ts'
import { allowChange, offeredBy, type ProvidersOf } from './providers.ts'
import { emptyLedger, type Reading, readLedger } from './reading.ts'
import { idOf, refusalOf } from './refusals.ts'
import { openSeat, type Seat } from './seat.ts'
import * as text from './text.ts'

export interface KeeperOptions {
  readonly folder: KeyFolder
  /** Where it remembers which places of an organisation's ledger are signed. */
  placesOf(organisation: string): PlaceMemory
  /** Which organisation's staff decides: kept for ever, once it is said. */
  readonly home: { load(): string | undefined; keep(organisation: string): void }
  readonly providersOf: ProvidersOf
  /** Under which people reach the console; without it, localhost. */
  readonly console: string | undefined
  /** Milliseconds. */
  readonly clock: () => number
  readonly random: Random
}

export interface Keeper {
  /** Never rejects. */
  answer(message: unknown): Promise<Reply>
  close(): void
}

interface Desk {
  readonly memory: PlaceMemory
  readonly limits: Limits
  seat: Seat | undefined
  reading: { readonly origin: string; readonly of: Reading } | undefined
  /** Ends when what was asked before is answered. */
  turn: Promise<unknown>
}

/** A provider gets less time than a front gives the keeper, which it would else take for gone. */
const PROVIDER_MS_MAX = 20_000

const ASKS_PROVIDER: ReadonlySet<Request['do']> = new Set(['read', 'list-people', 'holdings', 'in-the-way', 'change'])

export function createKeeper(options: KeeperOptions): Keeper {
  const { folder, clock, providersOf } = options
  const desks = new Map<string, Desk>()

  function deskOf(organisation: string): Desk {
    let desk = desks.get(organisation)
    if (desk === undefined) {
      const memory = options.placesOf(organisation)
      desk = { memory, limits: createLimits(), seat: undefined, reading: undefined, turn: Promise.resolve() }
      desks.set(organisation, desk)
    }
    return desk
  }

  function seatOf(organisation: string): Seat {
    const seat = desks.get(organisation)?.seat
    if (seat !== undefined) return seat
    throw new KeeperError('ERR_KEEPER_UNREAD', 'The keeper has begun anew, and has to read this ledger first.')
  }

  function homeFor(organisation: string): string {
    const home = options.home.load()
    if (home !== undefined) return home
    options.home.keep(organisation)
    return organisation
  }

  function sit(organisation: string, keys: OrganisationKeys, read: Parameters<typeof openSeat>[0]['read']): Seat {
    const home = homeFor(organisation)
    const { memory, limits } = deskOf(organisation)
    return openSeat({
      organisation,
      home,
      keys,
      read,
      memory,
      limits,
      staff: () => seatOf(home).staff(),
      relyingPartyOf: (decision) => relyingPartyIn(decision, options.console),
      clock,
    })
  }

  async function opened(organisation: string, seat: Seat): Promise<Opened> {
    const providers = providersOf(organisation).map((port) => ({
      provider: port.provider,
      capabilities: offeredBy(port, seat),
      tenant: port.people?.tenant ?? null,
    }))
    return { ...(await text.printKeys(seat.keys)), short: seat.short ?? null, providers }
  }

  /** Whether its ledger is there for certain: of an entry 0 alone nobody knows whether it was committed. */
  async function isBegun(organisation: string): Promise<boolean> {
    if ((deskOf(organisation).memory.load()?.base.seq ?? 0) > 0) return true
    return (await folder.of(organisation).memory.load()) !== undefined
  }

  async function make({ organisation, origin }: RequestOf<'make'>): Promise<Opened> {
    const home = options.home.load()
    const isHome = home === undefined || !(await isBegun(home))
    if (!isHome && !seatOf(home).staff().organisations.has(organisation)) {
      throw new KeeperError('ERR_KEEPER_RULE', 'Nobody has founded this organisation. Two people do, at home.')
    }
    // Keys that were made before a crash are given again.
    const keys = folder.make(organisation, origin)
    if (keys.origin !== origin || (await isBegun(organisation))) {
      throw new KeeperError('ERR_KEEPER_RULE', 'This organisation has a ledger already.')
    }
    if (isHome) options.home.keep(organisation)
    const desk = deskOf(organisation)
    desk.seat = sit(organisation, keys, emptyLedger(origin))
    return await opened(organisation, desk.seat)
  }

  async function open({ organisation, place }: RequestOf<'open'>): Promise<AnswerTo<'open'>> {
    const desk = deskOf(organisation)
    const here = text.parsePlace(place)
    if (desk.seat?.isAt(here) === true) return await opened(organisation, desk.seat)
    desk.seat = undefined
    const memory = await folder.of(organisation).memory.load()
    // Under another name an epoch was opened, so what was signed before proves nothing: all is followed by its signatures.
    const sealed = memory?.head.origin === here.origin ? memory : undefined
    desk.reading = { origin: here.origin, of: readLedger(sealed, here.seq) }
    return { isUnread: true }
  }

  async function show({ organisation, entries, isEnd }: RequestOf<'show'>): Promise<AnswerTo<'show'>> {
    const desk = deskOf(organisation)
    const { reading } = desk
    if (reading === undefined)
      throw new KeeperError('ERR_KEEPER_UNREAD', 'Nothing was to be shown. Open the ledger first.')
    try {
      reading.of.take(entries)
      if (!isEnd) return {}
      desk.reading = undefined
      const read = reading.of.end()
      desk.seat = sit(organisation, keysFor(folder, organisation, reading.origin, read.known.head), read)
      return await opened(organisation, desk.seat)
    } catch (error) {
      desk.reading = undefined
      throw error
    }
  }

  async function sign({
    organisation,
    place,
    transaction,
    drafts,
    shown,
  }: RequestOf<'sign'>): Promise<AnswerTo<'sign'>> {
    const desk = deskOf(organisation)
    const seat = seatOf(organisation)
    const sealed = await seat.sign({ place: text.parsePlace(place), transaction, drafts, shown })
    // Under the new name other keys count: it is read anew.
    if (sealed.some(({ entry }) => entry.type === 'epoch-opened')) desk.seat = undefined
    return { entries: sealed.map(({ bytes }) => Buffer.from(bytes).toString()) }
  }

  async function checkpoint({ organisation, edge, entries }: RequestOf<'checkpoint'>): Promise<AnswerTo<'checkpoint'>> {
    const shown = { edge: text.parseEdge(edge), entries: entries.map((one) => Buffer.from(one)) }
    const seat = seatOf(organisation)
    const answer = await seat.checkpoint(shown)
    return text.printCheckpointAnswer(answer, await seat.keys.memory.load())
  }

  async function epoch({ organisation, origin }: RequestOf<'epoch'>): Promise<AnswerTo<'epoch'>> {
    const { keys, short } = seatOf(organisation)
    if (short === undefined || origin === keys.origin) {
      throw new KeeperError('ERR_KEEPER_RULE', 'Nothing is missing, so there is no epoch to prepare.')
    }
    return { key: keys.prepareEpoch(origin).verifier.text }
  }

  function portOf(organisation: string, provider: string): ConnectedProvider {
    const port = providersOf(organisation).find((one) => one.provider === provider)
    if (port !== undefined) return port
    throw new KeeperError('ERR_KEEPER_NO_PROVIDER', 'No connector of this provider is kept here.')
  }

  async function read({ organisation, provider, target }: RequestOf<'read'>): Promise<AnswerTo<'read'>> {
    seatOf(organisation)
    const state = await portOf(organisation, provider).read(target, AbortSignal.timeout(PROVIDER_MS_MAX))
    return { state: { ...state } }
  }

  async function people(request: PeopleRequest): Promise<AnswerTo<PeopleRequest['do']>> {
    const { organisation, provider } = request
    seatOf(organisation)
    const { people } = portOf(organisation, provider)
    if (people === undefined) throw new KeeperError('ERR_KEEPER_NO_PROVIDER', 'Nobody can be listed at this provider.')
    deskOf(organisation).limits.countReading(clock())
    return await readPeople(people, request, AbortSignal.timeout(PROVIDER_MS_MAX))
  }

  async function change(request: RequestOf<'change'>): Promise<AnswerTo<'change'>> {
    const { organisation, provider, change: wanted, remedy, shown } = request
    const port = portOf(organisation, provider)
    const { limits } = deskOf(organisation)
    const order = { provider: port.provider, change: wanted, remedy, shown }
    allowChange(seatOf(organisation), order, { limits, now: clock() })
    const key = remedy.slice('remedy/'.length)
    await port.change(wanted, { key, signal: AbortSignal.timeout(PROVIDER_MS_MAX) })
    return { isDone: true }
  }

  async function carryOut(request: Request): Promise<unknown> {
    switch (request.do) {
      case 'hello':
        return { masters: folder.masters.map(({ id, bytes }) => ({ id, bytes: text.base64(bytes) })) }
      case 'make':
        return await make(request)
      case 'open':
        return await open(request)
      case 'show':
        return await show(request)
      case 'sign':
        return await sign(request)
      case 'checkpoint':
        return await checkpoint(request)
      case 'epoch':
        return await epoch(request)
      case 'read':
        return await read(request)
      case 'list-people':
      case 'holdings':
      case 'in-the-way':
        return await people(request)
      case 'change':
        return await change(request)
    }
  }

  /** Of one ledger one thing at a time; a provider is waited for beside that. */
  async function inTurn(request: Request): Promise<unknown> {
    if (request.do === 'hello' || ASKS_PROVIDER.has(request.do)) return await carryOut(request)
    const desk = deskOf(request.organisation)
    const mine = desk.turn.then(() => carryOut(request))
    desk.turn = mine.catch(() => undefined)
    return await mine
  }

  return {
    async answer(message) {
      if (!Value.Check(Request, message)) {
        const refused = { code: 'ERR_KEEPER_MESSAGE', message: 'This is no message of this protocol.' }
        return { id: idOf(message), refused }
      }
      try {
        return { id: message.id, answer: await inTurn(message) }
      } catch (error) {
        if (error instanceof NotShown) return { id: message.id, answer: { show: [error.stream] } }
        return { id: message.id, refused: refusalOf(error) }
      }
    },
    close() {
      for (const { memory } of desks.values()) memory.close()
    },
  }
}

/** Turns to an epoch’s key once its entry was read. Throws ERR_KEEPER_RULE for a ledger of another name than was said. */
function keysFor(folder: KeyFolder, organisation: string, origin: string, head: Head): OrganisationKeys {
  if (head.origin !== origin) throw new KeeperError('ERR_KEEPER_RULE', 'The ledger bears another name than was said.')
  const keys = folder.of(organisation, head.keys)
  return keys.beginEpoch(origin) ? folder.of(organisation, head.keys) : keys
}

/** The console's; where none is set, any port of this machine, as the browser says itself. */
function relyingPartyIn(decision: Decision, console: string | undefined): RelyingParty | undefined {
  if (console !== undefined) return relyingPartyOf(console)
  if (challengeIn(decision.clientDataJSON) === undefined) return undefined
  const { origin } = JSON.parse(Buffer.from(decision.clientDataJSON, 'base64url').toString()) as { origin?: unknown }
  const isLocal = typeof origin === 'string' && /^http:\/\/localhost(:\d{1,5})?$/.test(origin)
  return isLocal ? relyingPartyOf(origin) : undefined
}
