/** A Fastify with our limits on connections, headers and time, and our words for what never becomes a request. */

import proxyAddr from '@fastify/proxy-addr'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { limitConnections } from './connections.ts'
import { codeOf, problemOf, problemOfConnection } from './failure.ts'
import type { Limits } from './limits.ts'
import type { ListenerName, ListenerOptions } from './listeners.ts'
import type { Problem } from './problem.ts'
import { bareAnswer, sendBare } from './send.ts'
import type { Surroundings } from './surroundings.ts'

export interface App {
  readonly app: FastifyInstance
  /** Connections that are open now. */
  connections(): number
}

export function createApp(name: ListenerName, options: ListenerOptions, around: Surroundings): App {
  const { limits, log, makeId, metrics } = around
  const trustedProxies = [...(options.trustedProxies ?? [])]
  const isProxy = proxyAddr.compile(trustedProxies)

  const app: FastifyInstance = Fastify({
    ...(options.tls ? { https: { ...nodeOptions(limits), ...options.tls } } : { http: nodeOptions(limits) }),
    connectionTimeout: limits.socketMs,
    keepAliveTimeout: limits.keepAliveMs,
    requestTimeout: limits.requestMs,
    bodyLimit: limits.bodyBytesMax,
    routerOptions: { maxParamLength: limits.pathParameterMax },
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    // A number that the caller chose could be somebody else's.
    requestIdHeader: false,
    genReqId: makeId,
    loggerInstance: log.child({ listener: name }) as FastifyBaseLogger,
    // Its own lines would show addresses with their queries; ours are in passage.ts.
    logController: new LogController({ disableRequestLogging: true }),
    // Its own answer while stopping has no code; ours is in passage.ts.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      const problem = problemOf(error)
      tell(problem, request.id, request.ip)
      sendBare(problem, request.id, reply as unknown as FastifyReply)
    },
    clientErrorHandler: (error, socket) => {
      if (socket.destroyed || codeOf(error) === 'ECONNRESET') return
      const [problem, id] = [problemOfConnection(error), makeId()]
      tell(problem, id, socket.remoteAddress)
      if (socket.writable) socket.write(bareAnswer(problem, id))
      socket.destroySoon()
    },
  })

  /** What never became a request is told all the same (ASVS V16.3.3). */
  function tell({ status, code }: Problem, reqId: string, address: string | undefined): void {
    metrics.observe({ listener: name, method: 'none', route: undefined, status, ms: 0, code })
    log.info({ listener: name, reqId, status, code, address }, 'answered')
  }

  let open = 0
  limitConnections(
    app.server,
    limits,
    (address) => isProxy(address, 0),
    (change) => {
      open += change
      metrics.connections(name, change)
    },
  )
  return { app, connections: () => open }
}

function nodeOptions(limits: Limits) {
  return {
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    // Lenient parsers are how two servers come to disagree about where a request ends.
    insecureHTTPParser: false,
    // A missing Host is answered like a wrong one.
    requireHostHeader: false,
  }
}
