/**
 * One remedy: a change at a provider, from the intention to what was read back.
 *
 *   nothing ── remedy-refused ──▶ refused
 *   nothing ── remedy-started ──▶ begun ── (a further try) remedy-started ──▶ begun ── remedy-ended ──▶ ended
 *
 * Whoever finds it begun without an end reads the provider first: a process died, or the answer got lost.
 */
import type { State } from '../providers/index.ts'
import { REMEDY_ENTRIES, type RemedyFact } from './facts.ts'

export type Remedy =
  | { readonly is: 'nothing' }
  /** `at` and `before`: of the first try, so that reading back is held against how it was before we came. */
  | { readonly is: 'begun'; readonly at: number; readonly before: State; readonly tries: number }
  | { readonly is: 'over' }

type Started = Extract<RemedyFact, { type: 'remedy-started' }>['data']
type Ended = Extract<RemedyFact, { type: 'remedy-ended' }>['data']
type Refused = Extract<RemedyFact, { type: 'remedy-refused' }>['data']

type Command =
  | ({ readonly do: 'start' } & Started)
  | ({ readonly do: 'end' } & Ended)
  | ({ readonly do: 'refuse' } & Refused)

export const REMEDY = {
  types: REMEDY_ENTRIES,
  initial: { is: 'nothing' } as Remedy,
  evolve(remedy: Remedy, { type, data }: RemedyFact): Remedy {
    if (type !== 'remedy-started') return { is: 'over' }
    if (remedy.is === 'begun') return { ...remedy, tries: remedy.tries + 1 }
    return { is: 'begun', at: data.at, before: data.before, tries: 1 }
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
