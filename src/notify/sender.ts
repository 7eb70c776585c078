/**
 * A channel with manners: a limit of time, a quick second try where that is harmless, and a breaker, so that a vendor in
 * trouble is left alone. What comes out is always an outcome, never an error.
 */
import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhenResult,
  retry,
  TimeoutStrategy,
  timeout,
} from 'cockatiel'
import { DEFAULTS } from '../base/defaults.ts'
import { type Channel, type ChannelKind, MANNERS, type Sending } from './channel.ts'
import { later, type Outcome } from './outcome.ts'

export interface Sender {
  readonly kind: ChannelKind
  send(sending: Sending, signal: AbortSignal): Promise<Outcome>
  /** Undefined where the vendor cannot be asked without somebody seeing it. */
  probe(now: number, signal: AbortSignal): Promise<Outcome | undefined>
}

/** Other than the defaults only in tests. */
export type SenderLimits = Partial<
  Record<
    keyof Pick<typeof DEFAULTS.notify, 'timeoutMs' | 'quickRetries' | 'quickRetryMs' | 'failuresMax' | 'pauseMs'>,
    number
  >
>

export function createSender(channel: Channel, limits: SenderLimits = {}): Sender {
  const { timeoutMs, quickRetries, quickRetryMs, failuresMax, pauseMs } = { ...DEFAULTS.notify, ...limits }
  const repeatable = MANNERS[channel.kind].repeatable
  const limited = timeout(timeoutMs, TimeoutStrategy.Aggressive)
  const breaker = circuitBreaker(handleWhenResult(isTrouble), {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  })
  const again = retry(
    handleWhenResult((result) => isWorthAnother(result as Outcome, repeatable)),
    { maxAttempts: quickRetries, backoff: new ExponentialBackoff({ initialDelay: quickRetryMs }) },
  )
  /** The vendor asked for patience: until then it is not called at all. */
  let notBefore = 0

  async function inTime(call: (signal: AbortSignal) => Promise<Outcome>, signal: AbortSignal): Promise<Outcome> {
    try {
      return await limited.execute((context) => call(context.signal), signal)
    } catch {
      return later('ERR_NOTIFY_TIMEOUT', '', 'unknown')
    }
  }

  async function send(sending: Sending, signal: AbortSignal): Promise<Outcome> {
    if (sending.now < notBefore) return later('ERR_NOTIFY_RATE_LIMITED', 'still waiting', 'no', notBefore - sending.now)
    try {
      const call = () => inTime((inner) => channel.send(sending, inner), signal)
      const outcome = await again.execute(() => breaker.execute(call), signal)
      if (outcome.result === 'later' && outcome.retryAfterMs !== undefined)
        notBefore = sending.now + outcome.retryAfterMs
      return outcome
    } catch (error) {
      if (error instanceof BrokenCircuitError) return later('ERR_NOTIFY_PAUSED', '', 'no', pauseMs)
      return later('ERR_NOTIFY_CONNECTION', '', 'unknown')
    }
  }

  async function probe(now: number, signal: AbortSignal): Promise<Outcome | undefined> {
    const ask = channel.probe
    return ask && inTime((inner) => ask(now, inner), signal)
  }

  return { kind: channel.kind, send, probe }
}

/** A vendor that asks for patience is well. */
function isTrouble(result: unknown): boolean {
  const outcome = result as Outcome
  return outcome.result === 'later' && outcome.reason.code !== 'ERR_NOTIFY_RATE_LIMITED'
}

/** Surely not sent, or harmless twice; and nothing that only time can mend. */
function isWorthAnother(outcome: Outcome, repeatable: boolean): boolean {
  if (outcome.result !== 'later' || outcome.retryAfterMs !== undefined) return false
  if (outcome.reason.code !== 'ERR_NOTIFY_CONNECTION' && outcome.reason.code !== 'ERR_NOTIFY_VENDOR_DOWN') return false
  return outcome.sent === 'no' || repeatable
}
