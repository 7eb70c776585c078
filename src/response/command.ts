/** Carries out one command on a response: facts, view, jobs and notices together, or none of it. */
import { DEFAULTS } from '../base/defaults.ts'
import { formatInstant } from '../base/time.ts'
import { type Decision, type Handled, handleIn, loadState } from '../ledger/index.ts'
import type { OrganisationTransaction } from '../store/index.ts'
import { decide, type ResponseCommand } from './decide.ts'
import { evolve, NO_RESPONSE, type OpenedResponse, type Response, readyStep, stateOf } from './response.ts'
import { RESPONSE_ENTRIES, type ResponseFact } from './response-facts.ts'
import type { ResponseNotice, ResponseRoom } from './room.ts'
import { type About, lockResponse, writeResponse } from './views.ts'

const RESPONSE = { types: RESPONSE_ENTRIES, initial: NO_RESPONSE, evolve, decide }

export interface Commanding {
  readonly id: string
  readonly about: About
  /** `staff/…`, `system/…`. */
  readonly actor: string
  readonly decisions?: readonly Decision[]
}

export function responseStream(id: string): string {
  return `response/${id}`
}

/** A response as the ledger says: what is acted on. */
export async function loadResponse(tx: OrganisationTransaction, room: ResponseRoom, id: string): Promise<Response> {
  return await loadState(tx, room.ledger, responseStream(id), RESPONSE)
}

/** The last part of a transaction: the ledger's head stays locked. */
export async function command(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  { id, about, actor, decisions }: Commanding,
  what: ResponseCommand,
): Promise<Handled<Response>> {
  return await handleIn(
    tx,
    room.ledger,
    {
      stream: responseStream(id),
      command: what,
      actor,
      time: formatInstant(what.at),
      ...(decisions === undefined ? {} : { decisions }),
    },
    RESPONSE,
    {
      lock: async (tx) => void (await lockResponse(tx, id)),
      async project(tx, facts, state) {
        if (state.is === 'nothing') return
        await writeResponse(tx, id, state, about)
        await oweNext(tx, room, id, state)
        await room.owe(
          tx,
          facts.flatMap((fact) => noticesOf(fact, { id, about, response: state })),
        )
      },
    },
  )
}

/** One job for each step, however often it is owed. */
export function stepJob(id: string, step: number): string {
  return `${id}:${step}`
}

/** What a response owes as it is now. Owed twice it is one job. */
export async function oweNext(
  tx: OrganisationTransaction,
  room: ResponseRoom,
  id: string,
  response: OpenedResponse,
): Promise<void> {
  const undoing = response.undoing?.[0]
  const step = readyStep(response)
  if (undoing !== undefined) await room.jobs.goOn(tx, id, `${id}:undo:${undoing}`)
  else if (step !== undefined) await room.jobs.goOn(tx, id, stepJob(id, step))
  else if (needsPerson(response)) await room.jobs.expireAt(tx, id, response.last + DEFAULTS.response.approvalMs)
}

function needsPerson(response: OpenedResponse): boolean {
  const state = stateOf(response)
  return state === 'waiting' || state === 'held'
}

interface Told {
  readonly id: string
  readonly about: About
  readonly response: OpenedResponse
}

const ENDED = {
  'response-approved': 'approved',
  'response-declined': 'declined',
  'response-expired': 'expired',
  'response-withdrawn': 'withdrawn',
} as const

function noticesOf({ type, data }: ResponseFact, { id, about, response }: Told): readonly ResponseNotice[] {
  if (response.as === 'report') return []
  const { finding, incident, last: at, held } = response
  const notice = (what: (ResponseNotice & { about: 'response' })['what']): ResponseNotice => {
    return { about: 'response', response: id, what, finding, incident, severity: about.severity, at }
  }
  const until = at + DEFAULTS.response.approvalMs
  const wanted: readonly ResponseNotice[] = needsPerson(response)
    ? [{ about: 'approval', response: id, why: held ?? 'step', until, ended: undefined, at }]
    : []
  switch (type) {
    case 'response-opened':
      return [...(response.steps[0]?.do === 'notify' ? [notice('opened')] : []), ...wanted]
    case 'step-ended':
      if (response.steps[data.step]?.do === 'notify') return []
      return [notice(data.outcome === 'done' || data.outcome === 'already' ? 'acted' : 'failed'), ...wanted]
    case 'undo-ended':
      return [notice(data.outcome === 'done' || data.outcome === 'already' ? 'acted' : 'failed')]
    case 'response-held':
      return wanted
    case 'response-approved':
    case 'response-declined':
    case 'response-expired':
    case 'response-withdrawn': {
      const hasActed = response.steps.some((step) => step.outcome === 'done' && step.do !== 'notify')
      return [
        { about: 'approval', response: id, why: 'step', until: at, ended: ENDED[type], at },
        ...(type === 'response-withdrawn' && hasActed ? [notice('withdrawn')] : []),
      ]
    }
    default:
      return []
  }
}
