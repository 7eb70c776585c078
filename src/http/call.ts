/** From Fastify's request to what the rooms see. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from './access.ts'
import type { Admitted, Arrival } from './admit.ts'
import { inflateBody, parseBody } from './body.ts'
import { sessionOf } from './credentials.ts'
import { httpProblem } from './http-problem.ts'
import type { Limits } from './limits.ts'
import type { Site } from './listeners.ts'
import { type Call, RawBody } from './route.ts'

export function arrivalOf(request: FastifyRequest, site: Site): Arrival {
  const { organisation } = request.params as { readonly organisation?: string }
  return { site, method: request.method, headers: request.headers, address: request.ip, organisation }
}

interface CallParts {
  readonly admitted: Admitted
  readonly site: Site
  readonly signal: AbortSignal
}

export function callOf(request: FastifyRequest, reply: FastifyReply, { admitted, site, signal }: CallParts): Call {
  return {
    params: request.params,
    query: request.query,
    body: request.body,
    ...admitted,
    requestId: request.id,
    address: request.ip,
    origin: originOf(site, request.headers.host),
    nonce: reply.cspNonce,
    session: sessionOf(site, request.headers.cookie),
    header(name) {
      const value = request.headers[name]
      return Array.isArray(value) ? value.join(', ') : value
    },
    signal,
    log: request.log as Call['log'],
  }
}

/** Our origin under the name that the caller used; the name was checked before. */
export function originOf(site: Site, host: string | undefined): string {
  return `${site.isHttps ? 'https' : 'http'}://${host?.toLowerCase()}`
}

/** Who, for the log: ids only. */
export function nameOf(caller: Caller): object {
  return caller.who === 'anyone' ? { who: 'anyone' } : { who: caller.who, id: caller.id }
}

export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** The body as its route wants it: a value, or the bytes. Its content type was checked before. */
export async function readBody(request: FastifyRequest, bytes: Uint8Array, limits: Limits): Promise<unknown> {
  const { own } = request.routeOptions.config
  if (bytes.length === 0 && own?.body !== RawBody) return undefined
  if (own?.body === undefined) {
    throw httpProblem('ERR_INVALID_REQUEST', { errors: [{ in: 'body', pointer: '#', detail: 'must be empty' }] })
  }
  const bytesMax = own.inflatedBytesMax ?? own.bodyBytesMax ?? limits.bodyBytesMax
  const inflated = await inflateBody(bytes, request.headers, bytesMax)
  return own.body === RawBody ? inflated : parseBody(inflated, request.headers['content-type'] ?? '', limits)
}
