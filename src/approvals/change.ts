/**
 * One change of settings.
 *
 *   proposed ── does not weaken ──▶ applied, in the same transaction
 *            └─ weakens ──▶ open ── another person confirms, and all stands as it did ──▶ applied
 *                             ├── withdrawn by one ├── expired after seven days
 *                             └── refused: what stood is gone, the kind cannot do it, or who proposed it may not any more
 *
 * A fold of facts; people are ids. Times are milliseconds.
 */
import type { ChangeFact, FactData } from './entries.ts'

export interface Change {
  readonly id: string
  readonly kind: string
  readonly by: string
  readonly data: FactData<'change-proposed'>['data']
  readonly weakens: boolean
  readonly stands: string
  readonly proposed: number
  readonly until: number
  readonly confirmedBy: string | undefined
  readonly standing: 'open' | 'applied' | 'withdrawn' | 'expired' | 'refused'
}

export type ChangeState = Change | undefined

export function evolve(change: ChangeState, fact: ChangeFact): ChangeState {
  if (fact.type === 'change-proposed') {
    const { at, change: id, ...rest } = fact.data
    return { id, ...rest, proposed: at, confirmedBy: undefined, standing: 'open' }
  }
  if (change === undefined) return undefined
  switch (fact.type) {
    case 'change-confirmed':
      return { ...change, confirmedBy: fact.data.by }
    case 'change-applied':
      return { ...change, standing: 'applied' }
    case 'change-withdrawn':
      return { ...change, standing: 'withdrawn' }
    case 'change-expired':
      return { ...change, standing: 'expired' }
    case 'change-refused':
      return fact.data.ends ? { ...change, standing: 'refused' } : change
  }
}
