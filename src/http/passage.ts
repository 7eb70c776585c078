/** What every request passes, in this order, before a route sees it; and how it is answered and told if it does not. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from './access.ts'
import type { Admitted } from './admit.ts'
import { checkBodyHeaders } from './body.ts'
import { arrivalOf, hasBody, nameOf, originOf, readBody } from './call.ts'
import { isOwnWrite } from './cross-origin.ts'
import { problemOf } from './failure.ts'
import { ALWAYS } from './headers.ts'
import { httpProblem } from './http-problem.ts'
import { isOurs, type ListenerOptions, type Site } from './listeners.ts'
import type { Problem } from './problem.ts'
import type { Route } from './route.ts'
import { isCredentialName } from './route-rules.ts'
import { sendProblem } from './send.ts'
import type { Surroundings } from './surroundings.ts'
import { validator } from './validate.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly own?: Route
  }
  interface FastifyRequest {
    admitted: Admitted | undefined
    /** Who it is, also where they may not. */
    caller: Caller | undefined
    problem: Problem | undefined
  }
}

const ONCE = ['host', 'authorization', 'content-type', 'origin', 'sec-fetch-site']
const PARTS = { body: 'body', querystring: 'query', params: 'path' } as const

/** `site` is asked at each request, since the port is known only once bound. */
export function addPassage(
  app: FastifyInstance,
  options: ListenerOptions,
  site: () => Site,
  around: Surroundings,
): void {
  const { door, limits, metrics, stopping, translate } = around
  app.decorateRequest('admitted', undefined)
  app.decorateRequest('caller', undefined)
  app.decorateRequest('problem', undefined)

  app.addHook('onRequest', async (request, reply) => {
    const { raw, headers, method } = request
    reply.headers(ALWAYS).header('request-id', request.id)

    if (stopping.aborted) throw httpProblem('ERR_STOPPING')

    // Where a header that must be one comes twice, Node takes the first; a proxy before us may have judged by the second.
    if (ONCE.some((name) => countOf(raw.rawHeaders, name) > 1)) throw httpProblem('ERR_HTTP_MALFORMED')

    if (!raw.url?.startsWith('/') || !isOurs(site(), headers.host)) {
      throw httpProblem('ERR_HOST', { next: `Use ${site().origin} instead.` })
    }

    if (!isOwnWrite(method, headers, originOf(site(), headers.host))) throw httpProblem('ERR_CROSS_ORIGIN')

    if (Object.keys(request.query as object).some(isCredentialName)) throw httpProblem('ERR_TOKEN_IN_QUERY')

    const { own } = request.routeOptions.config
    if (own === undefined) door.turnAway({ address: request.ip })
    else {
      request.admitted = await door.admit(own, arrivalOf(request, site()), (caller) => {
        request.caller = caller
      })
    }
  })

  app.addHook('preParsing', async (request) => {
    const { own } = request.routeOptions.config
    if (own?.body !== undefined && hasBody(request)) checkBodyHeaders(own, request.headers)
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer) =>
    readBody(request, bytes, limits),
  )
  app.setValidatorCompiler<never>(({ schema, httpPart }) => validator(schema, PARTS[httpPart as keyof typeof PARTS]))

  app.setNotFoundHandler(() => {
    throw httpProblem('ERR_NOT_FOUND')
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, translate)
    request.problem = problem
    // What is over by itself is met by every request until then; whoever knows of it says so once.
    if (problem.status === 503) request.log.debug({ err: error, code: problem.code }, 'not now')
    else if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'failed')
    sendProblem(problem, request, reply, options)
  })

  app.addHook('onSend', async (_request, reply) => {
    if (stopping.aborted) reply.header('connection', 'close')
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, ip: address, caller, problem } = request
    const route = request.routeOptions.config.own?.path
    const ms = Math.round(reply.elapsedTime * 10) / 10
    const answered = { method, route, status: reply.statusCode, ms, code: problem?.code }
    metrics.observe({ listener: site().name, ...answered })
    request.log.info({ ...answered, address, ...(caller ? { caller: nameOf(caller) } : {}) }, 'answered')
  })
}

/** How often a header came; `rawHeaders` holds names and values in turn. */
function countOf(rawHeaders: readonly string[], name: string): number {
  return rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === name).length
}
