/**
 * Runs the watches of all organisations: one pass at a time for each, another as soon as something came meanwhile. What
 * fails is told and tried again with the next delivery, or after a while.
 */
import type { KeptBatch } from './intake.ts'
import type { Watch } from './watch.ts'

export interface Watching {
  /** Something was kept for this organisation: these batches, if they are at hand. */
  wake(organisation: string, batches?: readonly KeptBatch[]): void
  /** Resolves when nothing is woken and unjudged; what failed is left for its next try. */
  settled(): Promise<void>
  /** Lets running passes end, and starts none. */
  stop(): Promise<void>
}

export interface WatchingOptions {
  watchOf(organisation: string): Watch
  readonly clock: () => number
  /** Calls `run` after so many milliseconds, unless what it gives is called. */
  readonly timer: (run: () => void, ms: number) => () => void
  readonly onError: (organisation: string, error: unknown) => void
}

/** After a failure. The database may be gone for a while; deliveries fail by themselves then. */
const AGAIN_MS = 5000

interface Running {
  readonly watch: Watch
  pass: Promise<void> | undefined
  isWoken: boolean
  cancelRetry: () => void
}

export function createWatching({ watchOf, clock, timer, onError }: WatchingOptions): Watching {
  const all = new Map<string, Running>()
  let isStopped = false

  function runningOf(organisation: string): Running {
    let running = all.get(organisation)
    if (running === undefined) {
      running = { watch: watchOf(organisation), pass: undefined, isWoken: false, cancelRetry: () => {} }
      all.set(organisation, running)
    }
    return running
  }

  function wake(organisation: string, batches: readonly KeptBatch[] = []): void {
    if (isStopped) return
    const running = runningOf(organisation)
    running.watch.offer(batches)
    running.isWoken = true
    running.pass ??= passes(organisation, running)
  }

  async function passes(organisation: string, running: Running): Promise<void> {
    running.cancelRetry()
    while (running.isWoken && !isStopped) {
      running.isWoken = false
      try {
        await running.watch.follow(clock())
      } catch (error) {
        onError(organisation, error)
        running.cancelRetry = timer(() => wake(organisation), AGAIN_MS)
        break
      }
    }
    running.pass = undefined
  }

  async function settled(): Promise<void> {
    for (;;) {
      const passing = [...all.values()].flatMap(({ pass }) => (pass === undefined ? [] : [pass]))
      if (passing.length === 0) return
      await Promise.all(passing)
    }
  }

  return {
    wake,
    settled,
    async stop() {
      isStopped = true
      for (const { cancelRetry } of all.values()) cancelRetry()
      await settled()
    },
  }
}
