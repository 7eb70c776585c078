/** Duo's reasons, results, and actions. */
import { DUO_ACTIONS } from './duo-actions.ts'
import { DUO_ANSWERS } from './duo-answers.ts'
import { DUO_POLICY } from './duo-policy.ts'
import type { Entry } from './entry.ts'

export const DUO: readonly Entry[] = [...DUO_ANSWERS, ...DUO_POLICY, ...DUO_ACTIONS]
