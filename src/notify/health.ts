/**
 * Is a channel alive? A fold of what came of its messages, its quiet questions and its heartbeats, and a colour with a
 * reason. Nothing waits for a colour and nothing opens because of one (RED TEAM R42).
 */
import { DEFAULTS } from '../base/defaults.ts'
import type { DeliveryFact } from './delivery.ts'
import type { Outcome, Reason } from './outcome.ts'
import { reasonText } from './outcome.ts'

export interface Health {
  /** When the settings were last saved: what was proven before counts no more. */
  readonly since: number
  /** When a message last arrived at the vendor. */
  readonly lastSuccess?: number
  readonly lastFailure?: { readonly at: number; readonly reason: Reason }
  /** In a row, and since when. */
  readonly failures: number
  readonly failingSince?: number
  /** Did a message fail, and not only a question? Then only a message that arrives proves the channel. */
  readonly messageFailed?: true
  /** Refused for good, until an operator saves the settings again. */
  readonly stopped?: Reason
  /** When somebody last pressed the button on the page that a heartbeat links to. */
  readonly confirmed?: number
}

export type HealthFact =
  | DeliveryFact
  | { readonly type: 'channel-probed'; readonly at: number; readonly outcome: Outcome }
  | { readonly type: 'channel-confirmed'; readonly at: number }

export type Colour = 'green' | 'amber' | 'red'

export interface Judgement {
  readonly colour: Colour
  /** What is wrong and what to do; or since when it works. */
  readonly reason: 'ok' | 'never-proven' | 'stumbled' | 'failing' | 'stopped' | 'silent' | 'unconfirmed'
  readonly text: string
}

export interface Expected {
  /** People must confirm a heartbeat within this, in milliseconds; left out, the vendor's word is enough. */
  readonly confirmMs?: number
}

/** A channel whose settings were saved at `since`. */
export function newHealth(since: number): Health {
  return { since, failures: 0 }
}

export function evolveHealth(health: Health, fact: HealthFact): Health {
  switch (fact.type) {
    case 'notice-delivered':
      return { ...working(health), lastSuccess: fact.at }
    case 'notice-delayed':
      return { ...failed(health, fact.at, fact.reason), messageFailed: true }
    case 'notice-refused': {
      const next: Health = { ...failed(health, fact.at, fact.reason), messageFailed: true }
      return fact.scope === 'channel' ? { ...next, stopped: fact.reason } : next
    }
    case 'channel-probed': {
      const { outcome, at } = fact
      if (outcome.result === 'delivered') return health.stopped || health.messageFailed ? health : working(health)
      const next = failed(health, at, outcome.reason)
      return outcome.result === 'refused' && outcome.scope === 'channel' ? { ...next, stopped: outcome.reason } : next
    }
    case 'channel-confirmed':
      return { ...health, confirmed: fact.at }
    case 'notice-started':
    case 'notice-resumed':
      return health
  }
}

/** The colour at `now`. A channel without news is not trusted: two heartbeats without a success are red. */
export function judgeHealth(health: Health, now: number, expected: Expected = {}): Judgement {
  const { redFailures, redAfterMs, heartbeatMs } = DEFAULTS.notify
  const { stopped, failures, failingSince, lastFailure, lastSuccess, since } = health
  if (stopped) return { colour: 'red', reason: 'stopped', text: reasonText(stopped) }
  if (failures > 0 && lastFailure) {
    const lasting = failures >= redFailures || now - (failingSince ?? lastFailure.at) >= redAfterMs
    const text = reasonText(lastFailure.reason)
    return lasting ? { colour: 'red', reason: 'failing', text } : { colour: 'amber', reason: 'stumbled', text }
  }
  const proven = lastSuccess !== undefined && lastSuccess >= since
  if (now - (proven ? lastSuccess : since) > 2 * heartbeatMs) {
    return { colour: 'red', reason: 'silent', text: 'No message arrived for two heartbeats. Send a test message.' }
  }
  if (expected.confirmMs !== undefined && now - Math.max(health.confirmed ?? since, since) > expected.confirmMs) {
    return {
      colour: 'red',
      reason: 'unconfirmed',
      text: 'Nobody confirmed a heartbeat. Is the mailbox or chat still read?',
    }
  }
  if (!proven) return { colour: 'amber', reason: 'never-proven', text: 'No message was sent yet. Send a test message.' }
  return { colour: 'green', reason: 'ok', text: 'Messages arrive.' }
}

function working({ failingSince: _since, stopped: _stopped, messageFailed: _failed, ...health }: Health): Health {
  return { ...health, failures: 0 }
}

/** That we pause is no news: what made us pause is. */
function failed(health: Health, at: number, reason: Reason): Health {
  const told = reason.code === 'ERR_NOTIFY_PAUSED' ? (health.lastFailure?.reason ?? reason) : reason
  return {
    ...health,
    lastFailure: { at, reason: told },
    failures: health.failures + 1,
    failingSince: health.failingSince ?? at,
  }
}
