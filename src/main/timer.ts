/** The system's timer as rooms take it: calls `run` after so many milliseconds, unless what it gives is called. */
import { clearTimeout, setTimeout } from 'node:timers'

export type Timer = (run: () => void, ms: number) => () => void

export const systemTimer: Timer = (run, ms) => {
  const waiting = setTimeout(run, ms)
  return () => clearTimeout(waiting)
}
