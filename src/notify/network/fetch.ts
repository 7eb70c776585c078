/** `fetch` for what an administrator names and this server asks: guarded as posts to channels are. */
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { refused } from '../outcome.ts'
import { Ended } from './failure.ts'
import { allowedAddresses, type Network, pinned } from './lookup.ts'

/** The part of `fetch` that clients of HTTP APIs use. */
export type GuardedFetch = (url: string, options?: GuardedRequest) => Promise<Response>

export interface GuardedRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: ConstructorParameters<typeof Response>[0]
  readonly signal?: AbortSignal | undefined
}

const ANSWER_BYTES_MAX = 1 << 20

/**
 * Goes by https to public addresses and those that the operator allows, resolved once and pinned. Redirects are answers like
 * others, and are not followed. Throws ERR_NOTIFY_ADDRESS, what the network throws, and for an answer of more than 1 MiB.
 */
export function guardedFetch(network: Network): GuardedFetch {
  return async (url, { method = 'GET', headers = {}, body, signal } = {}) => {
    const target = new URL(url)
    const secure = target.protocol === 'https:'
    if (!secure && !(target.protocol === 'http:' && network.plain)) {
      throw new Ended(refused('ERR_NOTIFY_ADDRESS', 'only https is allowed', 'channel'))
    }
    const addresses = await allowedAddresses(target.hostname.replace(/^\[|\]$/g, ''), network)
    // As `fetch` would write it, with the content type that goes with its form.
    const written = new Response(body ?? null)
    const sent = Buffer.from(await written.arrayBuffer())
    const type = written.headers.get('content-type')
    return await new Promise((resolve, reject) => {
      const send = secure ? requestSecure : requestPlain
      const told = { ...(type === null ? {} : { 'content-type': type }), 'content-length': String(sent.length) }
      const request = send(target, {
        method,
        agent: false,
        lookup: pinned(addresses),
        headers: sent.length === 0 ? headers : { ...told, ...headers },
        ...(signal === undefined ? {} : { signal }),
      })
      request.on('error', reject)
      request.on('response', (response) => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > ANSWER_BYTES_MAX) response.destroy(new Error('The answer is larger than 1 MiB.'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const { statusCode: status = 502 } = response
          const heard = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
          )
          const isEmpty = status === 204 || status === 304
          resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: heard }))
        })
      })
      request.end(sent)
    })
  }
}
