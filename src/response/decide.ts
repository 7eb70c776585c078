/**
 * What may happen to a response: commands in, facts or a refusal out.
 *
 * To decline, and to withdraw, is possible at any time. To go on where a person is needed takes one, and so does an undo,
 * for it gives access (DESIGN §3 rule 8). What was so before we came is not ours to undo.
 */
import type { Decided } from '../ledger/index.ts'
import { inverseOf } from '../providers/index.ts'
import type { PlaybookVerb } from './playbook.ts'
import { nextStep, type OpenedResponse, type Response, stateOf } from './response.ts'
import type { ResponseData, ResponseFact } from './response-facts.ts'

export type ResponseCommand =
  | ({ readonly do: 'open' } & ResponseData<'response-opened'>)
  | ({ readonly do: 'hold' } & ResponseData<'response-held'>)
  | ({ readonly do: 'end-step' } & ResponseData<'step-ended'>)
  | ({ readonly do: 'end-undo' } & ResponseData<'undo-ended'>)
  | { readonly do: 'approve' | 'decline'; readonly at: number; readonly by: string }
  /** `people`: whom that member of staff may be, as facts name people. */
  | { readonly do: 'undo'; readonly at: number; readonly by: string; readonly people: readonly string[] }
  | { readonly do: 'expire' | 'withdraw'; readonly at: number }

export const RESPONSE_REFUSALS = {
  ERR_RESPONSE_UNKNOWN: 'There is no such response.',
  ERR_RESPONSE_NOT_WAITING: 'Nothing waits for a person here, or somebody was faster. Load it again.',
  ERR_RESPONSE_NOTHING_TO_UNDO:
    'Nothing of it can be undone: sessions begin again with a sign-in, a password by a new one.',
  ERR_RESPONSE_ABOUT_YOU: 'What it took is yours, and nobody gives something back to themselves.',
} as const
export type ResponseRefusal = keyof typeof RESPONSE_REFUSALS

export function decide(response: Response, command: ResponseCommand): Decided<ResponseFact> {
  if (command.do === 'open') return response.is === 'nothing' ? { facts: open(command) } : NOTHING
  if (response.is === 'nothing') return refused('ERR_RESPONSE_UNKNOWN')
  const { do: what, ...data } = command
  const state = stateOf(response)
  const isOpen = state === 'running' || state === 'waiting' || state === 'held'
  switch (what) {
    case 'hold':
      return state === 'running' ? one({ type: 'response-held', data: data as ResponseData<'response-held'> }) : NOTHING
    case 'end-step':
      return endStep(response, data as ResponseData<'step-ended'>)
    case 'end-undo':
      return endUndo(response, data as ResponseData<'undo-ended'>)
    case 'approve': {
      const step = nextStep(response)
      if (step === undefined || (state !== 'waiting' && state !== 'held')) return refused('ERR_RESPONSE_NOT_WAITING')
      return one({ type: 'response-approved', data: { ...(data as ByPerson), step } })
    }
    case 'decline':
      return isOpen ? one({ type: 'response-declined', data: data as ByPerson }) : refused('ERR_RESPONSE_NOT_WAITING')
    case 'undo':
      return undo(response, data as UndoByPerson)
    case 'expire':
      return state === 'waiting' || state === 'held' ? one({ type: 'response-expired', data }) : NOTHING
    case 'withdraw':
      // What was done without ground is said, too: somebody should look at undoing it.
      return isOpen || state === 'done' ? one({ type: 'response-withdrawn', data }) : NOTHING
  }
}

interface ByPerson {
  readonly at: number
  readonly by: string
}

type UndoByPerson = ByPerson & { readonly people: readonly string[] }

const NOTHING: Decided<never> = { facts: [] }

function one(fact: ResponseFact): Decided<ResponseFact> {
  return { facts: [fact] }
}

function refused(code: ResponseRefusal): Decided<never> {
  return { facts: [], refused: { code, message: RESPONSE_REFUSALS[code] } }
}

/** A notice is owed by the very transaction that opens it, so that its step has ended with that. */
function open({ do: _, ...data }: ResponseCommand & { do: 'open' }): readonly ResponseFact[] {
  const opened: ResponseFact = { type: 'response-opened', data }
  if (data.as === 'report' || data.steps[0]?.do !== 'notify') return [opened]
  return [opened, { type: 'step-ended', data: { at: data.at, step: 0, outcome: 'done' } }]
}

/** What was begun may end after somebody declined or withdrew: it happened all the same. */
function endStep(response: OpenedResponse, data: ResponseData<'step-ended'>): Decided<ResponseFact> {
  const step = response.steps[data.step]
  return step !== undefined && step.outcome === undefined ? one({ type: 'step-ended', data }) : NOTHING
}

function endUndo(response: OpenedResponse, data: ResponseData<'undo-ended'>): Decided<ResponseFact> {
  return response.undoing?.includes(data.step) === true ? one({ type: 'undo-ended', data }) : NOTHING
}

/** Who benefits from it does not approve it (DESIGN §3 rule 16). */
function undo(response: OpenedResponse, { at, by, people }: UndoByPerson): Decided<ResponseFact> {
  if (response.person !== undefined && people.includes(response.person)) return refused('ERR_RESPONSE_ABOUT_YOU')
  const steps = undoableSteps(response)
  if (steps.length === 0) return refused('ERR_RESPONSE_NOTHING_TO_UNDO')
  return one({ type: 'undo-approved', data: { at, by, steps: [...steps] } })
}

/** Steps that we did, that can be undone, and that nobody is undoing. The person's own way in comes first. */
export function undoableSteps({ steps, undoing }: OpenedResponse): readonly number[] {
  if (undoing !== undefined && undoing.length > 0) return []
  return steps
    .flatMap(({ do: verb, outcome }, index) =>
      outcome === 'done' && verb !== 'notify' && isUndoable(verb) ? [index] : [],
    )
    .reverse()
}

function isUndoable(verb: PlaybookVerb): boolean {
  const change = verb === 'refuse-source' ? { verb, address: '', until: 0 } : { verb, account: '' }
  return inverseOf(change) !== undefined
}
