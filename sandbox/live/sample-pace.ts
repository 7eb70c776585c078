/** For tests: time that leaps from one thing to the next, so that a week takes as long as its sign-ins. */
import { once } from 'node:events'
import type { Pace } from './pace.ts'

export interface LeapingPace extends Pace {
  /** When nothing is left to do before the end. */
  readonly over: Promise<void>
}

/** From and to in milliseconds. It stands still while something is done; whoever looks at it sees a millisecond pass. */
export function leapingPace(from: number, to: number): LeapingPace {
  let now = from
  const { promise: over, resolve } = Promise.withResolvers<void>()
  return {
    clock: () => now++,
    over,
    async until(time, signal) {
      signal.throwIfAborted()
      if (time > to) {
        resolve()
        await once(signal, 'abort')
        signal.throwIfAborted()
      }
      now = Math.max(now, time)
    },
  }
}
