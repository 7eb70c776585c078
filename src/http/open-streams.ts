/** How many event streams each caller holds open: one browser tab holds one, and a thousand would keep the whole office out. */
import { httpProblem } from './http-problem.ts'

export interface OpenStreams {
  /** Takes a place; gives what gives it back. Throws ERR_RATE_LIMITED where the caller has too many. */
  enter(key: string): () => void
}

/** Told to whoever has too many: a tab that was closed may count for as long as a heartbeat. */
const RETRY_AFTER_S = '20'

export function openStreams(max: number): OpenStreams {
  const open = new Map<string, number>()
  return {
    enter(key) {
      const count = open.get(key) ?? 0
      if (count >= max) throw httpProblem('ERR_RATE_LIMITED', { headers: { 'retry-after': RETRY_AFTER_S } })
      open.set(key, count + 1)
      return () => {
        const left = (open.get(key) ?? 1) - 1
        if (left === 0) open.delete(key)
        else open.set(key, left)
      }
    },
  }
}
