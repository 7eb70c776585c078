/** Whether this server can do its work: checks that rooms register, asked side by side, none for longer than its time. */
import type { Log } from './log.ts'

/** Resolves if all is well, and throws if not; the reason goes to the log, the name of the check to the caller. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<void>

export interface Readiness {
  /** Names of the checks that failed, in the order of registration. */
  failed(): Promise<readonly string[]>
}

/** Asked every few seconds: the log is told when a check begins to fail, and when it passes again. */
export function createReadiness(checks: ReadonlyMap<string, ReadinessCheck>, timeoutMs: number, log: Log): Readiness {
  const failing = new Set<string>()

  async function passes(name: string, check: ReadinessCheck): Promise<boolean> {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      await Promise.race([check(signal), rejection(signal)])
      if (failing.delete(name)) log.info({ check: name }, 'ready again')
      return true
    } catch (err) {
      if (!failing.has(name)) log.warn({ check: name, err }, 'not ready')
      failing.add(name)
      return false
    }
  }

  return {
    async failed() {
      const asked = [...checks].map(async ([name, check]) => ((await passes(name, check)) ? [] : [name]))
      return (await Promise.all(asked)).flat()
    },
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
