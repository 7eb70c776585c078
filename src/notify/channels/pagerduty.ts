/** PagerDuty, Events API v2. developer.pagerduty.com/docs/events-api-v2-overview */
import type { Channel, Sending } from '../channel.ts'
import { outcomeOf } from '../network/answer.ts'
import { failureOf } from '../network/failure.ts'
import type { Network } from '../network/lookup.ts'
import { type Answer, type Progress, post } from '../network/post.ts'
import { type Outcome, refused } from '../outcome.ts'
import { pagerDutyEvent } from './pagerduty-event.ts'

export interface PagerDutySettings {
  /** The Integration Key of an Events API v2 integration, 32 characters. */
  readonly routingKey: string
  /** Where the account lives. */
  readonly region: 'us' | 'eu'
  /** For tests. */
  readonly api?: string
}

const API = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' } as const
/** The dedup_key of the question whether the key is good. No alert ever has it. */
const PROBE_KEY = 'postern-probe'

export function createPagerDuty(settings: PagerDutySettings, network: Network): Channel {
  const url = `${settings.api ?? API[settings.region]}/v2/enqueue`

  async function enqueue(event: object, now: number, signal: AbortSignal): Promise<Outcome> {
    const progress: Progress = { sent: 'no' }
    try {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ routing_key: settings.routingKey, ...event })
      return judge(await post({ url, headers, body }, network, signal, progress), now)
    } catch (error) {
      return failureOf(error, progress.sent)
    }
  }

  return {
    kind: 'pagerduty',
    send: (sending: Sending, signal) => enqueue(pagerDutyEvent(sending), sending.now, signal),
    probe: (now, signal) => enqueue({ event_action: 'resolve', dedup_key: PROBE_KEY }, now, signal),
  }
}

/** A 400 is about the key or about the event; only the first is for the operator. */
function judge(answer: Answer, now: number): Outcome {
  if (answer.status === 400 && /routing.?key/i.test(answer.body)) {
    return refused('ERR_NOTIFY_CREDENTIALS', 'HTTP 400, routing_key', 'channel')
  }
  return outcomeOf(answer, now)
}
