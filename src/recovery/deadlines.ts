/** When a case ends by itself. Pure. Ending takes nothing from anybody: who still needs help opens another. */
import { DEFAULTS } from '../base/defaults.ts'
import type { Case } from './case.ts'

/** As what a case that nobody goes on with has ended at `now`; undefined where it has not. */
export function isDue(state: Case, now: number): 'expired' | 'abandoned' | undefined {
  const due = endsAt(state)
  if (due === undefined || now < due) return undefined
  return state.is === 'opened' || state.is === 'verifying' ? 'abandoned' : 'expired'
}

/** When it ends if nothing happens; undefined for one that is over. A wait that was held goes on for longer. */
export function endsAt({ is, touched, wait, pickedUp }: Case): number | undefined {
  const { idleMs, approvalMs, pickUpMs, provingMs } = DEFAULTS.recovery
  switch (is) {
    case 'opened':
    case 'verifying':
      return touched + idleMs
    case 'waiting': {
      const from = Math.max(touched, pickedUp?.at ?? 0, (wait?.countsFrom ?? 0) + (wait?.heldMs ?? 0))
      return from + WAIT_MAX_MS + approvalMs + pickUpMs
    }
    case 'restoring':
    case 'proving':
      return touched + provingMs
    case 'over':
      return undefined
  }
}

/** The longest wait that a policy may have is the last recipe's (DESIGN §6). */
const WAIT_MAX_MS = 7 * 86_400_000
