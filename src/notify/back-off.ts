/** When a message is tried again. */
import { DEFAULTS } from '../base/defaults.ts'

/**
 * The pause before the next try, in milliseconds: doubling, with chance in it so that a crowd does not come back at once,
 * and never shorter than what the vendor asked for. `failures` counts tries in a row, from 1; `chance` is in [0, 1).
 */
export function backOffMs(failures: number, chance: number, retryAfterMs = 0): number {
  const { backOffMs, backOffMsMax } = DEFAULTS.notify
  const whole = Math.min(backOffMs * 2 ** Math.min(failures - 1, 30), backOffMsMax)
  return Math.max(Math.round(whole / 2 + (whole / 2) * chance), retryAfterMs)
}
