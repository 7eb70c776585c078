/** One listener: a Fastify of its own, with every route that lives there. */
import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import type { Caller } from './access.ts'
import { isStream } from './answer.ts'
import type { ApiDocument } from './api-page.ts'
import { arrivalOf, callOf } from './call.ts'
import { withDeadline } from './deadline.ts'
import { createApp } from './fastify-app.ts'
import { helmetFor } from './headers.ts'
import { type ListenerName, type ListenerOptions, type Site, siteOf } from './listeners.ts'
import { describeApi, schemaOf } from './openapi.ts'
import { addPassage } from './passage.ts'
import { sourceOf } from './rate.ts'
import type { Route } from './route.ts'
import { send } from './send.ts'
import type { Surroundings } from './surroundings.ts'

export interface Listener {
  readonly site: Site
  /** Where it is bound. */
  readonly port: number
  /** Its routes, as OpenAPI. */
  apiDocument(): ApiDocument
  /** Takes no new connections; resolves when the last request is answered. */
  close(): Promise<void>
  /** Cuts what is still open; how many connections that were. */
  cut(): number
}

/** Binds and serves. Rejects if the port is taken, a route does not compile, or the url is none. */
export async function openListener(
  name: ListenerName,
  options: ListenerOptions,
  routes: readonly Route[],
  around: Surroundings,
): Promise<Listener> {
  const { app, connections } = createApp(name, options, around)
  let site: Site | undefined
  const bound = () => site as Site
  app.server.once('listening', () => {
    site = siteOf(name, options, portOf(app))
  })

  await app.register(helmet, helmetFor(siteOf(name, options, options.port).isHttps))
  await describeApi(app, around.version)
  addPassage(app, options, bound, around)
  for (const own of routes) mount(app, own, bound, around)

  await app.listen({
    host: options.bind ?? '127.0.0.1',
    port: options.port,
    listenTextResolver: (at) => `listening at ${at}`,
  })
  return {
    site: bound(),
    port: portOf(app),
    apiDocument: () => app.swagger() as unknown as ApiDocument,
    close: async () => await app.close(),
    cut() {
      const open = connections()
      app.server.closeAllConnections()
      return open
    },
  }
}

function mount(app: FastifyInstance, own: Route, site: () => Site, around: Surroundings): void {
  const { door, limits, metrics, streams, stopping } = around
  app.route({
    method: own.method,
    url: own.path,
    config: { own },
    bodyLimit: own.bodyBytesMax ?? limits.bodyBytesMax,
    exposeHeadRoute: own.method === 'GET' && !Object.values(own.answers).some(isStream),
    schema: schemaOf(own),
    async handler(request, reply) {
      const { admitted } = request
      if (admitted === undefined) throw new Error('A request came past the door.')

      const answer = await withDeadline(reply.raw, own.handlerMs ?? limits.handlerMs, async (signal) => {
        const call = callOf(request, reply, { admitted, site: site(), signal })
        const subject = own.rates?.perSubject?.(call)
        if (subject !== undefined) door.count(`subject ${own.method} ${own.path} ${subject.key}`, subject.rate)
        return await own.handle(call)
      })
      const mayStay = () => door.wouldAdmit(own, arrivalOf(request, site()))
      const enter = () => streams.enter(keyOf(admitted.caller, request.ip))
      return await send(answer, { route: own, reply, site: site(), metrics, limits, stopping, mayStay, enter })
    },
  })
}

/** Whoever is known is one caller, from wherever they come. */
function keyOf(caller: Caller, address: string): string {
  return caller.who === 'anyone' ? `address ${sourceOf(address)}` : `${caller.who} ${caller.id}`
}

function portOf(app: FastifyInstance): number {
  const at = app.server.address()
  return typeof at === 'object' && at !== null ? at.port : 0
}
