/** The server: rooms add their routes, then it starts; it knows none of them. */

import type { Registry } from 'prom-client'
import type { Access, Authenticators } from './access.ts'
import { createDoor } from './admit.ts'
import type { Translate } from './failure.ts'
import { LIMITS, type Limits } from './limits.ts'
import { type Listener, openListener } from './listener.ts'
import type { ListenerName, ListenerOptions } from './listeners.ts'
import type { Log } from './log.ts'
import { httpMetrics } from './metrics.ts'
import { openStreams } from './open-streams.ts'
import { ownRoutes } from './own-routes.ts'
import { type RateLimiter, rateLimiter } from './rate.ts'
import type { ReadinessCheck } from './readiness.ts'
import type { Method, Route } from './route.ts'
import { checkRoute, RouteError } from './route-rules.ts'

export interface ServerOptions {
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** So many random bytes, fit for secrets. */
  readonly random: (count: number) => Uint8Array
  readonly log: Log
  /** Who a credential belongs to. What is missing here knows nobody. */
  readonly access: Authenticators
  readonly listeners: Readonly<Record<ListenerName, ListenerOptions>>
  /** Of Postern, for the API's description. */
  readonly version: string
  /** Errors of lower rooms as answers. */
  readonly translate?: Translate
  readonly limits?: Partial<Limits>
  /** In memory unless given. */
  readonly rates?: RateLimiter
}

export interface ListedRoute {
  readonly method: Method
  readonly path: string
  readonly on: Route['on']
  readonly access: Access
}

export interface Bound {
  /** Under which people reach it, without a slash at the end. */
  readonly origin: string
  readonly port: number
}

export interface Server {
  /** Throws a RouteError for a route that breaks the rules, and after the start. */
  add(routes: readonly Route[]): void
  /** Every route with who may call it, our own included. */
  routes(): readonly ListedRoute[]
  /** A condition for /readyz. */
  readiness(name: string, check: ReadinessCheck): void
  /** For metrics of the rooms. */
  readonly metrics: Registry
  /** Aborts when the server is told to stop; long work of the rooms ends with it. */
  readonly stopping: AbortSignal
  /** Binds both listeners, or neither. Throws a RouteError the second time. */
  start(): Promise<Readonly<Record<ListenerName, Bound>>>
  /** Takes no new requests, lets those under way end for the time allowed, then cuts; gives how many it cut. Safe to call twice. */
  stop(): Promise<{ readonly cut: number }>
}

export function createServer(options: ServerOptions): Server {
  const { clock, random, log, listeners, version, access: authenticators, translate = () => undefined } = options
  const limits: Limits = { ...LIMITS, ...options.limits }
  const rates = options.rates ?? rateLimiter(clock, limits.rateKeysMax)
  const metrics = httpMetrics()
  const streams = openStreams(limits.streamsPerCallerMax)
  const door = createDoor({ clock, authenticators, rates, limits })
  const checks = new Map<string, ReadinessCheck>()
  const stopping = new AbortController()
  const routes: Route[] = []
  let opened: readonly Listener[] = []
  let starting: Promise<Readonly<Record<ListenerName, Bound>>> | undefined
  let stopped: Promise<{ readonly cut: number }> | undefined

  function add(more: readonly Route[]): void {
    if (starting) throw new RouteError('ERR_SERVER_STARTED', 'The server has started; routes are added before.')
    for (const own of more) {
      checkRoute(own)
      const twin = routes.find((other) => shapeOf(other) === shapeOf(own) && meet(other.on, own.on))
      if (twin) {
        throw new RouteError('ERR_ROUTE_DUPLICATE', `${own.method} ${own.path} is there already, as ${twin.path}.`)
      }
      routes.push(own)
    }
  }

  async function open(name: ListenerName): Promise<Listener> {
    const own = routes.filter(({ on }) => on === name || on === 'both')
    const makeId = () => uuid(random(16))
    const around = { door, limits, log, metrics, streams, translate, makeId, version, stopping: stopping.signal }
    const listener = await openListener(name, listeners[name], own, around)
    opened = [...opened, listener]
    return listener
  }

  async function bind() {
    try {
      const [portal, console] = [await open('portal'), await open('console')]
      if (portal.site.origin === console.site.origin) {
        throw new TypeError(
          `Portal and console have one origin, ${portal.site.origin}; a page of one could act in the other.`,
        )
      }
      return { portal: boundOf(portal), console: boundOf(console) }
    } catch (error) {
      await shut()
      throw error
    }
  }

  async function shut(): Promise<{ readonly cut: number }> {
    const closing = Promise.all(opened.map((listener) => listener.close()))
    let cut = 0
    const timer = setTimeout(() => {
      cut = opened.reduce((sum, listener) => sum + listener.cut(), 0)
    }, limits.stopMs)
    await closing.finally(() => clearTimeout(timer))
    return { cut }
  }

  function start() {
    if (starting || stopped) throw new RouteError('ERR_SERVER_STARTED', 'A server starts once; make another.')
    starting = bind()
    return starting
  }

  /** An order to stop that comes during the start waits for it, so that nothing is left bound. */
  async function stopAfterStart(): Promise<{ readonly cut: number }> {
    await starting?.catch(() => undefined)
    return await shut()
  }

  function stop(): Promise<{ readonly cut: number }> {
    stopping.abort()
    stopped ??= stopAfterStart()
    return stopped
  }

  add(ownRoutes({ checks, registry: metrics.registry, limits, log, apiDocument }))

  function apiDocument() {
    return opened.find(({ site }) => site.name === 'console')!.apiDocument()
  }

  return {
    add,
    routes: () => routes.map(({ method, path, on, access }) => ({ method, path, on, access })),
    readiness: (name, check) => checks.set(name, check),
    metrics: metrics.registry,
    stopping: stopping.signal,
    start,
    stop,
  }
}

/** Two routes of one shape are one to the router, whatever their parameters are called. */
function shapeOf({ method, path }: Route): string {
  return `${method} ${path.replaceAll(/:\w+/g, ':')}`
}

function meet(one: Route['on'], other: Route['on']): boolean {
  return one === other || one === 'both' || other === 'both'
}

function boundOf({ site, port }: Listener): Bound {
  return { origin: site.origin, port }
}

/** Version 4, RFC 9562 §5.4. */
function uuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes)
  hex[6] = ((hex[6] as number) & 0x0f) | 0x40
  hex[8] = ((hex[8] as number) & 0x3f) | 0x80
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
