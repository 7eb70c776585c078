/**
 * Does the clock jump? The time of day is compared with a clock that only runs on. A jump gives nobody time to stop
 * anything, so it is told to whoever holds waits (DESIGN §3 rule 15, R52).
 */

/** Less is a clock that is being set right slowly, or a busy machine. */
const JUMP_MS = 60_000

export interface ClockWatch {
  /** Compares now; to be called every few seconds. */
  look(): void
}

/** From where to where, in milliseconds since 1970. */
export interface Jump {
  readonly from: number
  readonly to: number
}

export interface ClockWatchOptions {
  /** The time of day, milliseconds since 1970. */
  readonly clock: () => number
  /** Milliseconds since some moment; never goes back. */
  readonly steady: () => number
  readonly onJump: (jump: Jump) => void
}

export function watchClock({ clock, steady, onJump }: ClockWatchOptions): ClockWatch {
  let last = { clock: clock(), steady: steady() }

  return {
    look() {
      const now = { clock: clock(), steady: steady() }
      const expected = last.clock + (now.steady - last.steady)
      if (Math.abs(now.clock - expected) >= JUMP_MS) {
        // The ledger counts whole milliseconds; the steady clock does not.
        onJump({ from: Math.round(expected), to: now.clock })
      }
      last = now
    },
  }
}
