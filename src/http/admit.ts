/** The door: who is this, may they, and not too often. Before a byte of the body is read. */
import type { IncomingHttpHeaders } from 'node:http'
import {
  type Authenticators,
  type Caller,
  type CallerOf,
  decide,
  type Known,
  type Presented,
  type Refusal,
  type Scope,
} from './access.ts'
import { basicPasswordOf, bearerOf, sessionOf } from './credentials.ts'
import { mayUseCookie } from './cross-origin.ts'
import { httpProblem } from './http-problem.ts'
import type { Limits } from './limits.ts'
import type { Site } from './listeners.ts'
import type { Problem } from './problem.ts'
import { type RateLimiter, sourceOf } from './rate.ts'
import type { Route } from './route.ts'

const BY_BEARER: readonly Known[] = ['source', 'machine', 'keeper']
const BY_COOKIE: readonly Known[] = ['staff', 'claimant']

export interface Arrival {
  readonly site: Site
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly address: string
  /** The `:organisation` of the path. */
  readonly organisation: string | undefined
}

export interface Admitted {
  readonly caller: Caller
  readonly scopes: readonly Scope[]
  readonly now: number
}

export interface Door {
  /** Tells who it is, if that is known, before it judges. Throws ERR_UNAUTHENTICATED, ERR_STEP_UP, ERR_FORBIDDEN, ERR_NOT_FOUND, ERR_CROSS_ORIGIN, ERR_RATE_LIMITED. */
  admit(route: Route, arrival: Arrival, tell: (caller: Caller) => void): Promise<Admitted>
  /** Counts a request for which there is no route. Throws ERR_RATE_LIMITED. */
  turnAway(arrival: Pick<Arrival, 'address'>): void
  /** Whether one that was admitted still would be. It is no activity of theirs, and not counted. */
  wouldAdmit(route: Route, arrival: Arrival): Promise<boolean>
  /** Throws ERR_RATE_LIMITED. */
  count(key: string, rate: { readonly count: number; readonly perMs: number }): void
}

export interface DoorParts {
  readonly clock: () => number
  readonly authenticators: Authenticators
  readonly rates: RateLimiter
  readonly limits: Limits
}

export function createDoor({ clock, authenticators, rates, limits }: DoorParts): Door {
  function count(key: string, rate: { readonly count: number; readonly perMs: number }): void {
    const waitMs = rates.take(key, rate)
    if (waitMs === undefined) return
    throw httpProblem('ERR_RATE_LIMITED', { headers: { 'retry-after': String(Math.ceil(waitMs / 1000)) } })
  }

  async function judge(route: Route, arrival: Arrival, now: number, isActivity: boolean) {
    const caller = await identify(route, arrival, { address: arrival.address, now, isActivity })
    return { caller, decision: decide(route.access, caller, { organisation: arrival.organisation, now }) }
  }

  /** Who it is; undefined if no credential of a kind that the route takes is good. Throws what an authenticator throws. */
  async function identify(
    route: Route,
    arrival: Arrival,
    about: Omit<Presented, 'credential'>,
  ): Promise<CallerOf<Known> | undefined> {
    const taken = new Set<string>(route.access.map(({ who }) => who))
    const bearer = tokenOf(arrival.headers.authorization, taken.has('source'))
    const kinds = (bearer === undefined ? BY_COOKIE : BY_BEARER).filter((who) => taken.has(who))
    if (kinds.length === 0) return undefined

    const credential = bearer === undefined ? sessionOf(arrival.site, arrival.headers.cookie) : bearer
    if (!credential) return undefined
    if (bearer === undefined && !mayUseCookie(arrival.method, arrival.headers)) throw httpProblem('ERR_CROSS_ORIGIN')

    for (const who of kinds) {
      const caller: CallerOf<Known> | undefined = await authenticators[who]?.({ ...about, credential })
      if (caller === undefined) continue
      if (caller.who !== who) throw new Error(`The authenticator for ${who} made a caller of kind ${caller.who}.`)
      return caller
    }
    return undefined
  }

  return {
    async admit(route, arrival, tell) {
      const now = clock()
      const { caller, decision } = await judge(route, arrival, now, true)
      if (caller === undefined) {
        count(`address ${sourceOf(arrival.address)} ${rateName(route)}`, route.rates?.perAddress ?? limits.perAddress)
      } else {
        tell(caller)
        count(`${caller.who} ${caller.id} ${rateName(route)}`, route.rates?.perCaller ?? limits.perCaller)
      }
      if (!decision.allowed) throw refusal(decision.because, route)
      return { caller: decision.caller, scopes: decision.scopes, now }
    },

    turnAway({ address }) {
      count(`address ${sourceOf(address)} `, limits.perAddress)
    },

    async wouldAdmit(route, arrival) {
      const { decision } = await judge(route, arrival, clock(), false)
      return decision.allowed
    },

    count,
  }
}

/** As `bearerOf`; where a source may come, its token may be the password of Basic credentials as well. */
function tokenOf(authorization: string | undefined, mayBeBasic: boolean): string | null | undefined {
  const bearer = bearerOf(authorization)
  return bearer === null && mayBeBasic ? basicPasswordOf(authorization as string) : bearer
}

/** Routes with a rate of their own count by themselves, all others together. */
function rateName(route: Route): string {
  const isOwn = route.rates?.perAddress !== undefined || route.rates?.perCaller !== undefined
  return isOwn ? `${route.method} ${route.path}` : ''
}

function refusal(because: Refusal, route: Route): Problem {
  if (because !== 'ERR_UNAUTHENTICATED' && because !== 'ERR_STEP_UP') return httpProblem(because)
  const kinds = new Set<string>(route.access.map(({ who }) => who))
  const schemes = [
    ...(BY_BEARER.some((who) => kinds.has(who)) ? ['Bearer realm="postern"'] : []),
    ...(BY_COOKIE.some((who) => kinds.has(who))
      ? [`Session realm="postern"${because === 'ERR_STEP_UP' ? stepUp(route) : ''}`]
      : []),
  ]
  return httpProblem(because, { headers: { 'www-authenticate': schemes.join(', ') } })
}

/** RFC 9470 §3. */
function stepUp(route: Route): string {
  const ages = route.access.flatMap((way) => (way.who === 'staff' && way.withinMs !== undefined ? [way.withinMs] : []))
  return `, error="insufficient_user_authentication", max_age="${Math.floor(Math.max(0, ...ages) / 1000)}"`
}
