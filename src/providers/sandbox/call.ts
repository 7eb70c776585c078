/** One request to the sandbox's API, and what its failing says about what was done. */
import { type IncomingMessage, request } from 'node:http'
import type { LookupFunction } from 'node:net'
import { ProviderError } from '../provider-error.ts'

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Within the API, with a leading slash. */
  readonly path: string
  readonly body?: object
  /** The same for the same change. */
  readonly key?: string
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  /** Of `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined
  /** Parsed JSON; undefined if there was none. */
  readonly body: unknown
}

const ANSWER_MAX = 4 * 1024 * 1024
const WAIT_MS = 10_000

/** Node does not know names under localhost. Whatever the name, the way is loopback. */
const loopback: LookupFunction = (_name, options, found) => {
  if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }])
  else found(null, '127.0.0.1', 4)
}

/** Throws ProviderError for everything but an answer of 2xx or 404. */
export async function call(issuer: string, token: string, asked: Call): Promise<Answer> {
  const isChange = asked.method !== 'GET'
  let answer: Answer
  try {
    answer = await send(issuer, token, asked)
  } catch {
    // Whether it came to the change before the silence, only a reading tells.
    const message = 'The provider did not answer, or not in full.'
    throw new ProviderError('ERR_PROVIDER_DOWN', message, { effect: isChange ? 'unknown' : 'none' })
  }
  const { status, retryAfterMs } = answer
  if ((status >= 200 && status < 300) || status === 404) return answer
  if (status === 429) {
    throw new ProviderError('ERR_PROVIDER_THROTTLED', 'The provider was asked too often.', { retryAfterMs })
  }
  // 503 is said before anything is done; any other error of its own may have come after.
  if (status === 503) {
    throw new ProviderError('ERR_PROVIDER_DOWN', 'The provider says that it is out of service.', { retryAfterMs })
  }
  if (status >= 500) {
    const effect = isChange ? 'unknown' : 'none'
    throw new ProviderError('ERR_PROVIDER_DOWN', `The provider failed (${status}).`, { effect, retryAfterMs })
  }
  // Only its logs have a place to go back to.
  if (status === 410) throw new ProviderError('ERR_PROVIDER_CURSOR_STALE', 'The provider no longer knows this place.')
  throw new ProviderError('ERR_PROVIDER_REFUSED', `The provider refused (${status}). Check the credential.`)
}

function send(issuer: string, token: string, { method, path, body, key, signal }: Call): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    authorization: `Bearer ${token}`,
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)])
  return new Promise((resolve, reject) => {
    const sent = request(new URL(`/api${path}`, issuer), { method, headers, signal: bounded, lookup: loopback })
    sent.on('error', reject)
    sent.on('response', (response) => {
      read(response).then(resolve, reject)
    })
    sent.end(payload)
  })
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += (chunk as Buffer).length
    if (size > ANSWER_MAX) throw new Error('The answer is too long.')
    chunks.push(chunk as Buffer)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: response.statusCode ?? 0, retryAfterMs: retryAfterOf(response), body }
}

/** In seconds, as this provider has it; RFC 9110 §10.2.3 allows a date, too. */
function retryAfterOf({ headers }: IncomingMessage): number | undefined {
  const seconds = /^\d{1,5}$/.exec(headers['retry-after'] ?? '')?.[0]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}
