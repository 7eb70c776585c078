/** One outage, from its first failure on: whom it hit, how, and since when. */
import { DEFAULTS } from '../base/defaults.ts'
import { type Provider, type SignIn, type Trace, traceOf } from '../signin/index.ts'
import type { Failure, RouteName } from './outage-route.ts'
import type { Outage } from './report.ts'

export interface OpenOutage {
  readonly provider: Provider
  readonly tenant: string
  /** A route at first; the whole sign-in, once others fail beside it. */
  what: Outage['what']
  /** Routes that failed for many at once by themselves. */
  readonly routes: Set<RouteName>
  /** Whom each route failed. */
  readonly byRoute: Map<RouteName, Set<string>>
  readonly start: number
  end: number
  readonly people: Set<string>
  readonly rows: Trace[]
}

/** `route`: the one that rose; undefined if it was all of them together. */
export function begin(recent: readonly Failure[], signIn: SignIn, route: RouteName | undefined): OpenOutage {
  const byRoute = new Map<RouteName, Set<string>>()
  for (const failure of recent) hit(byRoute, failure.route, failure.person)
  return {
    provider: signIn.provider,
    tenant: signIn.tenant,
    what: route === undefined || route === 'unsaid' ? 'sign-in' : route,
    routes: new Set(route === undefined ? [] : [route]),
    byRoute,
    start: recent[0]?.trace.time ?? signIn.time,
    end: signIn.time,
    people: new Set(recent.map(({ person }) => person)),
    rows: recent.slice(0, DEFAULTS.evidence.rowsMax / 2).map(({ trace }) => trace),
  }
}

/** `isHigh`: this route by now fails for many by itself. */
export function join(outage: OpenOutage, signIn: SignIn, route: RouteName, isHigh: boolean): void {
  if (isHigh) outage.routes.add(route)
  if (isHigh && route === 'unsaid') outage.what = 'sign-in'
  outage.end = signIn.time
  outage.people.add(signIn.person)
  hit(outage.byRoute, route, signIn.person)
  const { rowsMax } = DEFAULTS.evidence
  if (outage.rows.length >= rowsMax) outage.rows.splice(rowsMax / 2, 1)
  outage.rows.push(traceOf(signIn))
}

/**
 * Ways to fail that the outage explains: those that failed for many by themselves, or for a good part of all it hit.
 * Somebody's phone is always dead.
 */
export function routesOf({ routes, byRoute, people }: OpenOutage): readonly RouteName[] {
  const least = DEFAULTS.outageTogether.routeShareMin * people.size
  return [...byRoute].filter(([route, { size }]) => routes.has(route) || size >= least).map(([route]) => route)
}

function hit(byRoute: Map<RouteName, Set<string>>, route: RouteName, person: string): void {
  const people = byRoute.get(route)
  if (people === undefined) byRoute.set(route, new Set([person]))
  else people.add(person)
}
