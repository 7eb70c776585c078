/** A backup that is being made. The embedded database does nothing else meanwhile, and whoever asks for something is told why. */
import { performance } from 'node:perf_hooks'
import type { Log } from '../http/index.ts'

export interface BackingUp {
  /** Runs what makes a backup. */
  run<Made>(work: () => Promise<Made>): Promise<Made>
  /** For /readyz: throws while everybody waits for a backup. */
  refuse(): void
}

/** `isAlone`: nothing else is done meanwhile, as on the embedded database. */
export function createBackingUp({ log, isAlone }: { readonly log: Log; readonly isAlone: boolean }): BackingUp {
  let running = 0
  return {
    async run(work) {
      running += 1
      const from = performance.now()
      try {
        return await work()
      } finally {
        running -= 1
        const ms = Math.round(performance.now() - from)
        if (isAlone && ms >= NOTICED_MS) log.info({ ms }, 'everybody waited for a backup')
      }
    },
    refuse() {
      if (isAlone && running > 0) throw new Error('A backup is being written. Everything goes on when it is done.')
    },
  }
}

/** Shorter than this nobody notices. */
const NOTICED_MS = 1000
