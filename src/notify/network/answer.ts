/** What an HTTP status means for a message, where a vendor says nothing else. */
import type { IncomingHttpHeaders } from 'node:http'
import { DEFAULTS } from '../../base/defaults.ts'
import { later, type Outcome, refused } from '../outcome.ts'
import type { Answer } from './post.ts'

/** Any 2xx is taken; what can pass is tried again; the rest is for an operator. `now` is for dates in Retry-After. */
export function outcomeOf({ status, headers }: Answer, now: number): Outcome {
  const detail = `HTTP ${status}`
  if (status >= 200 && status < 300) return { result: 'delivered' }
  if (status >= 300 && status < 400) return refused('ERR_NOTIFY_REDIRECTED', detail, 'channel')
  if (status === 401 || status === 403) return refused('ERR_NOTIFY_CREDENTIALS', detail, 'channel')
  if (status === 404 || status === 410) return refused('ERR_NOTIFY_GONE', detail, 'channel')
  if (status === 429) return later('ERR_NOTIFY_RATE_LIMITED', detail, 'no', retryAfterMs(headers, now))
  if (status === 408 || status === 425 || status >= 500) {
    return later('ERR_NOTIFY_VENDOR_DOWN', detail, 'unknown', retryAfterMs(headers, now))
  }
  return refused('ERR_NOTIFY_MALFORMED', detail, 'message')
}

/** Retry-After (RFC 9110 §10.2.3) in milliseconds, at most our maximum: nobody silences a channel for years. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | undefined {
  const text = headers['retry-after']
  if (text === undefined) return undefined
  const asked = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  if (Number.isNaN(asked)) return undefined
  return Math.min(Math.max(asked, 0), DEFAULTS.notify.retryAfterMsMax)
}
