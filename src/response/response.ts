/**
 * A response: what one playbook does about one finding.
 *
 *   nothing ── opened ──▶ reported                    it only says what it would do
 *                    └──▶ running ── step-ended … ──▶ done
 *                         running ── a step that needs a person, or held ──▶ waiting, held ── approved ──▶ running
 *                         running, waiting, held ── declined, expired, withdrawn ──▶ over
 *   whatever has done something ── undo-approved (a person) ──▶ undoing ── undo-ended … ──▶ undone
 *
 * A fold of the response's stream. Steps are carried out one after another; nothing is begun that is not next.
 */
import type { ResponseData, ResponseFact } from './response-facts.ts'

type StepOutcome = ResponseData<'step-ended'>['outcome']

interface StepState {
  readonly do: ResponseData<'response-opened'>['steps'][number]['do']
  readonly approval: boolean
  readonly source?: string
  readonly forMs?: number
  readonly outcome: StepOutcome | 'undone' | undefined
  readonly code?: string
}

interface Opened extends Omit<ResponseData<'response-opened'>, 'steps'> {
  readonly steps: readonly StepState[]
  readonly held: ResponseData<'response-held'>['because'] | undefined
  /** A person said yes to this step. */
  readonly approved: ReadonlySet<number>
  /** A person let it go on: what follows is theirs, and no machine's. */
  readonly released: boolean
  readonly over: 'declined' | 'expired' | 'withdrawn' | undefined
  /** When its last fact was, in milliseconds. */
  readonly last: number
  /** Since when its next step could be begun: from then on it gets old, and from then on a source is refused. */
  readonly readySince: number
  /** When somebody approved the undo; undefined where nobody did. */
  readonly undoSince: number | undefined
  /** Steps that are still to be undone; undefined where nobody asked for that. */
  readonly undoing: readonly number[] | undefined
}

export type Response = { readonly is: 'nothing' } | ({ readonly is: 'opened' } & Opened)
export type OpenedResponse = Extract<Response, { is: 'opened' }>

export const NO_RESPONSE: Response = { is: 'nothing' }

export function evolve(response: Response, { type, data }: ResponseFact): Response {
  if (type === 'response-opened') return opened(data)
  return response.is === 'nothing'
    ? response
    : { ...evolveOpened(response, { type, data } as LaterFact), last: data.at }
}

type LaterFact = Exclude<ResponseFact, { type: 'response-opened' }>

function evolveOpened(response: OpenedResponse, { type, data }: LaterFact): OpenedResponse {
  switch (type) {
    case 'response-held':
      return { ...response, held: data.because }
    case 'response-approved': {
      if (response.held !== undefined) return { ...response, held: undefined, released: true, readySince: data.at }
      return { ...response, approved: new Set([...response.approved, data.step]), readySince: data.at }
    }
    case 'response-declined':
      return { ...response, over: 'declined' }
    case 'response-expired':
      return { ...response, over: 'expired' }
    case 'response-withdrawn':
      return { ...response, over: 'withdrawn' }
    case 'step-ended':
      return { ...withStep(response, data.step, data.outcome, data.code), readySince: data.at }
    case 'undo-approved':
      return { ...response, undoing: data.steps, undoSince: data.at }
    case 'undo-ended': {
      const undoing = response.undoing?.filter((step) => step !== data.step)
      const isUndone = data.outcome === 'done' || data.outcome === 'already'
      const after = isUndone ? withStep(response, data.step, 'undone', undefined) : response
      return { ...after, undoing }
    }
  }
}

function opened({ steps, ...rest }: ResponseData<'response-opened'>): OpenedResponse {
  return {
    is: 'opened',
    ...rest,
    steps: steps.map((step) => ({ ...step, outcome: undefined })),
    held: undefined,
    approved: new Set(),
    released: false,
    over: undefined,
    last: rest.at,
    readySince: rest.at,
    undoSince: undefined,
    undoing: undefined,
  }
}

function withStep(
  response: OpenedResponse,
  place: number,
  outcome: StepState['outcome'],
  code: string | undefined,
): OpenedResponse {
  const steps = response.steps.map((step, index) =>
    index === place ? { ...step, outcome, ...(code === undefined ? {} : { code }) } : step,
  )
  return { ...response, steps }
}

export type ResponseState =
  | 'reported'
  | 'running'
  | 'waiting'
  | 'held'
  | 'done'
  | 'declined'
  | 'expired'
  | 'withdrawn'
  | 'undoing'
  | 'undone'

export function stateOf(response: OpenedResponse): ResponseState {
  if (response.as === 'report') return 'reported'
  if (response.undoing !== undefined && response.undoing.length > 0) return 'undoing'
  if (response.steps.some(({ outcome }) => outcome === 'undone')) return 'undone'
  if (response.over !== undefined) return response.over
  const next = nextStep(response)
  if (next === undefined) return 'done'
  if (response.held !== undefined) return 'held'
  return isWaiting(response, next) ? 'waiting' : 'running'
}

/** The first step without an end; undefined where none is to be begun any more. */
export function nextStep({ as, over, undoing, steps }: OpenedResponse): number | undefined {
  if (as === 'report' || over !== undefined || undoing !== undefined) return undefined
  const index = steps.findIndex(({ outcome }) => outcome === undefined)
  return index === -1 ? undefined : index
}

function isWaiting({ steps, approved }: OpenedResponse, step: number): boolean {
  return steps[step]?.approval === true && !approved.has(step)
}

/** The step that may be begun now, as far as the response itself says. */
export function readyStep(response: OpenedResponse): number | undefined {
  const next = nextStep(response)
  return next === undefined || response.held !== undefined || isWaiting(response, next) ? undefined : next
}

/** Whether a person decided on this step; otherwise the limits of automation hold. */
export function isByPerson({ released, approved }: OpenedResponse, step: number): boolean {
  return released || approved.has(step)
}
