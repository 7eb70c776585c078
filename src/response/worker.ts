/**
 * Carries out what a response owes, one step a job: at least once, and harmless twice. Between the opening and now the
 * world may have changed, so everything is asked again in the transaction that begins a step.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { keyedToken } from '../base/keyed-token.ts'
import { loadState } from '../ledger/index.ts'
import { type Alteration, inverseOf } from '../providers/index.ts'
import { carryOutRemedy, hasBegun, type Order, type Orderer, peopleTouched, type Result } from '../remedies/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { approvedUndo } from './approved-undo.ts'
import { isShared } from './attack-sources.ts'
import { AUTOMATION, AUTOMATION_STREAM } from './automation.ts'
import { type Commanding, command, loadResponse, responseStream } from './command.ts'
import type { ResponseCommand } from './decide.ts'
import { pause } from './pause.ts'
import { AUTOMATIC } from './respond.ts'
import { isByPerson, type OpenedResponse, readyStep } from './response.ts'
import { ResponseError } from './response-error.ts'
import type { ResponseData } from './response-facts.ts'
import { addressToken, type ResponseRoom } from './room.ts'
import { type About, findResponse, lockResponse } from './views.ts'

/** Runs one job. Throws what is worth another try, and ERR_RESPONSE_FORGED where table and ledger disagree. */
export async function goOn(room: ResponseRoom, id: string, signal: AbortSignal): Promise<void> {
  const found = await room.ledger.db.transaction(async (tx) => {
    const shown = await findResponse(tx, id)
    const response = await loadResponse(tx, room, id)
    if (shown === undefined || response.is === 'nothing') return undefined
    return { about: shown.about, response, begun: await begunStep(tx, id, response) }
  })
  if (found === undefined) return
  const { about, response, begun } = found
  const undoing = begun === undefined ? response.undoing?.[0] : undefined
  const step = begun ?? undoing ?? readyStep(response)
  if (step === undefined) return
  const change = changeOf(room, response, about, step)
  const doing: Doing = { room, id, about, step, undoing: undoing !== undefined }
  const mayGoOn =
    undoing === undefined ? begun !== undefined || !(await skipShared(doing, change)) : await isApproved(doing)
  if (!mayGoOn) return
  await carryOutRemedy(room, orderOf(doing, response, change), ordererOf(doing, response), signal)
  // The undo's own job may be this very one.
  if (begun !== undefined && response.undoing?.[0] !== undefined) await goOn(room, id, signal)
}

/** The step whose remedy has an intention and no end yet. It gets one, even where nobody wants it any more. */
export async function begunStep(
  tx: OrganisationTransaction,
  id: string,
  { steps }: OpenedResponse,
): Promise<number | undefined> {
  const step = steps.findIndex(({ outcome }) => outcome === undefined)
  return step !== -1 && (await hasBegun(tx, stepRemedy(id, step))) ? step : undefined
}

function stepRemedy(id: string, step: number): string {
  return `${id}-${step}`
}

interface Doing {
  readonly room: ResponseRoom
  readonly id: string
  readonly about: About
  readonly step: number
  readonly undoing: boolean
}

/** The change of a step, with the account and address behind its tokens: only if they are those that the ledger means. */
function changeOf(room: ResponseRoom, response: OpenedResponse, about: About, place: number): Alteration {
  const step = response.steps[place]
  if (step === undefined || step.do === 'notify') throw forged()
  if (step.do === 'refuse-source') {
    const address = about.addresses[step.source ?? '']
    if (address === undefined || addressToken(room, address) !== step.source) throw forged()
    return { verb: step.do, address, until: response.readySince + (step.forMs ?? 0) }
  }
  const { account, provider } = about
  const isMeant =
    account !== undefined &&
    provider === response.provider &&
    keyedToken(room.tokenKey)('person', `${provider}:${account}`) === response.person
  if (!isMeant) throw forged()
  return { verb: step.do, account }
}

