/**
 * Runs the watches of all organisations: one pass at a time for each, another as soon as something came meanwhile. What
 * fails is told and tried again with the next delivery, or after a while.
 */
import type { KeptBatch } from './intake.ts'
import type { Watch } from './watch.ts'

export interface Watching {
  /** Something was kept for this organisation: these batches, if they are at hand. */
  wake(organisation: string, batches?: readonly KeptBatch[]): void
  /**
   * Milliseconds from a delivery being kept to its verdicts being committed: of the last pass, or so far if one takes longer
   * than that. Undefined before the first.
   */
  delayMs(organisation: string): number | undefined
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
  /** When the oldest delivery came that waits to be judged, and of those that are being judged. */
  waitingSince: number | undefined
  judgingSince: number | undefined
  delayMs: number | undefined
}

export function createWatching({ watchOf, clock, timer, onError }: WatchingOptions): Watching {
  const all = new Map<string, Running>()
  let isStopped = false

  function runningOf(organisation: string): Running {
    let running = all.get(organisation)
    if (running === undefined) {
      const idle = { pass: undefined, isWoken: false, cancelRetry: () => {} }
      const delay = { waitingSince: undefined, judgingSince: undefined, delayMs: undefined }
      running = { watch: watchOf(organisation), ...idle, ...delay }
      all.set(organisation, running)
    }
    return running
  }

  function wake(organisation: string, batches: readonly KeptBatch[] = []): void {
    if (isStopped) return
    const running = runningOf(organisation)
    running.watch.offer(batches)
    running.isWoken = true
    running.waitingSince ??= clock()
    running.pass ??= passes(organisation, running)
  }

  async function passes(organisation: string, running: Running): Promise<void> {
    running.cancelRetry()
    while (running.isWoken && !isStopped) {
      running.isWoken = false
      running.judgingSince ??= running.waitingSince
      running.waitingSince = undefined
      try {
        await running.watch.follow(clock())
        if (running.judgingSince !== undefined) running.delayMs = clock() - running.judgingSince
        running.judgingSince = undefined
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
    delayMs(organisation) {
      const running = all.get(organisation)
      const since = running?.judgingSince ?? running?.waitingSince
      return since === undefined ? running?.delayMs : Math.max(running?.delayMs ?? 0, clock() - since)
    },
    settled,
    async stop() {
      isStopped = true
      for (const { cancelRetry } of all.values()) cancelRetry()
      await settled()
    },
  }
}
