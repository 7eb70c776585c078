/** duo's codes (stub: its decoder's author fills it). */
import type { Entry } from './entry.ts'

export const DUO: readonly Entry[] = []
