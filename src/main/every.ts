/** Work that is done again and again while a server runs. */
import { clearTimeout, setTimeout } from 'node:timers'

export interface Repeated {
  /** Starts it no more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Does `work` now and then `ms` after each end; never twice at once. What it throws is told, and it goes on. */
export function every(ms: number, work: () => Promise<void>, onError: (error: unknown) => void): Repeated {
  let isStopped = false
  let waiting: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()

  function again(): void {
    running = work()
      .catch(onError)
      .then(() => {
        if (!isStopped) waiting = setTimeout(again, ms)
      })
  }

  again()
  return {
    async stop() {
      isStopped = true
      clearTimeout(waiting)
      await running
    },
  }
}
