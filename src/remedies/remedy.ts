/**
 * One remedy: a change at a provider, from the intention to what was read back.
 *
 *   nothing ── remedy-refused ──▶ refused
 *   nothing ── remedy-started ──▶ begun ── (a further try) remedy-started ──▶ begun ── remedy-ended ──▶ ended
 *
 * Whoever finds it begun without an end reads the provider first: a process died, or the answer got lost.
 */
import { type NotedState, REMEDY_ENTRIES, type RemedyFact } from './facts.ts'

export type Remedy =
  | { readonly is: 'nothing' }
  /** `at`: of the first try, so that reading back is held against the time before we came. */
  | ({ readonly is: 'begun'; readonly at: number; readonly tries: number } & What)
  | ({ readonly is: 'over'; readonly outcome: 'done' | 'already' | 'failed' | 'refused' } & What & {
        readonly after: NotedState | undefined
      })

interface What {
  readonly verb: string
  /** The token of the person or the address. */
  readonly target: string
}

type Started = Extract<RemedyFact, { type: 'remedy-started' }>['data']
type Ended = Extract<RemedyFact, { type: 'remedy-ended' }>['data']
type Refused = Extract<RemedyFact, { type: 'remedy-refused' }>['data']

type Command =
  | ({ readonly do: 'start' } & Started)
  | ({ readonly do: 'end' } & Ended)
  | ({ readonly do: 'refuse' } & Refused)

/** An end without a beginning is nobody's, and grounds nothing. */
const NOBODY: What = { verb: '', target: '' }

export const REMEDY = {
  types: REMEDY_ENTRIES,
  initial: { is: 'nothing' } as Remedy,
  evolve(remedy: Remedy, { type, data }: RemedyFact): Remedy {
    if (remedy.is === 'over') return remedy
    switch (type) {
      case 'remedy-started': {
        if (remedy.is === 'begun') return { ...remedy, tries: remedy.tries + 1 }
        return { is: 'begun', at: data.at, tries: 1, verb: data.verb, target: data.target }
      }
      case 'remedy-ended': {
        const { verb, target } = remedy.is === 'begun' ? remedy : NOBODY
        return { is: 'over', outcome: data.outcome, verb, target, after: data.after }
      }
      case 'remedy-refused':
        return { is: 'over', outcome: 'refused', verb: data.verb, target: data.target, after: undefined }
    }
  },
  /** What is over stays so: of two workers that end one remedy, the second changes nothing. */
  decide(remedy: Remedy, { do: what, ...data }: Command): { readonly facts: readonly RemedyFact[] } {
    if (remedy.is === 'over') return { facts: [] }
    switch (what) {
      case 'start':
        return { facts: [{ type: 'remedy-started', data: data as Started }] }
      case 'end':
        return remedy.is === 'begun' ? { facts: [{ type: 'remedy-ended', data: data as Ended }] } : { facts: [] }
      case 'refuse':
        return remedy.is === 'nothing' ? { facts: [{ type: 'remedy-refused', data: data as Refused }] } : { facts: [] }
    }
  },
}
