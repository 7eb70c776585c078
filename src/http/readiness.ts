/** Whether this server can do its work: checks that rooms register, asked side by side, none for longer than its time. */
import type { Log } from './log.ts'

/** Resolves if all is well, and throws if not; the reason goes to the log, the name of the check to the caller. */
export type ReadinessCheck = (signal: AbortSignal) => Promise<void>

/** Names of the checks that failed, in the order of registration. */
export async function failedChecks(
  checks: ReadonlyMap<string, ReadinessCheck>,
  timeoutMs: number,
  log: Log,
): Promise<readonly string[]> {
  const failed = await Promise.all(
    [...checks].map(async ([name, check]) => {
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        await Promise.race([check(signal), rejection(signal)])
        return []
      } catch (err) {
        log.warn({ check: name, err }, 'not ready')
        return [name]
      }
    }),
  )
  return failed.flat()
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}
