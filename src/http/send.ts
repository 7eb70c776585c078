/** From an answer, or a problem, to what goes over the wire. */
import { STATUS_CODES } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Answer, type Answers, ByteStream, EventStream, isNothing, mediaTypeOf } from './answer.ts'
import { hasBody } from './call.ts'
import { setSessionCookie } from './credentials.ts'
import { type StreamEvent, sendEvents } from './event-stream.ts'
import { BARE, FORGET } from './headers.ts'
import type { Limits } from './limits.ts'
import type { ListenerOptions, Site } from './listeners.ts'
import type { HttpMetrics } from './metrics.ts'
import { type Problem, toDetails } from './problem.ts'
import type { Route } from './route.ts'

const PROBLEM_TYPE = 'application/problem+json'

export interface SendParts {
  readonly route: Route
  readonly reply: FastifyReply
  readonly site: Site
  readonly metrics: HttpMetrics
  readonly limits: Limits
  readonly stopping: AbortSignal
  mayStay(): Promise<boolean>
  /** For an event stream: takes one of the caller’s places, or throws. Gives what gives it back. */
  enter(): () => void
}

/** Throws if the route did not declare this answer: the caller then gets ERR_INTERNAL, and nothing undeclared leaves. */
export async function send(answer: Answer<Answers>, parts: SendParts): Promise<FastifyReply> {
  const { route, reply, site } = parts
  const schema = route.answers[answer.status]
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} answered ${answer.status}, which it does not declare.`)

  reply.code(answer.status).headers(answer.headers ?? {})
  if (answer.session !== undefined) {
    reply.header('set-cookie', setSessionCookie(site, answer.session))
    if (answer.session === 'end') reply.header('clear-site-data', FORGET)
  }
  if (isNothing(schema)) return reply.send()
  if (schema === EventStream) return stream(answer.body as AsyncIterable<StreamEvent>, parts)
  if (!reply.hasHeader('content-type')) reply.type(contentTypeOf(mediaTypeOf(schema)))
  if (schema === ByteStream) return reply.send(Readable.from(answer.body as AsyncIterable<Uint8Array>))
  return reply.send(answer.body)
}

/** Text is UTF-8, and says so (ASVS V4.1.1). */
function contentTypeOf(mediaType: string): string {
  const isText = mediaType.startsWith('text/') || mediaType.endsWith('json')
  return isText ? `${mediaType}; charset=utf-8` : mediaType
}

async function stream(events: AsyncIterable<StreamEvent>, parts: SendParts): Promise<FastifyReply> {
  const { reply, limits, metrics, stopping, mayStay, enter } = parts
  const leave = enter()
  const { heartbeatMs, streamJudgedMs: judgedMs, streamStallMs: stallMs } = limits
  reply.type('text/event-stream').header('x-accel-buffering', 'no').hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>)
  metrics.streams(1)
  try {
    const end = await sendEvents(reply.raw, events, { heartbeatMs, judgedMs, stallMs, stopping, mayStay })
    reply.log.info({ end }, 'event stream ended')
  } catch (err) {
    reply.log.error({ err }, 'event stream failed')
  } finally {
    metrics.streams(-1)
    leave()
  }
  return reply
}

/** Problem details; a page instead for a browser, where the listener has one. */
export function sendProblem(
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
  options: ListenerOptions,
): FastifyReply {
  const details = toDetails(problem, request.id)
  reply.code(problem.status).headers(problem.headers)
  // A body that nobody will read must not be poured in.
  if (hasBody(request) && !request.raw.complete) reply.header('connection', 'close')
  if (options.problemPage !== undefined && prefersHtml(request.headers.accept)) {
    return reply.type('text/html; charset=utf-8').send(options.problemPage(details, reply.cspNonce))
  }
  return reply.type(PROBLEM_TYPE).send(JSON.stringify(details))
}

/** Browsers ask for pages by naming text/html; programs do not. */
function prefersHtml(accept: string | undefined): boolean {
  return accept !== undefined && /(^|,)\s*text\/html\b/i.test(accept)
}

/** For an address that cannot be read: no hook ran, so the headers are set here. */
export function sendBare(problem: Problem, requestId: string, reply: FastifyReply): void {
  reply
    .code(problem.status)
    .headers(BARE)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(toDetails(problem, requestId)))
}

/** A whole answer as text, for a connection on which there was no request to answer. */
export function bareAnswer(problem: Problem, requestId: string): string {
  const body = JSON.stringify(toDetails(problem, requestId))
  const headers = {
    ...BARE,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`
}