function forged(): ResponseError {
  return new ResponseError(
    'ERR_RESPONSE_FORGED',
    'The table names somebody else than the ledger. Nothing was done; verify the ledger.',
  )
}

function orderOf({ id, about, step, undoing }: Doing, response: OpenedResponse, change: Alteration): Order {
  return {
    id: undoing ? `${id}-${step}-undo-${response.undoSince ?? 0}` : stepRemedy(id, step),
    provider: about.provider,
    change: undoing ? (inverseOf(change) ?? change) : change,
    authority: responseStream(id),
    automatic: !undoing && !isByPerson(response, step),
  }
}

function ordererOf(doing: Doing, seen: OpenedResponse): Orderer {
  const { room, id, step, undoing } = doing
  return {
    async lock(tx) {
      await lockResponse(tx, id)
      await room.lockNotices(tx)
    },
    async authorise(tx) {
      const response = await loadResponse(tx, room, id)
      if (response.is === 'nothing') return false
      if (undoing) return response.undoing?.[0] === step
      if (readyStep(response) !== step) return false
      if (isByPerson(response, step)) return true
      const held = await reasonToHold(tx, room, response, step)
      if (held === undefined) return true
      if (held === 'limit') await pauseAtLimit(tx, room, seen)
      await say(tx, doing, { do: 'hold', at: room.clock(), because: held })
      return false
    },
    async conclude(tx, { outcome, code }: Result) {
      const ended = { at: room.clock(), step, outcome, ...(code === undefined ? {} : { code }) }
      await say(tx, doing, undoing ? { do: 'end-undo', ...ended } : { do: 'end-step', ...ended })
    },
  }
}

async function say(tx: OrganisationTransaction, { room, id, about }: Doing, what: ResponseCommand): Promise<void> {
  const commanding: Commanding = { id, about, actor: AUTOMATIC }
  await command(tx, room, commanding, what)
}

/** Why a machine alone may not begin this step now. Called while no other step can begin, so that two never count the same room. */
async function reasonToHold(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  response: OpenedResponse,
  step: number,
): Promise<ResponseData<'response-held'>['because'] | undefined> {
  const now = room.clock()
  const { paused } = await loadState(tx, room.ledger, AUTOMATION_STREAM, AUTOMATION)
  if (paused !== undefined) return 'paused'
  if (now - response.readySince > DEFAULTS.response.staleMs) return 'stale'
  if (response.steps[step]?.do === 'refuse-source' || response.person === undefined) return undefined
  const touched = await peopleTouched(tx, now)
  return touched.has(response.person) || touched.size < response.peoplePerHour ? undefined : 'limit'
}

async function pauseAtLimit(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  { peoplePerHour }: OpenedResponse,
): Promise<void> {
  const reason = `The limit of ${peoplePerHour} people an hour was reached.`
  await pause(tx, room, { by: AUTOMATIC, reason })
}

/** What gives access rests on a person's signature, asked again now. Without it nothing is given, and that is said. */
async function isApproved(doing: Doing): Promise<boolean> {
  const { room, id, step } = doing
  const { db } = room.ledger
  const approved = await db.transaction((tx) => approvedUndo(tx, room, id))
  if (approved !== undefined && (await room.isDecided(approved))) return true
  const code = 'ERR_RESPONSE_UNSIGNED'
  await db.transaction((tx) => say(tx, doing, { do: 'end-undo', at: room.clock(), step, outcome: 'refused', code }))
  return false
}

/** A source where others are at home is left alone, and that is said. */
async function skipShared(doing: Doing, change: Alteration): Promise<boolean> {
  if (change.verb !== 'refuse-source') return false
  const { room, about, step } = doing
  return await room.ledger.db.transaction(async (tx) => {
    const emergency = await room.emergencyAccounts(tx)
    if (!(await isShared(tx, change.address, about.start, emergency))) return false
    const code = 'ERR_RESPONSE_SOURCE_SHARED'
    await say(tx, doing, { do: 'end-step', at: room.clock(), step, outcome: 'skipped', code })
    return true
  })
}
