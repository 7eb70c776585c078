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
  /** The same people, over the windows of `together` and of `slow`. */
  readonly longer: Activity
  readonly longest: Activity
  readonly routes: Map<RouteName, Route>
  /** All of them at once: phones, keys and messages that fail in the same minutes have only the provider in common. */
  readonly together: Route
  /** The same over hours, without those who got in soon after. */
  readonly slow: Route
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
    const { together, slow, outages } = watched
    const route = routeOf(watched, name)
    for (const each of [route, together, slow]) remember(each, signIn, name)
    keepBefore(watched.before, signIn, name)
    const isHigh = route.rise.isHigh(signIn.time)
    const lasting = lastingFor(watched, name, signIn.time)
    if (lasting === undefined) start(watched, route, signIn, name)
    else {
      const wide = [together, slow].find((all) => outages.get(all) === lasting) ?? route
      if (!isStillWide(wide)) return
      join(lasting, signIn, name, isHigh)
      slow.rise.spare(signIn.person, signIn.time)
    }
  }

  function start(watched: Watched, route: Route, signIn: SignIn, name: RouteName): void {
    const isHigh = route.rise.isHigh(signIn.time)
    const rising = isHigh ? route : allRising(watched, signIn.time)
    if (rising === undefined || !isSpread(rising)) return
    const other = rising === route ? undefined : anyLasting(watched, signIn.time)
    if (other !== undefined) {
      join(other, signIn, name, false)
      watched.slow.rise.spare(signIn.person, signIn.time)
      return
    }
    const before = rising === route ? watched.before.filter((failure) => failure.route === name) : watched.before
    const outage = begin(before, signIn, isHigh ? name : undefined)
    // Whom this one hit does not make the next one.
    for (const [person, last] of outage.people) watched.slow.rise.spare(person, last)
    watched.outages.set(rising, outage)
    found.push(outage)
  }

  return {
    see(signIn) {
      const { person, time, complete } = signIn
      if (person === '') return
      const name = failingRoute(signIn)
      if (name !== undefined) fail(signIn, name)
      else if (complete) {
        const { activity, longer, longest, slow } = watchedOf(signIn)
        for (const each of [activity, longer, longest]) each.see(time, person)
        slow.rise.spare(person, time - DEFAULTS.attempt.gapMs)
      }
    },
    found,
  }
}

function watch(): Watched {
  const activity = createActivity(DEFAULTS.outage.windowMs)
  const longer = createActivity(DEFAULTS.outageTogether.windowMs)
  const longest = createActivity(DEFAULTS.outageSlow.windowMs)
  return {
    activity,
    longer,
    longest,
    routes: new Map(),
    together: openRoute(longer, 'together'),
    slow: openRoute(longest, 'slow'),
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

/** All routes at once, if that is high: within half an hour, or over hours. */
function allRising({ together, slow }: Watched, time: number): Route | undefined {
  if (isHighTogether(together, time, 'together')) return together
  return isHighTogether(slow, time, 'slow') ? slow : undefined
}

/** An outage that this row goes on with: of its own route, of all together, or, if the row does not say, of any. */
function lastingFor(watched: Watched, name: RouteName, time: number): OpenOutage | undefined {
  const { routes, together, slow, outages } = watched
  const others = name === 'unsaid' ? [...routes.values()] : name === 'sign-in' ? [routes.get('unsaid')] : []
  for (const route of [routes.get(name), together, slow, ...others]) {
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
