/**
 * Trouble with what everything is kept in: the database is gone, the disk is full. All that runs fails then, again and again, so
 * it is said once when it begins and once when it is over, with how often something failed meanwhile.
 */
import type { Log } from '../http/index.ts'
import { KeeperError } from '../keeper/index.ts'
import { isAway, translated } from '../store/index.ts'

export interface Trouble {
  /** Something failed in the background, and is tried again. */
  tell(error: unknown, about?: object): void
  /** Something was kept: what stood in its way is over. */
  over(): void
  /** For /readyz: throws what stands in the way, if something does. */
  refuse(): void
}

function isKeeperAway(error: unknown): error is KeeperError {
  return error instanceof KeeperError && error.code === 'ERR_KEEPER_AWAY'
}

export function createTrouble(log: Log): Trouble {
  /** How often each was met, by its code. */
  const failures = new Map<string, number>()
  let last: Error | undefined

  return {
    tell(error, about = {}) {
      const err = translated(error)
      if (!isAway(err) && !isKeeperAway(err))
        return log.error({ ...about, err }, 'work in the background failed; it is tried again')
      const before = failures.get(err.code) ?? 0
      failures.set(err.code, before + 1)
      last = err
      if (before === 0) {
        log.error({ err, code: err.code }, 'nothing can be kept; it is tried again, and said no more until it is over')
      }
    },
    over() {
      if (failures.size === 0) return
      log.warn({ failures: Object.fromEntries(failures) }, 'it is over: what is to be kept is kept again')
      failures.clear()
      last = undefined
    },
    refuse() {
      if (last !== undefined) throw last
    },
  }
}
