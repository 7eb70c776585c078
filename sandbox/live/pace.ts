/** How time passes while the hospital is played: as it does, or, for tests (sample-pace.ts), in leaps from one thing to the next. */
import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../world.ts'

export interface Pace {
  /** The sandbox's clock and that of everybody in it: codes and log agree, and no row is of the future. */
  readonly clock: Clock
  /** Resolves at that time, or, where it is over, soon; rejects when `signal` aborts. */
  until(time: number, signal: AbortSignal): Promise<void>
}

/** Between two things that are done: a sign-in takes a tenth of a second of a processor, and others need it, too. */
const REST_MS = 200

/** The machine's own time. */
export const realPace: Pace = {
  clock: Date.now,
  until: (time, signal) => setTimeout(Math.max(REST_MS, time - Date.now()), undefined, { signal }),
}
