/**
 * Runs the watches of all organisations: one pass at a time for each, another as soon as something came meanwhile. What
 * fails is told and tried again with the next delivery, or after a while.
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { KeptBatch } from './intake.ts'
import type { CatchingUp, Watch } from './watch.ts'

export interface Watching {
  /** Something was kept for this organisation: these batches, if they are at hand. */
  wake(organisation: string, batches?: readonly KeptBatch[]): void
  /**
   * Milliseconds from a delivery being kept to its verdicts being committed: of the last pass, or so far if one takes longer
   * than that. Undefined before the first.
   */
  delayMs(organisation: string): number | undefined
  /** How far it is with what was kept before the start; undefined once that is done, or where nobody watches. */
  catchingUp(organisation: string): CatchingUp | undefined
  /** Among several servers, every second or so: keeps the turn to tell, or takes it, and wakes for what others kept. */
  look(organisation: string): Promise<void>
  /** Resolves when nothing is woken and unjudged; what failed is left for its next try. */
  settled(): Promise<void>
  /** Lets running passes end, starts none, and leaves the turns to others. */
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

/**
 * Time alone makes a lockout of an attempt that nobody repeats, and ends an outage, and a lockout that nobody tries to leave.
 * So it is looked at again so long after the last delivery, and again while something goes on.
 */
const ELAPSE_MS = DEFAULTS.lockout.withoutSuccessMs + 60_000

/**
 * Judging everything again is done in steps of some ten milliseconds, so that others have their turn, and after it there is a
 * rest of so many times as long: late rows wait, but never does judging them take more than a quarter of a processor.
 */
const STEP_ROWS = 4000
const REST_TIMES = 3

interface Running {
  readonly watch: Watch
  pass: Promise<void> | undefined
  catching: Promise<void> | undefined
  restMs: number
  isWoken: boolean
  /** The next pass that no delivery asks for. */
  cancelNext: () => void
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
      const idle = { pass: undefined, catching: undefined, restMs: 0, isWoken: false, cancelNext: () => {} }
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
    running.waitingSince ??= clock()
    pass(organisation, running)
  }

  function pass(organisation: string, running: Running): void {
    running.isWoken = true
    running.pass ??= passes(organisation, running)
  }

  async function passes(organisation: string, running: Running): Promise<void> {
    running.cancelNext()
    while ((running.isWoken || running.watch.catchingUp?.doing === 'reading') && !isStopped) {
      running.isWoken = false
      running.judgingSince ??= running.waitingSince
      running.waitingSince = undefined
      try {
        await running.watch.follow(clock(), 'left')
        if (running.watch.isBehind) running.catching ??= catchUp(organisation, running)
        if (running.watch.catchingUp !== undefined) continue
        const isOfDelivery = running.judgingSince !== undefined
        if (running.judgingSince !== undefined) running.delayMs = clock() - running.judgingSince
        running.judgingSince = undefined
        if (isOfDelivery || running.watch.goesOn) lookAgain(organisation, running)
      } catch (error) {
        onError(organisation, error)
        running.cancelNext()
        running.cancelNext = timer(() => wake(organisation), AGAIN_MS)
        break
      }
    }
    running.pass = undefined
  }

  function lookAgain(organisation: string, running: Running): void {
    running.cancelNext()
    if (isStopped) return
    running.cancelNext = timer(() => {
      if (!isStopped) pass(organisation, running)
    }, ELAPSE_MS)
  }

  /** In the background: the newest rows go on being judged and told meanwhile. */
  async function catchUp(organisation: string, running: Running): Promise<void> {
    try {
      await pause(running.restMs)
      const from = clock()
      while (!isStopped && !running.watch.catchUp(STEP_ROWS)) await pause(0)
      running.restMs = REST_TIMES * (clock() - from)
    } catch (error) {
      onError(organisation, error)
      running.restMs = AGAIN_MS
    }
    running.catching = undefined
    wake(organisation)
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => timer(resolve, ms))

  async function settled(): Promise<void> {
    for (;;) {
      const passing = [...all.values()].flatMap(({ pass, catching }) =>
        [pass, catching].filter((one) => one !== undefined),
      )
      if (passing.length === 0) return
      await Promise.all(passing)
    }
  }

  async function look(organisation: string): Promise<void> {
    try {
      if (await runningOf(organisation).watch.look()) wake(organisation)
    } catch (error) {
      onError(organisation, error)
    }
  }

  return {
    wake,
    look,
    delayMs(organisation) {
      const running = all.get(organisation)
      const since = running?.judgingSince ?? running?.waitingSince
      return since === undefined ? running?.delayMs : Math.max(running?.delayMs ?? 0, clock() - since)
    },
    catchingUp: (organisation) => all.get(organisation)?.watch.catchingUp,
    settled,
    async stop() {
      isStopped = true
      for (const { cancelNext } of all.values()) cancelNext()
      await settled()
      for (const [organisation, { watch }] of all) await watch.leave().catch((error) => onError(organisation, error))
    },
  }
}
