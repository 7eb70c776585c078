/**
 * Slack: one message a subject, changed in place (chat.postMessage, chat.update). A first message of unknown fate is looked
 * for in the channel's history by the metadata that we put on it. docs.slack.dev/reference/methods/chat.postMessage
 */
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { Channel, Sending } from '../channel.ts'
import { subjectKey } from '../identity.ts'
import { outcomeOf, retryAfterMs } from '../network/answer.ts'
import { failureOf } from '../network/failure.ts'
import type { Network } from '../network/lookup.ts'
import { type Answer, type Progress, post } from '../network/post.ts'
import { later, type Outcome, refused } from '../outcome.ts'
import { wordsOf } from '../words.ts'
import { slackMessage } from './slack-message.ts'

export interface SlackSettings {
  /** Bot token, `xoxb-…`, with chat:write, and channels:history or groups:history to find a message again. */
  readonly token: string
  /** The channel's id, `C…`: names change. */
  readonly channel: string
  /** For tests. */
  readonly api?: string
}

const API = 'https://slack.com/api'
const EVENT_TYPE = 'postern_notice'
/** Slack's clock and ours differ by this much at most. */
const CLOCKS_S = 300
/** 200 messages of some kilobytes each: cut off, our own would not be found, and be posted twice. */
const HISTORY_BYTES_MAX = 4 << 20

const Reply = Type.Object({ ok: Type.Boolean(), error: Type.Optional(Type.String()), ts: Type.Optional(Type.String()) })
const History = Type.Object({
  messages: Type.Array(
    Type.Object({
      ts: Type.String(),
      metadata: Type.Optional(
        Type.Object({ event_payload: Type.Optional(Type.Object({ key: Type.Optional(Type.String()) })) }),
      ),
    }),
  ),
})

const MESSAGE_IS_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed'])
const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])
const CREDENTIALS = new Set([
  ...[
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'no_permission',
    'missing_scope',
  ],
  ...[
    'org_login_required',
    'ekm_access_denied',
    'access_denied',
    'not_allowed_token_type',
    'two_factor_setup_required',
  ],
])
const RECIPIENT = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action', 'restricted_action_read_only_channel'],
  ...['restricted_action_non_threadable_channel', 'restricted_action_thread_only_channel', 'team_access_not_granted'],
])
const MALFORMED = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_arguments',
])

/** One method of Slack's Web API: what it answered, judged, and what else it said. */
interface Called {
  readonly outcome: Outcome
  readonly error: string
  readonly answer: unknown
}

export function createSlack(settings: SlackSettings, network: Network): Channel {
  /** Methods that write take JSON, methods that read take a form. */
  async function call(method: string, content: object, now: number, signal: AbortSignal): Promise<Called> {
    const progress: Progress = { sent: 'no' }
    const isForm = content instanceof URLSearchParams
    try {
      const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
      const headers = { 'content-type': `${type}; charset=utf-8`, authorization: `Bearer ${settings.token}` }
      const body = isForm ? content.toString() : JSON.stringify(content)
      const url = `${settings.api ?? API}/${method}`
      const request = { url, headers, body, ...(isForm ? { answerBytesMax: HISTORY_BYTES_MAX } : {}) }
      return judge(await post(request, network, signal, progress), now)
    } catch (error) {
      return { outcome: failureOf(error, progress.sent), error: '', answer: undefined }
    }
  }

  async function send(sending: Sending, signal: AbortSignal): Promise<Outcome> {
    const message = {
      channel: settings.channel,
      ...slackMessage(wordsOf(sending.notice)),
      parse: 'none',
      link_names: false,
    }
    const known = sending.reference ?? (await find(sending, signal))
    if (known !== undefined) {
      const updated = await call('chat.update', { ...message, ts: known }, sending.now, signal)
      if (updated.outcome.result === 'delivered') return { result: 'delivered', reference: known }
      // Somebody deleted it, or it is too old to be changed: the news must be seen all the same.
      if (!MESSAGE_IS_GONE.has(updated.error)) return updated.outcome
    }
    const metadata = { event_type: EVENT_TYPE, event_payload: { key: subjectKey(sending) } }
    const quiet = { mrkdwn: false, unfurl_links: false, unfurl_media: false }
    return (await call('chat.postMessage', { ...message, ...quiet, metadata }, sending.now, signal)).outcome
  }

  /** The `ts` of a message whose posting ended without an answer, if it is there. */
  async function find(sending: Sending, signal: AbortSignal): Promise<string | undefined> {
    if (sending.unsureSince === undefined) return undefined
    const oldest = String(Math.floor(sending.unsureSince / 1000) - CLOCKS_S)
    const wanted = { channel: settings.channel, oldest, inclusive: 'true', include_all_metadata: 'true', limit: '200' }
    const { answer } = await call('conversations.history', new URLSearchParams(wanted), sending.now, signal)
    if (!Value.Check(History, answer)) return undefined
    const key = subjectKey(sending)
    return answer.messages.find(({ metadata }) => metadata?.event_payload?.key === key)?.ts
  }

  return {
    kind: 'slack',
    send,
    probe: async (now, signal) => (await call('auth.test', new URLSearchParams(), now, signal)).outcome,
  }
}

/** Slack says 200 to nearly everything; what counts is `ok`, and `error` if it is one of those it documents. */
function judge(answer: Answer, now: number): Called {
  const byStatus = outcomeOf(answer, now)
  if (byStatus.result !== 'delivered') return { outcome: byStatus, error: '', answer: undefined }
  const reply = parse(answer.body)
  if (reply === undefined)
    return { outcome: later('ERR_NOTIFY_ANSWER', 'no answer of Slack', 'unknown'), error: '', answer: undefined }
  if (reply.ok) {
    const reference = reply.ts === undefined ? {} : { reference: reply.ts }
    return { outcome: { result: 'delivered', ...reference }, error: '', answer: reply }
  }
  const error = reply.error ?? ''
  return { outcome: outcomeOfError(error, retryAfterMs(answer.headers, now)), error, answer: undefined }
}

function outcomeOfError(error: string, retryMs: number | undefined): Outcome {
  if (CREDENTIALS.has(error)) return refused('ERR_NOTIFY_CREDENTIALS', error, 'channel')
  if (RECIPIENT.has(error)) return refused('ERR_NOTIFY_RECIPIENT', error, 'channel')
  if (MALFORMED.has(error)) return refused('ERR_NOTIFY_MALFORMED', error, 'message')
  if (LIMITED.has(error)) return later('ERR_NOTIFY_RATE_LIMITED', error, 'no', retryMs)
  if (PASSING.has(error)) return later('ERR_NOTIFY_VENDOR_DOWN', error, 'unknown')
  return later('ERR_NOTIFY_ANSWER', MESSAGE_IS_GONE.has(error) ? error : 'unknown error', 'unknown')
}

function parse(body: string): Static<typeof Reply> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return Value.Check(Reply, value) ? value : undefined
  } catch {
    return undefined
  }
}
