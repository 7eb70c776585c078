/** What came of trying to reach a vendor: typed, with a reason that is safe to show and to log. */

/** Why a message has not arrived. The code is stable, and `reasonText` says what to do. */
export type ReasonCode =
  | 'ERR_NOTIFY_TIMEOUT'
  | 'ERR_NOTIFY_CONNECTION'
  | 'ERR_NOTIFY_DNS'
  | 'ERR_NOTIFY_TLS'
  | 'ERR_NOTIFY_ADDRESS' // the guard: it points into a network that notices may not reach
  | 'ERR_NOTIFY_RATE_LIMITED'
  | 'ERR_NOTIFY_VENDOR_DOWN'
  | 'ERR_NOTIFY_PAUSED' // the breaker: it failed so often that we wait
  | 'ERR_NOTIFY_CREDENTIALS'
  | 'ERR_NOTIFY_GONE'
  | 'ERR_NOTIFY_REDIRECTED'
  | 'ERR_NOTIFY_RECIPIENT'
  | 'ERR_NOTIFY_MALFORMED'
  | 'ERR_NOTIFY_ANSWER'
  | 'ERR_NOTIFY_EXPIRED' // tried for days

export interface Reason {
  readonly code: ReasonCode
  /** What the vendor said, in numbers and known words only: `HTTP 503`, `channel_not_found`. Never its text. */
  readonly detail: string
}

/**
 * - `delivered`: the vendor took it. `reference` is what it wants to see when the message is to be changed.
 * - `later`: not now. `sent` tells whether it may have arrived all the same; `retryAfterMs` is what the vendor asked for.
 * - `refused`: never in this form (`message`), or nothing at all until an operator mends the channel (`channel`).
 */
export type Outcome = Delivered | Later | Refused

export interface Delivered {
  readonly result: 'delivered'
  readonly reference?: string
}

export interface Later {
  readonly result: 'later'
  readonly reason: Reason
  readonly sent: 'no' | 'unknown'
  readonly retryAfterMs?: number
}

export interface Refused {
  readonly result: 'refused'
  readonly reason: Reason
  readonly scope: 'message' | 'channel'
}

export function later(code: ReasonCode, detail: string, sent: Later['sent'], retryAfterMs?: number): Later {
  return { result: 'later', reason: { code, detail }, sent, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

export function refused(code: ReasonCode, detail: string, scope: Refused['scope']): Refused {
  return { result: 'refused', reason: { code, detail }, scope }
}

const REASONS: Readonly<Record<ReasonCode, string>> = {
  ERR_NOTIFY_TIMEOUT: 'It did not answer in time. It is tried again.',
  ERR_NOTIFY_CONNECTION: 'No connection, or it broke. It is tried again; look at the network if it lasts.',
  ERR_NOTIFY_DNS: 'Its name cannot be resolved. Check the name and the resolver.',
  ERR_NOTIFY_TLS:
    'No secure connection: its certificate or its encryption is not acceptable. Check certificate and name.',
  ERR_NOTIFY_ADDRESS:
    'It points into a network that notices may not reach. Allow the network in the server’s settings if that is meant.',
  ERR_NOTIFY_RATE_LIMITED: 'It asks us to be slower. It is tried again at the time it names.',
  ERR_NOTIFY_VENDOR_DOWN: 'It is in trouble itself. It is tried again.',
  ERR_NOTIFY_PAUSED: 'It failed several times in a row, so we wait a little.',
  ERR_NOTIFY_CREDENTIALS: 'It does not accept our token, key or password. Enter a new one.',
  ERR_NOTIFY_GONE: 'It no longer exists. Set it up again.',
  ERR_NOTIFY_REDIRECTED: 'It sends us elsewhere, which we never follow. Enter the final address.',
  ERR_NOTIFY_RECIPIENT: 'It does not know or does not take the mailbox or chat channel. Check the recipient.',
  ERR_NOTIFY_MALFORMED: 'It does not accept this message’s form. Please report this as an error of Postern.',
  ERR_NOTIFY_ANSWER: 'It answered something that cannot be understood. Check that the address is the right one.',
  ERR_NOTIFY_EXPIRED: 'It was tried for three days and given up.',
}

/** What happened and what to do, for an operator. */
export function reasonText({ code, detail }: Reason): string {
  return detail === '' ? REASONS[code] : `${REASONS[code]} (${detail})`
}
