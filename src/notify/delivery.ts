/**
 * How far one channel is with one subject: a fold of its facts, and what is to be done next. Pure.
 *
 *     nothing told → started → delivered ─┐ a newer revision: started again
 *                      │  ↑               │
 *                      │  └── delayed ────┤ (until retryAt)
 *                      └────── refused    ┘ (until an operator resumes it)
 *
 * A try that was started and has no result was cut off: its message may be there, which `unsureSince` remembers.
 */
import { DEFAULTS } from '../base/defaults.ts'
import { backOffMs } from './back-off.ts'
import type { Manner } from './channel.ts'
import type { Later, Outcome, Reason, Refused } from './outcome.ts'
import type { Subject } from './subject.ts'

export type DeliveryFact =
  | { readonly type: 'notice-started'; readonly revision: number; readonly at: number }
  | { readonly type: 'notice-delivered'; readonly revision: number; readonly at: number; readonly reference?: string }
  | {
      readonly type: 'notice-delayed'
      readonly revision: number
      readonly at: number
      readonly retryAt: number
      readonly reason: Reason
      readonly sent: Later['sent']
    }
  | {
      readonly type: 'notice-refused'
      readonly revision: number
      readonly at: number
      readonly reason: Reason
      readonly scope: Refused['scope']
    }
  | { readonly type: 'notice-resumed'; readonly at: number }

export interface Delivery {
  /** The newest revision that arrived, and when; 0 for none. */
  readonly delivered: number
  readonly deliveredAt?: number
  /** What the channel wants to see when the message is to be changed. */
  readonly reference?: string
  readonly started?: { readonly revision: number; readonly at: number }
  readonly unsureSince?: number
  /** Tries in a row that did not arrive, and when the first of them failed. */
  readonly failures: number
  readonly failingSince?: number
  readonly retryAt?: number
  readonly refused?: { readonly revision: number; readonly reason: Reason; readonly scope: Refused['scope'] }
}

export const NOTHING_TOLD: Delivery = { delivered: 0, failures: 0 }

export function evolveDelivery(delivery: Delivery, fact: DeliveryFact): Delivery {
  const { started, retryAt: _retryAt, ...rest } = delivery
  switch (fact.type) {
    case 'notice-started': {
      const unsureSince = delivery.unsureSince ?? started?.at
      const attempt = { revision: fact.revision, at: fact.at }
      return { ...rest, started: attempt, ...(unsureSince === undefined ? {} : { unsureSince }) }
    }
    case 'notice-delivered': {
      const reference = fact.reference ?? delivery.reference
      return {
        delivered: fact.revision,
        deliveredAt: fact.at,
        failures: 0,
        ...(reference === undefined ? {} : { reference }),
      }
    }
    case 'notice-delayed': {
      const unsureSince = delivery.unsureSince ?? (fact.sent === 'unknown' ? (started?.at ?? fact.at) : undefined)
      return {
        ...rest,
        failures: delivery.failures + 1,
        failingSince: delivery.failingSince ?? fact.at,
        retryAt: fact.retryAt,
        ...(unsureSince === undefined ? {} : { unsureSince }),
      }
    }
    case 'notice-refused': {
      // A newer revision is tried afresh.
      const { failingSince: _since, ...known } = rest
      return { ...known, failures: 0, refused: { revision: fact.revision, reason: fact.reason, scope: fact.scope } }
    }
    case 'notice-resumed': {
      const { refused: _refused, failingSince: _since, ...mended } = rest
      return { ...mended, ...(started === undefined ? {} : { started }), failures: 0 }
    }
  }
}

export type Next =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'send'; readonly revision: number }

/** What the channel is to be told now. */
export function nextStep(delivery: Delivery, subject: Subject, manner: Manner, now: number): Next {
  const target = manner.updates === 'milestones' ? subject.milestone : subject.revision
  if (target <= delivery.delivered) return { do: 'nothing' }
  const { refused, started, retryAt } = delivery
  if (refused && (refused.scope === 'channel' || refused.revision >= subject.revision)) return { do: 'nothing' }
  // Somebody else may be at it this moment.
  if (started && now < started.at + DEFAULTS.notify.leaseMs)
    return { do: 'wait', until: started.at + DEFAULTS.notify.leaseMs }
  if (retryAt !== undefined && now < retryAt) return { do: 'wait', until: retryAt }
  const pause = pauseOf(delivery, subject)
  if (now < pause) return { do: 'wait', until: pause }
  return { do: 'send', revision: subject.revision }
}

/** Details take turns, so that something that grows fast does not use up the vendor's patience; milestones do not wait. */
function pauseOf({ delivered, deliveredAt }: Delivery, subject: Subject): number {
  if (deliveredAt === undefined || subject.milestone > delivered) return 0
  return deliveredAt + DEFAULTS.notify.detailEveryMs
}

/** The fact that an outcome is. `chance` in [0, 1) spreads the crowd. */
export function resultOf(
  outcome: Outcome,
  delivery: Delivery,
  revision: number,
  now: number,
  chance: number,
): DeliveryFact {
  switch (outcome.result) {
    case 'delivered': {
      const reference = outcome.reference === undefined ? {} : { reference: outcome.reference }
      return { type: 'notice-delivered', revision, at: now, ...reference }
    }
    case 'refused':
      return { type: 'notice-refused', revision, at: now, reason: outcome.reason, scope: outcome.scope }
    case 'later': {
      const { reason, sent, retryAfterMs } = outcome
      if (delivery.failingSince !== undefined && now - delivery.failingSince >= DEFAULTS.notify.giveUpAfterMs) {
        const expired: Reason = { code: 'ERR_NOTIFY_EXPIRED', detail: reason.code }
        return { type: 'notice-refused', revision, at: now, reason: expired, scope: 'message' }
      }
      const retryAt = now + backOffMs(delivery.failures + 1, chance, retryAfterMs)
      return { type: 'notice-delayed', revision, at: now, retryAt, reason, sent }
    }
  }
}
