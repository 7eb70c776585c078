/** One HTTP request to a vendor: guarded address, no redirects, no shared connection, bounded answer. */
import { type IncomingHttpHeaders, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { refused } from '../outcome.ts'
import { Ended } from './failure.ts'
import { allowedAddresses, type Network, pinned } from './lookup.ts'

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string
  /** So much of the answer is read, in bytes; 64 KiB if left out. */
  readonly answerBytesMax?: number
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** At most its first bytes, as the request said. */
  readonly body: string
}

/** What is known about the message while the request runs. */
export interface Progress {
  sent: 'no' | 'unknown'
}

const ANSWER_BYTES_MAX = 65_536

/**
 * Posts, and waits for the whole answer. Throws what ends the try; `progress` then tells whether the message may have
 * arrived.
 */
export async function post(
  { url, headers, body, ca, answerBytesMax = ANSWER_BYTES_MAX }: Post,
  network: Network,
  signal: AbortSignal,
  progress: Progress,
): Promise<Answer> {
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  if (!secure && !(target.protocol === 'http:' && network.plain)) {
    throw new Ended(refused('ERR_NOTIFY_ADDRESS', 'only https is allowed', 'channel'))
  }
  const addresses = await allowedAddresses(target.hostname.replace(/^\[|\]$/g, ''), network)
  return new Promise((resolve, reject) => {
    const send = secure ? requestSecure : requestPlain
    const request = send(target, {
      method: 'POST',
      agent: false,
      lookup: pinned(addresses),
      signal,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'Postern' },
      ...(ca === undefined ? {} : { ca }),
    })
    request.on('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        progress.sent = 'unknown'
      })
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= answerBytesMax) chunks.push(chunk)
        else finish()
      })
      response.on('end', finish)
      response.on('error', reject)
      function finish(): void {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() })
        response.destroy()
      }
    })
    request.end(body)
  })
}
