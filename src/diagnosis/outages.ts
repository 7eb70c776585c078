/**
 * Provider outages: failures of the provider's own making, over many people and addresses at once.
 *
 * One person whose phone cannot be reached has a lockout. When pushes, messages or sign-ins fail for many people from
 * many places within minutes, it is nobody's phone (CLASSIFICATION.md §5).
 */
import { DEFAULTS } from '../base/defaults.ts'
import { type Activity, createActivity } from '../detection/index.ts'
import type { SignIn } from '../signin/index.ts'
import { begin, join, type OpenOutage } from './open-outage.ts'
import {
  type Failure,
  failingRoute,
  isHighTogether,
  isSpread,
  isStillWide,
  keepBefore,
  openRoute,
  type Route,
  type RouteName,
  remember,
} from './outage-route.ts'

export interface Outages {
  see(signIn: SignIn): void
  readonly found: readonly OpenOutage[]
}

interface Watched {
  readonly activity: Activity
  /** The same people, over the window of `together`. */
  readonly longer: Activity
  readonly routes: Map<RouteName, Route>
  /** All of them at once: phones, keys and messages that fail in the same minutes have only the provider in common. */
  readonly together: Route
  /** All of them, for as long back as an outage may turn out to have begun. */
  readonly before: Failure[]
  /** The last outage of each. */
  readonly outages: Map<Route, OpenOutage>
}

export function createOutages(): Outages {
  const byTenant = new Map<string, Watched>()
  const found: OpenOutage[] = []

  function watchedOf(signIn: SignIn): Watched {
    const key = signIn.tenant === '' ? signIn.provider : signIn.tenant
    let watched = byTenant.get(key)
    if (watched === undefined) {
      watched = watch()
      byTenant.set(key, watched)
    }
    return watched
  }

  function fail(signIn: SignIn, name: RouteName): void {
    const watched = watchedOf(signIn)
    const { together, outages } = watched
    const route = routeOf(watched, name)
    remember(route, signIn, name)
    remember(together, signIn, name)
    keepBefore(watched.before, signIn, name)
    const isHigh = route.rise.isHigh(signIn.time)
    const lasting = lastingFor(watched, name, signIn.time)
    if (lasting === undefined) start(watched, route, signIn, name)
    else if (isStillWide(lasting === outages.get(together) ? together : route)) join(lasting, signIn, name, isHigh)
  }

  function start(watched: Watched, route: Route, signIn: SignIn, name: RouteName): void {
    const { together, outages } = watched
    const isHigh = route.rise.isHigh(signIn.time)
    const rising = isHigh ? route : isHighTogether(together, signIn.time) ? together : undefined
    if (rising === undefined || !isSpread(rising)) return
    const other = rising === together ? anyLasting(watched, signIn.time) : undefined
    if (other !== undefined) {
      join(other, signIn, name, false)
      return
    }
    const before = rising === together ? watched.before : watched.before.filter((failure) => failure.route === name)
    const outage = begin(before, signIn, isHigh ? name : undefined)
    outages.set(rising, outage)
    found.push(outage)
  }

  return {
    see(signIn) {
      const { person, time, complete } = signIn
      if (person === '') return
      const name = failingRoute(signIn)
      if (name !== undefined) fail(signIn, name)
      else if (complete) {
        const { activity, longer } = watchedOf(signIn)
        activity.see(time, person)
        longer.see(time, person)
      }
    },
    found,
  }
}

function watch(): Watched {
  const activity = createActivity(DEFAULTS.outage.windowMs)
  const longer = createActivity(DEFAULTS.outageTogether.windowMs)
  return {
    activity,
    longer,
    routes: new Map(),
    together: openRoute(longer, 'together'),
    before: [],
    outages: new Map(),
  }
}

function routeOf({ activity, routes }: Watched, name: RouteName): Route {
  let route = routes.get(name)
  if (route === undefined) {
    route = openRoute(activity, name)
    routes.set(name, route)
  }
  return route
}

/** An outage that this row goes on with: of its own route, of all together, or, if the row does not say, of any. */
function lastingFor(watched: Watched, name: RouteName, time: number): OpenOutage | undefined {
  const { routes, together, outages } = watched
  const others = name === 'unsaid' ? [...routes.values()] : name === 'sign-in' ? [routes.get('unsaid')] : []
  for (const route of [routes.get(name), together, ...others]) {
    const outage = route && outages.get(route)
    if (outage !== undefined && isLasting(outage, time)) return outage
  }
  return undefined
}

function anyLasting({ outages }: Watched, time: number): OpenOutage | undefined {
  for (const outage of outages.values()) if (isLasting(outage, time)) return outage
  return undefined
}

function isLasting({ end }: OpenOutage, time: number): boolean {
  return time - end <= DEFAULTS.outage.quietMs
}
