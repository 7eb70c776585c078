/** A program of the operator's own, told by a signed webhook (Standard Webhooks). The body is the notice itself, as data. */
import { formatInstant } from '../../base/time.ts'
import type { Channel, Sending } from '../channel.ts'
import { revisionKey, subjectKey } from '../identity.ts'
import { outcomeOf } from '../network/answer.ts'
import { failureOf } from '../network/failure.ts'
import type { Network } from '../network/lookup.ts'
import { type Answer, type Progress, post } from '../network/post.ts'
import { stateOf } from '../notice.ts'
import { later, type Outcome, refused } from '../outcome.ts'
import { wordsOf } from '../words.ts'
import { signatureHeaders } from './webhook-signature.ts'

export interface WebhookSettings {
  readonly url: string
  /** `whsec_…`, the newest first; at most three while they are being changed. */
  readonly secrets: readonly string[]
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
}

export function createWebhook({ url, secrets, ca }: WebhookSettings, network: Network): Channel {
  return {
    kind: 'webhook',
    async send(sending, signal) {
      const progress: Progress = { sent: 'no' }
      try {
        const body = JSON.stringify(webhookBody(sending))
        const signed = { id: `msg_${revisionKey(sending)}`, timestampS: Math.floor(sending.now / 1000), body }
        const headers = { 'content-type': 'application/json', ...signatureHeaders(signed, secrets) }
        const request = { url, headers, body, ...(ca === undefined ? {} : { ca }) }
        return judge(await post(request, network, signal, progress), sending.now)
      } catch (error) {
        return failureOf(error, progress.sent)
      }
    },
    // No probe: a receiver would take any request for a message. The heartbeat message answers the question.
  }
}

/** `type`, `timestamp` and `data`, as the specification recommends; below its 20 kB. Every value is as harmless as in a chat. */
export function webhookBody(sending: Sending): object {
  const { notice, revision } = sending
  const words = wordsOf(notice)
  return {
    type: `${notice.kind}.${stateOf(notice)}`,
    timestamp: formatInstant(notice.changed),
    data: {
      id: subjectKey(sending),
      revision,
      severity: notice.severity,
      title: words.title,
      lines: words.lines,
      facts: words.facts,
      opened: formatInstant(notice.opened),
      changed: formatInstant(notice.changed),
      link: notice.link,
    },
  }
}

/** By the specification everything but a 2xx is tried again, and a 410 means never again. */
function judge(answer: Answer, now: number): Outcome {
  const outcome = outcomeOf(answer, now)
  if (outcome.result !== 'refused' || answer.status === 401 || answer.status === 403) return outcome
  if (answer.status === 410) return refused('ERR_NOTIFY_GONE', 'HTTP 410', 'channel')
  if (outcome.reason.code === 'ERR_NOTIFY_REDIRECTED') return outcome
  return later('ERR_NOTIFY_ANSWER', `HTTP ${answer.status}`, 'no')
}
